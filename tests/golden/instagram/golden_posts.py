"""Invented people and what they post; nobody here exists."""

import base64
import json
from dataclasses import dataclass

CDN = "https://scontent.cdninstagram.com"
FIRST = 3_990_000_000_000_000_000


@dataclass(frozen=True)
class Person:
    pk: str
    graph: str
    username: str
    name: str

    @property
    def short(self):
        return {"pk": self.pk, "username": self.username, "id": self.graph}


BRANDT = Person("990000111222", "17841999000111222", "brandt.pumpen", "Brandt Pumpen GmbH")
KOLBEN = Person("990000333444", "17841999000333444", "kolben_partner", "Kolben & Partner")
LOTTE = Person("990000555666", "17841999000555666", "lotte.dreht", "Lotte")


def code(pk):
    """Write a number in base 64, as permalinks do; by octets, so not as the product does it."""
    octets = pk.to_bytes(-(-pk.bit_length() // 24) * 3)
    return base64.urlsafe_b64encode(octets).decode().lstrip("A")


def b64(text):
    return base64.b64encode(text.encode()).decode().replace("=", "%3D")


@dataclass(frozen=True)
class Part:
    """One picture or video, with its own number."""

    pk: int
    video: bool = False

    @property
    def file(self):
        return f"8{self.pk % 10**8:08}_18{self.pk % 10**15:015}_{self.pk:019}_n.jpg"

    @property
    def asset(self):
        return str(10**15 + self.pk % 10**14) if self.video else self.file

    def picture(self, form):
        return f"{CDN}/v/t51.82787-15/{self.file}?stp={form}&_nc_cat=1&oh=00_AQ{self.pk % 997}&oe=6B7FA6D0"

    @property
    def film(self):
        about = json.dumps(
            {"vencode_tag": "xpv_progressive", "xpv_asset_id": int(self.asset), "duration_s": 9}
        )
        return f"{CDN}/o1/v/t2/f2/m86/AQ{self.pk % 99991:05}.mp4?efg={b64(about)}&oh=00_AQ1&oe=6B7FA6D0"


@dataclass(frozen=True)
class Post:
    pk: int
    at: int
    caption: str | None
    parts: tuple[Part, ...]
    owner: Person = BRANDT
    coauthors: tuple[Person, ...] = ()
    tagged: tuple[Person, ...] = ()
    place: tuple[str, str] | None = None
    likes: int = 0
    comments: int = 0

    @property
    def code(self):
        return code(self.pk)

    @property
    def kind(self):
        if len(self.parts) > 1:
            return "carousel"
        return "video" if self.parts[0].video else "image"

    @property
    def number(self):
        return {"image": 1, "video": 2, "carousel": 8}[self.kind]

    @property
    def product(self):
        return {"image": "feed", "video": "clips", "carousel": "carousel_container"}[self.kind]

    @property
    def typename(self):
        return f"XIGPolaris{self.kind.capitalize()}Media"


def parts(pk, kinds="i"):
    return tuple(
        Part(pk if len(kinds) == 1 else pk - 100 + place, kind == "v") for place, kind in enumerate(kinds)
    )


IMAGE = Post(
    FIRST + 1,
    1_794_000_000,
    'Unsere neue Pumpe «BP 7» - leise & "dicht"\n</script> #Pumpen',
    parts(FIRST + 1),
    tagged=(LOTTE,),
    place=("990777", "Werk Nord"),
    likes=120,
    comments=4,
)
REEL = Post(
    FIRST + 2_000, 1_794_100_000, "泵 🛠️", parts(FIRST + 2_000, "v"), coauthors=(KOLBEN,), likes=9, comments=1
)
SLIDES = Post(FIRST + 3_000, 1_793_000_000, "", parts(FIRST + 3_000, "ivi"), likes=33)
PICTURES = Post(FIRST + 3_500, 1_793_500_000, "drei Bilder", parts(FIRST + 3_500, "iii"), likes=34)
LONG = Post(FIRST + 4_000, 1_792_000_000, "fünf Bilder", parts(FIRST + 4_000, "iiiii"), comments=2)
BARE = Post(FIRST + 5_000, 1_791_000_000, None, parts(FIRST + 5_000))
JOINT = Post(
    FIRST + 6_000, 1_795_000_000, "zusammen", parts(FIRST + 6_000), owner=KOLBEN, coauthors=(BRANDT,), likes=5
)
STRANGE = Post(FIRST + 7_000, 1_795_500_000, "Werbung anderer", parts(FIRST + 7_000), owner=LOTTE)
