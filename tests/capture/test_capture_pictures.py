from io import BytesIO

import pytest
from PIL import Image

from archiver.capture import pictures
from archiver.simulator.messages import text

pytestmark = pytest.mark.browser
SITE = "https://www.instagram.com"


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


def test_the_rendered_page_is_kept_beside_the_picture(visit):
    page = text(
        "<p id=a></p><script>document.getElementById('a').textContent = 'drawn'</script>", "text/html"
    )
    with visit(lambda request: page) as now:
        now.visit.read(f"{SITE}/page?token=address-secret-7")
        now.visit.picture()
    (dom,) = [made for made in now.taken.mades if made.address.startswith("urn:archiver:dom:")]
    assert b">drawn<" in dom.content
    assert "secret" not in dom.address


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
    with visit(lambda request: page, state=state) as now:
        now.visit.read(f"{SITE}/page")
        now.visit.picture()
    (content,) = tiles_of(now.taken, "content")
    assert content.height == 300
    assert tiles_of(now.taken, "page")[0].height >= 400
    assert "cookie-secret-8" not in repr(now.taken.exchanges)


def test_logged_out_there_is_one_picture_only(visit):
    with visit(lambda request: text("<main>post</main>", "text/html")) as now:
        now.visit.read(f"{SITE}/page")
        now.visit.picture()
    assert not tiles_of(now.taken, "content")


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
    (tile,) = pictures.tiles(Camera(*taken), REGION)
    assert flaw in tile.flaw
    assert bool(tile.flaw) is bool(flaw)
