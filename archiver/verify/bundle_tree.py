"""What stands below a bundle's `data/`: nothing that the format does not name."""

import re
from dataclasses import dataclass
from pathlib import Path

from archiver.verify.entries import Kind, entries
from archiver.verify.finding import BUNDLE, Check, Finding

NAME = "files"
_WORD = r"[a-z0-9._-]{1,60}"
_CAPTURE = rf"captures/({_WORD}/{_WORD}/[0-9]{{8}}T[0-9]{{6}}Z-[0-9a-f]{{8}})"
_BATCH = r"ledger/((?!000000)[0-9]{6}|[1-9][0-9]{6,12})"
"""A number has one name, and none is without end."""
_STAMP = rf"{_BATCH}/checkpoint\.[a-z0-9][a-z0-9-]{{0,39}}(?:\.[0-9]+)?\.tsr"
_ROOT = r"ledger/roots/[0-9a-f]{64}\.pem"
_WACZ = r"captures(?:-[1-9][0-9]{0,5})?\.wacz"
_MEDIUM = r"(?:media|pictures)/[0-9a-f]{64}\.[a-z0-9]{1,5}"
_POST = r"posts/[0-9]{6}\.json"
_FOLDERS = re.compile(
    rf"captures(?:/{_WORD}){{0,2}}|{_CAPTURE}|ledger|ledger/roots|{_BATCH}|media|pictures|posts"
)
_FILES = re.compile(
    rf"archive\.json|bundle\.json|signers|(?:posts|changes|attribution)\.jsonl|removals\.json|{_WACZ}|{_MEDIUM}|{_POST}"
    rf"|{_CAPTURE}/(?:manifest\.json|SHA256SUMS|disclosure\.json)|{_ROOT}|{_STAMP}"
    rf"|{_BATCH}/(?:events\.jsonl|proofs\.json|checkpoint|checkpoint\.sshsig)"
)


@dataclass(frozen=True, slots=True)
class BundleTree:
    """What stands there, by paths."""

    captures: tuple[str, ...]
    """Below `captures/`, in order of name."""
    batches: tuple[str, ...]
    """Folder names below `ledger/`, in order of number."""
    stamps: tuple[str, ...]
    roots: tuple[str, ...]
    waczs: tuple[str, ...]
    media: tuple[str, ...]
    """And pictures."""
    posts: tuple[str, ...]
    """What is shown of single posts."""
    findings: tuple[Finding, ...]


def walk(data: Path) -> BundleTree:
    """Go through all folders, never through a link, and find what has no place."""
    check = Check(NAME, BUNDLE)
    named: list[str] = []
    folders, seen = [""], 0
    while folders:
        folder = folders.pop()
        for name, kind in entries(data, folder, check):
            path = f"{folder}{name}"
            seen += 1
            if kind is Kind.FOLDER and _FOLDERS.fullmatch(path):
                folders.append(f"{path}/")
                named.append(f"{path}/")
            elif kind is Kind.FILE and _FILES.fullmatch(path):
                named.append(path)
            else:
                check.fault(f"The format names no {kind.value} of this name in this place.", path)

    def those(form: str) -> list[str]:
        return sorted(path for path in named if re.fullmatch(form, path))

    return BundleTree(
        captures=tuple(path.removeprefix("captures/").rstrip("/") for path in those(f"{_CAPTURE}/")),
        batches=tuple(sorted((path.split("/")[1] for path in those(f"{_BATCH}/")), key=int)),
        stamps=tuple(sorted(those(_STAMP), key=lambda path: (int(path.split("/")[1]), path))),
        roots=tuple(those(_ROOT)),
        waczs=tuple(those(_WACZ)),
        media=tuple(those(_MEDIUM)),
        posts=tuple(those(_POST)),
        findings=tuple(check.findings(f"{seen} files and folders, each named by the format.")),
    )
