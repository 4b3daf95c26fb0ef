"""Doors of a visit: what it asks of the network, what it records, and what the archive holds already."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any, Protocol

from archiver.formats.warc import Held
from archiver.model.capture import Outcome, Reach
from archiver.model.digest import Digest
from archiver.model.earlier import Earlier
from archiver.model.exchange import ConvertedRecord, MadeRecord, RecordedExchange
from archiver.model.gap import Gap
from archiver.model.post import Candidate, Medium, Observation
from archiver.model.reading import Reading
from archiver.model.refs import PostRef
from archiver.model.secret import Secret
from archiver.model.vantage import Vantage


class Holdings(Protocol):
    """Knows what the archive holds already."""

    @property
    def account_id(self) -> str:
        """Give the numeric id that the target is known by; empty where it is not."""
        ...

    @property
    def earlier(self) -> Earlier | None:
        """Give what the last look listed, where that was cut off and is to be gone on with; None else."""
        ...

    def newest(self) -> PostRef | None:
        """Give the newest post of the target's own that its latest listing held."""
        ...

    def payload(self, digest: Digest) -> Held | None:
        """Say where a payload is held."""
        ...

    def knows_whole(self, ref: PostRef, reading: Reading, promised: int | None = None) -> bool:
        """Tell whether a post was read whole before, for whom and in the language of what was read now.

        And with as many media as are promised now, where that is told.
        """
        ...

    def medium(self, ref: PostRef, medium: Medium) -> "HeldMedium | None":
        """Say where a post's medium is held in its largest rendition, told by its asset id."""
        ...

    def media_of(self, ref: PostRef) -> "Sequence[HeldMedium]":
        """Say where all media of a post are held in their largest renditions."""
        ...

    def posts(self) -> Sequence[PostRef]:
        """Give every post of the target that was ever met."""
        ...

    def is_worded_as_known(self, seen: Observation, reading: Reading) -> bool:
        """Tell whether a post's caption is the one it was last read with, for whom and in which language this was."""
        ...

    def shows_as_known(self, seen: Observation, reading: Reading) -> bool:
        """Tell whether a post is as the last complete look left it, for whom and in the language of what was read."""
        ...

    def asked_about_lately(self, addresses: Sequence[str]) -> bool:
        """Tell whether what the platform states of the account was asked for within a month, from here and there."""
        ...

    def holders(self, media: Iterable[PostRef]) -> Mapping[PostRef, PostRef]:
        """Give the posts that media, as a listing names them by themselves, are known to belong to."""
        ...

    def unchanged(self, reading: Reading) -> bool:
        """Tell whether all that was read is as the last look in this class of vantage left it."""
        ...


class Recording(Protocol):
    """Takes down what a visit sees; every byte is digested as it is written."""

    def exchange(self, exchange: RecordedExchange) -> str:
        """Write an exchange; give its record id. Raises DiskFullError."""
        ...

    def made(self, record: MadeRecord) -> str:
        """Write a record of ours; give its record id. Raises DiskFullError."""
        ...

    def converted(self, record: ConvertedRecord) -> str:
        """Write what was made of other records; give its record id. Raises DiskFullError."""
        ...


@dataclass(frozen=True, slots=True)
class Wanted:
    """A medium to be fetched: the first of its candidates that answers is kept."""

    subject: str
    """The post's ref, for gaps."""
    candidates: tuple[Candidate, ...]
    largest: bool = True
    """Whether the first candidate is known to be the largest rendition."""
    held: "HeldMedium | None" = None
    """What is held of it, where it is fetched again to be compared."""
    found_in: str = ""
    """Id of the record that says how its candidates were found, where no answer names them."""


@dataclass(frozen=True, slots=True)
class Streams:
    """What was found of a film whose streams no answer names."""

    candidates: tuple[Candidate, ...]
    """Renditions, the best first."""
    asset: str
    """What stays the same of its file between looks."""
    record: str
    """Id of the record that says how they were found."""


