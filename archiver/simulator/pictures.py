"""Draws what the fictional company posts: pictures of its machines, from a seed, the same bytes every time.

The same bytes for one version of Pillow, that is: truth is computed from what was drawn, never written down.
"""

import io
import math
import random
import re
from collections.abc import Callable
from functools import lru_cache

from PIL import Image, ImageDraw, ImageFont, ImageOps

_QUALITY = 84
_PALETTES = (
    ((24, 32, 44), (120, 140, 160), (232, 96, 24)),
    ((52, 40, 30), (190, 160, 120), (20, 120, 140)),
    ((16, 52, 60), (150, 200, 190), (240, 200, 60)),
    ((60, 20, 28), (200, 150, 140), (40, 60, 90)),
    ((230, 232, 226), (110, 118, 122), (200, 30, 40)),
    ((32, 26, 58), (160, 150, 210), (90, 210, 160)),
)
_CROP = re.compile(r"c(\d+)\.(\d+)\.(\d+)\.(\d+)a")
_SIDE = re.compile(r"([sp])(\d+)x\d+")

Colour = tuple[int, int, int]


@lru_cache(maxsize=1024)
def picture(seed: str, width: int = 1080, height: int = 1350) -> bytes:
    """Draw a picture from the company's workshop as a JPEG of 60 to 200 KB."""
    draws = random.Random(f"picture/{seed}")  # noqa: S311 - a picture is no secret
    dark, light, accent = draws.choice(_PALETTES)
    image = _ground(draws, (width, height), dark, light)
    pen = ImageDraw.Draw(image)
    for _ in range(draws.randint(2, 4)):
        where = (draws.randrange(width), draws.randrange(height))
        draws.choice(_SHAPES)(pen, draws, where, draws.choice((dark, light, accent)))
    draws.choice(_SHAPES)(pen, draws, (width // 2, height // 2), accent)
    _label(pen, draws, (width, height), accent)
    return _jpeg(image)


@lru_cache(maxsize=2048)
def rendition(content: bytes, form: str) -> bytes:
    """Give a picture in the form an `stp` parameter names; without size or crop, the bytes themselves.

    `c<x>.<y>.<w>.<h>a` crops, `s<n>` bounds the longer side and `p<n>` the shorter one; nothing is enlarged.
    """
    crop, side = _CROP.search(form), _SIDE.search(form)
    if crop is None and side is None:
        return content
    with Image.open(io.BytesIO(content)) as whole:
        x, y, width, height = map(int, crop.groups()) if crop else (0, 0, *whole.size)
        bound = max(width, height) if side is None or side[1] == "s" else min(width, height)
        share = min(1.0, int(side[2]) / bound) if side else 1.0
        size = (max(1, round(width * share)), max(1, round(height * share)))
        return _jpeg(whole.crop((x, y, x + width, y + height)).resize(size))


def renditions(content: bytes, forms: tuple[str, ...]) -> tuple[bytes, ...]:
    """Give a picture in several forms."""
    return tuple(rendition(content, form) for form in forms)


@lru_cache(maxsize=32)
def reencoded(content: bytes, times: int) -> bytes:
    """Write a picture anew, a little coarser each time; not at all for zero times."""
    if not times:
        return content
    with Image.open(io.BytesIO(content)) as image:
        return _jpeg(image, _QUALITY - 4 * min(times, 10))


@lru_cache(maxsize=1)
def face() -> bytes:
    """Draw the picture of whoever is signed in, in two colours that nothing else here has."""
    image = Image.new("RGB", (320, 320), (255, 0, 170))
    pen = ImageDraw.Draw(image)
    for place in range(0, 16, 2):
        left, top = (place % 4 + place // 4 % 2) * 80, place // 4 * 80
        pen.rectangle((left, top, left + 79, top + 79), fill=(110, 255, 0))
    return _jpeg(image, 95)


@lru_cache(maxsize=1)
def icon() -> bytes:
    """Draw the site's icon as an ICO file."""
    image = Image.new("RGB", (32, 32), (214, 41, 118))
    ImageDraw.Draw(image).rounded_rectangle((6, 6, 25, 25), 6, outline=(255, 255, 255), width=3)
    sink = io.BytesIO()
    image.save(sink, "ICO")
    return sink.getvalue()


def _jpeg(image: Image.Image, quality: int = _QUALITY) -> bytes:
    sink = io.BytesIO()
    image.save(sink, "JPEG", quality=quality)
    return sink.getvalue()


def _ground(draws: random.Random, size: tuple[int, int], dark: Colour, light: Colour) -> Image.Image:
    """Lay a gradient with the grain of a photograph, which also gives the file a photograph's weight."""
    gradient = Image.linear_gradient("L").rotate(draws.choice((0, 90, 180, 270))).resize(size)
    coarse = (size[0] // 3, size[1] // 3)
    grain = Image.frombytes("L", coarse, draws.randbytes(coarse[0] * coarse[1]))
    tone = Image.blend(gradient, grain.resize(size, Image.Resampling.BILINEAR), 0.16)
    return ImageOps.colorize(tone, dark, light)


def _gear(pen: ImageDraw.ImageDraw, draws: random.Random, at: tuple[int, int], colour: Colour) -> None:
    teeth, radius = draws.randint(9, 24), draws.randint(140, 380)
    rim: list[tuple[float, float]] = []
    for step in range(teeth * 4):
        angle = math.tau * step / (teeth * 4)
        reach = radius * (1.0 if step % 4 in (1, 2) else 0.84)
        rim.append((at[0] + reach * math.cos(angle), at[1] + reach * math.sin(angle)))
    pen.polygon(rim, fill=colour, outline=(12, 12, 12))
    pen.circle(at, radius * 0.55, outline=(12, 12, 12), width=6)
    pen.circle(at, radius * 0.2, fill=(18, 18, 20))


def _drill(pen: ImageDraw.ImageDraw, draws: random.Random, at: tuple[int, int], colour: Colour) -> None:
    half, length = draws.randint(30, 80), draws.randint(380, 760)
    left, top, right = at[0] - half, at[1] - length // 2, at[0] + half
    pen.rectangle((left, top, right, top + length), fill=colour)
    for turn in range(top + length // 4, top + length, max(36, half)):
        pen.line((left, turn, right, turn - half), fill=(20, 20, 24), width=draws.randint(6, 14))
    pen.polygon(((left, top + length), (right, top + length), (at[0], top + length + half)), fill=colour)


def _gauge(pen: ImageDraw.ImageDraw, draws: random.Random, at: tuple[int, int], colour: Colour) -> None:
    radius, hand = draws.randint(150, 320), draws.random() * math.tau
    pen.circle(at, radius, fill=(240, 240, 236), outline=colour, width=radius // 8)
    for step in range(40):
        angle, inner = math.tau * step / 40, radius * (0.66 if step % 5 == 0 else 0.76)
        tip = (at[0] + radius * 0.84 * math.cos(angle), at[1] + radius * 0.84 * math.sin(angle))
        pen.line(((at[0] + inner * math.cos(angle), at[1] + inner * math.sin(angle)), tip), fill=0, width=3)
    end = (at[0] + radius * 0.7 * math.cos(hand), at[1] + radius * 0.7 * math.sin(hand))
    pen.line((at, end), fill=(190, 20, 30), width=9)


def _housing(pen: ImageDraw.ImageDraw, draws: random.Random, at: tuple[int, int], colour: Colour) -> None:
    width, height = draws.randint(300, 620), draws.randint(260, 560)
    left, top = at[0] - width // 2, at[1] - height // 2
    body = (left, top, left + width, top + height)
    pen.rounded_rectangle(body, 28, fill=colour, outline=(14, 14, 16), width=6)
    pen.rectangle((left + 40, top + 40, left + width // 2, top + height // 2), fill=(30, 44, 58))
    for row in range(draws.randint(2, 4)):
        for column in range(4):
            knob = (left + width * 0.62 + column * 42, top + 60 + row * 52)
            pen.circle(knob, 14, fill=draws.choice(((60, 200, 90), (220, 60, 50), (230, 230, 230))))


_SHAPES: tuple[Callable[[ImageDraw.ImageDraw, random.Random, tuple[int, int], Colour], None], ...] = (
    _gear,
    _drill,
    _gauge,
    _housing,
)


def _label(pen: ImageDraw.ImageDraw, draws: random.Random, size: tuple[int, int], accent: Colour) -> None:
    words = f"{draws.choice(('HW', 'FZ', 'DM', 'RX'))} {draws.randint(100, 9999)}"
    top = draws.choice((0, size[1] - 130))
    pen.rectangle((0, top, size[0], top + 130), fill=accent)
    pen.text((48, top + 24), words, fill=(255, 255, 255), font=_font(72))


@lru_cache(maxsize=4)
def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(size)
