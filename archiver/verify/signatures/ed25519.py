"""Ed25519 signatures (RFC 8032, sections 5.1 and 5.1.7), checked with whole numbers and nothing else.

Only public values pass through here, so that it need not take the same time for each.
"""

from hashlib import sha512
from typing import TypeAlias

_P = 2**255 - 19
_ORDER = 2**252 + 27742317777372353535851937790883648493
_D = -121665 * pow(121666, -1, _P) % _P
_ROOT_OF_MINUS_ONE = pow(2, (_P - 1) // 4, _P)
_BYTES = 32

_Point: TypeAlias = tuple[int, int, int, int]
"""Extended coordinates: x = X/Z, y = Y/Z, xy = T/Z."""
_NEUTRAL: _Point = (0, 1, 1, 0)


def holds(key: bytes, message: bytes, signature: bytes) -> bool:
    """Tell whether a signature (64 bytes) of a message holds for a public key (32 bytes)."""
    if len(key) != _BYTES or len(signature) != 2 * _BYTES:
        return False
    point, number = _point(key), int.from_bytes(signature[_BYTES:], "little")
    if point is None or number >= _ORDER:
        return False
    challenge = int.from_bytes(sha512(signature[:_BYTES] + key + message).digest(), "little") % _ORDER
    # R = sB - kA, written as it stands in the signature: one R is written in one way only.
    return _written(_sum_of_multiples(number, _BASE, challenge, _negative(point))) == signature[:_BYTES]


def _point(text: bytes) -> _Point | None:
    """Read a point (section 5.1.3); None where there is none so."""
    sign, y = text[-1] >> 7, int.from_bytes(text, "little") & ((1 << 255) - 1)
    if y >= _P:
        return None
    square = (y * y - 1) * pow(_D * y * y + 1, -1, _P) % _P
    x = pow(square, (_P + 3) // 8, _P)
    if (x * x - square) % _P:
        x = x * _ROOT_OF_MINUS_ONE % _P
    if (x * x - square) % _P or (x == 0 and sign):
        return None
    x = _P - x if x & 1 != sign else x
    return x, y, 1, x * y % _P


def _written(point: _Point) -> bytes:
    x, y, z, _ = point
    inverse = pow(z, -1, _P)
    x, y = x * inverse % _P, y * inverse % _P
    return (y | (x & 1) << 255).to_bytes(_BYTES, "little")


def _added(one: _Point, other: _Point) -> _Point:
    """Add two points (section 5.1.4)."""
    (x1, y1, z1, t1), (x2, y2, z2, t2) = one, other
    a, b = (y1 - x1) * (y2 - x2) % _P, (y1 + x1) * (y2 + x2) % _P
    c, d = 2 * t1 * t2 * _D % _P, 2 * z1 * z2 % _P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % _P, g * h % _P, f * g % _P, e * h % _P


def _negative(point: _Point) -> _Point:
    x, y, z, t = point
    return -x % _P, y, z, -t % _P


def _sum_of_multiples(times: int, one: _Point, other_times: int, other: _Point) -> _Point:
    """Give `times` one and `other_times` the other, added, doubling both at once."""
    both, found = _added(one, other), _NEUTRAL
    for bit in range(max(times.bit_length(), other_times.bit_length()) - 1, -1, -1):
        found = _added(found, found)
        match times >> bit & 1, other_times >> bit & 1:
            case 1, 0:
                found = _added(found, one)
            case 0, 1:
                found = _added(found, other)
            case 1, 1:
                found = _added(found, both)
    return found


def _base() -> _Point:
    point = _point((4 * pow(5, -1, _P) % _P).to_bytes(_BYTES, "little"))
    if point is None:
        raise ValueError("the base point is none")
    return point


_BASE = _base()
