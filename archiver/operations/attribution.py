"""Attribution: what ties an account to a company's website, and what is missing of it.

Everything is read from captures that are sealed already; nothing is asked of anybody.
"""

import json
from collections.abc import Iterator
from typing import Any

from archiver import platforms
from archiver.archive import Archive
from archiver.catalog.sites import PageState
from archiver.derive import ties
from archiver.derive.account_history import AccountHistory, AccountState
from archiver.derive.attribution import (
    Attribution,
    Imprint,
    Missing,
    Pair,
    Site,
    missing_of_account,
    missing_of_site,
)
from archiver.derive.imprint import Contact, contact, is_imprint
from archiver.derive.lane import is_imported
from archiver.derive.ties import Linking, Seen, Shown, Stated
from archiver.errors import AddressError
from archiver.model.about import AboutSpan
from archiver.model.gap import GapReason
from archiver.model.refs import TargetRef

_PORTALS = frozenset(
    "linktr.ee beacons.ai wa.me t.me bit.ly youtube.com youtu.be x.com twitter.com tiktok.com "
    "linkedin.com vk.com".split()
)
"""Hosts on which many have a page: nobody's own website."""


def attribution(archive: Archive, target: TargetRef) -> Attribution:
    """Put together what captures show of a target, and of its counterparts in this archive.

    Raises AddressError where there is no capture of it.
    """
    known = archive.catalog.targets()
    if target not in known:
        raise AddressError(
            f"No capture in this archive is of {target}.", f"Capture it with: archiver crawl {target}"
        )
    is_site = platforms.named(target.platform).is_site
    others = [other for other in known if platforms.named(other.platform).is_site is not is_site]
    accounts = [_history(archive, each) for each in (others if is_site else [target])]
    sites = [_site(archive, each) for each in ([target] if is_site else others)]
    pairs = [_pair(archive, account, site) for account in accounts for site in sites]
    tied = tuple(pair for pair in pairs if pair.ties)
    return Attribution(
        target=target,
        accounts=tuple(each for each in accounts if each.target == target or _is_in(tied, each.target)),
        sites=tuple(each for each in sites if each.target == target or _is_in(tied, each.target)),
        ties=tied,
        missing=tuple(_missing(archive, target, pairs, accounts, sites)),
    )


def _is_in(pairs: tuple[Pair, ...], target: TargetRef) -> bool:
    return any(target in (pair.account.target, pair.site.target) for pair in pairs)


def _missing(
    archive: Archive, target: TargetRef, pairs: list[Pair], accounts: list[AccountHistory], sites: list[Site]
) -> Iterator[Missing]:
    """Say what is missing of the target, and of those that are tied to it."""
    tied = tuple(pair for pair in pairs if pair.ties)
    for account in accounts:
        if account.target == target or _is_in(tied, account.target):
            gaps = archive.catalog.gaps_of(account.target, GapReason.NOTHING_STATED)
            refused = [(capture, f"{gap.subject}: {gap.detail}") for capture, gap in gaps]
            nowhere = platforms.named(account.target.platform).stated_nowhere
            yield from missing_of_account(
                account, [pair for pair in pairs if pair.account is account], refused, nowhere, _is_site
            )
    for site in sites:
        if site.target == target or _is_in(tied, site.target):
            yield from missing_of_site(site, [pair for pair in pairs if pair.site is site])


def _history(archive: Archive, target: TargetRef) -> AccountHistory:
    told = (row for row in archive.catalog.account(target) if not is_imported(row["lane"]))
    states = tuple(map(_state, told))
    return AccountHistory(
        target, archive.catalog.account_id(target), states, tuple(archive.catalog.abouts(target))
    )


def _state(row: dict[str, Any]) -> AccountState:
    fields = json.loads(row["fields"])
    links = None if fields["links"] is None else tuple(fields["links"])
    seen = Seen(row["first_capture"], row["last_capture"], row["record"], row["lane"])
    return AccountState(fields["handle"], fields["name"], fields["verified"], links, seen)


def _site(archive: Archive, target: TargetRef) -> Site:
    latest = {state.page: state for state in archive.catalog.site_pages(target)}
    imprint = (
        Imprint(state.page, state.title, state.words, contact(state.words), _seen(state))
        for state in latest.values()
        if is_imprint(state.page.key, state.title)
    )
    return Site(target, len(latest), tuple(imprint))


def _seen(state: PageState) -> Seen:
    return Seen(state.first_capture, state.last_capture, state.record, state.lane)


def _pair(archive: Archive, account: AccountHistory, site: Site) -> Pair:
    pages = [
        Linking(state.outlinks, _seen(state), state.page) for state in archive.catalog.site_pages(site.target)
    ]
    heads = [Linking(state.links or (), state.seen) for state in account.states]
    heads += [Linking(_addresses(span), _seen_of(span)) for span in account.stated]
    stated = [Stated(_contact(span), _seen_of(span)) for span in account.stated]
    imprint = [Stated(each.contact, each.seen, each.page) for each in site.imprint]
    links = frozenset(link for page in pages for link in page.links if _is_account(link, account))
    found = (
        *ties.to_site(heads, site.target.name),
        *ties.from_site(pages, links),
        *ties.same_contact(stated, imprint),
        *ties.same_pictures(_pictures(archive, account.target), list(_pictures(archive, site.target))),
    )
    return Pair(account, site, tuple(ties.together(found)))


def _is_site(link: str) -> bool:
    """Tell whether a link leads to a website of its own, and not to an account, or to a shortener's or a portal's."""
    try:
        ref = platforms.parse(link)
    except AddressError:
        return False
    return platforms.named(ref.platform).is_site and ties.host(link) not in _PORTALS


def _is_account(link: str, account: AccountHistory) -> bool:
    """Tell whether an address is that of an account, by any name it went by or its number."""
    try:
        ref = platforms.parse(link)
    except AddressError:
        return False
    return (
        isinstance(ref, TargetRef)
        and ref.platform == account.target.platform
        and ref.name.lower() in account.names
    )


def _contact(span: AboutSpan) -> Contact:
    return contact("\n".join(value for _, value in span.about.facts))


def _addresses(span: AboutSpan) -> tuple[str, ...]:
    return tuple(value for _, value in span.about.facts if value.startswith(("https://", "http://")))


def _seen_of(span: AboutSpan) -> Seen:
    return Seen(span.first_capture, span.last_capture, span.about.record, span.lane)


def _pictures(archive: Archive, target: TargetRef) -> Iterator[Shown]:
    for each in archive.catalog.shown_pictures(target):
        yield Shown(each.post, each.picture, Seen(each.capture, each.last_capture, each.record))
