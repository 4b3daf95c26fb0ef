"""A bundle as it was handed over: checked, and read for what papers say about it."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from archiver import __version__
from archiver.errors import DIFFERENT, ArchiverError, UsageError
from archiver.export.exhibits.looks import watch
from archiver.export.papers.facts import Checked, Concluded, Facts
from archiver.model import instant
from archiver.operations.verify import verify_bundle
from archiver.ports import Clock, Progress
from archiver.store.writing import room_expected
from archiver.verify.archive import exit_code
from archiver.verify.finding import Finding, Status
from archiver.verify.unpacked import NotPackedError, unpacked

SIGNED = "tagmanifest-sha256.txt"
_NO_BUNDLE = "Name the folder or ZIP file that 'archiver export' wrote."


class NotAsSealedError(ArchiverError):
    """A bundle that does not verify: nothing is said about it."""

    exit_code = DIFFERENT
    kind = "what was handed over does not verify"
    advice = "Run 'archiver verify BUNDLE' to see all that is wrong with it."


@contextmanager
def laid_out(bundle: Path) -> Iterator[Path]:
    """Give the folder of a bundle, as a folder or ZIP, for a `with` block. Raises UsageError, StoreError."""
    if not bundle.exists():
        raise UsageError(f"There is no {bundle}.", _NO_BUNDLE)
    with room_expected(bundle):
        if bundle.is_dir():
            yield bundle
            return
        try:
            with unpacked(bundle) as folder:
                yield folder
        except NotPackedError as error:
            raise UsageError(f"{bundle} is no bundle: {error}", _NO_BUNDLE) from error


def facts(bundle: Path, trusted: str, clock: Clock, progress: Progress) -> Facts:
    """Verify a bundle, and give what it says. Raises UsageError, StoreError, NotAsSealedError."""
    with laid_out(bundle) as folder:
        findings = verify_bundle(folder, progress.step, trusted).findings
        failed = [each for each in findings if each.status is Status.FAILED]
        if failed or exit_code(findings):
            first = failed[0] if failed else next(each for each in findings if each.required)
            raise NotAsSealedError(f"{bundle} does not verify: {first.subject}: {first.detail}")
        return _read(bundle.name, folder, _checked(findings, clock.now()))


def digest(folder: Path) -> str:
    """Give what identifies a bundle: the SHA-256, in hex, of what its signature is over. Raises UsageError."""
    try:
        return sha256((folder / SIGNED).read_bytes()).hexdigest()
    except OSError as error:
        raise UsageError(f"{folder} is no bundle.", _NO_BUNDLE) from error


def description(folder: Path) -> dict[str, Any]:
    """Give what a bundle says that it holds (`bundle.json`). Raises UsageError."""
    try:
        told = json.loads((folder / "data/bundle.json").read_bytes())
    except (OSError, ValueError) as error:
        raise UsageError(f"{folder} is no bundle.", _NO_BUNDLE) from error
    return dict(told)


def _checked(findings: list[Finding], at: datetime) -> Checked:
    counts = Counter(each.status for each in findings)
    said: dict[str, list[str]] = {}
    for each in findings:
        if each.status is Status.VERIFIED or not each.required:
            said.setdefault(each.check, []).append(each.detail)
    return Checked(
        at=at,
        by=f"archiver {__version__}",
        verified=counts[Status.VERIFIED],
        not_checked=counts[Status.NOT_CHECKED],
        said={check: tuple(details) for check, details in said.items()},
    )


def _read(name: str, folder: Path, checked: Checked) -> Facts:
    data, told = folder / "data", description(folder)
    archive = json.loads((data / "archive.json").read_bytes())
    files = [path for path in folder.rglob("*") if path.is_file()]

    def manifest(capture: str) -> Mapping[str, Any] | None:
        path = data / "captures" / capture / "manifest.json"
        found = json.loads(path.read_bytes()) if path.is_file() else None
        return found if isinstance(found, dict) else None

    with (data / "posts.jsonl").open("rb") as lines:
        posts = {each["post"]["ref"]: each for each in map(json.loads, lines)}
    return Facts(
        name=name,
        digest=digest(folder),
        files=len(files),
        bytes=sum(path.stat().st_size for path in files),
        origin=told["origin"],
        checkpoint=told["checkpoint"],
        as_of=instant.parsed(told["as_of"]),
        case=told["case"],
        operator=told["operator"],
        targets=tuple(told["targets"]),
        posts=len(posts),
        captures=len(told["captures"]),
        looks=watch(_events(data), told["targets"], manifest).looks,
        concluded=tuple(_concluded(data, posts)),
        withheld=sum(found["segments"] for each in told["captures"] for found in each["withheld"].values()),
        full=told["full"],
        simulated=bool(archive.get("simulated")),
        checked=checked,
    )


def _events(data: Path) -> Iterator[tuple[int, Mapping[str, Any]]]:
    for path in sorted(data.glob("ledger/*/events.jsonl")):
        for line in path.read_bytes().splitlines():
            yield int(path.parent.name), json.loads(line)


def _concluded(data: Path, posts: Mapping[str, Mapping[str, Any]]) -> Iterator[Concluded]:
    told = json.loads((data / "removals.json").read_bytes())
    for each in (removal for of_target in told.values() for removal in of_target["removals"]):
        post = posts.get(each["post"])
        if each["state"] == "concluded" and post is not None:
            interval = each["interval"]
            yield Concluded(
                ref=each["post"],
                address=post["post"]["url"] or "",
                permanent_id=post["permanent_id"] or "",
                owner_id=post["owner"]["id"],
                owner_name=post["owner"]["name"],
                sentence=each["sentence"] or "",
                last_shown=instant.parsed(interval["last_shown"]) if interval["last_shown"] else None,
                first_not_shown=instant.parsed(interval["first_not_shown"]),
                last_checked=instant.parsed(each["last_checked"]),
            )
