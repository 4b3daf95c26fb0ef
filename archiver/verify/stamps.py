"""Step 10: each stamp is over the checkpoint that it stands beside, and is what was received, to the byte.

What an authority signs does not cover all of a stamp: certificates sent along can be changed and it still holds. The
ledger names each stamp by the digest of all its bytes.
"""

from collections.abc import Container, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from archiver.verify.event import Event
from archiver.verify.files import UnreadableError, content
from archiver.verify.finding import ARCHIVE, Check, Finding, Status
from archiver.verify.ledger import CHECKPOINT
from archiver.verify.roots import root_certificates, unproven
from archiver.verify.signatures import token
from archiver.verify.signatures.public_key import UnknownAlgorithmError
from archiver.verify.signatures.token import RefusedError, Stamp

NAME = "time stamps"
_LIMIT = 64 << 10


@dataclass(frozen=True, slots=True)
class Held:
    """A stamp that holds."""

    checkpoint: int
    path: str
    digest: str
    """Of all its bytes, `sha256:<hex>`."""
    stamp: Stamp


@dataclass(frozen=True, slots=True)
class Stamps:
    """What was found of all stamps."""

    held: list[Held]
    unknown: frozenset[str]
    """Digests of those that are made in a way which is not known here."""
    findings: list[Finding]


def check(
    root: Path, paths: Sequence[str], roots: Sequence[str], events: Sequence[Event], trusted: bytes | None
) -> Stamps:
    """Hold stamps, by their paths, against their checkpoints and the ledger.

    They must lead to a root of `trusted` (PEM), or where that is None to one that the archive keeps, by its path.
    """
    told = Check(NAME, ARCHIVE)
    certificates = root_certificates(root, roots, trusted, told)
    stood, held, unknown = set[tuple[int, str, str]](), list[Held](), set[str]()
    for path in paths:
        number = int(path.split("/")[1])
        try:
            reply = content(root, path, _LIMIT)
            message = content(root, f"ledger/{path.split('/')[1]}/{CHECKPOINT}")
        except UnreadableError as error:
            told.note(error.status, error.detail, path)
            continue
        digest = f"sha256:{sha256(reply).hexdigest()}"
        stood.add((number, path.split(".")[1], digest))
        try:
            held.append(Held(number, path, digest, token.held(reply, message, certificates)))
        except RefusedError as error:
            told.fault(str(error), path)
        except UnknownAlgorithmError as error:
            told.unchecked(str(error), path)
            unknown.add(digest)
    _check_events(events, stood, held, told)
    findings = told.findings(_proven(held)) if paths or stood else []
    return Stamps(held, frozenset(unknown), [*findings, *_said(held, events, given=trusted)])


def _check_events(
    events: Sequence[Event], stood: Container[tuple[int, str, str]], held: list[Held], told: Check
) -> None:
    """Hold what the ledger says of each stamp against what stands here: checkpoint, authority and digest of each."""
    by_digest = {(each.checkpoint, each.digest): each.stamp for each in held}
    for event in events:
        said = event.said.stamped
        if said is None:
            continue
        if (said.checkpoint, said.authority, said.token) not in stood:
            told.fault(
                f"The stamp of {said.authority} on checkpoint {said.checkpoint} that it names is not here as it was "
                "received.",
                event.path,
            )
        stamp = by_digest.get((said.checkpoint, said.token))
        if stamp is not None and (
            said.at != stamp.at.replace(microsecond=0) or said.root != f"sha256:{stamp.root}"
        ):
            told.fault("It says another time or root than the stamp that it names.", event.path)


def _proven(held: list[Held]) -> str:
    if not held:
        return ""
    times = sorted(each.stamp.at for each in held)
    names = ", ".join(sorted({each.stamp.authority for each in held}))
    over = len({each.checkpoint for each in held})
    return f"{len(held)} stamps on {over} checkpoints by {names}, each as received; {_span(times)}."


def _span(times: list[datetime]) -> str:
    first, last = (f"{at:%Y-%m-%dT%H:%M:%SZ}" for at in (times[0], times[-1]))
    return f"at {first}" if len(times) == 1 else f"the first at {first}, the last at {last}"


def _said(held: list[Held], events: Sequence[Event], *, given: bytes | None) -> list[Finding]:
    """Say what a reader might take for checked and is not."""
    said = []
    if held and given is None:
        said.append(unproven(each.stamp for each in held))
    known = {event.said.stamped.token for event in events if event.said.stamped}
    strange = [each.path for each in held if each.digest not in known]
    if strange:
        said.append(f"{len(strange)} stamps hold that no event of the ledger names, such as {strange[0]}.")
    return [Finding(NAME, ARCHIVE, Status.NOT_CHECKED, detail, required=False) for detail in said]
