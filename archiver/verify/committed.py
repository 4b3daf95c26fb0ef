"""Step 6: the manifest's commitments are those that the records have under the seed of `private.json`."""

import re
from pathlib import Path

from archiver.verify.canonical import Json, parse, written
from archiver.verify.checksums import PRIVATE
from archiver.verify.files import UnreadableError, content
from archiver.verify.finding import Check, Finding
from archiver.verify.manifest import Manifest
from archiver.verify.trees import tree_root
from archiver.verify.warc import Record

_FORMAT = "archiver-private/1"


class CommitmentsCheck:
    """Takes the records of one WARC, in order, beside the manifest that names them."""

    def __init__(self, root: Path, capture: str, manifest: Manifest | None, gone: int = 0) -> None:
        """Begin with a capture, by its path below `captures/`, and its manifest where that could be read.

        `gone` is how many of its records were disposed of.
        """
        self._gone = gone
        self._folder = f"captures/{capture}"
        self._check = Check("commitments", f"{self._folder}/manifest.json")
        self._manifest = manifest
        self._count = 0
        self._whole = True
        self.secret = self._seed(root, capture)
        """The seed that all salts grow from; None where it could not be read."""

    def _seed(self, root: Path, capture: str) -> bytes | None:
        path = f"{self._folder}/{PRIVATE}"
        try:
            document, canonical = parse(content(root, path))
        except UnreadableError as error:
            self._check.unchecked(f"Without {PRIVATE} there is no seed to check with. {error.detail}")
            return None
        except ValueError as error:
            self._check.fault(f"It is no JSON: {error}.", path)
            return None
        if not canonical:
            self._check.fault("It is not in its canonical form (RFC 8785).", path)
        match document:
            case {"format": form, "capture": stated, "seed": str(seed)} if re.fullmatch(
                r"[0-9a-f]{64}", seed
            ):
                if (form, stated) != (_FORMAT, capture):
                    self._check.fault(f"It is not the {PRIVATE} of this capture, in format {_FORMAT}.", path)
                return bytes.fromhex(seed)
        self._check.fault("It gives no seed of 64 hex digits.", path)
        return None

    def take(self, record: Record) -> None:
        """Compare one record with what the manifest says of it."""
        self._count += 1
        if (
            self._manifest is None
            or record.commitment is None
            or record.position >= len(self._manifest.records)
        ):
            return
        stated = self._manifest.records[record.position]
        if not _same(stated, record.commitment):
            self._check.fault(
                f"{record} is not what the manifest committed to: {_difference(stated, record)}."
            )

    def broken(self) -> None:
        """Take down that the file can be read no further."""
        self._whole = False

    def finished(self) -> list[Finding]:
        """Give what was found."""
        if self._manifest is None:
            self._check.unchecked("The manifest could not be read.")
            return self._check.findings("")
        named = len(self._manifest.records)
        if not self._whole:
            self._check.unchecked("The records could not be read to their end.")
        elif self._count != named - self._gone:
            self._check.fault(f"It names {named} records, and {self._count} are there{self._beside}.")
        if _root(self._manifest.records) != self._manifest.root:
            self._check.fault("Its root is not the root over the records it names.")
        found = f"{self._count} records are committed to, in every segment, under one root{self._beside}."
        return self._check.findings(found)

    @property
    def _beside(self) -> str:
        return f", beside {self._gone} that were disposed of" if self._gone else ""


def _same(stated: Json, found: dict[str, Json]) -> bool:
    # As canonical text, because Python takes 1, 1.0 and true for equal.
    return _written(stated) == _written(found)


def _difference(stated: Json, record: Record) -> str:
    found = record.commitment or {}
    told = stated if isinstance(stated, dict) else {}
    names = [name for name in sorted(found) if told.get(name) != found[name]]
    return f"it differs in {', '.join(names)}" if names else "it says more or other than it may"


def _root(named: tuple[Json, ...]) -> str:
    return tree_root(map(_written, named)).hex()


def _written(value: Json) -> bytes:
    try:
        return written(value)
    except (ValueError, OverflowError, RecursionError):
        return b""
