"""The invented company, its people and what it published: no real account, post or picture."""

import base64
import json
from dataclasses import dataclass, field

CDN = "https://scontent.xx.fbcdn.net/v/t39.30808-6"
FILMS = "https://video.xx.fbcdn.net/o1/v/t2/f2/m366"


@dataclass(frozen=True)
class Person:
    number: str
    name: str
    handle: str = ""
    """Name within its address; empty where it has none."""

    @property
    def address(self):
        if self.handle:
            return f"https://www.facebook.com/{self.handle}"
        return f"https://www.facebook.com/profile.php?id={self.number}"


@dataclass(frozen=True)
class Picture:
    number: str
    alt: str = "May be an image of a pump."
    kind: str = "image"

    @property
    def asset(self):
        return f"55{self.number[-4:]}_{self.number}_n.jpg"

    def address(self, form=""):
        return f"{CDN}/{self.asset}?{f'stp={form}&' if form else ''}oh=00_synthetic"


@dataclass(frozen=True)
class Film:
    number: str
    kind: str = "video"

    @property
    def asset(self):
        return f"88{self.number[-6:]}"

    def address(self, quality):
        told = json.dumps({"xpv_asset_id": int(self.asset), "vencode_tag": quality})
        efg = base64.urlsafe_b64encode(told.encode()).decode().rstrip("=")
        return f"{FILMS}/{self.number}{quality}.mp4?efg={efg}&oh=00_synthetic"


@dataclass(frozen=True)
class Post:
    number: str
    at: int
    text: str | None
    owner: Person
    parts: tuple = ()
    promised: int | None = None
    """How many media it says it has, where that is more than it shows."""
    link: str = ""
    """A page that is attached."""
    mentioned: str = ""
    """An address within the text."""
    made: int | None = None
    """When it was made, where its author set its date back."""
    shared: "Post | None" = None
    counts: dict = field(default_factory=dict)
    product: str = ""

    @property
    def kind(self):
        if self.shared:
            return "share"
        if len(self.parts) > 1 or (self.promised or 0) > 1:
            return "carousel"
        if self.parts:
            return self.parts[0].kind
        return "link" if self.link else "text"


BRANDT = Person("100099000111222", "Brandt Pumpen GmbH", "brandt.pumpen")
NAMELESS = Person("100099000555666", "Kolben und Ringe")
LOTTE = Person("100099000333444", "Lotte Hallig", "lotte.hallig")
PAID = Person("100099000777888", "Dichtungen Sofort", "dichtungen.sofort")

COUNTS = {"reactions": 154, "comments": 58, "shares": 3}
PICTURES = tuple(Picture(f"12200000000{n:04}") for n in range(1, 8))
FILM, OTHER_FILM = Film("700000000000101"), Film("700000000000102")

PLAIN = Post("800000000000001", 1_790_000_000, "Pumpen seit 1921", BRANDT, counts=COUNTS)
PHOTO = Post("800000000000002", 1_790_100_000, "Neu: die P-7\nMit Ring", BRANDT, PICTURES[:1], counts=COUNTS)
CLIP = Post("800000000000003", 1_790_200_000, "", BRANDT, (FILM,), counts=COUNTS)
ALBUM = Post("800000000000004", 1_790_300_000, "Messe \U0001f527", BRANDT, PICTURES[:5], 7, product="album")
REEL = Post("800000000000005", 1_790_400_000, "Im Werk", BRANDT, (OTHER_FILM,), product="reel")
LINKED = Post(
    "800000000000006",
    1_790_500_000,
    "Lesen: brandt-pumpen.example",
    BRANDT,
    link="https://news.example/pumps?page=2",
    mentioned="https://brandt-pumpen.example/p7",
    product="link",
)
FOREIGN = Post("800000000000007", 1_789_000_000, "Not ours", LOTTE, PICTURES[6:])
SHARE = Post("800000000000008", 1_790_600_000, "Danke, Lotte", BRANDT, shared=FOREIGN)
BACKDATED = Post("800000000000009", 1_500_000_000, "Gegruendet", BRANDT, made=1_790_700_000)
GONE_SHARE = Post("800000000000010", 1_790_800_000, "Sehenswert", BRANDT, product="unavailable")
PAID_POST = Post("800000000000011", 1_790_900_000, "Jetzt kaufen", PAID, PICTURES[5:6])
OF_NAMELESS = Post("800000000000012", 1_791_000_000, "Ringe", NAMELESS)
OLDER = Post("800000000000013", 1_780_000_000, "Vor Jahren", BRANDT, PICTURES[1:2])
