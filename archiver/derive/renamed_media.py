"""Media of a page that stand at another address than before and are the same: renamed, and neither gone nor new.

A page's pictures have no ids of their own. They are known by their addresses, which whoever runs the site may change at
will: a picture whose file was renamed is shown still. Only what came in is held against what went, so that of two
that look alike and stood side by side one may still go.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from archiver.derive.editing import Alike, State
from archiver.model.media_removal import MediaReading


def as_before(before: State, after: State, alike: Alike) -> State:
    """Give a page's later state with each renamed medium under the name that it had before."""
    then, now = _assets(before), _assets(after)
    names = _renamed(then, now, alike)
    media = [
        {**medium, "permanent_id": names.get(medium["permanent_id"], medium["permanent_id"])}
        for medium in after.get("media", ())
    ]
    return {**after, "media": media} if names else after


def under_one_name(readings: Iterable[MediaReading], alike: Alike) -> tuple[MediaReading, ...]:
    """Give the readings of a page in order of time, with each medium under the name that it was first met by."""
    met: dict[str, str] = {}
    names: dict[str, str] = {}
    told = []
    for reading in sorted(readings, key=lambda one: one.at):
        held = dict(zip(reading.media, reading.assets, strict=True))
        here = {names[name] for name in held if name in names}
        new = {name: asset for name, asset in held.items() if name not in names}
        went = {name: asset for name, asset in met.items() if name not in here}
        names |= {name: name for name in new} | _renamed(went, new, alike)
        met |= {name: asset for name, asset in new.items() if names[name] == name}
        told.append(replace(reading, media=tuple(names[name] for name in reading.media)))
    return tuple(told)


def _renamed(then: Mapping[str, str], now: Mapping[str, str], alike: Alike) -> dict[str, str]:
    """Give by its new name the old one of each that came in and looks as one that went; names with assets are given."""
    went = {name: asset for name, asset in then.items() if name not in now}
    found: dict[str, str] = {}
    for name, asset in now.items():
        if name in then:
            continue
        old = next((each for each, known in went.items() if alike(known, asset)), None)
        if old is not None:
            found[name] = old
            del went[old]
    return found


def _assets(state: State) -> dict[str, str]:
    media: Sequence[State] = state.get("media", ())
    return {medium["permanent_id"]: medium["asset"] for medium in media}
