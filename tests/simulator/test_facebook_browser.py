"""Facebook's pages in a real Chromium: their script scrolls them on to the end, whatever the answers look like."""

import json
from pathlib import Path

import pytest
from wired_page import PAGE

from archiver.simulator.conditions import BreakShape, ConsentDialog, NullEdge, RateLimit, under
from archiver.simulator.facebook.framing import FRAMINGS
from archiver.simulator.facebook.manner import Manner
from archiver.simulator.facebook.truth import media_places, places

CHROMIUM = "/usr/bin/chromium"
PROFILE = "https://www.facebook.com/hartmann.werkzeuge/"
ARTICLES = "[role=feed] > [role=article]"

# What the simulator's pages do is met by every look of a test run at them.
pytestmark = [
    pytest.mark.browser,
    pytest.mark.prove,
    pytest.mark.skipif(not Path(CHROMIUM).exists(), reason="no Chromium here"),
]


@pytest.fixture
def opened(serve, facebook):
    """Open a page, with a session or without, and tell what goes wrong in it."""
    from playwright.sync_api import sync_playwright

    stand_in, _ = serve(facebook.answer)
    with sync_playwright() as driver:
        rules = f"--host-resolver-rules=MAP * {stand_in.address}"
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", rules])

        def start(address=PROFILE, name="liesl"):
            context = browser.new_context(
                ignore_https_errors=True,
                storage_state=facebook.admit(name) if name else None,
                viewport={"width": 1280, "height": 900},
            )
            page, faults = context.new_page(), []
            page.on("pageerror", lambda fault: faults.append(str(fault)))
            page.goto(address)
            return page, faults, stand_in

        yield start


def scrolled(page, selector, count):
    """Scroll until so many things stand there, or nothing comes any more."""
    found = idle = 0
    while found < count and idle < 60:
        page.evaluate("scrollBy(0, 700)")
        page.wait_for_timeout(25)
        before, found = found, page.locator(selector).count()
        idle = 0 if found > before else idle + 1
    page.wait_for_timeout(400)
    return page.locator(selector).count()


def asked(stand_in):
    return [json.loads(request.form["variables"]) for request in stand_in.seen("/api/graphql/")]


@pytest.mark.parametrize("framing", [None, *FRAMINGS])
def test_the_timeline_is_scrolled_to_its_end(opened, facebook, framing):
    facebook.manner = Manner(framing=framing)
    page, faults, stand_in = opened()
    every = places(PAGE, "posts")
    assert scrolled(page, ARTICLES, len(every)) == len(every)
    words = page.eval_on_selector_all(
        f"{ARTICLES} > p:first-of-type", "all => all.map(one => one.textContent)"
    )
    captions = {number: post.caption or "" for number, post in by_number().items()}
    assert words == [captions[number] for number in every]
    cursors = [variables["cursor"] for variables in asked(stand_in)]
    assert len(cursors) == len(set(cursors)) == -(-(len(every) - 2) // 3)
    assert {variables["count"] for variables in asked(stand_in)} == {3}
    assert faults == []


def by_number():
    from archiver.simulator.facebook.ids import post_id

    return {post_id(post): post for post in PAGE.posts}


@pytest.mark.parametrize("surface", ["photos", "videos", "reels"])
def test_a_tab_is_scrolled_to_its_end(opened, surface):
    page, faults, _ = opened(f"{PROFILE}{surface}")
    every = media_places(PAGE, surface)
    assert scrolled(page, ".grid > a", len(every)) == len(every)
    links = page.eval_on_selector_all(".grid > a", "all => all.map(one => one.href)")
    assert all(number in link for number, link in zip(every, links, strict=True))
    assert faults == []


@pytest.mark.parametrize("wrapper", ["scheduled", "lazy"])
def test_a_stranger_is_shown_the_first_post_and_a_form_over_it(opened, facebook, wrapper):
    facebook.manner = Manner(wrapper=wrapper)
    page, faults, stand_in = opened(name="")
    assert page.locator("#login_popup_cta_form").is_visible()
    assert scrolled(page, ARTICLES, 3) == 2
    assert (asked(stand_in), faults) == ([], [])
    page.wait_for_function("[...document.images].filter(one => one.complete).length > 1")
    assert page.evaluate(
        "[...document.images].filter(one => one.complete).every(one => one.naturalWidth > 0)"
    )


def test_what_it_does_not_know_it_does_not_draw(opened, facebook):
    facebook.conditions = under(NullEdge(1), BreakShape(2))
    page, faults, stand_in = opened()
    every = places(PAGE, "posts")
    count = scrolled(page, ARTICLES, len(every))
    assert 0 < count < len(every)
    assert len(asked(stand_in)) == -(-(len(every) - 2) // 3)
    assert faults == []


def test_it_gives_up_after_some_refusals(opened, facebook):
    facebook.conditions = under(RateLimit(asked=("listing",), after=1, in_words=True))
    page, _, stand_in = opened()
    assert scrolled(page, ARTICLES, len(places(PAGE, "posts"))) == 5
    page.wait_for_timeout(2_500)
    assert len(asked(stand_in)) == 4


def test_a_question_is_answered(opened, facebook):
    facebook.conditions = under(ConsentDialog())
    page, _, _ = opened()
    assert page.locator("dialog.consent").is_visible()
    page.get_by_text("Decline optional cookies").click()
    assert not page.locator("dialog.consent").is_visible()


def test_a_login_leads_back(opened):
    page, _, _ = opened(f"{PROFILE}photos", name="")
    assert page.title() == "Log into Facebook"
    page.fill("#login_form [name=email]", "hans")
    page.click("#loginbutton")
    page.wait_for_selector(".grid > a")
    assert page.url == f"{PROFILE}photos"