@dataclass(frozen=True, slots=True)
class HeldMedium:
    """A medium that is held already."""

    subject: str
    """The post's ref."""
    asset: str
    digest: Digest
    held: Held


class Visit(Protocol):
    """One visit to one target: the only way a platform's crawl touches the network."""

    vantage: Vantage
    reading: Reading
    """All that was understood so far."""

    def read(self, address: str, *, pictured: bool = True) -> Reading:
        """Go to a page and give what was understood of all that it exchanged. Raises CaptureError.

        Where it may not come to be pictured, its media are held back until `picture` asks for them.
        """
        ...

    def ask(self, address: str) -> Reading:
        """Fetch what is no page, such as a document, directly, and give what was understood of its answer."""
        ...

    def scroll(self) -> Reading:
        """Go on to the end of the page at hand and give what was understood of what that brought."""
        ...

    def lead_on(self, cursor: str, to: str) -> None:
        """Have the page at hand ask with another cursor, once it asks with one.

        Where it never does, nothing comes of it.
        """
        ...

    def picture(self) -> None:
        """Keep the rendered DOM and a picture of the page at hand."""
        ...

    def pass_over(self, held: "Sequence[HeldMedium]") -> None:
        """Take down which media were not asked for, since they are held: no bytes were received."""
        ...

    def fetch(self, wanted: Sequence[Wanted]) -> int:
        """Fetch media directly; give how many got no answer at all. What was not received leaves gaps."""
        ...

    def unseen(self) -> AbstractContextManager[None]:
        """For a `with` block: stop all that pages send but questions, by which they would tell what was looked at."""
        ...

    def resolve(self, subject: str, page: str, film: str) -> Streams | None:
        """Find the streams of a film of a post that no answer names, by its page or player.

        Of several films there the one of this name is meant. None, and a gap, where none is found. Fetches none.
        """
        ...

    def dialogs(self) -> int:
        """Count the dialogs that stand over the page at hand, such as one that asks for consent to cookies."""
        ...

    def note(self, gap: Gap) -> None:
        """Take down what could not be read."""
        ...


@dataclass(frozen=True, slots=True)
class Testimony:
    """What a visit says of itself, beside what it recorded."""

    pages: int = 0
    """How often the platform was asked for a page, or for more of one."""
    media: int = 0
    held: int = 0
    """Media passed over, since they are held."""
    compared: int = 0
    """Held media that were fetched again."""
    differing: int = 0
    """Those of them that came with other bytes."""
    bytes: int = 0
    """Received."""
    stops_calls: bool = False
    """Whether calls by which pages tell what was looked at were stopped."""
    stopped: int = 0
    """How many there were."""
    viewer: frozenset[tuple[str, str]] = frozenset()
    """What the platform calls whoever is signed in."""
    secrets: tuple[Secret, ...] = ()
    """Withheld values, in each encoding."""
    shown: Mapping[str, Any] = field(default_factory=dict)
    """What the manifest says of it."""
    kept: Mapping[str, Any] = field(default_factory=dict)
    """What stays in the house."""


class RecordedVisit(Visit, Protocol):
    """A visit that is recorded, and says of itself how it was made."""

    @property
    def gaps(self) -> Sequence[Gap]:
        """Give what could not be read, of pages and of media."""
        ...

    def testimony(self) -> Testimony:
        """Say how it was made, as far as it has come."""
        ...


@dataclass(frozen=True, slots=True)
class Limits:
    """How much the operator lets one visit do."""

    posts: int | None = None
    """Most posts to read; None for all that is offered."""
    heeds_robots: bool = True
    """Whether what a site's robots.txt asks not to be asked is left out."""
    stories: bool = False
    """Whether stories are read, as the operator agreed: their owner is shown who looked."""


@dataclass(frozen=True, slots=True)
class Crawled:
    """What a platform's crawl says of the visit it made."""

    outcome: Outcome
    reason: str
    """Code of why it is not complete; empty where it is."""
    reach: Reach
    unchanged: bool = False
    """Whether listings and posts are as the last look left them, so that nothing was pictured."""
