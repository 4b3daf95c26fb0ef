"""Read recorded exchanges: pages, accounts, listings and posts, by the shape of the answers alone.

Query ids and names are never looked at; they change every few weeks. A post is attributed to the author that its own
node names, never to the page it stood on. Total: any bytes give a reading.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from archiver.formats import graphql_stream, relay
from archiver.formats.graphql_stream import Part
from archiver.formats.relay import Answer, RelayPage
from archiver.model.exchange import Exchange
from archiver.model.gap import GapReason
from archiver.model.reading import Availability, Page, Reading
from archiver.model.refs import PostRef, Ref, TargetRef
from archiver.platforms.facebook import abouts, collecting, pages, urls
from archiver.platforms.facebook.findings import Findings

VERSION = "facebook/3"
_LINK = re.compile(rb"<link\b[^<>]{1,2000}>", re.IGNORECASE)
_HREF = re.compile(rb"\bhref=[\"']([^\"'<>]{1,1000})", re.IGNORECASE)


def extract(exchanges: Sequence[Exchange]) -> Reading:
    """Read exchanges in order."""
    reading = Reading()
    for exchange in exchanges:
        if urls.is_own(exchange.address) and exchange.may_tell:
            reading += _html(exchange) if exchange.holds_page else _json(exchange)
    return reading


def _html(exchange: Exchange) -> Reading:
    html = exchange.body or b""
    page = relay.read(html)
    found = Findings(exchange, spoiled=page.unreadable > 0)
    for query, parts, failures in _answers(page):
        for answer in graphql_stream.assembled(parts):
            collecting.take(answer, failures, query, found)
    if page.unreadable:
        found.gap(GapReason.NOT_JSON, "data-sjs", f"{page.unreadable} of {page.blocks} blocks")
    found.made_for(page.viewer, page.business)
    if not exchange.is_document:
        return found.reading() + Reading(tokens=page.tokens) + _too_many(exchange)
    old = found.subject is None and pages.is_old_post(html)
    if old:
        found.gap(GapReason.UNKNOWN_SHAPE, "a post", "in the markup of before 2023")
    reading = found.reading() + Reading(tokens=page.tokens)
    subject = _subject(exchange.address, found, _canonical(html) if old else None)
    kind = pages.of_html(
        page,
        html,
        status=exchange.status,
        path=urls.path_of(exchange.address),
        has_content=old or bool(found.abouts) or _has_subject(subject, found, reading),
        stories=found.seen,
    )
    private = kind.availability is Availability.LIVE and _is_private(subject, reading)
    document = Page(
        address=exchange.address,
        availability=Availability.PRIVATE if private else kind.availability,
        signal=kind.signal,
        record=exchange.record,
        # A post in a shape that is not known here is content all the same.
        empty=kind.empty and not found.seen,
        received=exchange.body is not None,
        subject=subject,
        at=exchange.at,
        language=relay.language_of(html),
        signed_in=page.signed_in,
        challenge=kind.challenge,
    )
    return reading + Reading(pages=(document,))


def _answers(page: RelayPage) -> Iterator[tuple[str, list[Part], list[relay.Failure]]]:
    """Give each of a page's answers with its parts, whichever calls of other answers stand between them."""
    by_preloader: dict[str, list[Answer]] = {}
    for each in page.answers:
        by_preloader.setdefault(each.preloader, []).append(each)
    for told in by_preloader.values():
        failures = [failure for answer in told for failure in answer.errors]
        yield told[0].query, [Part(answer.data, answer.path) for answer in told], failures


def _subject(address: str, found: Findings, canonical: Ref | None) -> Ref | None:
    """Say what a page is that of: the post that it shows, whatever name it was asked by, else what its address is."""
    if abouts.is_page(address):
        return None
    return found.subject.ref if found.subject is not None else canonical or urls.parse(address)


def _canonical(html: bytes) -> Ref | None:
    """Give what a page says is its own address, where that is a post's."""
    told = (tag[0] for tag in _LINK.finditer(html) if b"canonical" in tag[0])
    address = next((found[1] for tag in told if (found := _HREF.search(tag)) is not None), b"")
    ref = urls.parse(address.decode("utf-8", "replace"))
    return ref if isinstance(ref, PostRef) else None


def _has_subject(subject: Ref | None, found: Findings, reading: Reading) -> bool:
    if isinstance(subject, TargetRef):
        return any(account.is_of(subject) for account in reading.accounts)
    return found.subject is not None


def _is_private(subject: object, reading: Reading) -> bool:
    return isinstance(subject, TargetRef) and any(
        account.private and account.is_of(subject) for account in reading.accounts
    )


def _json(exchange: Exchange) -> Reading:
    found = Findings(exchange)
    if not exchange.holds_json:
        return _too_many(exchange)
    documents, fault = graphql_stream.documents(exchange.body or b"")
    found.spoiled = bool(fault)
    if fault:
        found.gap(GapReason.NOT_JSON, "answer", fault)
    objects = [document for document in documents if isinstance(document, dict)]
    failures = [failure for document in objects for failure in relay.failures_of(document)]
    parts = [part for part in map(graphql_stream.part, objects) if part is not None]
    answers = graphql_stream.assembled(parts)
    for answer in answers:
        collecting.take(answer, failures, "answer", found)
    if not answers:
        for failure in failures:
            found.gap(GapReason.PARTIAL_ERROR, "answer", str(failure))
    return found.reading() + Reading(pages=tuple(_refusals(documents, exchange)))


def _too_many(exchange: Exchange) -> Reading:
    """Give the refusal that an answer's status alone tells, whatever its words are."""
    return Reading(pages=tuple(_refusals([None], exchange)))


def _refusals(documents: list[Any], exchange: Exchange) -> Iterator[Page]:
    for document in documents:
        kind = pages.of_json(document, status=exchange.status)
        if kind is not None:
            yield Page.refusing(exchange, kind, urls.parse(exchange.address))
