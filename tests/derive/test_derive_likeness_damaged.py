"""Pictures that are damaged, or of a kind that no browser shows, byte by byte."""

from io import BytesIO

import pytest
from PIL import Image, features

from archiver.derive.decoding import NotAPictureError
from archiver.derive.likeness import VERSION, likeness

HERE = {
    "JPEG": True,
    "PNG": True,
    "GIF": True,
    "WEBP": features.check("webp"),
    "AVIF": features.check("avif"),
}


def saved(form, **how):
    out = BytesIO()
    Image.radial_gradient("L").resize((24, 16)).convert("RGB").save(out, form, **how)
    return out.getvalue()


def marked(form):
    missing = pytest.mark.skipif(not HERE[form], reason=f"this Pillow writes no {form}")
    return pytest.param(form, marks=[missing])


def read_or_refused(content):
    try:
        return likeness(content).version == VERSION
    except NotAPictureError as error:
        return bool(str(error))


@pytest.mark.filterwarnings("ignore::UserWarning")
@pytest.mark.parametrize("form", [marked(form) for form in HERE])
def test_a_picture_with_any_one_byte_wrong_is_read_or_refused(form):
    content = saved(form)
    for place in range(len(content)):
        for value in (0, 255):
            assert read_or_refused(content[:place] + bytes([value]) + content[place + 1 :])


@pytest.mark.filterwarnings("ignore::UserWarning")
@pytest.mark.parametrize("form", [marked(form) for form in HERE if form != "AVIF"])
def test_a_picture_cut_off_anywhere_is_read_or_refused(form):
    content = saved(form)
    for end in range(0, len(content), 3):
        assert read_or_refused(content[:end])


def test_a_page_description_that_another_program_would_have_to_run_is_refused_unread():
    with pytest.raises(NotAPictureError) as error:
        likeness(saved("EPS"))
    assert "Ghostscript" not in str(error.value)


def test_a_texture_of_an_unknown_kind_is_refused():
    content = bytearray(saved("DDS"))
    content[80:84] = b"\0\0\0\0"
    assert read_or_refused(bytes(content))


@pytest.mark.parametrize("form", ["PPM", "PCX", "TGA", "DDS", "SGI"])
def test_a_format_that_no_browser_shows_is_no_picture(form):
    with pytest.raises(NotAPictureError):
        likeness(saved(form))


def test_the_first_picture_of_an_animation_is_the_one_that_is_hashed():
    still = Image.radial_gradient("L").convert("RGB")
    later = Image.linear_gradient("L").convert("RGB")
    for form in ("GIF", "PNG", "WEBP"):
        out, one = BytesIO(), BytesIO()
        still.save(out, form, save_all=True, append_images=[later, later], duration=100, lossless=True)
        still.save(one, form, lossless=True)
        assert likeness(out.getvalue()) == likeness(one.getvalue())


def test_sixteen_bits_of_grey_are_a_picture():
    out = BytesIO()
    Image.new("I;16", (32, 24), 30_000).save(out, "PNG")
    assert (likeness(out.getvalue()).width, likeness(out.getvalue()).height) == (32, 24)


@pytest.mark.parametrize("size", [(1, 1), (3000, 1), (1, 3000)])
def test_a_picture_as_thin_as_a_line_is_hashed(size):
    out = BytesIO()
    Image.new("RGB", size, "red").save(out, "PNG")
    assert len(likeness(out.getvalue()).phash) == 16
