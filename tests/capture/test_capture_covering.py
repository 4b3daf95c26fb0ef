"""What shows whoever is signed in is covered where the content is pictured, and nowhere else, and nothing stays of it.

All that shows her is drawn here in one loud colour, so that one pixel of it tells.
"""

import io

import pytest
from PIL import Image

from archiver.capture import testimony
from archiver.model.gap import GapReason
from archiver.simulator.messages import Answer, text

pytestmark = pytest.mark.browser
SITE = "https://www.instagram.com"
CDN = "/v/t51.82787-19"
LOUD, CALM = (255, 0, 170), (110, 255, 0)
VIEWER = {
    ("NAME", "Liesl Sieht"),
    ("username", "liesl.sieht"),
    ("SHORT_NAME", "Ann"),
    ("USER_ID", "990003000000007"),
    ("xy", "of"),
    ("picture", "61_7_n.jpg"),
}
STYLE = """<style>*{margin:0;padding:0;border:0}
.her{background:rgb(255,0,170);color:rgb(255,0,170)} .her::placeholder{color:rgb(255,0,170)}
.post{background:rgb(110,255,0);color:rgb(110,255,0)} nav{height:60px} img{display:block}
main{position:relative;display:block;padding:20px;height:400px}</style>"""
NAV = f'<nav><img class=face src="{CDN}/61_7_n.jpg?stp=s150&oh=A" width=40 height=40></nav>'
POST = f'<img src="{CDN}/post.jpg?oh=1" width=200 height=200><p class=post>post</p>'


def plain(colour):
    sink = io.BytesIO()
    Image.new("RGB", (80, 80), colour).save(sink, "JPEG", quality=100)
    return sink.getvalue()


FACE, OTHER = plain(LOUD), plain(CALM)
FACES = ("61_7_n.jpg", "unheard_n.jpg")


class Site:
    """A site with one page, whose pictures of her are loud and whose others are calm."""

    def __init__(self, main, nav=NAV):
        self.page = (
            f"<!DOCTYPE html><html><head>{STYLE}</head><body>{nav}<main>{POST}{main}</main></body></html>"
        )

    def __call__(self, request):
        if request.path.startswith("/v/"):
            body = FACE if request.path.endswith(FACES) else OTHER
            return Answer(headers=(("content-type", "image/jpeg"),), body=body)
        return text(self.page, "text/html")


@pytest.fixture
def state(tmp_path):
    file = tmp_path / "state.json"
    file.write_text('{"cookies": [], "origins": []}')
    return file


@pytest.fixture
def pictured(visit, state):
    """Picture a page with a session, and give the visit as it is then."""

    def made(site, viewer=VIEWER, after=lambda now: None):
        with visit(site, state=state, viewer=viewer) as now:
            now.visit.read(f"{SITE}/page")
            now.visit.picture()
            after(now)
        return now

    return made


def tiles(now, part):
    made = [made for made in now.taken.mades if made.address.startswith(f"urn:archiver:picture:{part}:")]
    return [Image.open(io.BytesIO(each.content)).convert("RGB") for each in made]


def count(picture, colour):
    """Count the pixels of a colour, JPEG's noise aside."""
    return sum(
        many
        for many, found in picture.getcolors(picture.width * picture.height)
        if all(abs(one - other) < 60 for one, other in zip(found, colour, strict=True))
    )


