"""What could not be read, as a value with its reason."""

from dataclasses import dataclass
from enum import StrEnum


class GapReason(StrEnum):
    """Why something could not be read."""

    NOT_JSON = "not_json"
    """A body that should hold JSON does not."""
    UNKNOWN_SHAPE = "unknown_shape"
    """The platform sent a node that no dialect here understands."""
    ID_MISMATCH = "id_mismatch"
    """Permanent id and address of a medium contradict each other."""
    PARTIAL_ERROR = "partial_error"
    """The platform itself reported an error beside its data."""
    NO_BODY = "no_body"
    """The browser had no body for a response."""
    NOT_RECEIVED = "not_received"
    """An address was asked and no answer, or no whole answer, came."""
    REFUSED_BY_SERVER = "refused_by_server"
    """An address was answered with an HTTP status that carries no content."""
    REFUSED_BY_GATE = "refused_by_gate"
    """Our own network gate does not let this host be asked."""
    TOO_LARGE = "too_large"
    """A body is above the limit set for this crawl."""
    NOT_A_PICTURE = "not_a_picture"
    """Bytes that should be a picture cannot be decoded as one."""
    NOT_A_FILM = "not_a_film"
    """Bytes that should be a film cannot be read as one."""
    NOT_MERGED = "not_merged"
    """Pictures and sound of a film came apart and could not be put together: one is no film, or stops half-way."""
    STREAMS_NOT_FOUND = "streams_not_found"
    """No answer names a stream of a film, and none was found by its page or player either."""
    PICTURE_INCOMPLETE = "picture_incomplete"
    """A screenshot came back empty, short, or blank at its end."""
    PAGE_WITHOUT_CONTENT = "page_without_content"
    """A post's own page answered with something other than the post."""
    KEPT_COPY = "kept_copy"
    """An intermediary answered with a copy it had kept: how the page was, and no sighting of it."""
    FORBIDDEN_BY_ROBOTS = "forbidden_by_robots"
    """The site's robots.txt asks not to ask for it."""
    NOT_FOLLOWED = "not_followed"
    """More addresses differ in their query alone than are followed, such as those of a calendar."""
    NOTHING_STATED = "nothing_stated"
    """A page about an account answered without what it is there to state."""
    POST_ABRIDGED = "post_abridged"
    """All pages of a post were read, and they do not show its date, its words, or all of its media."""
    LISTING_SHORT = "listing_short"
    """A listing said that it ended, and holds fewer posts than the profile says there are."""
    NOT_NAMED = "not_named"
    """A document of others' shows posts without id or address, so that they are tied to none."""
    NO_ADDRESS = "no_address"
    """A post's own page shows it abridged: without date or caption, or a medium without an address of its own."""


OF_EXTRACTION = frozenset(
    (
        GapReason.NOT_JSON,
        GapReason.UNKNOWN_SHAPE,
        GapReason.ID_MISMATCH,
        GapReason.PARTIAL_ERROR,
        GapReason.NOT_A_PICTURE,
        GapReason.NOT_A_FILM,
        GapReason.NOT_NAMED,
        GapReason.NO_ADDRESS,
    )
)
"""Reasons that a better extractor may do away with; the others are facts of the visit."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that could not be read."""

    reason: GapReason
    """Why."""
    subject: str
    """What: a post's ref, an address as written, or a place within an answer."""
    detail: str = ""
    """What was met instead, in a few words; never content, never a credential."""
    record: str = ""
    """WARC record in which it was met, where there is one."""
