"""Perceptual hashes: hints within one version and mode, and no picture that brings a run down."""

import re
import struct
import zlib
from io import BytesIO

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from archiver.derive.decoding import NotAPictureError
from archiver.derive.likeness import VERSION, likeness


def scene(width=640, height=480, *, other=False):
    """A picture with shapes; the other one is another motive."""
    picture = Image.linear_gradient("L").resize((width, height)).convert("RGB")
    draw = ImageDraw.Draw(picture)
    across, down = width / 8, height / 8
    for place in range(6):
        left = (5 - place if other else place) * across
        top = (place * place % 5 if other else place) * down
        colour = (40 * place, 255 - 40 * place, 128)
        shape = draw.ellipse if other else draw.rectangle
        shape((left, top, left + 2 * across, top + 2.5 * down), fill=colour)
    return picture


def saved(picture, form="JPEG", **how):
    out = BytesIO()
    picture.save(out, form, **how)
    return out.getvalue()


def distance(one, other):
    """How many of the 64 bits differ."""
    return (int(one, 16) ^ int(other, 16)).bit_count()


def png_of_size(width, height):
    """A PNG whose head promises this many pixels and whose data holds none."""

    def chunk(name, content):
        return (
            struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
        )

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(
    ("form", "mode"), [("JPEG", "draft"), ("PNG", "full"), ("WEBP", "full"), ("GIF", "full"), ("BMP", "full")]
)
def test_only_a_jpeg_is_decoded_in_draft_and_the_mode_says_so(form, mode):
    assert likeness(saved(scene(), form)).mode == mode


@pytest.mark.parametrize(
    ("width", "height"), [(640, 480), (3000, 2000), (1080, 1350), (9, 8), (1, 1), (2, 2000)]
)
@pytest.mark.parametrize("form", ["JPEG", "PNG"])
def test_the_size_is_that_of_the_file_even_where_less_is_decoded(form, width, height):
    found = likeness(saved(Image.new("RGB", (width, height), "teal"), form))
    assert (found.width, found.height) == (width, height)


def test_a_hash_is_sixty_four_bits_in_hex_with_its_version():
    found = likeness(saved(scene()))
    assert re.fullmatch(r"[0-9a-f]{16}", found.phash)
    assert re.fullmatch(r"[0-9a-f]{16}", found.dhash)
    assert found.version == VERSION == "likeness/1"


def test_the_same_bytes_give_the_same_hash():
    content = saved(scene())
    assert likeness(content) == likeness(content)


@pytest.mark.parametrize("quality", [30, 60, 95])
def test_a_picture_compressed_anew_stays_near(quality):
    one, other = likeness(saved(scene(), quality=90)), likeness(saved(scene(), quality=quality))
    assert distance(one.phash, other.phash) <= 6
    assert distance(one.dhash, other.dhash) <= 6


@pytest.mark.parametrize("size", [(320, 240), (1280, 960), (150, 112)])
def test_a_picture_in_another_size_stays_near(size):
    large = scene(1600, 1200)
    one, other = likeness(saved(large, quality=90)), likeness(saved(large.resize(size), quality=90))
    assert distance(one.phash, other.phash) <= 8
    assert distance(one.dhash, other.dhash) <= 8


def test_draft_and_full_of_one_picture_stay_near():
    large = scene(2400, 1800)
    one, other = likeness(saved(large, quality=95)), likeness(saved(large, "PNG"))
    assert {one.mode, other.mode} == {"draft", "full"}
    assert distance(one.phash, other.phash) <= 8


def test_another_motive_is_far_off():
    one, other = likeness(saved(scene())), likeness(saved(scene(other=True)))
    assert distance(one.phash, other.phash) >= 16
    assert distance(one.dhash, other.dhash) >= 10