SHOWS_HER = {
    "her picture": f'<img src="{CDN}/61_7_n.jpg?stp=s100&oh=B" width=32 height=32>',
    "her picture, smaller": f'<img src="{CDN}/61_7_n.jpg?oh=C" width=16 height=16>',
    "her picture, as Facebook draws it": "<svg width=40 height=40><mask id=m><circle cx=20 cy=20 r=20 fill=white />"
    f'</mask><g mask="url(#m)"><image width=40 height=40 xlink:href="{CDN}/61_7_n.jpg?oh=D"></image></g></svg>',
    "her picture behind": f'<div style="width:40px;height:40px;background:url({CDN}/61_7_n.jpg?oh=E) 0/cover"></div>',
    "her picture before": f"<style>q::before{{content:url({CDN}/61_7_n.jpg?oh=F)}}</style><p><q></q></p>",
    "her name": "<p>Comment as <b class=her>Liesl Sieht</b></p>",
    "her name in capitals": "<p>Comment as <b class=her>LIESL.SIEHT</b></p>",
    "her name in parts": "<p><b class=her>Liesl<i>\n Sieht</i></b></p>",
    "her name after a line's end": "<p style='width:60px'><b class=her>Liesl Sieht</b></p>",
    "her name between letters": "<p>x@<b class=her>liesl.sieht</b>x</p>",
    "her short name": "<p>(<b class=her>Ann</b>)</p>",
    "her number": "<p><b class=her>990003000000007</b></p>",
    "what is to be written": "<textarea class=her placeholder='Comment as liesl.sieht'></textarea>",
    "what was written": "<input class=her value='Liesl Sieht'>",
    "what is chosen": "<select class=her><option>liesl.sieht</select>",
    "another field": "<div class=her role=textbox aria-label='As Liesl Sieht' style='height:20px'></div>",
    "a button": "<button class=her aria-label='Liesl Sieht' style='width:30px;height:30px'></button>",
    "a shadow": "<div><template shadowrootmode=open><style>b{background:rgb(255,0,170);color:rgb(255,0,170)}</style>"
    "<b>Liesl Sieht</b></template></div>",
    "what stands over it": "<b class=her style='position:fixed;top:90px;left:300px;z-index:2147483647'>Ann</b>",
    "what the frame's edge shows of her": "</main><b class=her style='position:absolute;top:90px;left:300px'>Ann</b>",
    "a turned one": "<b class=her style='display:inline-block;transform:rotate(30deg) translate(90px)'>Liesl Sieht</b>",
}


@pytest.mark.prove
@pytest.mark.some(of=9)
@pytest.mark.parametrize("shown", SHOWS_HER.values(), ids=SHOWS_HER)
def test_what_shows_her_is_in_the_page_s_picture_and_not_in_the_content_s(pictured, shown):
    now = pictured(Site(shown))
    (page,), (content,) = tiles(now, "page"), tiles(now, "content")
    frame = page.crop((0, 0, page.width, 60))
    assert count(page, LOUD) - count(frame, LOUD) > 60
    assert count(content, LOUD) == 0
    assert count(content, CALM) >= 40_000, "the post's own picture is in it"
    assert now.visit.covered_once
    assert not now.visit.gaps


STAYS = {
    "a name that holds a short one": "<p class=post>Hannah and Annabell</p>",
    "two letters": "<p class=post>of, and of</p>",
    "a part of her name": "<p class=post>Liesl</p>",
    "another's picture": f'<img src="{CDN}/62_8_n.jpg?oh=B" width=32 height=32>',
    "a picture that the frame shows large": f'<img src="{CDN}/large.jpg?oh=B" width=32 height=32>',
    "an icon of the frame's": f"<i style='display:block;width:20px;height:20px;background:url({CDN}/icons.jpg)'>",
    "a region that is hers by its label alone": "<div class=post aria-label='Liesl Sieht'>words</div>",
}


@pytest.mark.some(of=7)
@pytest.mark.parametrize("shown", STAYS.values(), ids=STAYS)
def test_what_only_looks_like_her_stays(pictured, shown):
    frame = (
        f'<nav><img src="{CDN}/large.jpg?oh=A" width=140 height=40>'
        f"<i style='display:block;width:20px;height:20px;background:url({CDN}/icons.jpg)'></i></nav>"
    )
    now = pictured(Site(shown, nav=frame))
    (page,), (content,) = tiles(now, "page"), tiles(now, "content")
    calm = count(page.crop((0, 60, page.width, page.height)), CALM)
    assert abs(count(content, CALM) - calm) < 40, "but for what JPEG makes of edges"
    assert not now.visit.covered_once


def test_a_face_that_nothing_names_is_known_by_the_frame_s(pictured):
    face = f'<img src="{CDN}/unheard_n.jpg?oh=%s" width=36 height=36>'
    now = pictured(Site(face % "B", nav=f"<nav>{face % 'A'}</nav>"), viewer={("NAME", "Liesl Sieht")})
    (page,), (content,) = tiles(now, "page"), tiles(now, "content")
    assert (count(page, LOUD) > 2_000, count(content, LOUD)) == (True, 0)


