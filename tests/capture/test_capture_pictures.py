import json
import time
from dataclasses import replace
from io import BytesIO

import pytest
from PIL import Image

from archiver.capture import pictures
from archiver.model.gap import GapReason
from archiver.simulator.messages import Answer, text

pytestmark = pytest.mark.browser
SITE = "https://www.instagram.com"
LIESL = {("NAME", "Liesl")}


def tall(height):
    return text(
        f"<style>*{{margin:0}}</style><div style='height:{height - 40}px;background:linear-gradient(#222,#ddd)'></div>"
        "<div style='height:40px;background:repeating-linear-gradient(90deg,red 0 20px,blue 20px 40px)'></div>",
        "text/html",
    )


def tiles_of(taken, part="page"):
    made = [made for made in taken.mades if made.address.startswith(f"urn:archiver:picture:{part}:")]
    return [Image.open(BytesIO(made.content)) for made in made]


def test_a_tall_page_is_pictured_whole_in_tiles(visit):
    with visit(lambda request: tall(20_000)) as now:
        now.visit.read(f"{SITE}/tall")
        now.visit.picture()
    tiles = tiles_of(now.taken)
    assert [tile.height for tile in tiles] == [8_000, 8_000, 4_000]
    bottom = tiles[-1].convert("RGB").crop((0, 3_970, 400, 4_000))
    assert bottom.getextrema()[0][1] - bottom.getextrema()[0][0] > 100
    assert not now.visit.gaps


def test_the_rendered_page_is_kept_beside_the_picture_of_which_there_is_one_only_logged_out(visit):
    page = text(
        "<main>post</main><p id=a></p><script>document.getElementById('a').textContent = 'drawn'</script>",
        "text/html",
    )
    with visit(lambda request: page) as now:
        now.visit.read(f"{SITE}/page?token=address-secret-7")
        now.visit.picture()
    (dom,) = [made for made in now.taken.mades if made.address.startswith("urn:archiver:dom:")]
    assert b">drawn<" in dom.content
    assert "secret" not in dom.address
    assert tiles_of(now.taken)
    assert not tiles_of(now.taken, "content")


def test_with_a_session_the_content_is_pictured_apart_from_the_frame(visit, tmp_path):
    state = tmp_path / "state.json"
    state.write_text(
        '{"cookies":[{"name":"sessionid","value":"cookie-secret-8","domain":".instagram.com","path":"/",'
        '"expires":-1,"httpOnly":true,"secure":true,"sameSite":"None"}],"origins":[]}'
    )
    page = text(
        "<style>*{margin:0}</style><nav style='height:100px'>@viewer</nav><main style='height:300px'>post</main>",
        "text/html",
    )
    with visit(lambda request: page, state=state, viewer=LIESL) as now:
        now.visit.read(f"{SITE}/page")
        now.visit.picture()
    (content,) = tiles_of(now.taken, "content")
    assert content.height == 300
    assert tiles_of(now.taken, "page")[0].height >= 400
    assert "cookie-secret-8" not in repr(now.taken.exchanges)


@pytest.mark.some(of=3)
@pytest.mark.parametrize("received", [0, 100, 4_000])
def test_a_page_whose_document_was_cut_is_pictured_as_far_as_it_came(visit, received):
    page = replace(text("<p>so much for that</p>" * 5_000, "text/html"), cut_after=received)
    with visit(lambda request: page) as now:
        now.visit.read(f"{SITE}/cut")
        now.visit.picture()
        blank = pictures.whole_page(now.visit.browser.page) is None
    assert blank is not bool(tiles_of(now.taken))
    assert [gap.detail for gap in now.visit.gaps if gap.reason is GapReason.PICTURE_INCOMPLETE] == (
        ["the page has no document to picture"] if blank else []
    )


def test_a_page_without_any_document_is_pictured_as_nothing_and_a_gap_says_so(visit):
    with visit(lambda request: text("<p>here", "text/html")) as now:
        now.visit.read(f"{SITE}/page")
        now.visit.browser.page.evaluate("document.documentElement.remove()")
        now.visit.picture()
    assert not tiles_of(now.taken)
    (gap,) = now.visit.gaps
    assert (gap.reason, gap.detail) == (GapReason.PICTURE_INCOMPLETE, "the page has no document to picture")


# A tall page is pictured in a test run.
@pytest.mark.prove
def test_a_page_longer_than_what_is_pictured_says_so(visit, monkeypatch, tmp_path):
    monkeypatch.setattr(pictures, "LONGEST_PAGE", 9_000)
    state = tmp_path / "state.json"
    state.write_text('{"cookies": [], "origins": []}')
    page = text(
        "<style>*{margin:0}</style><nav style='height:500px'></nav><main style='height:11500px'>", "text/html"
    )
    with visit(lambda request: page, state=state, viewer=LIESL) as now:
        now.visit.read(f"{SITE}/endless")
        now.visit.picture()
    assert [tile.height for tile in tiles_of(now.taken)] == [8_000, 1_000]
    assert [tile.height for tile in tiles_of(now.taken, "content")] == [7_500, 1_000]
    (gap,) = now.visit.gaps
    assert (gap.reason, gap.detail) == (
        GapReason.PICTURE_INCOMPLETE,
        "only the first 9,000 of its 12,000 pixels are pictured",
    )


