"""Sign a text of one's own with the archive's key, so that others can tell who stands for it."""

from dataclasses import dataclass

from archiver.archive import Archive
from archiver.ledger import keys


@dataclass(frozen=True, slots=True)
class Signature:
    """A signature over some bytes."""

    armoured: bytes
    """As `ssh-keygen -Y verify` takes it."""
    signer: str
    """The line of an allowed signers file by which it is verified, under the name `archiver`."""


def signer(archive: Archive, namespace: str) -> str:
    """Give the line by which others verify what the archive's key signs in a namespace."""
    return f'archiver namespaces="{namespace}" {archive.custody.signing_key()}'


def signed(archive: Archive, namespace: str, content: bytes) -> Signature:
    """Sign some bytes in a namespace (SSHSIG). Raises StoreError where the key is not here."""
    public = archive.custody.signing_key()
    armoured = keys.sign(archive.settings.keys, archive.identity.archive_id, public, namespace, content)
    return Signature(armoured, signer(archive, namespace))
