"""Papers, written: one file that loads nothing and runs nothing, to be opened by a browser or a word processor."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from archiver.export import html
from archiver.export.papers.facts import Concluded, Facts

_MOST = 50
"""Conclusions that a statement lists; the report has all."""


class Statement(StrEnum):
    """For whom a statement is."""

    PLAIN = "plain"
    US_902 = "us-902"
    """A certification under Rules 902(13) and 902(14) of the Federal Rules of Evidence."""


class Addressee(StrEnum):
    """To whom a letter goes."""

    PLATFORM = "platform"
    COMPANY = "company"


@dataclass(frozen=True, slots=True)
class TransferEvent:
    """Where the ledger holds that a bundle was handed over, of one target."""

    target: str
    number: int
    leaf: str
    """Hash of the event, in hex."""


@dataclass(frozen=True, slots=True)
class Handover:
    """A bundle that is handed over."""

    name: str
    digest: str
    files: int
    bytes: int
    targets: tuple[str, ...]
    origin: str
    checkpoint: int
    to: str
    purpose: str
    at: datetime
    events: tuple[TransferEvent, ...]
    simulated: bool


@dataclass(frozen=True, slots=True)
class RequestNumber:
    """The number that a platform's server gave a request."""

    at: datetime
    """When the visit began in which it was made."""
    host: str
    id: str


@dataclass(frozen=True, slots=True)
class Letter:
    """What a request to preserve lists."""

    posts: tuple[Concluded, ...]
    requests: tuple[RequestNumber, ...]
    signed_in: bool
    """Whether numbers of requests with a signed-in account are left out."""
    stood_in: bool
    """Whether a stand-in answered, and not the platform's own servers."""
    simulated: bool


def statement(kind: Statement, facts: Facts) -> bytes:
    """Write a statement about a bundle, unsigned."""
    return _written(f"{kind.value}.html.j2", facts=facts)


def receipt(handover: Handover) -> bytes:
    """Write a receipt for two signatures."""
    return _written("receipt.html.j2", handover=handover, facts=handover)


def letter(to: Addressee, found: Letter) -> bytes:
    """Write a request to preserve posts, unsigned."""
    return _written("letter.html.j2", to=to.value, letter=found, facts=found)


def _written(template: str, **told: object) -> bytes:
    made = html.environment("archiver.export.papers")
    made.globals |= {"most": _MOST}
    return (
        made.get_template(template)
        .render(**told, **html.head("archiver.export.papers", "paper.css"))
        .encode()
    )
