"""What drawings are made of: lengths in units of the drawing, `WIDTH` wide; times run from left to right."""

from dataclasses import dataclass

WIDTH, LEFT, RIGHT = 960.0, 190.0, 20.0
"""In all, before what is drawn, and behind it."""


@dataclass(frozen=True, slots=True)
class Tick:
    """A time on a line, or a look."""

    x: float
    label: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time."""

    x: float
    width: float
    label: str
