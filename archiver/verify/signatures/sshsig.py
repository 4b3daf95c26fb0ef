"""A detached signature of OpenSSH (SSHSIG, PROTOCOL.sshsig), taken only as it was made.

`ssh-keygen` reads several spellings of one signature. Here one is right: lines of 70, no more and no less.
"""

import base64
import struct
from hashlib import sha512

from archiver.verify.signatures import ed25519

_KEY_TYPE = b"ssh-ed25519"
_LINE = 70
_BEGIN, _END = "-----BEGIN SSH SIGNATURE-----", "-----END SSH SIGNATURE-----"
_SIGNATURE_BYTES = 64


def fault(text: bytes, key: bytes, namespace: str, message: bytes) -> str:
    """Say what is wrong with a signature by a public key (32 bytes) of a message; empty where it holds."""
    body = text.decode("ascii", "replace").removeprefix(f"{_BEGIN}\n").removesuffix(f"\n{_END}\n")
    try:
        blob = base64.b64decode(body.replace("\n", ""), validate=True)
    except ValueError:
        return "It is no signature of OpenSSH."
    if _armoured(blob) != text:
        return "It is not written as a signature is made here."
    bare = blob[-_SIGNATURE_BYTES:]
    if blob != _blob(key, namespace, bare):
        return "It is of another key than the archive's, or was made for another purpose."
    if not ed25519.holds(key, _signed(namespace, message), bare):
        return "It does not hold for what it stands beside."
    return ""


def _signed(namespace: str, message: bytes) -> bytes:
    told = _string(namespace.encode()) + _string(b"") + _string(b"sha512")
    return b"SSHSIG" + told + _string(sha512(message).digest())


def _blob(key: bytes, namespace: str, bare: bytes) -> bytes:
    told = _string(_string(_KEY_TYPE) + _string(key)) + _string(namespace.encode())
    signature = _string(_string(_KEY_TYPE) + _string(bare))
    return b"SSHSIG" + struct.pack(">I", 1) + told + _string(b"") + _string(b"sha512") + signature


def _string(content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + content


def _armoured(blob: bytes) -> bytes:
    text = base64.b64encode(blob).decode()
    lines = (text[at : at + _LINE] for at in range(0, len(text), _LINE))
    return "\n".join((_BEGIN, *lines, _END, "")).encode()