class Camera:
    """A DevTools session that takes pictures badly."""

    def __init__(self, *pictures):
        self._pictures = list(pictures)

    def send(self, method, parameters):
        import base64

        return {"data": base64.b64encode(self._pictures.pop(0)).decode()}


def jpeg(width, height, bottom=(200, 30, 30), blank=0):
    picture = Image.effect_noise((width, height), 80).convert("RGB")
    picture.paste(bottom, (0, height - blank, width, height)) if blank else None
    out = BytesIO()
    picture.save(out, "JPEG", quality=85)
    return out.getvalue()


REGION = pictures.Region(0, 0, 300, 500)


@pytest.mark.parametrize(
    ("taken", "flaw"),
    [
        ((jpeg(300, 500),), ""),
        ((b"",), "no picture"),
        ((jpeg(300, 400),), "300x400, not 300x500"),
        ((jpeg(300, 500, (255, 255, 255), 100), jpeg(300, 64)), "last rows are blank"),
        ((jpeg(300, 500, (255, 255, 255), 100), jpeg(300, 64, (255, 255, 255), 64)), ""),
        ((jpeg(300, 500, (255, 255, 255), 100), b""), "cannot be taken again"),
    ],
)
def test_what_the_browser_gets_wrong_without_a_word_is_seen(taken, flaw):
    ((_, tile),) = pictures.tiles(Camera(*taken), {"page": REGION}, lambda band: None)
    assert flaw in tile.flaw
    assert bool(tile.flaw) is bool(flaw)


def test_before_each_band_the_page_is_let_settle_on_it_once():
    settled = []
    page = pictures.Region(0, 0, 300, 2 * pictures.TILE_PIXELS + 100)
    content = pictures.Region(40, 200, 200, pictures.TILE_PIXELS)
    sizes = ((300, 8_000), (200, 7_800), (300, 8_000), (200, 200), (300, 100))
    camera = Camera(*(jpeg(*size) for size in sizes))
    found = [
        (name, tile.number, tile.flaw)
        for name, tile in pictures.tiles(camera, {"page": page, "content": content}, settled.append)
    ]
    assert found == [
        ("page", 0, ""),
        ("content", 0, ""),
        ("page", 1, ""),
        ("content", 1, ""),
        ("page", 2, ""),
    ]
    assert [(band.y, band.height) for band in settled] == [(0, 8_000), (8_000, 8_000), (16_000, 8_000)]


VIRTUAL = """<style>*{margin:0} #grid{position:relative} .row{position:absolute;left:0;width:600px;height:100px}</style>
<div id=grid style='height:20000px'></div><script>
const grid = document.getElementById('grid');
const draw = () => {
  grid.replaceChildren();
  const first = Math.max(0, Math.floor((scrollY - innerHeight) / 100));
  const last = Math.min(199, Math.ceil((scrollY + 2 * innerHeight) / 100));
  for (let index = first; index <= last; index += 1) {
    const row = document.createElement('div');
    row.className = 'row';
    row.style.top = `${index * 100}px`;
    row.style.background = `rgb(${index}, ${255 - index}, 0)`;
    grid.append(row);
  }
};
addEventListener('scroll', draw); addEventListener('resize', draw); draw();
</script>"""


# A tall page is pictured in a test run.
@pytest.mark.prove
def test_a_long_page_that_draws_only_what_is_near_the_window_is_pictured_with_all_its_rows(visit):
    with visit(lambda request: text(VIRTUAL, "text/html")) as now:
        now.visit.read(f"{SITE}/grid")
        now.visit.picture()
        assert now.visit.browser.page.viewport_size == {"width": 1280, "height": 900}
    tiles = [tile.convert("RGB") for tile in tiles_of(now.taken)]
    assert [tile.height for tile in tiles] == [8_000, 8_000, 4_000]
    seen = [tile.getpixel((300, top + 50)) for tile in tiles for top in range(0, tile.height, 100)]
    assert len(seen) == 200
    for index, (red, green, blue) in enumerate(seen):
        assert (abs(red - index) <= 8, abs(green - 255 + index) <= 8, blue <= 12) == (True, True, True), index
    assert not now.visit.gaps


PICTURE = jpeg(64, 64)
GALLERY = "<style>*{margin:0}</style>" + "".join(
    f"<img src='/v/t51.1/{number}.jpg'><br>" for number in range(3)
)


