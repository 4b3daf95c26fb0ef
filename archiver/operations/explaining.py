"""What another version of an extractor reads otherwise: compared when captures are read again, and kept."""

import json
from contextlib import suppress
from dataclasses import asdict
from typing import Any

from archiver.archive import Archive
from archiver.catalog.catalog import Catalog
from archiver.model import instant
from archiver.model.rereading import ReadOtherwise, Reread, Rereading, Understood
from archiver.store.writing import make_folder


def compared(archive: Archive, fresh: Catalog) -> Reread | None:
    """Say what a fresh index reads otherwise than the archive's; None where the same versions read both."""
    found = archive.catalog.read_otherwise_by(fresh)
    return Reread(archive.clock.now(), found) if found else None


def keep(archive: Archive, reread: Reread) -> None:
    """Keep it, as far as that can be written: the index that was read before is gone."""
    file = archive.layout.reread_file
    told = {"at": instant.written(reread.at), "platforms": [asdict(each) for each in reread.platforms]}
    with suppress(OSError):  # it may be lost
        make_folder(file.parent)
        aside = file.with_suffix(".new")
        aside.write_text(json.dumps(told), encoding="utf-8")
        aside.replace(file)


def kept(archive: Archive) -> Reread | None:
    """Give what was kept last; None where nothing was, or it cannot be read."""
    try:
        told = json.loads(archive.layout.reread_file.read_bytes())
        return Reread(instant.parsed(told["at"]), tuple(_rereading(each) for each in told["platforms"]))
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None


def sentence(reread: Reread) -> str:
    """Say in a sentence that captures were read again."""
    return " ".join(
        f"{each.platform} is read by {each.now} now, and was by {' and '.join(each.before)}: of {each.captures:,} "
        f"captures {each.things:,} things are read otherwise."
        for each in reread.platforms
    )


def _rereading(told: dict[str, Any]) -> Rereading:
    return Rereading(
        told["platform"],
        tuple(told["before"]),
        told["now"],
        told["captures"],
        Understood(**told["understood_before"]),
        Understood(**told["understood_now"]),
        tuple(ReadOtherwise(**each) for each in told["otherwise"]),
    )
