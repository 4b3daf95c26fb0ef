"""Read recorded exchanges: pages, accounts, listings and posts, by the shape of the answers alone.

Query ids and names are never looked at; they change every few weeks. A post is attributed to the owner that its
own node names, never to the page it stood on. What stands inside a post (its owner's other posts, as an
invitation to stay) is not read as shown, nor is the viewer's home feed. Total: any bytes give a reading.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from archiver.formats import graphql_stream, relay
from archiver.model.exchange import Exchange
from archiver.model.gap import GapReason
from archiver.model.reading import Availability, Page, Reading
from archiver.model.refs import PostRef, TargetRef
from archiver.platforms.instagram import accounts, pages, urls
from archiver.platforms.instagram.collecting import Collector

VERSION = "instagram/3"


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
    collector = Collector(exchange)
    for answer in page.answers:
        relay.leave_out(answer.data, answer.errors)
        collector.take(answer.data, answer.errors, answer.query)
    if page.unreadable:
        collector.gap(GapReason.NOT_JSON, "data-sjs", f"{page.unreadable} of {page.blocks} blocks")
    subject = urls.parse(exchange.address)
    name = subject.name if isinstance(subject, TargetRef) else ""
    collector.made_for(page.viewer, page.configured)
    reading = collector.reading(accounts.claimed_in_words(html), name) + Reading(tokens=page.tokens)
    if not exchange.is_document:
        return reading + _too_many(exchange)
    kind = pages.of_html(
        page,
        html,
        status=exchange.status,
        path=urls.path_of(exchange.address),
        has_content=_has_subject(exchange.address, reading),
    )
    private = kind.availability is Availability.LIVE and _is_private(subject, reading)
    document = Page(
        address=exchange.address,
        availability=Availability.PRIVATE if private else kind.availability,
        signal=kind.signal,
        record=exchange.record,
        # A post in a shape that is not known here is content all the same.
        empty=kind.empty and not reading.seen,
        received=exchange.body is not None,
        subject=subject,
        at=exchange.at,
        language=relay.language_of(html),
        signed_in=pages.is_signed_in(page),
        challenge=kind.challenge,
    )
    return reading + Reading(pages=(document,))


def _has_subject(address: str, reading: Reading) -> bool:
    match urls.parse(address):
        case PostRef() as post:
            return any(observation.ref == post for observation in reading.observations)
        case TargetRef(name=name):
            return any(account.handle.lower() == name for account in reading.accounts)
        case _:
            return False


def _is_private(subject: object, reading: Reading) -> bool:
    return isinstance(subject, TargetRef) and any(
        account.private and account.handle.lower() == subject.name for account in reading.accounts
    )


def _json(exchange: Exchange) -> Reading:
    collector = Collector(exchange)
    if not exchange.holds_json:
        return _too_many(exchange)
    documents, fault = graphql_stream.documents(exchange.body or b"")
    if fault:
        collector.gap(GapReason.NOT_JSON, "answer", fault)
    for document in documents:
        failures = tuple(relay.failures_of(document)) if isinstance(document, dict) else ()
        relay.leave_out(document.get("data") if isinstance(document, dict) else None, failures)
        collector.take(document, failures, "answer")
    return collector.reading() + Reading(pages=tuple(_refusals(documents, exchange)))


def _too_many(exchange: Exchange) -> Reading:
    """Give the refusal that an answer's status alone tells, whatever its words are."""
    return Reading(pages=tuple(_refusals([None], exchange)))


def _refusals(documents: list[Any], exchange: Exchange) -> Iterator[Page]:
    for document in documents:
        kind = pages.of_json(document, status=exchange.status)
        if kind is not None:
            yield Page.refusing(exchange, kind, urls.parse(exchange.address))