class Gallery:
    """Answers with a page of three pictures, and keeps what was asked."""

    def __init__(self, page=GALLERY, more=None):
        self.page, self.more, self.asked = page, more or {}, []

    def __call__(self, request):
        self.asked.append(request.path)
        if request.path in self.more:
            return self.more[request.path]
        if request.path.startswith("/v/t51."):
            return Answer(headers=(("content-type", "image/jpeg"),), body=PICTURE)
        return text(self.page, "text/html")

    @property
    def pictures(self):
        return sorted(path for path in self.asked if path.startswith("/v/"))


NAMES = [f"/v/t51.1/{number}.jpg" for number in range(3)]


def unanswered_pictures(taken):
    """Give the pictures among the unanswered; the browser may still be asking for an icon when the visit ends."""
    found = [made for made in taken.mades if made.address.startswith("urn:archiver:unanswered:")]
    told = [request["address"] for made in found for request in json.loads(made.content)]
    return [address for address in told if "/v/" in address]


def test_pictures_that_are_held_back_are_not_asked_for_and_are_no_unanswered_requests(visit):
    gallery = Gallery()
    with visit(gallery) as now:
        now.visit.read(f"{SITE}/page", pictured=False)
        assert gallery.pictures == []
    assert [exchange.address for exchange in now.taken.exchanges if "/v/" in exchange.address] == []
    assert unanswered_pictures(now.taken) == []
    assert now.visit.held_back_once
    assert not now.visit.gaps


@pytest.mark.prove
def test_pictures_that_were_held_back_are_asked_for_before_the_page_is_pictured(visit):
    gallery = Gallery()
    with visit(gallery) as now:
        now.visit.read(f"{SITE}/page", pictured=False)
        now.visit.picture()
    assert sorted(set(gallery.pictures)) == NAMES
    (tile,) = tiles_of(now.taken)
    noise = [tile.convert("L").crop((0, 64 * row, 64, 64 * row + 60)).getextrema() for row in range(3)]
    assert all(high - low > 60 for low, high in noise)
    assert [now.taken.of(name)[1] for name in NAMES] == [PICTURE] * 3
    assert unanswered_pictures(now.taken) == []
    assert not now.visit.gaps


def test_a_page_that_is_pictured_in_any_case_asks_for_its_pictures_at_once(visit):
    gallery = Gallery()
    with visit(gallery) as now:
        now.visit.read(f"{SITE}/page", pictured=False)
        now.visit.read(f"{SITE}/post")
        assert gallery.pictures == NAMES
        now.visit.picture()
    assert not now.visit.gaps
    assert unanswered_pictures(now.taken) == []


def test_a_picture_that_does_not_come_is_said_of_the_page_s_picture(visit):
    lost = Answer(404, (("content-type", "text/plain"),), b"")
    with visit(Gallery(more={NAMES[1]: lost})) as now:
        now.visit.read(f"{SITE}/page", pictured=False)
        now.visit.picture()
    (gap,) = now.visit.gaps
    assert (gap.reason, gap.detail) == (GapReason.PICTURE_INCOMPLETE, "1 of its pictures did not come")


ENDLESS = """<style>*{margin:0}</style>%s<script>
let page = 0;
const more = async () => {
  if (page >= 3) return;
  page += 1;
  const answer = await fetch(`/more/${page}`);
  const block = document.createElement('p');
  block.textContent = await answer.text();
  block.style.height = '2000px';
  document.querySelector('#list').append(block);
};
document.querySelector('%s').addEventListener('scroll', more, {once: false});
</script>"""
WINDOW = ENDLESS.replace("document.querySelector('%s').", "") % "<div id=list style='height:2000px'></div>"
INNER = ENDLESS % (
    "<div id=box style='height:800px;overflow:auto'><div id=list style='height:2000px'></div></div>",
    "#box",
)


@pytest.mark.some(of=2)
@pytest.mark.parametrize("page", [WINDOW, INNER], ids=["the window", "a box within it"])
def test_a_scroll_brings_what_the_page_then_asks_for(visit, page):
    gallery = Gallery(
        page, {f"/more/{number}": text(f"page {number}", "application/json") for number in (1, 2, 3)}
    )
    with visit(gallery) as now:
        now.visit.read(f"{SITE}/page", pictured=False)
        assert not [path for path in gallery.asked if path.startswith("/more/")]
        now.visit.scroll()
        assert [path for path in gallery.asked if path != "/favicon.ico"][-1].startswith("/more/")
        assert now.taken.of("/more/1")[1] == b"page 1"
    assert not now.visit.gaps


def test_a_scroll_that_brings_nothing_is_over_within_moments(visit):
    with visit(Gallery("<p>short")) as now:
        now.visit.read(f"{SITE}/page", pictured=False)
        began = time.monotonic()
        now.visit.scroll()
        assert time.monotonic() - began < 6
    assert [exchange.address for exchange in now.taken.exchanges if "favicon" not in exchange.address] == [
        f"{SITE}/page"
    ]
