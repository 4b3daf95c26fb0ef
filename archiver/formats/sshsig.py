"""Detached signatures of OpenSSH (SSHSIG, PROTOCOL.sshsig), so that `ssh-keygen -Y verify` checks what we sign.

Signed is not the message but a frame around its SHA-512: magic, namespace, reserved, hash algorithm, hash.
"""

import base64
import struct
from hashlib import sha512

from archiver.formats import ssh_key

_MAGIC = b"SSHSIG"
_VERSION = 1
_HASH = b"sha512"
_KEY_TYPE = b"ssh-ed25519"
_LINE = 70
_BEGIN, _END = "-----BEGIN SSH SIGNATURE-----", "-----END SSH SIGNATURE-----"


def sign(private: bytes, namespace: str, message: bytes) -> bytes:
    """Sign a message in a namespace with an Ed25519 key in OpenSSH form; give the armoured signature.

    Raises NotAKeyError.
    """
    key = ssh_key.read(private)
    public = key.public_key().public_bytes_raw()
    signature = _string(_KEY_TYPE) + _string(key.sign(_signed(namespace, message)))
    return _armoured(_blob(public, namespace, signature))


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
