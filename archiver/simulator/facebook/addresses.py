"""What an address of the site asks for, in whichever of its forms it is written."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from archiver.simulator.conditions import Kind
from archiver.simulator.facebook import abouts, tabs
from archiver.simulator.messages import Request

Form = Literal["home", "profile", "tab", "about", "post", "photo", "video", "set", "number", "nothing"]

_KINDS: dict[Form, Kind] = {"home": "profile", "profile": "profile", "tab": "profile", "about": "profile"}


@dataclass(frozen=True, slots=True)
class Address:
    """What is asked for."""

    form: Form
    number: str = ""
    """Of a post or medium; nothing where its letters stand for none any more."""
    owner: str = ""
    """A name or number of an account."""
    tab: str = ""
    collection: str = ""

    @property
    def kind(self) -> Kind:
        """Give what kind of thing it is."""
        return _KINDS.get(self.form, "post")

    @property
    def same(self) -> str:
        """Give what all addresses of the same thing have in common."""
        return f"/{self.form}/{self.number or self.owner}/{self.tab}{self.collection}"


def read(request: Request, number_of: Callable[[str], str]) -> Address:
    """Read an address; `number_of` gives the number that letters or digits stand for."""
    words = [word for word in request.path.split("/") if word]
    return _said_in_query(request, words, number_of) or _said_in_path(words, number_of)


def _said_in_query(request: Request, words: list[str], number_of: Callable[[str], str]) -> Address | None:
    ask = request.parameter
    match words:
        case ["profile.php"]:
            tab = ask("sk")
            form: Form = "about" if tab in abouts.SECTIONS else "tab" if tab else "profile"
            return Address(form, owner=ask("id"), tab=tab)
        case ["permalink.php" | "story.php"]:
            return Address("post", number_of(ask("story_fbid")), ask("id"))
        case ["photo" | "photo.php"]:
            return Address("photo", ask("fbid"), collection=ask("set"))
        case ["media", "set"]:
            return Address("set", collection=ask("set"))
        case ["watch"]:
            return Address("video", ask("v"))
    return None


def _said_in_path(words: list[str], number_of: Callable[[str], str]) -> Address:
    match words:
        case []:
            return Address("home")
        case ["reel", number]:
            return Address("video", number)
        case [word]:
            return Address("number", word, word) if word.isdecimal() else Address("profile", owner=word)
        case [owner, "posts", *_, letters]:
            return Address("post", number_of(letters), owner)
        case [owner, "photos", collection, number]:
            return Address("photo", number, owner, collection=collection)
        case [owner, "videos", *sets, number]:
            return Address("video", number, owner, collection=sets[0] if sets else "")
        case [owner, word] if word in abouts.SECTIONS:
            return Address("about", owner=owner, tab=word)
        case [owner, word] if tabs.named(word):
            return Address("tab", owner=owner, tab=word)
    return Address("nothing")
