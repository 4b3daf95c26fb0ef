"""Files that come along with the program: what it is made of, and how it was tested."""

from pathlib import Path


def shipped(name: str) -> Path:
    """Give a file that comes along: inside the package where it was installed, else beside it."""
    package = Path(__file__).parent.parent
    inside = package / name
    return inside if inside.exists() else package.parent / name
