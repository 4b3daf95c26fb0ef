"""Detached signatures of OpenSSH (SSHSIG, PROTOCOL.sshsig), so that `ssh-keygen -Y verify` checks what we sign.

Signed is not the message but a frame around its SHA-512: magic, namespace, reserved, hash algorithm, hash.
"""

import base64
import struct
from hashlib import sha512

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

_MAGIC = b"SSHSIG"
_VERSION = 1
_HASH = b"sha512"
_KEY_TYPE = b"ssh-ed25519"
_LINE = 70
_BEGIN, _END = "-----BEGIN SSH SIGNATURE-----", "-----END SSH SIGNATURE-----"


class NotSignedError(ValueError):
    """A key that cannot sign, or a signature that does not hold; says what is wrong."""


def sign(private: bytes, namespace: str, message: bytes) -> bytes:
    """Sign a message in a namespace with an Ed25519 key in OpenSSH form; give the armoured signature.

    Raises NotSignedError where the key cannot be used.
    """
    try:
        key = serialization.load_ssh_private_key(private, None)
    except (ValueError, UnsupportedAlgorithm) as error:
        raise NotSignedError("it is no private key in OpenSSH form without a password") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise NotSignedError("it is no Ed25519 key")
    public = key.public_key().public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
    signature = _string(_KEY_TYPE) + _string(key.sign(_signed(namespace, message)))
    return _armoured(_blob(public, namespace, signature))


def check(public: str, namespace: str, message: bytes, signature: bytes) -> None:
    """Hold a signature against a key (one line in OpenSSH form); raise NotSignedError where it does not hold.

    Of the many ways to write one signature only the one that `sign` writes is taken.
    """
    raw = _raw(public)
    body = signature.decode("ascii", "replace").removeprefix(f"{_BEGIN}\n").removesuffix(f"\n{_END}\n")
    try:
        blob = base64.b64decode(body.replace("\n", ""), validate=True)
    except ValueError as error:
        raise NotSignedError("it is no armoured signature") from error
    if signature != _armoured(blob):
        raise NotSignedError("it is not written as it was made")
    bare = blob[-64:]
    if blob != _blob(raw, namespace, _string(_KEY_TYPE) + _string(bare)):
        raise NotSignedError("it is of another key or for another purpose")
    try:
        Ed25519PublicKey.from_public_bytes(raw).verify(bare, _signed(namespace, message))
    except InvalidSignature as error:
        raise NotSignedError("it does not hold for what it stands beside") from error


def _raw(public: str) -> bytes:
    blob = base64.b64decode(public.split()[1])
    if blob[:-32] != _string(_KEY_TYPE) + struct.pack(">I", 32):
        raise NotSignedError("the key is no Ed25519 key")
    return blob[-32:]


def _signed(namespace: str, message: bytes) -> bytes:
    hashed = _string(sha512(message).digest())
    return _MAGIC + _string(namespace.encode()) + _string(b"") + _string(_HASH) + hashed


def _blob(raw: bytes, namespace: str, signature: bytes) -> bytes:
    key = _string(_KEY_TYPE) + _string(raw)
    told = _string(key) + _string(namespace.encode()) + _string(b"") + _string(_HASH)
    return _MAGIC + struct.pack(">I", _VERSION) + told + _string(signature)


def _string(content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + content


def _armoured(blob: bytes) -> bytes:
    text = base64.b64encode(blob).decode()
    lines = (text[at : at + _LINE] for at in range(0, len(text), _LINE))
    return "\n".join((_BEGIN, *lines, _END, "")).encode()
