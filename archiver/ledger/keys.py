"""The archive's signing key: Ed25519 in OpenSSH form, in a folder of its own outside the archive."""

import hmac
import os
from pathlib import Path

from archiver.errors import StoreError
from archiver.formats import ssh_key, sshsig

_FROM_BACKUP = "Bring it back from your backup."


def make(folder: Path, archive_id: str) -> str:
    """Make a key pair, private part 0600, and give the public line; raise StoreError where it cannot be kept."""
    pair = ssh_key.generate()
    path = private_path(folder, archive_id)
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        _write(path, pair.private, 0o600)
        _write(path.with_suffix(".pub"), f"{pair.public} archiver {archive_id}\n".encode(), 0o644)
    except OSError as error:
        raise StoreError(
            f"The signing key cannot be kept at {path}: {error.strerror}.",
            "Set [keys] folder to another place.",
        ) from error
    return pair.public


def private_path(folder: Path, archive_id: str) -> Path:
    """Say where the private key of an archive is kept."""
    return folder / f"{archive_id}.key"


def salted(folder: Path, archive_id: str, name: str) -> str:
    """Give 16 hex digits that stand for a name, keyed by the archive's private key; raise StoreError."""
    return hmac.new(_private(folder, archive_id), name.encode(), "sha256").hexdigest()[:16]


def sign(folder: Path, archive_id: str, public: str, namespace: str, message: bytes) -> bytes:
    """Sign a message with the archive's key, of which `public` is the other half; give the armoured signature.

    Raises StoreError where there is no such key, or it is another's.
    """
    path, private = private_path(folder, archive_id), _private(folder, archive_id)
    try:
        own = ssh_key.public_of(private)
        signature = sshsig.sign(private, namespace, message)
    except ssh_key.NotAKeyError as error:
        raise StoreError(f"The signing key {path} cannot sign: {error}.", _FROM_BACKUP) from error
    if own != public:
        raise StoreError(f"The signing key {path} is not this archive's.", _FROM_BACKUP)
    return signature


def _private(folder: Path, archive_id: str) -> bytes:
    path = private_path(folder, archive_id)
    try:
        return path.read_bytes()
    except OSError as error:
        raise StoreError(f"The signing key {path} cannot be read: {error.strerror}.", _FROM_BACKUP) from error


def _write(path: Path, content: bytes, mode: int) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
