"""Read again what a sealed capture was answered, as its visit read it."""

from collections.abc import Iterable, Iterator

from archiver import platforms
from archiver.model.capture import CaptureId
from archiver.model.exchange import Exchange
from archiver.model.reading import Reading
from archiver.store.sealed import SealedCaptures


def told_together(exchanges: Iterable[Exchange]) -> Iterator[tuple[Exchange, ...]]:
    """Give exchanges one at a time, and a page with the redirects that led to it.

    One at a time, so that the bodies of a long listing are never held together.
    """
    hops: list[Exchange] = []
    for exchange in exchanges:
        if not exchange.is_document:
            yield (exchange,)
            continue
        hops.append(exchange)
        if not exchange.location:
            yield tuple(hops)
            hops = []
    yield tuple(hops)


def reading_of(sealed: SealedCaptures, capture: CaptureId) -> Reading:
    """Give all that is understood of a capture's exchanges. Raises DamagedError."""
    platform, reading = platforms.named(capture.platform), Reading()
    answers = (exchange for _, exchange in sealed.answers(capture) if exchange is not None)
    for told in told_together(answers):
        reading += platform.extract(told)
    return reading
