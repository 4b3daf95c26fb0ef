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
from archiver.model.canary import AskedAgain, Reliability
from archiver.operations.bundle.sealing import SIGNED
from archiver.operations.verify import verify_bundle
from archiver.ports import Clock, Progress
from archiver.store.writing import room_expected
from archiver.verify.archive import exit_code
from archiver.verify.finding import Finding, Status
from archiver.verify.unpacked import NotPackedError, unpacked

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


def verified(bundle: Path, folder: Path, trusted: str, clock: Clock, progress: Progress) -> Checked:
    """Verify a bundle that is laid out in a folder. Raises UsageError, StoreError, NotAsSealedError."""
    findings = verify_bundle(folder, progress.step, trusted).findings
    failed = [each for each in findings if each.status is Status.FAILED]
    if failed or exit_code(findings):
        first = failed[0] if failed else next(each for each in findings if each.required)
        raise NotAsSealedError(f"{bundle} does not verify: {first.subject}: {first.detail}")
    return _checked(findings, clock.now())


def facts(bundle: Path, trusted: str, clock: Clock, progress: Progress) -> Facts:
    """Verify a bundle, and give what it says. Raises UsageError, StoreError, NotAsSealedError."""
    with laid_out(bundle) as folder:
        checked = verified(bundle, folder, trusted, clock, progress)
        with understood(bundle):
            return _read(name_of(bundle), folder, checked)


@contextmanager
def understood(bundle: Path) -> Iterator[None]:
    """Say of documents within a bundle that are none of ours that they cannot be read, for a `with` block.

    Who signs a bundle can write into them what he likes.
    """
    try:
        yield
    except (KeyError, TypeError, ValueError, AttributeError, IndexError, FileNotFoundError) as error:
        raise NotAsSealedError(
            f"A document in {bundle} is not what this program writes ({type(error).__name__}).",
            "Nothing is said about it.",
        ) from error


def name_of(bundle: Path) -> str:
    """Give what a bundle is called, however it was named."""
    return bundle.resolve().name


def digest(folder: Path) -> str:
    """Give what identifies a bundle: the SHA-256, in hex, of what its signature is over. Raises OSError."""
    return sha256((folder / SIGNED).read_bytes()).hexdigest()


def description(folder: Path) -> dict[str, Any]:
    """Give what a bundle says that it holds (`bundle.json`). Raises OSError, ValueError, TypeError."""
    return dict(json.loads((folder / "data/bundle.json").read_bytes()))


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
        return dict(json.loads(path.read_bytes())) if path.is_file() else None

    with (data / "posts.jsonl").open("rb") as lines:
        posts = {each["post"]["ref"]: each for each in map(json.loads, lines)}
    withheld = Counter[str]()
    for each in told["captures"]:
        withheld.update({kind: found["segments"] for kind, found in each["withheld"].items()})
    return Facts(
        name=name,
        digest=digest(folder),
        files=len(files),
        bytes=sum(path.stat().st_size for path in files),
        origin=str(told["origin"]),
        checkpoint=int(told["checkpoint"]),
        case=str(told["case"]),
        targets=tuple(map(str, told["targets"])),
        chosen=str(told["chosen"]),
        posts=len(posts),
        looks=watch(_events(data), told["targets"], manifest).looks,
        concluded=tuple(_concluded(data, posts)),
        withheld=tuple(sorted(withheld.items())),
        left_out=len(told["not_shown"]) + sum(sum(each["left_out"].values()) for each in told["captures"]),
        full=bool(told["full"]),
        reliability=_reliability(told.get("reliability")),
        simulated=bool(archive.get("simulated")),
        checked=checked,
    )


def _reliability(told: Mapping[str, Any] | None) -> Reliability | None:
    """Read what was counted of conclusions; older bundles do not tell it."""
    return Reliability(**{**told, "others": AskedAgain(**told["others"])}) if told else None


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
            )
