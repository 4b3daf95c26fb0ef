"""How the program was tested, as `docs/proof.md` has it: the same words for developers and for readers of a report."""

import re
from dataclasses import dataclass

from archiver.export.shipped import shipped

_ROW = re.compile(r"\| (.+?) \| (.+) \| (.+) \|")
_LINK = re.compile(r"`([^`]*)`")
_UNTESTED = "## What was not tested"


@dataclass(frozen=True, slots=True)
class Proof:
    """One longer proof, and its last result."""

    name: str
    what: str
    result: str


@dataclass(frozen=True, slots=True)
class Tested:
    """What was tested, and what was not."""

    proofs: tuple[Proof, ...]
    untested: tuple[str, ...]


def tested() -> Tested:
    """Read the table that came with this program."""
    text = shipped("docs/proof.md").read_text("utf-8")
    table, _, rest = text.partition(_UNTESTED)
    rows = [match.groups() for line in table.splitlines() if (match := _ROW.fullmatch(line.strip()))]
    proofs = tuple(
        Proof(*(_LINK.sub(r"\1", part) for part in row)) for row in rows[1:] if not row[0].startswith("--")
    )
    items = tuple(line.removeprefix("- ") for line in rest.splitlines() if line.startswith("- "))
    return Tested(proofs, items)
