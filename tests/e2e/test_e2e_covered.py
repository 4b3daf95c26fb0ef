"""The picture of a post's content, taken with a session on either network, shows the post and nobody who looked."""

import io
import json

import numpy as np
import pytest
from fakes import call_archiver, sound, write_settings
from PIL import Image
from warcio.archiveiterator import ArchiveIterator

from archiver.export.betraying import find_of
from archiver.simulator import pictures
from archiver.simulator.facebook.hartmann import hartmann as on_facebook
from archiver.simulator.facebook.ids import post_id
from archiver.simulator.facebook.network import FacebookNetwork
from archiver.simulator.hartmann import hartmann as on_instagram
from archiver.simulator.instagram.network import SocialNetwork
from archiver.simulator.server import StandIn
from archiver.simulator.visitors import FACEBOOK, INSTAGRAM, Session

pytestmark = pytest.mark.browser
WHO = "liesl.sieht.nach"
COVER = (141, 148, 158)
LOUD = ((255, 0, 170), (110, 255, 0))


def picture_post(company):
    return next(post for post in company.posts if post.kind == "image" and len(post.media) == 1)


def instagram():
    company = on_instagram(older=2)
    address = f"https://www.instagram.com/p/{picture_post(company).code}/"
    return SocialNetwork(company, seed="covered"), address, INSTAGRAM, (20, 547)


def facebook():
    company = on_facebook(older=2)
    address = f"https://www.facebook.com/{post_id(picture_post(company))}"
    return FacebookNetwork(company, seed="covered"), address, FACEBOOK, (16, 648)


@pytest.fixture(scope="module", params=[instagram, facebook], ids=["instagram", "facebook"])
def look(request, tmp_path_factory):
    """A post looked at alone with a session: what was made of it, and where in its content its picture is drawn."""
    network, address, jar, drawn = request.param()
    folder = tmp_path_factory.mktemp("covered")
    (folder / "state.json").write_text(json.dumps(network.admit(WHO)))
    name = request.param.__name__
    session = f'\n[sessions.S]\nplatform = "{name}"\nstate = "{folder}/state.json"\n'
    with StandIn(network.answer) as server:
        write_settings(
            server,
            folder,
            session,
            hosts=("www.instagram.com", "*.cdninstagram.com", "www.facebook.com", "*.fbcdn.net"),
        )
        ran = call_archiver("crawl", address, "--session", "S", "--json", folder=folder)
        assert ran.code == 0, ran.err
        (found,) = ran.json["captures"]
        assert found["gaps"] == 0, ran.out
        assert sound(folder)
    capture = folder / "evidence/captures" / found["capture"]
    return {
        "records": dict(made(capture)),
        "manifest": json.loads((capture / "manifest.json").read_bytes()),
        "private": json.loads((capture / "private.json").read_bytes()),
        "post": picture_post(network.company).media[0],
        "session": Session(WHO, "", jar),
        "drawn": drawn,
    }


def made(capture):
    """Give what was made of the page: its pictures and its markup, by their kinds."""
    with (capture / "capture.warc.gz").open("rb") as file:
        for record in ArchiveIterator(file):
            address = record.rec_headers.get_header("WARC-Target-URI") or ""
            kind = address.removeprefix("urn:archiver:").partition(":https")[0]
            if record.rec_type == "resource":
                yield kind, record.content_stream().read()


def picture(look, part):
    return Image.open(io.BytesIO(look["records"][f"picture:{part}:0"])).convert("RGB")


def near(image, colour):
    """Count the pixels near a colour."""
    bands = zip(image.split(), colour, strict=True)
    return int(
        np.logical_and.reduce([np.abs(np.asarray(band, np.int16) - of) < 60 for band, of in bands]).sum()
    )


def nearest(image, template):
    """Give by how much, on average, the place of an image differs that is most like a template."""
    pixels, wanted = np.asarray(image, np.float32), np.asarray(template, np.float32)
    windows = np.lib.stride_tricks.sliding_window_view(pixels, wanted.shape)[::2, ::2, 0]
    return min(float(np.abs(row - wanted).mean(axis=(1, 2, 3)).min()) for row in windows)


# What is covered is looked at in `tests/capture/test_capture_covering.py` in a test run.
@pytest.mark.prove
def test_her_face_is_in_the_page_s_picture_and_nowhere_in_the_content_s(look):
    page, content = picture(look, "page"), picture(look, "content")
    assert all(near(page, colour) > 100 for colour in LOUD)
    assert [near(content, colour) for colour in LOUD] == [0, 0]
    face = Image.open(io.BytesIO(pictures.face()))
    sizes = (28, 32, 40)
    # Only its middle, since faces are drawn round.
    faces = [face.resize((size, size)).crop((size // 4,) * 2 + (3 * size // 4,) * 2) for size in sizes]
    assert min(nearest(page, each) for each in faces) < 45
    assert min(nearest(content, each) for each in faces) > 70


# What is covered is looked at in `tests/capture/test_capture_covering.py` in a test run.
@pytest.mark.prove
def test_the_post_s_own_picture_is_in_the_content_s(look):
    content, (left, width) = picture(look, "content"), look["drawn"]
    own = Image.open(io.BytesIO(look["post"].picture)).convert("RGB")
    height = round(own.height * width / own.width)
    wanted = np.asarray(own.resize((width, height)), np.int16)
    shown = np.asarray(content, np.int16)[:, left : left + width]
    tops = range(content.height - height + 1)
    assert min(np.abs(shown[top : top + height] - wanted).mean() for top in tops) < 6


# What is covered is looked at in `tests/capture/test_capture_covering.py` in a test run.
@pytest.mark.prove
def test_what_was_covered_is_said_and_the_page_s_picture_is_as_the_browser_showed_it(look):
    assert near(picture(look, "content"), COVER) > 1_000
    said = [sentence for sentence in look["manifest"]["alterations"] if "was covered" in sentence]
    assert len(said) == 1


# What is covered is looked at in `tests/capture/test_capture_covering.py` in a test run.
@pytest.mark.prove
def test_her_face_is_found_by_value_wherever_its_address_stands(look):
    told, session = look["private"], look["session"]
    assert told["viewer"]["picture"] == session.face
    markup = look["records"]["dom"]
    spans = [markup[span.start : span.end] for span in find_of(told)(markup)]
    assert spans.count(session.face.encode()) >= markup.count(session.face.encode()) >= 2
    assert WHO.encode() in markup, "the rendered page is kept as it was"
