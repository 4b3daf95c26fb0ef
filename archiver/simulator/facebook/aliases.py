"""The letters that stand for a post in addresses: other ones in every answer, and good for a while only.

An alias says for whom it stands, when it was written and in which answer, in letters that mean nothing to
whoever carries them. The number it stands for is what stays.
"""

import hashlib
import hmac
from dataclasses import dataclass

_ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_KEY = b"the simulated platform's other one"
_PREFIX = "pfbid0"
_NONCE, _BODY, _MARK = 12, 17, 16


@dataclass(frozen=True, slots=True)
class Terms:
    """How long an alias is good for."""

    seconds: float | None = 86_400.0
    answers: int | None = None
    """How many answers may have been given since; any number, if not said."""


@dataclass(frozen=True, slots=True)
class Alias:
    """What an alias says."""

    number: str
    written: int
    """In seconds since 1970."""
    turn: int
    """In which answer, counted from the network's first."""

    def is_good(self, terms: Terms, now: float, turn: int) -> bool:
        """Whether it still stands for its post."""
        young = terms.seconds is None or now - self.written < terms.seconds
        return young and (terms.answers is None or turn - self.turn <= terms.answers)


def written(alias: Alias, nonce: bytes) -> str:
    """Write an alias; the nonce makes it unlike all others."""
    nonce = nonce[:_NONCE]
    plain = int(alias.number).to_bytes(7) + alias.written.to_bytes(5) + alias.turn.to_bytes(5)
    hidden = bytes(map(int.__xor__, plain, _digest(b"hide", nonce)))
    sealed = b"\1" + nonce + hidden + _digest(b"seal", nonce + hidden)[:_MARK]
    number, letters = int.from_bytes(sealed), ""
    while number:
        number, rest = divmod(number, len(_ALPHABET))
        letters = _ALPHABET[rest] + letters
    return _PREFIX + letters


def read(letters: str) -> Alias | None:
    """Read an alias; None for letters that were never written."""
    body = letters.removeprefix(_PREFIX)
    if body == letters or not body or set(body) - set(_ALPHABET):
        return None
    number = 0
    for letter in body:
        number = number * len(_ALPHABET) + _ALPHABET.index(letter)
    size = 1 + _NONCE + _BODY + _MARK
    if number.bit_length() > size * 8:
        return None
    sealed = number.to_bytes(size)
    nonce, rest = sealed[1 : 1 + _NONCE], sealed[1 + _NONCE :]
    hidden, mark = rest[:_BODY], rest[_BODY:]
    if sealed[:1] != b"\1" or not hmac.compare_digest(mark, _digest(b"seal", nonce + hidden)[:_MARK]):
        return None
    plain = bytes(map(int.__xor__, hidden, _digest(b"hide", nonce)))
    post, at, turn = plain[:7], plain[7:12], plain[12:]
    return Alias(str(int.from_bytes(post)), int.from_bytes(at), int.from_bytes(turn))


def is_alias(letters: str) -> bool:
    """Tell an alias from a number."""
    return letters.startswith("pfbid")


def _digest(purpose: bytes, content: bytes) -> bytes:
    return hmac.digest(_KEY, purpose + b"/" + content, hashlib.sha256)
