"""Keys: which one signs, a copy of it for a safe place, one that follows it, and one that is revoked."""

from dataclasses import dataclass
from pathlib import Path

from archiver.archive import Archive
from archiver.errors import StoreError, UsageError
from archiver.formats import ssh_key
from archiver.ledger import checkpoints, keyring, keys
from archiver.ledger.keyring import Revocation
from archiver.operations import covering
from archiver.operations.indexing import append
from archiver.operations.marking import instant_of
from archiver.operations.outside import archive_around
from archiver.operations.own_files import put_new
from archiver.store import layout
from archiver.store.writing import PRIVATE, room_expected

_LONGEST = 500


@dataclass(frozen=True, slots=True)
class Key:
    """The key that signs."""

    public: str
    """One line, as in a file of OpenSSH."""
    fingerprint: str
    file: Path
    """Its private half."""
    first: str
    """Fingerprint of the key that the archive began with, by which it is known."""

    @property
    def signer(self) -> str:
        """Give the line by which `ssh-keygen -Y verify` takes what it signs."""
        return f'archiver namespaces="{checkpoints.NAMESPACE}" {self.public}'


def show(archive: Archive) -> Key:
    """Say which key signs. Raises StoreError where it is not here."""
    public = archive.custody.signing_key()
    file = keys.path_of(archive.settings.keys, archive.identity.archive_id, public)
    return Key(public, ssh_key.fingerprint(public), file, archive.key_fingerprint)


def backup(archive: Archive, folder: Path) -> list[Path]:
    """Copy all private keys of the archive to a folder, closed to others. Raises UsageError, StoreError.

    The first one is copied too where others followed: what stands for names is made with it.
    """
    within = archive_around(folder, archive.layout.root)
    if within is not None:
        raise UsageError(
            f"{folder} lies within the archive {within}, and whoever gets a copy of that could sign.",
            "Name a place outside any archive.",
        )
    show(archive)  # a copy without the key that signs is none
    copies = []
    for file in keys.kept(archive.settings.keys, archive.identity.archive_id):
        copy = folder / file.name
        with room_expected(copy):
            try:
                put_new(copy, file.read_bytes(), PRIVATE)
            except FileExistsError as error:
                if copy.read_bytes() != file.read_bytes():
                    raise StoreError(f"{copy} is another file already.", "Name an empty folder.") from error
        copies.append(copy)
    return copies


def rotate(archive: Archive) -> Key:
    """Have a new key follow the one that signs, by the signature of that. Raises StoreError, BusyError."""
    return _follow(archive)


def revoke(archive: Archive, since: str, reason: str, fingerprint: str = "") -> Key:
    """Revoke the key that signs, or an earlier one by its fingerprint, from a time on, and have a new one follow.

    `since` is ISO 8601, without a zone in this machine's. Raises UsageError, StoreError, BusyError.
    """
    told = " ".join(reason.split())
    if not told or len(told) > _LONGEST or not told.isprintable():
        raise UsageError(f"A reason is a sentence of at most {_LONGEST} letters.", "Nothing was changed.")
    public = _by_fingerprint(archive, fingerprint) if fingerprint else archive.custody.signing_key()
    return _follow(archive, Revocation(public, instant_of(archive, since), told))


def _by_fingerprint(archive: Archive, fingerprint: str) -> str:
    """Find one of the keys that ever signed; raise UsageError."""
    followed = (keyring.follower(content) for _, content in archive.custody.chain(*layout.WHOLE).after(0))
    signed = [archive.identity.public_key, *filter(None, followed)]
    found = next((each for each in signed if ssh_key.fingerprint(each) == fingerprint), None)
    if found is None:
        raise UsageError(f"No key of this archive has the fingerprint {fingerprint}.", "Nothing was changed.")
    return found


def _follow(archive: Archive, revocation: Revocation | None = None) -> Key:
    folder, archive_id = archive.settings.keys, archive.identity.archive_id
    covering.cover(archive)  # what waits is the old key's to sign
    # Under one lock from the question which key signs on: of two that followed the same key, one is nobody's.
    with archive.indexing():
        old = archive.custody.signing_key()
        keys.path_of(folder, archive_id, old)
        new = keys.make_next(folder, archive_id)
        statement = keyring.statement(archive_id, old, new)
        signature = keys.sign(folder, archive_id, old, keyring.NAMESPACE, statement)
        append(archive, None, keyring.KEY, keyring.said(old, new, signature, revocation))
    covering.cover(archive)
    return show(archive)
