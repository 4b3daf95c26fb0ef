"""The report in a real browser: as it is opened from a stick, narrow and wide, light and dark, and printed."""

import re
import unicodedata

import pytest
from exhibit_building import (
    LOOKS,
    Drawn,
    at,
    book_of,
    change,
    event,
    instant,
    medium,
    post,
    removal,
    report_of,
    watched,
)
from page_reading import disconnected

from archiver.export.report import pages

RUSSIAN = "Наши станки снова на выставке! Стенд 4Б17, зал №2.\n«точность — вежливость инженеров» 🏭"
CHINESE = "新款铣床HW 4020已经到货。五轴联动，重复定位精度0.002毫米。欢迎前来参观！"  # noqa: RUF001
ARABIC = "ماكينة التفريز الجديدة HW 4020 وصلت الآن إلى المعرض، الجناح 4B17."
LONG = "https://www.hartmann.example/" + "sehr-lang/" * 60
HOSTILE = '<img src=x onerror="alert(1)"><script>alert(2)</script>\u202egnp.exe {{ 7*7 }}'
CAPTIONS = {"R": RUSSIAN, "C": CHINESE, "A": ARABIC, "L": LONG, "H": HOSTILE}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A report in a folder: captions in three scripts, an address without a blank, an edit, a picture that went."""
    folder = tmp_path_factory.mktemp("report")
    whole = post("album", media=("a.jpg", "b.jpg"))
    now = post("album", media=("a.jpg",), first=2, last=4)
    album = now | {"media": whole["media"], "versions": [*whole["versions"], *now["versions"]]}
    gone = {
        "post": "instagram:album",
        "medium": "id of b.jpg",
        "state": "concluded",
        "interval": {"last_shown": instant.written(at(0)), "first_not_shown": instant.written(at(2))},
    }
    posts = [post(key, caption, media=(f"{key}.jpg",)) for key, caption in CAPTIONS.items()]
    mark = event("mark", 9, 3, words="called the press office", happened_at=instant.written(at(3)))
    book = book_of(
        folder,
        [*posts, album, post("edited", "Wir bauen sie in Lindenau.", media=("missing.jpg",))],
        removals=[removal(key) for key in "RCA"],
        media=[gone],
        changes=[
            change("edited", "edited", [("caption", "Wir bauen sie in Perm.", "Wir bauen sie in Lindenau.")])
        ],
    )
    report = report_of(book, watched(*LOOKS, mark), pictures=Drawn(missing=("missing.jpg",)))
    pages.write(report, lambda name, pieces: (folder / name).write_bytes(b"".join(pieces)))
    return folder


@pytest.fixture(params=[(1280, "light"), (1280, "dark"), (360, "light"), (360, "dark")], ids=str)
def shown(request, browser, folder):
    """The report, wide or narrow, light or dark."""
    width, scheme = request.param
    with disconnected(browser) as opened:
        opened.page.set_viewport_size({"width": width, "height": 800})
        opened.page.emulate_media(color_scheme=scheme)
        told = []
        opened.page.on("console", lambda message: told.append(message.text))
        opened.open(folder / "report.html")
        yield opened.page
        assert told == []


def test_nothing_is_cut_and_no_picture_is_broken(shown):
    width = shown.viewport_size["width"]
    assert shown.evaluate("document.documentElement.scrollWidth") <= width
    assert shown.evaluate("[...document.images].every((each) => each.complete && each.naturalWidth > 0)")
    beyond = shown.evaluate(
        """(width) => [...document.querySelectorAll("body *")].filter((each) => {
            const box = each.getBoundingClientRect();
            return box.width > 0 && !each.closest(".scroll") && (box.right > width + 1 || box.left < -1);
        }).map((each) => each.outerHTML.slice(0, 200))""",
        width,
    )
    assert beyond == []
    hidden = shown.evaluate(
        """[...document.querySelectorAll("p, td, dd, blockquote, li, h1, h2, h3")].filter(
            (each) => each.scrollWidth > each.clientWidth + 1 && getComputedStyle(each).overflowX !== "visible"
        ).length"""
    )
    assert hidden == 0


def test_text_can_be_told_from_its_ground(shown):
    """Contrast of 4.5 to 1 (WCAG 2.2, 1.4.3), of every text that is shown."""
    faint = shown.evaluate(
        """() => {
            const parts = (text) => text.match(/[\\d.]+/g).map(Number);
            const light = ([red, green, blue]) => {
                const [r, g, b] = [red, green, blue].map((each) => each / 255).map(
                    (each) => each <= 0.04045 ? each / 12.92 : ((each + 0.055) / 1.055) ** 2.4);
                return 0.2126 * r + 0.7152 * g + 0.0722 * b;
            };
            const ground = (each) => {
                for (let at = each; at; at = at.parentElement) {
                    const found = parts(getComputedStyle(at).backgroundColor);
                    if (found.length < 4 || found[3] > 0) return found;
                }
                return [255, 255, 255];
            };
            const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
            const faint = new Set();
            while (walker.nextNode()) {
                const each = walker.currentNode.parentElement;
                if (!walker.currentNode.data.trim() || each.closest("svg, style")) continue;
                const [one, other] = [light(parts(getComputedStyle(each).color)), light(ground(each))];
                const contrast = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
                if (contrast < 4.5) faint.add(`${each.className} ${each.tagName} ${contrast.toFixed(1)}`);
            }
            return [...faint];
        }"""
    )
    assert faint == []


def caption(page, key):
    return page.locator(f"article:has(header bdi:text-is('instagram:{key}')) blockquote").first


@pytest.mark.prove
@pytest.mark.parametrize("key", ["R", "C", "A", "L"])
def test_captions_stand_as_they_were_written(key, browser, folder):
    with disconnected(browser) as opened:
        opened.open(folder / "report.html")
        assert caption(opened.page, key).inner_text() == CAPTIONS[key]


def test_arabic_runs_from_right_to_left_and_leaves_its_neighbours_alone(browser, folder):
    with disconnected(browser) as opened:
        opened.open(folder / "report.html")
        found = {key: caption(opened.page, key) for key in "AR"}
        sides = {
            key: each.evaluate(
                """(each) => {
                    const range = document.createRange();
                    range.setStart(each.firstChild, 0); range.setEnd(each.firstChild, 1);
                    const box = each.getBoundingClientRect(), letter = range.getBoundingClientRect();
                    return [letter.left - box.left, box.right - letter.right];
                }"""
            )
            for key, each in found.items()
        }
        assert sides["A"][1] < sides["A"][0], "an Arabic text begins at the right"
        assert sides["R"][0] < sides["R"][1], "a Russian one at the left"
        whole = opened.page.locator("article:has(header bdi:text-is('instagram:A')) dl").first
        assert whole.evaluate("(each) => getComputedStyle(each).direction") == "ltr"


def test_a_hostile_caption_is_text(browser, folder):
    with disconnected(browser) as opened:
        opened.open(folder / "report.html")
        shown = caption(opened.page, "H").inner_text()
        assert shown == HOSTILE.replace("\u202e", "U+202E")
        assert opened.page.locator("script").count() == 0


def test_before_and_after_stand_side_by_side_and_below_each_other_where_it_is_narrow(browser, folder):
    with disconnected(browser) as opened:
        opened.open(folder / "report.html")
        sides = opened.page.locator(".sides blockquote")
        assert [each.inner_text() for each in sides.all()] == [
            "Wir bauen sie in Perm.",
            "Wir bauen sie in Lindenau.",
        ]
        assert opened.page.locator("del.differs, ins.differs").all_inner_texts() == ["Perm", "Lindenau"]
        for width, beside in ((1200, True), (360, False)):
            opened.page.set_viewport_size({"width": width, "height": 800})
            one, other = (each.bounding_box() for each in sides.all())
            assert (abs(one["y"] - other["y"]) < 2) is beside


def test_the_picture_that_went_is_marked(browser, folder):
    with disconnected(browser) as opened:
        opened.open(folder / "report.html")
        gone = opened.page.locator("figure.gone")
        assert gone.count() == 1
        assert gone.inner_text().startswith("No longer shown with it.")
        assert opened.page.locator(f"article code:text-is('sha256:{medium('a.jpg')['sha256']}')").count() == 1


def test_the_chart_shows_looks_gaps_marks_and_intervals(browser, folder):
    with disconnected(browser) as opened:
        opened.open(folder / "report.html")
        drawn = opened.page.locator("svg.chart").nth(1)
        counted = {
            name: drawn.locator(f".{name}").count() for name in ("complete", "gap", "mark", "interval")
        }
        assert counted == {"complete": 3, "gap": 1, "mark": 1, "interval": 1}
        assert "3: last shown 2026-11-24 09:00:00 UTC" in opened.page.locator("ul.soft").first.inner_text()
        assert opened.page.locator("svg.chart").first.locator(".went").count() >= 1


@pytest.mark.prove
def test_printed_nothing_is_cut(browser, folder, tmp_path):
    """Every word of the page is in the PDF, read by a program that is not ours."""
    import shutil
    import subprocess

    if shutil.which("pdftotext") is None:
        pytest.skip("there is no pdftotext here")
    with disconnected(browser) as opened:
        opened.open(folder / "report.html")
        opened.page.pdf(path=tmp_path / "report.pdf", prefer_css_page_size=True)
        words = set(re.findall(r"[^\W\d_]{4,}", opened.page.inner_text("body")))
    ran = subprocess.run(
        ["pdftotext", tmp_path / "report.pdf", "-"], capture_output=True, text=True, check=True
    )
    flat = re.sub(r"\s", "", ran.stdout.casefold())
    # Letters that join are drawn as others, which a reader of PDF gives back as it likes.
    left_to_right = {word for word in words if unicodedata.bidirectional(word[0]) == "L"}
    assert {word for word in left_to_right if word.casefold() not in flat} == set()
