"""A post as one exchange showed it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from archiver.model.digest import Digest
from archiver.model.refs import PostRef


class MediumKind(StrEnum):
    """What a medium is."""

    IMAGE = "image"
    VIDEO = "video"
    DOCUMENT = "document"


@dataclass(frozen=True, slots=True)
class Count:
    """A number the platform shows, with how exact it is."""

    value: int
    exact: bool = True


@dataclass(frozen=True, slots=True)
class Candidate:
    """One rendition of a medium that the platform offers."""

    address: str
    width: int | None
    height: int | None
    sound: str = ""
    """Address of its sound, where this is a film's pictures alone; empty where it is one file, or has no sound."""
    seconds: float | None = None
    """How long it is said to be; None where that is not told."""


@dataclass(frozen=True, slots=True)
class Medium:
    """One picture or video of a post, in the post's own order."""

    asset: str
    """What stays the same of its file between looks; empty where the platform named no file."""
    kind: MediumKind
    candidates: tuple[Candidate, ...]
    """Renditions, largest first; none where the medium is only named."""
    permanent_id: str = ""
    alt: str | None = None
    """Alternative text as shown."""
    alt_is_guessed: bool = False
    """Whether the text is one that the platform makes up where the author wrote none."""
    digest: Digest | None = None
    """Of a document, whose every byte is its author's; None for what platforms render anew."""
    streamless: bool = False
    """Whether it is a film of which no answer names a rendition; its candidates, if any, are those of its cover."""
    player: str = ""
    """Address of the player that shows it, where it is embedded from elsewhere."""


@dataclass(frozen=True, slots=True)
class Observation:
    """Capture C, exchange E, showed post P with these fields."""

    ref: PostRef
    permanent_id: str
    owner_id: str
    """Numeric id of the account that owns the post, never taken from the page it stood on; empty where not told."""
    owner_name: str
    kind: str
    """`image`, `video`, `carousel` of several, `text` of none; `link` to a page, `share` of another's post.

    Of a website `page` and `document`.
    """
    product: str
    """The platform's own class, such as `feed`, `clips`, or `story`; empty where not shown."""
    published_at: datetime | None
    """Displayed date; None where this exchange does not show it."""
    caption: str | None
    """None where this exchange does not show whether there is one; empty where there is none."""
    alt: str | None
    location: tuple[str, ...] | None
    """Id and name of the place; empty where there is none, None where this exchange does not show it."""
    tagged: tuple[str, ...]
    coauthors: tuple[str, ...] | None
    """Numeric ids; None where this exchange does not show them."""
    media: tuple[Medium, ...]
    counts: tuple[tuple[str, Count], ...]
    whole: bool
    """False for an abridged form, which fills what is missing and never overwrites what is known."""
    record: str
    """WARC record it was read from."""
    tagged_ids: tuple[str, ...] | None = None
    """Numeric ids of who is tagged, in order; None where an answer names them without."""
    caption_edited: bool | None = None
    """Whether the platform says that the caption was edited; None where it does not say."""
    caption_translated: bool | None = None
    """Whether the platform marks the caption as one there is a translation of; None where it does not say."""
    pinned_on: tuple[str, ...] = ()
    """Surfaces on which this answer marks it as pinned; logged out there are no such marks."""
    links: tuple[str, ...] | None = None
    """Addresses it links to; None where this exchange does not show them."""
    made_at: datetime | None = None
    """When it was made, where that is not the displayed date, or not known to be it."""
    set_back: bool = False
    """Whether the platform marks its displayed date as one that its author set."""
    shared: PostRef | None = None
    """The post of somebody else's that it passes on."""
    promised: int | None = None
    """How many media it says it has; None where it does not say."""
    outlinks: tuple[str, ...] | None = None
    """Of a website's page: the addresses of other sites that it links to anywhere, not only in its text."""
    cut: bool = False
    """Of a website's page: whether its end did not come, or nothing in its main part: there may be more of it."""
    kept_copy: bool = False
    """Whether it was read from a copy that an intermediary had kept: how it was, and no sighting of it."""
    expires_at: datetime | None = None
    """Of a story: when the platform says that it ends by itself; None where it does not say, and for all else."""
