"""Which key signs which checkpoint: the one of archive.json, until an event that it signed brings another.

The checkpoint that covers such an event is the first that the new key signs.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from archiver.verify import identity
from archiver.verify.event import Event
from archiver.verify.finding import ARCHIVE, Check, Finding, Status
from archiver.verify.identity import Identity
from archiver.verify.signatures import sshsig
from archiver.verify.stamps import Held

_NAMESPACE = "archiver-key@v1"


@dataclass(frozen=True, slots=True)
class Reign:
    """A key, and the checkpoints that it signs."""

    public: str
    first: int
    """Number of the first checkpoint that it signs; the last is before the next one's first."""
    revoked_from: datetime | None = None


def follow(events: Sequence[Event], archive: Identity) -> tuple[list[Reign], list[Finding]]:
    """Follow the keys from the one of archive.json on, each by the signature of the one before."""
    told = Check("keys", ARCHIVE)
    reigns = [Reign(archive.public_key, 1)]
    changes = sorted(
        ((each, each.said.follows) for each in events if each.said.follows and each.batch),
        key=lambda change: change[0].number,
    )
    for event, said in changes:
        last = reigns[-1]
        statement = f"archiver/{archive.archive_id}\n{said.old}\n{said.new}\n".encode()
        if said.old != last.public or not identity.raw(said.new):
            told.fault("It lets a key follow another than the one that signs.", event.path)
        elif fault := sshsig.fault(said.signature.encode(), identity.raw(said.old), _NAMESPACE, statement):
            told.fault(f"The key that signs did not sign the one that follows it: {fault}", event.path)
        else:
            if said.revoked and said.revoked not in (reign.public for reign in reigns):
                told.fault("It revokes a key that never signed here.", event.path)
            reigns = [
                replace(reign, revoked_from=said.revoked_from) if reign.public == said.revoked else reign
                for reign in reigns
            ]
            reigns.append(Reign(said.new, event.batch))
    names = ", ".join(identity.fingerprint(each.public) for each in reigns[1:])
    return reigns, told.findings(
        f"{len(reigns) - 1} keys followed the first, each signed by the one before: {names}."
    ) if changes else []


def signing(reigns: Sequence[Reign], number: int) -> Reign:
    """Give the key that signs a checkpoint, by its number."""
    return [each for each in reigns if each.first <= number][-1]


def revoked(reigns: Sequence[Reign], held: Sequence[Held], last: int) -> list[Finding]:
    """Say which checkpoints a revoked key signed that no stamp shows to be older than what revoked it."""
    ends = [each.first for each in reigns[1:]] + [last + 1]
    said = []
    for reign, end in zip(reigns, ends, strict=True):
        since = reign.revoked_from
        if since is None:
            continue
        before = max((each.checkpoint for each in held if each.stamp.at < since), default=0)
        open_ = [number for number in range(reign.first, end) if number > before]
        name, when = identity.fingerprint(reign.public), f"{since:%Y-%m-%dT%H:%M:%SZ}"
        bare = (
            f"; of {len(open_)} checkpoints that it signed no stamp shows that they were there before"
            if open_
            else ""
        )
        said.append(f"The key {name} is revoked from {when} on{bare}.")
    return [Finding("keys", ARCHIVE, Status.NOT_CHECKED, each, required=False) for each in said]
