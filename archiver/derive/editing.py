"""What was edited between two states of a post or profile: authored fields only (design §2a).

Counts, automatic alternative text, translations, renditions and other people's names are observations. A caption that
the platform marks as one there is a translation of, and did not before, may be the platform's words; one of which it
says that it was not edited was not edited. A medium counts as changed only where its file is another and does not look
alike: of two that cannot be compared nothing is said. A document is its author's to the byte.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from archiver.model.change import FieldChange

State = Mapping[str, Any]
Alike = Callable[[str, str], bool | None]
"""Whether two media, by their assets, look alike; None where they cannot be compared."""

_OF_POSTS = ("published_at", "location", "tagged_ids", "coauthors", "links")
_MAY_HAVE_NONE = ("page",)
"""Kinds of posts of which a whole state without media is one that has none, and not one that was read without."""
_OF_PROFILES = ("handle", "name", "biography", "links", "category", "picture")


def of_post(before: State, after: State, alike: Alike, *, own_alt: bool = True) -> tuple[FieldChange, ...]:
    """Give the authored fields of a post that differ, both states having been read whole.

    `own_alt` says whether the author's alternative texts can be told from the platform's, in the language they are in.
    """
    if before.get("cut") != after.get("cut"):
        return ()  # of half a page nobody knows what the other half says
    media = _media(before, after, alike, own_alt=own_alt)
    return (*_caption(before, after), *_plain(before, after, _OF_POSTS), *media)


def of_profile(before: State, after: State) -> tuple[FieldChange, ...]:
    """Give the authored fields of a profile that differ."""
    return tuple(_plain(before, after, _OF_PROFILES))


def removed_media(before: State, after: State) -> tuple[str, ...]:
    """Give the permanent ids of media that went from a post, where both states name all of theirs."""
    now = _ids(after)
    return tuple(each for each in _ids(before) if each not in now) if _all_named(before, after) else ()


def may_have_no_media(state: State) -> bool:
    """Tell whether a post of its kind may have no media."""
    return state.get("kind") in _MAY_HAVE_NONE


def _caption(before: State, after: State) -> Iterator[FieldChange]:
    then, now = before.get("caption"), after.get("caption")
    if then is None or now is None or then == now:
        return
    translated = before.get("caption_translated") != after.get("caption_translated")
    if not translated and after.get("caption_edited") is not False:
        yield FieldChange("caption", then, now)


def _plain(before: State, after: State, names: tuple[str, ...]) -> Iterator[FieldChange]:
    for name in names:
        then, now = _compared(name, before.get(name)), _compared(name, after.get(name))
        if then is not None and now is not None and then != now:
            yield FieldChange(name, before.get(name), after.get(name))


def _compared(name: str, value: Any) -> Any:  # noqa: ANN401 - JSON is what it is
    """Give what of a field is compared: of a place its id, empty where there is none; of people a set."""
    if name == "location" and value is not None:
        return value[0] if value else ""
    return set(value) if name in ("tagged_ids", "coauthors") and value is not None else value


def _media(before: State, after: State, alike: Alike, *, own_alt: bool) -> Iterator[FieldChange]:
    then, now = _ids(before), _ids(after)
    if not _all_named(before, after) or before["media"] == after["media"]:
        return
    kept = [each for each in then if each in now]
    if kept != [each for each in now if each in then] or set(now) - set(then):
        yield FieldChange("media", then, now)
    compared = [("alt", _own_alt)] if own_alt else []
    for name, field in (*compared, ("bytes", _digest), ("file", _asset)):
        for each in kept:
            old, new = field(before, each), field(after, each)
            if old is None or new is None or old == new:
                continue
            if name != "file" or alike(old, new) is False:
                yield FieldChange(f"media.{each}.{name}", old, new)


def _all_named(*states: State) -> bool:
    """Tell whether states were read with media, and with the id of each: but for pages every post has some."""
    return all(all(_ids(state)) and bool(state.get("media") or may_have_no_media(state)) for state in states)


def _ids(state: State) -> list[str]:
    return [medium["permanent_id"] for medium in state.get("media", ())]


def _own_alt(state: State, permanent_id: str) -> str | None:
    medium = _medium(state, permanent_id)
    alt: str | None = medium["alt"]
    return None if medium.get("alt_is_guessed", True) else alt


def _asset(state: State, permanent_id: str) -> str | None:
    asset: str = _medium(state, permanent_id)["asset"]
    return asset or None


def _digest(state: State, permanent_id: str) -> str | None:
    digest: str | None = _medium(state, permanent_id).get("digest")
    return digest


def _medium(state: State, permanent_id: str) -> State:
    found: State = next(each for each in state["media"] if each["permanent_id"] == permanent_id)
    return found
