"""The archive's signing key: Ed25519 in OpenSSH form, in a folder of its own outside the archive."""

import hmac
import os
from itertools import count
from pathlib import Path

from archiver.errors import StoreError
from archiver.formats import ssh_key, sshsig
from archiver.formats.ssh_key import KeyPair

_FROM_BACKUP = "Bring it back from your backup."


def make(folder: Path, archive_id: str) -> str:
    """Make a key pair, private part 0600, and give the public line; raise StoreError where it cannot be kept."""
    pair, path = ssh_key.generate(), private_path(folder, archive_id)
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        _keep(path, pair, archive_id)
    except OSError as error:
        raise _not_kept(path, error) from error
    return pair.public


def make_next(folder: Path, archive_id: str) -> str:
    """Make a further key pair beside those that are there, and give the public line; raise StoreError."""
    pair = ssh_key.generate()
    later = (private_path(folder, archive_id, number) for number in count(2))
    path = next(path for path in later if not path.exists())
    try:
        _keep(path, pair, archive_id)
    except OSError as error:
        raise _not_kept(path, error, "Make room there, or let yourself write there.") from error
    return pair.public


def private_path(folder: Path, archive_id: str, number: int = 1) -> Path:
    """Say where the private key of an archive is kept, or the n-th where one followed another."""
    return folder / (f"{archive_id}.key" if number == 1 else f"{archive_id}.{number}.key")


def kept(folder: Path, archive_id: str) -> list[Path]:
    """Give the private keys of an archive that are here, the first one first."""
    first = private_path(folder, archive_id)
    later = sorted(folder.glob(f"{archive_id}.*.key"), key=lambda path: (len(path.name), path.name))
    return [*([first] if first.exists() else []), *later]


def salted(folder: Path, archive_id: str, name: str) -> str:
    """Give 16 hex digits that stand for a name, keyed by the archive's first private key; raise StoreError."""
    return hmac.new(_read(private_path(folder, archive_id)), name.encode(), "sha256").hexdigest()[:16]


def path_of(folder: Path, archive_id: str, public: str) -> Path:
    """Say where the private half of a public key is kept; raise StoreError where it is not there."""
    first = private_path(folder, archive_id)
    found = kept(folder, archive_id)
    if not found:
        _read(first)  # says why not
    faults = []
    for path in found:
        try:
            if _public_of(path) == public:
                return path
        except StoreError as error:  # such as what a crash or a full disk left of one
            faults.append(error)
    if faults:
        raise faults[-1]
    raise StoreError(f"None of the keys in {folder} is the one that signs this archive.", _FROM_BACKUP)


def sign(folder: Path, archive_id: str, public: str, namespace: str, message: bytes) -> bytes:
    """Sign a message with the archive's key of which `public` is the other half; give the armoured signature.

    Raises StoreError where there is no such key, or it is another's.
    """
    return sshsig.sign(_read(path_of(folder, archive_id, public)), namespace, message)


def _public_of(path: Path) -> str:
    try:
        return ssh_key.public_of(_read(path))
    except ssh_key.NotAKeyError as error:
        raise StoreError(f"The signing key {path} cannot sign: {error}.", _FROM_BACKUP) from error


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise StoreError(f"The signing key {path} cannot be read: {error.strerror}.", _FROM_BACKUP) from error


def _not_kept(path: Path, error: OSError, advice: str = "Set [keys] folder to another place.") -> StoreError:
    return StoreError(f"The signing key cannot be kept at {path}: {error.strerror}.", advice)


def _keep(path: Path, pair: KeyPair, archive_id: str) -> None:
    """Write both halves, or neither."""
    _write(path, pair.private, 0o600)
    try:
        _write(path.with_suffix(".pub"), f"{pair.public} archiver {archive_id}\n".encode(), 0o644)
    except OSError:
        path.unlink()
        raise


def _write(path: Path, content: bytes, mode: int) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        path.unlink()
        raise
