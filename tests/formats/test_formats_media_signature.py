"""Pictures and films are told by their first bytes."""

from io import BytesIO

import pytest
from PIL import Image

from archiver.formats import media_signature


@pytest.mark.parametrize("form", ["JPEG", "PNG", "GIF", "WEBP", "AVIF"])
def test_a_picture_is_what_its_bytes_say(form):
    made = BytesIO()
    Image.new("RGB", (8, 8)).save(made, form)
    assert media_signature.media_type(made.getvalue()[: media_signature.LONGEST]) == f"image/{form.lower()}"


BEGINS = {
    b"\0\0\0\x18ftypheic": "image/heic",
    b"\0\0\0\x18ftypisom": "video/mp4",
    b"\0\0\0\x14ftypqt  ": "video/mp4",
    b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81": "video/webm",
    b"RIFF\0\0\0\0WAVE": "",
    b"%PDF-1.7": "",
    b"<svg xmlns=": "",
    b"": "",
    b"\xff\xd8": "",
}


@pytest.mark.parametrize(("begins", "mime"), BEGINS.items())
def test_named_beginnings(begins, mime):
    assert media_signature.media_type(begins) == mime
