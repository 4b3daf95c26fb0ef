"""The account that is shown, its posts and their media, with the truth a capture is measured against.

A permanent number tells when its bearer was uploaded: `(pk >> 23) + EPOCH` in milliseconds. A code is the
same number in base64url, most significant first, without padding. Nothing here knows how a page is written.
"""

import base64
import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal

from archiver.simulator import films, pictures
from archiver.simulator.enclosures import Ground, Link, Shared
from archiver.simulator.films import Footage
from archiver.simulator.messages import Stream
from archiver.simulator.spoiling import WELL, Spoiling
from archiver.simulator.stories import Highlight, Story

EPOCH = 1_314_220_021_721
"""Milliseconds at which the platform's numbers begin."""
_LOW_BITS = 23

Withdrawal = Literal["", "deleted", "archived", "taken_down"]
"""Why a post is shown to nobody: its owner took it away or put it aside, or the platform removed it."""


def number(uploaded: datetime, salt: str) -> int:
    """Give the permanent number of something uploaded at a time."""
    milliseconds = (uploaded - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1)
    return (milliseconds - EPOCH) << _LOW_BITS | invented(salt, 1 << _LOW_BITS)


def code(pk: int) -> str:
    """Give the code that stands in a permalink."""
    # Three bytes of a number make four letters; zeroes in front of it are no letters.
    padded = pk.to_bytes(-(-pk.bit_length() // 24) * 3 or 3)
    return base64.urlsafe_b64encode(padded).decode().lstrip("A") or "A"


def invented(salt: str, below: int) -> int:
    """Give a number that is always the same for the same salt."""
    return int.from_bytes(hashlib.sha256(salt.encode()).digest()) % below


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with an account."""

    pk: int
    """The user's id."""
    graph_id: int
    """Another id of the same account, which pages call plainly `id`."""
    username: str
    name: str
    is_verified: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """A location as posts name it."""

    pk: int
    name: str
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Comment:
    """What somebody else wrote below a post."""

    pk: int
    author: Person
    text: str
    at: datetime
    likes: int = 0


@dataclass(frozen=True, slots=True)
class Medium:
    """One picture or video."""

    pk: int
    alt: str
    width: int = 1080
    height: int = 1350
    seconds: float = 0.0
    """Length of a video; zero for a picture."""
    tagged: tuple[Person, ...] = ()
    encoding: int = 0
    """How often the platform wrote it anew: the same picture, under the same asset id, in other bytes."""
    apart: bool = False
    """Whether a video is offered at its best only as pictures and sound apart, and in one file half as large."""
    muted: bool = False
    """Whether a video's sound was taken away, which makes another file of it."""
    footage: str = ""
    """What a video shows, where that is not what it was uploaded with: another file too."""
    motif: str = ""
    """What a picture shows, where another that was uploaded before shows the same."""
    weight: int = 0
    """Bytes that a video's pictures are filled up to, about: as large as a camera's, made while it is served."""

    @property
    def code(self) -> str:
        """Give its own code; slides have one too."""
        return code(self.pk)

    @property
    def is_video(self) -> bool:
        """Tell a video from a picture."""
        return self.seconds > 0

    @property
    def picture(self) -> bytes:
        """Give the picture, or a video's cover, in its largest form."""
        drawn = pictures.picture(self.motif or str(self.pk), self.width, self.height)
        return pictures.reencoded(drawn, self.encoding)

    @property
    def picture_name(self) -> str:
        """Give the file name of all forms of the picture."""
        lot, run = invented(f"{self.pk}/lot", 10**8), invented(f"{self.pk}/run", 10**15)
        return f"8{lot:08}_18{run:015}_{invented(f'{self.pk}/name', 10**19):019}_n.jpg"

    @property
    def content(self) -> bytes:
        """Give what a capture must hold: the picture in its largest form, or the video as far as it is one file."""
        return self.track("progressive") if self.is_video else self.picture

    @property
    def tracks(self) -> tuple[str, ...]:
        """Give which tracks a video's manifest names."""
        return TRACKS[1:2] if self.muted else TRACKS[1:]

    @property
    def in_one_file(self) -> tuple[int, int]:
        """Give width and height of a video in its one file."""
        return (self.width // 2, self.height // 2) if self.apart else (self.width, self.height)

    @property
    def sha256(self) -> str:
        """Give the truth about `content`, in hex."""
        return self.digest("progressive") if self.is_video else hashlib.sha256(self.content).hexdigest()

    @property
    def cover_sha256(self) -> str:
        """Give the truth about `picture`, in hex."""
        return hashlib.sha256(self.picture).hexdigest()

    def track(self, kind: str) -> bytes:
        """Give one file of a video: `progressive`, or the `video` or `audio` of its DASH manifest."""
        made = {"sound": films.sound, "pictures": films.pictures, "whole": films.whole}
        shown, what = self._shown(kind)
        return made[what](shown, self._file(kind))

    def served(self, kind: str) -> bytes | Stream:
        """Give such a file to be served: a heavy one is not held."""
        if not self.weight or kind == "audio":
            return self.track(kind)
        (shown, what), named = self._shown(kind), self._file(kind)
        return Stream(lambda: films.pieces(shown, what, named), films.length(shown, what, named))

    def digest(self, kind: str) -> str:
        """Give the truth about such a file: its SHA-256, in hex."""
        (shown, what), digest = self._shown(kind), hashlib.sha256()
        for piece in films.pieces(shown, what, self._file(kind)):
            digest.update(piece)
        return digest.hexdigest()

    def _shown(self, kind: str) -> tuple[Footage, films.What]:
        size = self.in_one_file if kind == "progressive" else (self.width, self.height)
        weight = self.weight // 4 if self.apart and kind == "progressive" else self.weight
        shown = Footage(f"{self.pk}/{self.footage}", *size, self.seconds, weight)
        if kind == "audio":
            return shown, "sound"
        return shown, "pictures" if kind == "video" or self.muted else "whole"

    def track_name(self, kind: str) -> str:
        """Give the file name of a video's file."""
        token = hashlib.sha512(self._file(kind).encode()).digest()
        return "AQ" + base64.urlsafe_b64encode(token).decode().rstrip("=") + ".mp4"

    def _file(self, kind: str) -> str:
        # A picture keeps its name when it is written anew, a video's files are called otherwise.
        changed = [*([str(self.encoding)] if self.encoding else []), *self.reworked]
        return "/".join((str(self.pk), kind, *changed))

    @property
    def reworked(self) -> tuple[str, ...]:
        """Give what the author made of a video since, each of which gives it another asset id."""
        return tuple(filter(None, ("muted" if self.muted else "", self.footage)))


TRACKS = ("progressive", "video", "audio")
"""Files of a video."""


@dataclass(frozen=True, slots=True)
class Post:
    """One post. Its kind follows from its media: several make a carousel."""

    pk: int
    taken_at: datetime
    caption: str | None
    media: tuple[Medium, ...]
    """In the post's own order. The only medium of a post bears the post's number."""
    likes: int = 0
    comments: int = 0
    """How many there are; `comment` is the one that is shown."""
    comment: Comment | None = None
    location: Place | None = None
    coauthors: tuple[Person, ...] = ()
    edited: bool = False
    """Whether the caption is marked as edited."""
    pinned: bool = False
    gated: bool = False
    """Whether its content is kept from visitors without an account."""
    withdrawn: Withdrawal = ""
    kept_from: frozenset[str] = frozenset()
    """Whom it is silently kept from: `age`, `audience`, `country:DE`."""
    in_grid: bool = True
    in_reels: bool = True
    """Whether the account's listings may hold it; in the reels tab stand videos only."""
    pin: int = 0
    """Place among the pinned posts, lowest first."""
    pinned_in_reels: bool = False
    owner: Person | None = None
    """Whose post it is, if not the account's own: a partner's post, listed here while both stand for it."""
    removed: tuple[Medium, ...] = ()
    """Slides that were taken out of it."""
    translations: tuple[tuple[str, str], ...] = ()
    """A language, and what is shown in the caption's place to those who read it."""
    translated: bool = False
    """Whether the caption is such a translation, as in the view of one visitor."""
    reel: bool = False
    """Whether a video is one of those that networks which tell the two apart call a reel."""
    dated: datetime | None = None
    """The date its owner set it back to, beside that of its publication."""
    link: Link | None = None
    shared: Shared | None = None
    ground: Ground | None = None

    @property
    def code(self) -> str:
        """Give the code of its permalink."""
        return code(self.pk)

    @property
    def kind(self) -> str:
        """Give `image`, `video` or `carousel`; `text` where there are no media."""
        if not self.media:
            return "text"
        if len(self.media) > 1:
            return "carousel"
        return "video" if self.media[0].is_video else "image"


@dataclass(frozen=True, slots=True)
class Company:
    """The account, with all its posts: as it is, or as one visitor is shown it."""

    account: Person
    biography: str
    links: tuple[tuple[str, str], ...]
    """Title and address."""
    followers: int
    following: int
    posts: tuple[Post, ...]
    """Newest first, the ones that were withdrawn among them."""
    private: bool = False
    closed: bool = False
    followed_by: frozenset[str] = frozenset()
    """Sessions, by name, that the account admitted as followers."""
    admits: bool = False
    """Whether the one who looks is such a follower, as in the view of one visitor."""
    spoiling: Spoiling = WELL
    """What becomes of the listings, as in the view of one visitor."""
    older_layout: bool = False
    """Whether pages are written in the platform's older dialect, as in the view of one visitor."""
    order: tuple[int, ...] = ()
    """Numbers of posts in the order their owner gave the grid; what is newer stands above."""
    former: tuple[str, ...] = ()
    """Handles the account had before, oldest first."""
    left: frozenset[int] = frozenset()
    """Partners, by number, that are gone, and their posts with them."""
    stated: tuple[tuple[str, str, str], ...] = ()
    """What the platform states of the account beside its head: section, kind and words."""
    stories: tuple[Story, ...] = ()
    """Every story that ever was, the ones that ended or were withdrawn among them."""
    highlights: tuple[Highlight, ...] = ()
    neighbours: tuple["Company", ...] = ()
    """Other accounts of the same network, one under a handle that was this one's perhaps."""

    @property
    def handle(self) -> str:
        """Give the name in the account's address."""
        return self.account.username

    @property
    def names(self) -> tuple[str, str, str]:
        """Give all that the account is called by: its handle and its two numbers."""
        return self.handle, str(self.account.pk), str(self.account.graph_id)

    @property
    def standing(self) -> tuple["Company", ...]:
        """Give the accounts that are there to be found: this one and its neighbours, without closed ones."""
        return tuple(one for one in (self, *self.neighbours) if not one.closed)

    @property
    def withheld(self) -> bool:
        """Whether the posts are kept from the one who looks, who does not follow a private account."""
        return self.private and not self.admits

    @property
    def grid(self) -> tuple[Post, ...]:
        """Give the posts as the profile orders them: pinned ones first."""
        places = {pk: place for place, pk in enumerate(self.order, start=1)}
        listed = (post for post in self.posts if post.in_grid and self.carries(post))
        ordered = sorted(listed, key=lambda post: places.get(post.pk, 0))
        return tuple(sorted(ordered, key=lambda post: (not post.pinned, post.pin if post.pinned else 0)))

    @property
    def reels(self) -> tuple[Post, ...]:
        """Give the videos as the reels tab orders them: pinned ones first, whatever the grid's order is."""
        listed = (post for post in self.posts if post.kind == "video" and post.in_reels)
        return tuple(sorted(filter(self.carries, listed), key=lambda post: not post.pinned_in_reels))

    def carries(self, post: Post) -> bool:
        """Whether the account's profile may hold a post: its own, or a partner's while both stand for it."""
        return self._stands_for(post) and not (self.withheld or self.closed)

    @property
    def claimed(self) -> int:
        """Give how many posts the profile says there are, to whomever: those that no listing holds too."""
        return sum(map(self._stands_for, self.posts))

    def _stands_for(self, post: Post) -> bool:
        owners = (self.owner_of(post), *post.coauthors)
        gone = post.withdrawn or self.owner_of(post).pk in self.left
        return any(person.pk == self.account.pk for person in owners) and not gone

    def owner_of(self, post: Post) -> Person:
        """Give whose post it is."""
        return post.owner or self.account

    def host_of(self, post: Post) -> "Company":
        """Give the account whose post it is; one of which no more is known, for a partner not among those near."""
        owner = self.owner_of(post)
        near = (one for one in (self, *self.neighbours) if one.account.pk == owner.pk)
        return next(near, Company(owner, "", (), 0, 0, ()))

    def post(self, wanted: str) -> Post | None:
        """Find a post by its code."""
        return next((post for post in self.posts if post.code == wanted), None)
