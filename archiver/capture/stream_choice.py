"""Which of a film's formats, as yt-dlp names them, are fetched: files of their own, the best first.

As of a manifest: one in parts comes before those in one file where its pictures are larger, and of each size the one
with the most bits. What comes in pieces, is protected or is not asked for by `https` is no file that can be fetched.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from archiver.capture.asking_yt_dlp import NoStreamsError
from archiver.model.post import Candidate

_NONE = "none"
"""yt-dlp's word for a file without pictures, or without sound."""
_MERGED = ("mp4", "m4a")
_LONGEST = 8_192
Told = Mapping[str, Any]


def film_of(films: Sequence[Told], named: str) -> Told:
    """Give the one film that is meant: of several the one of this name. Raises NoStreamsError."""
    found = [film for film in films if named and film["id"] == named] or list(films)
    if not found:
        raise NoStreamsError("yt-dlp finds no film on the page")
    if len(found) > 1:
        raise NoStreamsError(f"yt-dlp finds {len(found)} films on the page, and none of that name")
    if found[0]["live"]:
        raise NoStreamsError("the film is live, and has no end")
    return found[0]


def candidates(film: Told) -> tuple[Candidate, ...]:
    """Give the renditions of a film, the best first. Raises NoStreamsError."""
    files = [each for each in film["formats"] if _is_file(each)]
    seconds = film["seconds"]
    whole = _best_of_each_size(each for each in files if _NONE not in (each["video"], each["audio"]))
    largest = max(map(_side, whole), default=0)
    sound = max((each for each in files if _is_sound(each)), key=_bits, default=None)
    pictures = [each for each in files if _are_pictures(each) and (_side(each) > largest or not whole)]
    found = [
        Candidate(each["address"], _pixels(each["width"]), _pixels(each["height"]), _address(sound), seconds)
        for each in _best_of_each_size(pictures)
    ]
    found += [
        Candidate(each["address"], _pixels(each["width"]), _pixels(each["height"]), "", seconds)
        for each in whole
    ]
    if not found:
        raise NoStreamsError(_why_none(film["formats"]))
    return tuple(found)


def _best_of_each_size(formats: "Iterator[Told] | list[Told]") -> list[Told]:
    # Of an unknown size there may be several; they keep yt-dlp's order, which puts the best last.
    ordered = sorted(enumerate(formats), key=lambda each: (-_side(each[1]), -_bits(each[1]), -each[0]))
    sizes: dict[int, Told] = {}
    for _, each in ordered:
        sizes.setdefault(_side(each), each)
    return list(sizes.values())


def _is_file(told: Told) -> bool:
    address = told["address"]
    try:
        host = urlsplit(address).hostname
    except ValueError:
        return False
    plain = bool(host) and address.isprintable() and " " not in address and len(address) <= _LONGEST
    return plain and address.startswith("https://") and told["protocol"] == "https" and not told["protected"]


def _is_sound(told: Told) -> bool:
    return told["video"] == _NONE and told["audio"] != _NONE and told["ending"] in _MERGED


def _are_pictures(told: Told) -> bool:
    return told["video"] != _NONE and told["audio"] == _NONE and told["ending"] in _MERGED


def _side(told: Told) -> int:
    return int(min(told["width"] or 0, told["height"] or 0))


def _bits(told: Told) -> float:
    return float(told["bits"] or 0)


def _pixels(told: float | None) -> int | None:
    return int(told) if told else None


def _address(told: Told | None) -> str:
    return str(told["address"]) if told else ""


def _why_none(formats: Sequence[Told]) -> str:
    if not formats:
        return "yt-dlp finds no stream of the film"
    if all(each["protected"] for each in formats):
        return "all streams of the film are protected"
    return (
        f"none of the film's {len(formats)} streams is a file of its own: they come in pieces, or without TLS"
    )