@pytest.mark.prove
def test_over_several_tiles_each_is_covered(pictured):
    name = "<b class=her style='position:absolute;top:{}px'>Liesl Sieht</b>"
    main = name.format(300) + name.format(9_000) + "<style>main{height:12000px}</style>"
    now = pictured(Site(main))
    assert [count(tile, LOUD) for tile in tiles(now, "content")] == [0, 0]
    assert all(count(tile, LOUD) for tile in tiles(now, "page"))


def test_a_dialog_does_not_lie_above_the_cover(pictured):
    over = "<dialog style='top:300px;width:200px;height:40px'><b class=her>Liesl Sieht</b></dialog>"
    site = Site(over + "<script>document.querySelector('dialog').showModal()</script>")
    now = pictured(site)
    (content,) = tiles(now, "content")
    assert count(content, LOUD) == 0
    assert count(tiles(now, "page")[0], LOUD) > 60


def test_a_page_that_does_not_begin_at_its_corner_is_covered_in_the_right_places(pictured):
    now = pictured(
        Site(
            "<style>html{margin:37px 0 0 53px;position:relative;transform:scale(1)}</style>"
            + SHOWS_HER["her name"]
        )
    )
    assert count(tiles(now, "content")[0], LOUD) == 0


def test_nothing_of_the_cover_stays_and_the_rendered_page_knows_nothing_of_it(pictured):
    left = []

    def look(now):
        left.append(now.visit.browser.page.content())

    now = pictured(Site(SHOWS_HER["her name"]), after=look)
    (dom,) = [made for made in now.taken.mades if made.address.startswith("urn:archiver:dom:")]
    assert left == [dom.content.decode()]
    assert b"Liesl Sieht" in dom.content


MOVING = "<b class=her id=her style='position:absolute'>Liesl Sieht</b>"
RESTLESS = f"""{MOVING}<script>
const move = () => {{
  her.style.left = Math.random() * 600 + 'px';  // anywhere: what comes back to where it was has stayed
  her.style.top = Math.random() * 300 + 'px';
  requestAnimationFrame(move);
}};
move();
</script>"""


def test_what_does_not_stay_under_its_cover_makes_an_end_of_the_content_s_picture(pictured):
    now = pictured(Site(RESTLESS))
    assert (len(tiles(now, "page")), tiles(now, "content")) == (1, [])
    (gap,) = now.visit.gaps
    assert gap.reason is GapReason.PICTURE_INCOMPLETE
    assert gap.detail == "what shows whoever is signed in did not stay under its cover"


@pytest.mark.some(of=6)
@pytest.mark.parametrize(
    "viewer",
    [
        (),
        {("USER_ID", "990003000000007")},
        {("picture", "61_7_n.jpg")},
        {("NAME", "Li")},
        {("IS", "true")},
        {("url", "https://x/7")},
    ],
    ids=["nothing", "a number", "a picture", "two letters", "a truth", "an address"],
)
def test_where_nobody_says_who_is_signed_in_the_content_is_not_pictured_by_itself(pictured, viewer):
    now = pictured(Site(SHOWS_HER["her name"]), viewer=viewer)
    assert (len(tiles(now, "page")), tiles(now, "content")) == (1, [])
    (gap,) = now.visit.gaps
    assert gap.reason is GapReason.PICTURE_INCOMPLETE
    assert "who is signed in is not known" in gap.detail


def test_what_of_the_content_stands_beside_the_window_is_not_pictured_and_said(pictured):
    now = pictured(Site(f"<style>main{{width:1500px}}</style>{SHOWS_HER['her name']}"))
    (content,), (gap,) = tiles(now, "content"), now.visit.gaps
    assert (content.width, count(content, LOUD)) == (1280, 0)
    assert gap.detail == "260 of its content's pixels, at its right, are not pictured by itself"


@pytest.mark.some(of=2)
@pytest.mark.parametrize("shown", ["her name", None])
def test_the_manifest_says_that_something_was_covered_where_something_was(pictured, shown):
    told = []
    pictured(
        Site(SHOWS_HER.get(shown, ""), nav=""),
        after=lambda now: told.extend(testimony.shown(now.visit)["alterations"]),
    )
    assert any("signed-in account was covered" in sentence for sentence in told) is (shown is not None)


def test_a_page_without_a_marked_content_has_one_picture_only(pictured):
    now = pictured(lambda request: text(f"{STYLE}<nav>Liesl Sieht</nav><p>post", "text/html"))
    assert (len(tiles(now, "page")), tiles(now, "content"), now.visit.gaps) == (1, [], [])
