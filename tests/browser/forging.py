"""What forgeries of a bundle are made with."""

from pathlib import Path

WACZ = "data/captures.wacz"


def capture_in(bundle: Path, place: int = 0) -> str:
    found = sorted(path.parent for path in bundle.glob("data/captures/*/*/*/manifest.json"))
    return found[place].relative_to(bundle).as_posix()


def first_of(bundle: Path, pattern: str) -> str:
    return min(bundle.glob(pattern)).relative_to(bundle).as_posix()


def flipped(content: bytes, at: int = -1) -> bytes:
    place = at % len(content)
    return content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]
