"""What a real browser makes of the simulated website: every encoding to the letter, and what never loads."""

from pathlib import Path

import pytest

from archiver.simulator.conditions import under
from archiver.simulator.website import german
from archiver.simulator.website.conditions import NeverEnd, Within
from archiver.simulator.website.hartmann import hartmann
from archiver.simulator.website.network import WebsiteNetwork

CHROMIUM = "/usr/bin/chromium"
SITE = "https://www.hartmann-werkzeuge.example"
SHOWN = hartmann(traps=True)
LEFT = "net::ERR_ABORTED"
CALLED = {"utf-8": "UTF-8", "windows-1251": "windows-1251", "gbk": "GBK", "utf-16-le": "UTF-16LE"}

# What the simulator's pages do is met by every look of a test run at them.
pytestmark = [
    pytest.mark.browser,
    pytest.mark.prove,
    pytest.mark.skipif(not Path(CHROMIUM).exists(), reason="no Chromium here"),
]


@pytest.fixture
def site():
    return WebsiteNetwork(SHOWN, seed="browser")


@pytest.fixture
def opened(serve, site):
    """Open a page, and tell what else goes wrong in it.

    A picture below the fold is not waited for: leaving the page breaks its request off, and that is no fault.
    """
    from playwright.sync_api import sync_playwright

    stand_in, _ = serve(site.answer)
    with sync_playwright() as driver:
        rules = f"--host-resolver-rules=MAP * {stand_in.address}"
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", rules])
        context = browser.new_context(ignore_https_errors=True, viewport={"width": 1280, "height": 900})
        page, faults = context.new_page(), []
        page.on("pageerror", lambda fault: faults.append(str(fault)))
        page.on("requestfailed", lambda asked: faults.extend([asked.url] * (asked.failure != LEFT)))
        yield page, faults
        browser.close()


def read(page):
    return page.eval_on_selector_all(
        "article > h2, article > p:not(.datum), article li", "all => all.map(one => one.innerText)"
    )


def test_every_page_reads_as_its_author_wrote_it(opened):
    page, faults = opened
    for one in SHOWN.pages:
        answer = page.goto(SITE + one.path)
        assert answer.status == 200
        assert tuple(read(page)) == one.text, one.path
        assert page.inner_text("h1") == one.title
        assert page.evaluate("document.documentElement.lang") == one.language
        assert page.evaluate("document.characterSet") == CALLED[one.encoding.codec]
    assert faults == []


def test_pictures_are_drawn_and_the_question_about_cookies_goes_away(opened):
    page, faults = opened
    page.goto(SITE + german.ABOUT)
    page.get_by_role("button", name="Nur notwendige").click()
    assert page.locator("#cookie-hinweis").count() == 0
    widths = page.eval_on_selector_all("article img", "all => all.map(one => one.naturalWidth)")
    assert widths[0] == 960
    assert faults == []


def test_a_loop_is_given_up(opened):
    from playwright.sync_api import Error

    page, _ = opened
    with pytest.raises(Error, match="ERR_TOO_MANY_REDIRECTS"):
        page.goto(f"{SITE}/schleife/")


def test_a_page_without_an_end_never_loads(opened, site):
    from playwright.sync_api import TimeoutError as Late

    site.conditions = under(Within(german.ABOUT, NeverEnd(seconds=5), alone=True))
    page, _ = opened
    with pytest.raises(Late):
        page.goto(SITE + german.ABOUT, timeout=1500)
    assert page.goto(f"{SITE}/kontakt/").status == 200


def test_a_huge_file_is_a_download(opened):
    page, _ = opened
    page.goto(f"{SITE}/")
    with page.expect_download() as begun:
        page.get_by_role("link", name="Filmarchiv").click()
    assert begun.value.suggested_filename == "gross.bin"
    begun.value.cancel()