@pytest.mark.parametrize(
    ("mode", "form"),
    [
        ("P", "PNG"),
        ("P", "GIF"),
        ("L", "JPEG"),
        ("L", "PNG"),
        ("1", "PNG"),
        ("CMYK", "JPEG"),
        ("RGBA", "PNG"),
    ],
)
def test_pictures_of_other_colour_models_are_hashed(mode, form):
    picture = scene()
    if mode == "RGBA":
        picture.putalpha(255)
    found = likeness(saved(picture.convert(mode), form))
    assert distance(found.phash, likeness(saved(scene(), "PNG")).phash) <= 12


@pytest.mark.parametrize("mode", ["LA", "RGBA"])
def test_pictures_with_transparency_are_hashed(mode):
    picture = scene().convert("RGBA")
    picture.putalpha(Image.linear_gradient("L").resize(picture.size))
    assert likeness(saved(picture.convert(mode), "PNG")).width == 640


def test_a_palette_with_a_transparent_entry_warns_of_nothing(recwarn):
    picture = scene().convert("P")
    found = likeness(saved(picture, "PNG", transparency=b"\x00\x80\xff"))
    assert found.mode == "full"
    assert [str(each.message) for each in recwarn] == []


@pytest.mark.parametrize("size", [(12_300, 12_300), (150_000_001, 1), (1, 150_000_001)])
def test_our_own_bound_comes_before_pillow_s_and_says_how_large_the_picture_is(size):
    with pytest.raises(NotAPictureError, match=rf"^{size[0]}x{size[1]} pixels$"):
        likeness(png_of_size(*size))


@pytest.mark.parametrize(
    "size", [(14_143, 14_143), (30_000, 30_000), (200_000_001, 1), (2**31 - 1, 2**31 - 1)]
)
def test_more_pixels_than_pillow_itself_allows_are_refused_unread(size):
    with pytest.raises(NotAPictureError):
        likeness(png_of_size(*size))


def test_a_picture_within_the_bound_raises_no_warning(recwarn):
    found = likeness(saved(Image.new("1", (10_000, 9_500)), "PNG"))
    assert (found.width, found.height) == (10_000, 9_500)
    assert [str(each.message) for each in recwarn] == []


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "GIF"])
@pytest.mark.parametrize("part", [0.1, 0.5, 0.9])
def test_a_truncated_picture_is_none(form, part):
    content = saved(scene(), form)
    with pytest.raises(NotAPictureError):
        likeness(content[: int(len(content) * part)])


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xd8\xff",
        b"<!DOCTYPE html><html></html>",
        b'{"a": 1}',
        b"\x00\x00\x00\x18ftypmp42",
        b"\x89PNG\r\n\x1a\n",
        b"GIF89a",
        b"RIFF\x00\x00\x00\x00WEBP",
        b"P6 0 0 255\n",
        b"\x00" * 4096,
    ],
)
def test_what_is_no_picture_is_said_to_be_none(content):
    with pytest.raises(NotAPictureError) as error:
        likeness(content)
    assert str(error.value)


PNG, JPEG = saved(scene(60, 40), "PNG"), saved(scene(60, 40))


@pytest.mark.filterwarnings("ignore:Corrupt EXIF")
@given(st.binary(max_size=200))
@example(b"II*\x00\x08\x00\x00\x00")
@settings(max_examples=100, deadline=None)
def test_any_bytes_give_a_likeness_or_are_no_picture(content):
    for each in (content, PNG[:33] + content, JPEG[:20] + content, b"GIF89a" + content, b"BM" + content):
        try:
            assert likeness(each).version == VERSION
        except NotAPictureError:
            continue


@given(st.sampled_from([PNG, JPEG]), st.data())
@settings(max_examples=100, deadline=None)
def test_a_picture_with_one_byte_changed_gives_a_likeness_or_is_none(content, data):
    place = data.draw(st.integers(0, len(content) - 1))
    value = data.draw(st.integers(0, 255))
    try:
        assert likeness(content[:place] + bytes([value]) + content[place + 1 :]).version == VERSION
    except NotAPictureError:
        return
