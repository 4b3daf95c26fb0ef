"""How events name a bundle: so that who has it knows it again, and nobody else does."""

import secrets
from hashlib import sha256


def named(digest: str) -> dict[str, str]:
    """Name a bundle by its digest, in hex, under a nonce that is drawn for it."""
    nonce = secrets.token_bytes(32)
    return {"bundle": _salted(nonce, digest), "nonce": nonce.hex()}


def is_named(event: dict[str, str], digest: str) -> bool:
    """Tell whether an event names a bundle of this digest."""
    return event["bundle"] == _salted(bytes.fromhex(event["nonce"]), digest)


def _salted(nonce: bytes, digest: str) -> str:
    return f"sha256:{sha256(nonce + bytes.fromhex(digest)).hexdigest()}"
