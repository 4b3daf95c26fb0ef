"""How an account stood in one visit: a state of the account, seen from there, and never of one of its posts."""

from archiver.model.account import Account
from archiver.model.probe import PARKED_SIGNAL, Presence
from archiver.model.reading import Availability, Page, Reading
from archiver.model.refs import TargetRef


def presence(target: TargetRef, account_id: str, reading: Reading) -> Presence:
    """Say how an account stood by the last answer to its own address; `account_id` is its id, where it is known."""
    page = answer(target, reading)
    if page is None:
        return Presence.UNKNOWN
    if page.availability is Availability.NOT_FOUND and now_named(target, account_id, reading):
        return Presence.RENAMED
    account = next((each for each in reading.accounts if each.is_of(target)), None)
    if account is not None and account_id and account.account_id != account_id:
        return Presence.ANOTHER_ID
    return _of_page(page, account, reading)


def answer(target: TargetRef, reading: Reading) -> Page | None:
    """Give the last answer to an account's own address; None where there was none."""
    pages = [page for page in reading.pages if page.document and _is_its(page, target, reading)]
    return pages[-1] if pages else None


def now_named(target: TargetRef, account_id: str, reading: Reading) -> str:
    """Give the name under which an account's own posts are shown now, where it is another; empty where none are."""
    if target.name == account_id:
        return ""
    names = (seen.owner_name for seen in reading.observations if account_id and seen.owner_id == account_id)
    return next((name for name in names if name and name.lower() != target.name.lower()), "")


def _is_its(page: Page, target: TargetRef, reading: Reading) -> bool:
    """Tell whether a page is the account's own, under whichever of its names its address led there."""
    name = page.subject
    if not isinstance(name, TargetRef):
        return False
    return name == target or any(each.is_of(name) and each.is_of(target) for each in reading.accounts)


def _of_page(page: Page, account: Account | None, reading: Reading) -> Presence:
    if page.availability is Availability.NOT_FOUND:
        return Presence.NOT_FOUND
    if page.signal == PARKED_SIGNAL:
        return Presence.PARKED
    if page.availability is Availability.PRIVATE or (account is not None and account.private):
        return Presence.PRIVATE
    if page.availability is not Availability.LIVE or account is None:
        return Presence.UNKNOWN
    listed = any(listing.entries for listing in reading.listings if listing.is_of(account))
    nothing = account.posts is not None and account.posts.value == 0
    return Presence.EMPTY if nothing and not listed else Presence.PRESENT
