"""What a newer version of the program reads otherwise, for people and for scripts."""

import json
from dataclasses import asdict
from itertools import takewhile
from typing import TYPE_CHECKING, Any

from archiver.cli.speaking import say
from archiver.model import instant

if TYPE_CHECKING:
    from archiver.model.rereading import ReadOtherwise, Reread, Understood

_LONGEST = 60
"""Characters of a value that stand in a line."""
_NOTHING = "nothing"


def as_json(reread: "Reread | None") -> dict[str, Any] | None:
    """Give it as scripts read it (`docs/cli.md`); None where nothing was ever read again."""
    if reread is None:
        return None
    return {"at": instant.written(reread.at), "platforms": [asdict(each) for each in reread.platforms]}


def print_reread(reread: "Reread") -> None:
    """Print it, a line for each field that is read otherwise."""
    for each in reread.platforms:
        say(
            f"{each.platform}: {each.captures:,} captures that {' and '.join(each.before)} had read were read again by "
            f"{each.now}, {instant.written(reread.at)}."
        )
        say(f"  understood before: {_understood(each.understood_before)}")
        say(f"  understood now:    {_understood(each.understood_now)}")
        for one in each.otherwise:
            say(f"  {_line(one)}")
        say(f"  {each.things:,} things are read otherwise, {len(each.otherwise):,} fields of them.")


def _understood(found: "Understood") -> str:
    return f"{found.edges:,} of {found.of:,} things that answers listed; {found.gaps:,} gaps"


def _line(one: "ReadOtherwise") -> str:
    of = f" {one.of}" if one.of else f" of {one.target}"
    field = f", {one.field}" if one.field else ""
    before, after = _told(one.before), _told(one.after)
    # What both begin with is left out, so that the first difference stands in the line.
    alike = takewhile(lambda letters: letters[0] == letters[1], zip(before, after, strict=False))
    start = max(0, sum(1 for _ in alike) - _LONGEST // 3)
    where = f"{one.what}{of} ({one.lane}, from {one.capture}){field}"
    return f"{where}: {_short(before, start)} -> {_short(after, start)}"


def _told(value: object) -> str:
    return _NOTHING if value is None else json.dumps(value, ensure_ascii=False)


def _short(told: str, start: int) -> str:
    """Give a value from a place on, in one line, cut where it is long."""
    begins, rest = "... " if start else "", told[start:]
    return f"{begins}{rest}" if len(rest) <= _LONGEST else f"{begins}{rest[:_LONGEST]} ..."
