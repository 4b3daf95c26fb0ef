"""Seal a bundle: sign its tag manifest, have authorities stamp it, and sign what came of that."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from archiver.archive import Archive
from archiver.errors import TimestampError
from archiver.ledger import keyring, keys
from archiver.ledger.events import parsed
from archiver.ports import Timestamper

OF_BAGS, OF_PROOFS = "archiver-bag@v1", "archiver-proof@v1"
SIGNED = "tagmanifest-sha256.txt"
_SUMS = "SHA256SUMS"


@dataclass(frozen=True, slots=True)
class Seal:
    """What a bundle was sealed by."""

    signer: str
    """Public key."""
    stamped: dict[str, str] = field(default_factory=dict)
    """Authorities, with when each saw it."""
    unanswered: dict[str, str] = field(default_factory=dict)
    """Authorities that did not answer, with what came of it."""


def signers(archive: Archive, batches: Sequence[Sequence[bytes]]) -> list[str]:
    """Give the public keys that sign up to the last of some batches of events, in order; the last one signs a bundle.

    Raises StoreError where that is lost.
    """
    followed = [key for batch in batches for event in parsed(batch) if (key := keyring.follower(event))]
    found = [archive.identity.public_key, *followed]
    _sign(archive, found[-1], OF_BAGS, b"")  # now, not once all is written
    return found


def seal(archive: Archive, folder: Path, manifest: bytes, public: str) -> Seal:
    """Seal the bundle in a folder, whose tag manifest is given. Raises StoreError, OSError."""
    proof = folder / "proof"
    proof.mkdir()
    files = {f"{SIGNED}.sshsig": _sign(archive, public, OF_BAGS, manifest)}
    stamped, unanswered = {}, {}
    for authority, answer in _asked(archive.authorities, manifest):
        if isinstance(answer, TimestampError):
            unanswered[authority] = answer.sentence
        else:
            files[f"{SIGNED}.{authority}.tsr"], stamped[authority] = answer
    sums = "".join(f"{sha256(files[name]).hexdigest()}  {name}\n" for name in sorted(files)).encode()
    files |= {_SUMS: sums, f"{_SUMS}.sshsig": _sign(archive, public, OF_PROOFS, sums)}
    for name, content in files.items():
        (proof / name).write_bytes(content)
    return Seal(public, stamped, unanswered)


def _sign(archive: Archive, public: str, namespace: str, message: bytes) -> bytes:
    return keys.sign(archive.settings.keys, archive.identity.archive_id, public, namespace, message)


def _asked(
    authorities: Sequence[Timestamper], message: bytes
) -> list[tuple[str, tuple[bytes, str] | TimestampError]]:
    """Ask side by side, so that all of them that are dead take no longer than one."""
    if not authorities:
        return []
    with ThreadPoolExecutor(len(authorities)) as pool:
        answers = [pool.submit(_stamped, authority, message) for authority in authorities]
        return [
            (authority.name, answer.result()) for authority, answer in zip(authorities, answers, strict=True)
        ]


def _stamped(authority: Timestamper, message: bytes) -> tuple[bytes, str] | TimestampError:
    try:
        found = authority.stamp(message)
    except TimestampError as error:
        return error
    return found.reply, f"{found.at:%Y-%m-%dT%H:%M:%SZ}"
