"""Sign a text of one's own with the archive's key, so that others can tell who stands for it."""

from archiver.archive import Archive
from archiver.ledger import keys


def signer(archive: Archive, namespace: str) -> str:
    """Give the line by which `ssh-keygen -Y verify` takes what the archive's key signs, under the name `archiver`."""
    return f'archiver namespaces="{namespace}" {archive.custody.signing_key()}'


def signed(archive: Archive, namespace: str, content: bytes) -> bytes:
    """Sign some bytes in a namespace; give the armoured signature (SSHSIG). Raises StoreError where no key is here."""
    public = archive.custody.signing_key()
    return keys.sign(archive.settings.keys, archive.identity.archive_id, public, namespace, content)
