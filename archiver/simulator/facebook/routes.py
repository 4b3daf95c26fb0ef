"""Which page stands at an address, for whom. What there is not, and what is gone, has the same page.

A post is found by its number, whatever account the address names beside it.
"""

from archiver.simulator.company import Company
from archiver.simulator.facebook import pages, refusals, tabs, viewing
from archiver.simulator.facebook.addresses import Address
from archiver.simulator.facebook.frame import Page
from archiver.simulator.facebook.ids import account_id, by_medium, by_number
from archiver.simulator.facebook.pages import Writing
from archiver.simulator.messages import Answer, Request, redirect


def found(request: Request, address: Address, company: Company, writing: Writing) -> Page | Answer:
    """Give the page at an address, or where a visitor is sent instead."""
    match address.form:
        case "home" if writing.session:
            return pages.home(company, writing.session, writing)
        case "tab" if writing.session is None:
            return refusals.to_login(request)
        case "number":
            return _moved(address, company, writing)
        case "profile" | "tab" | "about":
            return _of_account(address, company, writing)
        case "set":
            return _of_set(address, company, writing)
    return _of_post(address, company, writing) or pages.not_found()


def _of_account(address: Address, company: Company, writing: Writing) -> Page:
    account = _account(company, address.owner)
    if account is None:
        return pages.not_found()
    if address.form == "about":
        return pages.about(account, address.tab, writing)
    tab = tabs.named(address.tab) if address.tab else None
    return pages.tab(account, tab, writing) if tab else pages.profile(account, writing)


def _of_post(address: Address, company: Company, writing: Writing) -> Page | None:
    open_ones = [one for one in company.standing if not one.withheld]
    if address.form == "post":
        pair = by_number(open_ones, address.number)
        return pages.post(*pair, writing) if pair else None
    shown = by_medium(open_ones, address.number)
    if shown is None:
        return None
    account, post, medium = shown
    if address.form == "video" and medium.is_video:
        return pages.video(account, post, medium, address.collection, writing)
    if address.form == "photo" and not medium.is_video:
        return pages.photo(account, post, medium, address.collection, writing)
    return None


def _of_set(address: Address, company: Company, writing: Writing) -> Page:
    for account in company.standing:
        told = None if account.withheld else viewing.collected(account, address.collection, writing.signer)
        if told:
            return pages.album(account, told, writing)
    return pages.not_found()


def _moved(address: Address, company: Company, writing: Writing) -> Page | Answer:
    """Lead on from a bare number: to a post among its owner's posts, or to an account."""
    pair = by_number((one for one in company.standing if not one.withheld), address.number)
    if pair is None:
        return _of_account(address, company, writing)
    account, post = pair
    return redirect(writing.signer.story(account.owner_of(post), post))


def _plain(name: str) -> str:
    """Give a name as it is compared: neither points nor capitals count in it."""
    return name.lower().replace(".", "")


def _account(company: Company, named: str) -> Company | None:
    wanted = _plain(named)
    names = ((one, (_plain(one.handle), account_id(one.account))) for one in company.standing)
    return next((one for one, known in names if wanted in known), None)
