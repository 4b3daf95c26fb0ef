"""Step 1: nothing stands in the archive that the format does not name."""

import re
from dataclasses import dataclass
from pathlib import Path

from archiver.verify.entries import Kind, entries
from archiver.verify.finding import ARCHIVE, Check, Finding

NAME = "files"
_WORD = r"[a-z0-9._-]{1,60}"
_CAPTURE = rf"captures/({_WORD}/{_WORD}/[0-9]{{8}}T[0-9]{{6}}Z-[0-9a-f]{{8}})"
_BATCH = r"ledger/((?!000000)[0-9]{6}|[1-9][0-9]{6,12})"
"""A number has one name, and none is without end."""
_FOLDERS = re.compile(rf"captures(/{_WORD}){{0,2}}|{_CAPTURE}|ledger|ledger/pending|ledger/roots|{_BATCH}")
_EVENT = r"ledger/pending/([a-z0-9._-]+-[0-9]{6,}-[0-9a-f]{16}\.json)"
_STAMP = r"checkpoint\.[a-z0-9][a-z0-9-]{0,39}(?:\.[0-9]+)?\.tsr"
_IN_BATCH = rf"events\.jsonl|checkpoint|checkpoint\.sshsig|{_STAMP}"
_ROOT = r"ledger/roots/[0-9a-f]{64}\.pem"
_IN_CAPTURE = r"capture\.warc\.gz|manifest\.json|private\.json|SHA256SUMS|disposed\.[1-9][0-9]{0,3}\.json"
_FILES = re.compile(rf"archive\.json|{_CAPTURE}/({_IN_CAPTURE})|{_EVENT}|{_ROOT}|{_BATCH}/({_IN_BATCH})")
_PASSED_OVER = {Kind.FILE: re.compile(r"\.gitkeep|catalog\.sqlite[^/]*"), Kind.FOLDER: re.compile("state")}
"""The index, work in progress and git's own marker are no evidence, and stand at the root."""


@dataclass(frozen=True, slots=True)
class Tree:
    """What stands in the archive."""

    captures: tuple[str, ...]
    """Their paths below `captures/`, in order of name."""
    events: tuple[str, ...]
    """File names below `ledger/pending/`, in order of name."""
    batches: tuple[str, ...]
    """Folder names below `ledger/` that checkpoints have, in order of number."""
    stamps: tuple[str, ...]
    """Paths of time stamps, in order of checkpoint and name."""
    roots: tuple[str, ...]
    """Paths of the root certificates that stamps lead to, in order of name."""
    findings: tuple[Finding, ...]


def walk(root: Path) -> Tree:
    """Go through all folders, never through a link, and find what has no place."""
    check = Check(NAME, ARCHIVE)
    captures: list[str] = []
    events: list[str] = []
    batches: list[str] = []
    stamps: list[str] = []
    roots: list[str] = []
    seen, folders = 0, [""]
    while folders:
        folder = folders.pop()
        for name, kind in entries(root, folder, check):
            path = f"{folder}{name}"
            if (rule := _PASSED_OVER.get(kind)) and rule.fullmatch(path):
                continue
            seen += 1
            if kind is Kind.LINK:
                check.fault("It is a symbolic link; evidence holds none.", path)
            elif kind is Kind.FOLDER and _FOLDERS.fullmatch(path):
                folders.append(f"{path}/")
                captures += re.findall(_CAPTURE, path)
                batches += [named[1]] if (named := re.fullmatch(_BATCH, path)) else []
            elif kind is Kind.FILE and _FILES.fullmatch(path):
                events += re.findall(_EVENT, path)
                stamps += [path] if re.fullmatch(f"{_BATCH}/{_STAMP}", path) else []
                roots += [path] if re.fullmatch(_ROOT, path) else []
            else:
                check.fault(f"The format names no {kind.value} of this name in this place.", path)
    findings = check.findings(f"{seen} files and folders, each named by the format.")
    return Tree(
        captures=tuple(sorted(captures)),
        events=tuple(sorted(events)),
        batches=tuple(sorted(batches, key=int)),
        stamps=tuple(sorted(stamps, key=lambda path: (int(path.split("/")[1]), path))),
        roots=tuple(sorted(roots)),
        findings=tuple(findings),
    )
