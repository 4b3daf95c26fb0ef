"""Which page stands at a path, for whom. What there is not, and what is gone, has the same page."""

from archiver.simulator.company import Company, Post
from archiver.simulator.conditions import Kind
from archiver.simulator.instagram import members, pages
from archiver.simulator.instagram.signing import Signer
from archiver.simulator.stories import Highlight
from archiver.simulator.visitors import Session

_POST_WORDS = ("p", "reel", "reels", "tv")


def kind_of(path: str) -> Kind:
    """Tell what is asked for at a path of the site."""
    if path.startswith(("/api/", "/graphql")):
        return "listing"
    match [word for word in path.split("/") if word]:
        case [kind, _] | [_, kind, _] if kind in _POST_WORDS:
            return "post"
    return "profile"


def for_stranger(path: str, company: Company, signer: Signer, *, throttled: bool) -> bytes:
    """Write the page at a path for a visitor without a session."""
    match [word for word in path.split("/") if word]:
        case [handle] if account := _account(company, handle):
            if throttled:
                return pages.throttled_page(pages.PROFILE_ROUTE, signer, pages.profile_tags(account, signer))
            return pages.profile_page(account, signer)
        case ["stories", *_]:
            return pages.login_wall_page(signer)
        case [*before, kind, code] if found := _post(company, before, kind, code):
            account, post = found
            if throttled:
                return pages.throttled_page(pages.POST_ROUTE, signer, pages.post_tags(account, post, signer))
            if post.gated or account.withheld:
                return pages.gated_page(account, post, signer)
            return pages.post_page(account, post, signer)
    return pages.not_found_page(signer)


def for_member(path: str, company: Company, session: Session, signer: Signer, *, throttled: bool) -> bytes:
    """Write the page at a path for a visitor with a session."""
    match [word for word in path.split("/") if word]:
        case []:
            return members.home_page(session, signer)
        case [handle] if account := _account(company, handle):
            if throttled:
                return pages.throttled_page(members.PROFILE_ROUTE, signer, session=session)
            return members.profile_page(account, session, signer)
        case ["stories", *rest]:
            return _stories(rest, company, session, signer)
        case [handle, "reels"] if account := _account(company, handle):
            if throttled:
                return pages.throttled_page(members.REELS_ROUTE, signer, session=session)
            return members.reels_page(account, session, signer)
        case [*before, kind, code] if found := _post(company, before, kind, code):
            account, post = found
            if throttled:
                return pages.throttled_page(members.POST_ROUTE, signer, session=session)
            if not account.withheld:
                return members.post_page(account, post, session, signer)
    return pages.not_found_page(signer, session)


def _stories(rest: list[str], company: Company, session: Session, signer: Signer) -> bytes:
    """Write the page of an account's stories, or of a highlight."""
    match rest:
        case ["highlights", number] if found := _highlight(company, number):
            return members.highlight_page(*found, session, signer)
        case [handle] if account := _account(company, handle):
            return members.stories_page(account, session, signer)
    return pages.not_found_page(signer, session)


def _account(company: Company, handle: str) -> Company | None:
    return next((one for one in company.standing if one.handle == handle.lower()), None)


def _highlight(company: Company, number: str) -> tuple[Company, Highlight] | None:
    """Find a highlight of an account that shows it."""
    shown = (one for one in company.standing if not one.withheld)
    return next(((one, each) for one in shown for each in one.highlights if str(each.pk) == number), None)


def _post(company: Company, before: list[str], kind: str, code: str) -> tuple[Company, Post] | None:
    """Find a post under `/p/<code>/` and the like, or below an account's name."""
    if kind not in _POST_WORDS or len(before) > 1:
        return None
    accounts = [account for account in company.standing if not before or account.handle == before[0].lower()]
    found = ((account, account.post(code)) for account in accounts)
    return next(((account, post) for account, post in found if post), None)
