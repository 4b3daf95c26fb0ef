"""Whether two pictures look alike, by their perceptual hashes: a hint, and none where they cannot be compared."""

_MOST_BITS = 10
"""Of 64, that may differ between two that look alike."""

Look = tuple[str, str]
"""Version and mode of a hash, and its 16 hex digits."""


def alike(one: Look | None, other: Look | None) -> bool | None:
    """Tell whether two pictures look alike; None where one is not known or was hashed in another way."""
    if one is None or other is None or one[0] != other[0]:
        return None
    return (int(one[1], 16) ^ int(other[1], 16)).bit_count() <= _MOST_BITS
