"""The account that is shown, its posts and their media, with the truth a capture is measured against.

A permanent number tells when its bearer was uploaded: `(pk >> 23) + EPOCH` in milliseconds. A code is the
same number in base64url, most significant first, without padding. Nothing here knows how a page is written.
"""

import base64
import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from archiver.simulator import pictures

EPOCH = 1_314_220_021_721
"""Milliseconds at which the platform's numbers begin."""
_LOW_BITS = 23


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
        return pictures.picture(str(self.pk), self.width, self.height)

    @property
    def picture_name(self) -> str:
        """Give the file name of all forms of the picture."""
        lot, run = invented(f"{self.pk}/lot", 10**8), invented(f"{self.pk}/run", 10**15)
        return f"8{lot:08}_18{run:015}_{invented(f'{self.pk}/name', 10**19):019}_n.jpg"

    @property
    def content(self) -> bytes:
        """Give what a capture must hold: the video, or the picture in its largest form."""
        return self.track("progressive") if self.is_video else self.picture

    @property
    def sha256(self) -> str:
        """Give the truth about `content`, in hex."""
        return hashlib.sha256(self.content).hexdigest()

    @property
    def cover_sha256(self) -> str:
        """Give the truth about `picture`, in hex."""
        return hashlib.sha256(self.picture).hexdigest()

    def track(self, kind: str) -> bytes:
        """Give one file of a video: `progressive`, or the `video` or `audio` of its DASH manifest."""
        return pictures.clip(f"{self.pk}/{kind}")

    def track_name(self, kind: str) -> str:
        """Give the file name of a video's file."""
        token = hashlib.sha512(f"{self.pk}/{kind}".encode()).digest()
        return "AQ" + base64.urlsafe_b64encode(token).decode().rstrip("=") + ".mp4"


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

    @property
    def code(self) -> str:
        """Give the code of its permalink."""
        return code(self.pk)

    @property
    def kind(self) -> str:
        """Give `image`, `video` or `carousel`."""
        if len(self.media) > 1:
            return "carousel"
        return "video" if self.media[0].is_video else "image"


@dataclass(frozen=True, slots=True)
class Company:
    """The account, with all its posts."""

    account: Person
    biography: str
    links: tuple[tuple[str, str], ...]
    """Title and address."""
    followers: int
    following: int
    posts: tuple[Post, ...]
    """Newest first."""
    private: bool = False

    @property
    def handle(self) -> str:
        """Give the name in the account's address."""
        return self.account.username

    @property
    def grid(self) -> tuple[Post, ...]:
        """Give the posts as the profile orders them: pinned ones first."""
        return tuple(sorted(self.posts, key=lambda post: not post.pinned))

    def post(self, wanted: str) -> Post | None:
        """Find a post by its code."""
        return next((post for post in self.posts if post.code == wanted), None)
