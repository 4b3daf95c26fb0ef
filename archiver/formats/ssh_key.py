"""Ed25519 keys in OpenSSH form (RFC 8709; openssh-key-v1), so that `ssh-keygen` reads what we write."""

import base64
from dataclasses import dataclass
from hashlib import sha256

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey


class NotAKeyError(ValueError):
    """Bytes that are no private key which can sign; says why."""


@dataclass(frozen=True, slots=True)
class KeyPair:
    """A key pair as it stands in files."""

    private: bytes
    public: str
    """One line: `ssh-ed25519 <base64>`."""


def generate() -> KeyPair:
    """Make a new Ed25519 key pair."""
    key = Ed25519PrivateKey.generate()
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.OpenSSH, serialization.NoEncryption()
    )
    public = key.public_key().public_bytes(serialization.Encoding.OpenSSH, serialization.PublicFormat.OpenSSH)
    return KeyPair(private, public.decode())


def read(private: bytes) -> Ed25519PrivateKey:
    """Read a private key without a password; raise NotAKeyError."""
    try:
        key = serialization.load_ssh_private_key(private, None)
    except (ValueError, UnsupportedAlgorithm) as error:
        raise NotAKeyError("it is no private key in OpenSSH form without a password") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise NotAKeyError("it is no Ed25519 key")
    return key


def public_of(private: bytes) -> str:
    """Give the public half of a private key: one line. Raises NotAKeyError."""
    public = read(private).public_key()
    return public.public_bytes(serialization.Encoding.OpenSSH, serialization.PublicFormat.OpenSSH).decode()


def fingerprint(public: str) -> str:
    """Give the fingerprint `ssh-keygen -l` prints: `SHA256:<base64 without padding>`."""
    blob = base64.b64decode(public.split()[1])
    return "SHA256:" + base64.b64encode(sha256(blob).digest()).decode().rstrip("=")
