"""Ed25519 keys in OpenSSH form (RFC 8709; openssh-key-v1), so that `ssh-keygen` reads what we write."""

import base64
from dataclasses import dataclass
from hashlib import sha256

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey


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


def fingerprint(public: str) -> str:
    """Give the fingerprint `ssh-keygen -l` prints: `SHA256:<base64 without padding>`."""
    blob = base64.b64decode(public.split()[1])
    return "SHA256:" + base64.b64encode(sha256(blob).digest()).decode().rstrip("=")
