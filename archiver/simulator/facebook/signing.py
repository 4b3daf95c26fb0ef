"""Addresses as Facebook writes them: of media on its content network, and of posts under ever other letters."""

from collections.abc import Sequence
from typing import TypeVar

from archiver.simulator.company import Medium, Person, Post
from archiver.simulator.facebook import aliases
from archiver.simulator.facebook.ids import account_id, form_of, medium_id, post_id
from archiver.simulator.signing import Signatures, asset, avatar_name, packed
from archiver.simulator.visitors import Session

SITE = "https://www.facebook.com"
LARGEST = "dst-jpg_tt6"
"""Form of a photo in the size it was uploaded in."""
FEED = "dst-jpg_p526x296_tt6"
"""Form in which timelines show a photo, where they do not show it in full."""
THUMBNAIL = "dst-jpg_s206x206_tt6"
FACE = "dst-jpg_s80x80_tt6"

_PICTURES = ("scontent-fra3-1.xx.fbcdn.net", "scontent-fra5-2.xx.fbcdn.net", "scontent.ftxl3-1.fna.fbcdn.net")
_FILMS = "video.ftxl3-1.fna.fbcdn.net"

Thing = TypeVar("Thing")


class Signer(Signatures):
    """Signs the addresses of one answer; the same seed signs the same way."""

    def __init__(self, seed: str, now: int, turn: int = 0) -> None:
        """Sign with what `seed` decides, in the network's answer number `turn`."""
        super().__init__(f"facebook/{seed}", now)
        self._turn = turn
        self._host = self._draws.choice(_PICTURES)
        self._group = self.token(16)

    def either(self, things: Sequence[Thing]) -> Thing:
        """Give one of several things."""
        return self._draws.choice(things)

    def shuffled(self, things: Sequence[Thing]) -> list[Thing]:
        """Give things in no order."""
        return self._draws.sample(things, len(things))

    def alias(self, number: str) -> str:
        """Give letters for a post's number; other ones each time."""
        said = aliases.Alias(number, self._now, self._turn)
        return aliases.written(said, bytes.fromhex(self.hexadecimal(12)))

    def post(self, owner: Person, post: Post) -> str:
        """Give a post's address."""
        match form_of(post):
            case "reel":
                return f"{SITE}/reel/{medium_id(post.media[0])}/"
            case "video":
                return f"{profile(owner)}videos/{medium_id(post.media[0])}/"
            case _:
                return self.story(owner, post)

    def story(self, owner: Person, post: Post) -> str:
        """Give the address of a post among its owner's posts, in one of two forms."""
        alias = self.alias(post_id(post))
        if owner.username:
            return f"{profile(owner)}posts/{alias}"
        return f"{SITE}/permalink.php?story_fbid={alias}&id={account_id(owner)}"

    def picture(self, medium: Medium, form: str = LARGEST) -> str:
        """Give the address of one form of a photo, or of a video's frame."""
        place = "t15.5256-10" if medium.is_video else "t39.30808-6"
        return self.signed(
            self._host, f"/v/{place}/{medium.picture_name}", {"stp": form, "_nc_sid": "13d280"}
        )

    def video(self, medium: Medium, track: str = "progressive") -> str:
        """Give the address of one file of a video."""
        kind, size = f"dash_{track}", min(medium.width, medium.height)
        if track == "progressive":
            kind, size = track, min(medium.in_one_file)
        about: dict[str, str | int] = {
            "vencode_tag": f"xpv_{kind}.FACEBOOK..C3.{size}.dash_baseline_1_v1",
            "xpv_asset_id": asset(medium),
            "asset_age_days": 5,
            "vi_usecase_id": 10122,
            "duration_s": int(medium.seconds),
            "urlgen_source": "www",
        }
        path = f"/o1/v/t2/f2/m366/{medium.track_name(track)}"
        return self.signed(_FILMS, path, {"_nc_sid": "8bf8fe", "efg": packed(about)})

    def avatar(self, person: Person, form: str = FACE) -> str:
        """Give the address of somebody's profile picture."""
        path = f"/v/t39.30808-1/{avatar_name(person)}"
        return self.signed(self._host, path, {"stp": form, "_nc_sid": "c6021c"})

    def face(self, session: Session, form: str = FACE) -> str:
        """Give the address of the picture of whoever is signed in."""
        return self.signed(self._host, f"/v/t39.30808-1/{session.face}", {"stp": form, "_nc_sid": "e99d92"})


def profile(person: Person) -> str:
    """Give the address of somebody's timeline."""
    if person.username:
        return f"{SITE}/{person.username}/"
    return f"{SITE}/profile.php?id={account_id(person)}"


def photo(medium: Medium, collection: str) -> str:
    """Give the address of a photo's own page, within a set."""
    return f"{SITE}/photo/?fbid={medium_id(medium)}&set={collection}"
