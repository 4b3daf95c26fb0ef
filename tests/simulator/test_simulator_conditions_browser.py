"""What the site's own script makes of spoiled answers, and what a visitor makes of a dialog."""

from pathlib import Path

import pytest

from archiver.simulator.conditions import BreakShape, ConsentDialog, NullEdge, RateLimit, TruncateFeed, under
from archiver.simulator.hartmann import hartmann
from archiver.simulator.instagram.network import SocialNetwork

CHROMIUM = "/usr/bin/chromium"
PROFILE = "https://www.instagram.com/hartmann.werkzeuge/"

# What the simulator's pages do is met by every look of a test run at them.
pytestmark = [
    pytest.mark.browser,
    pytest.mark.prove,
    pytest.mark.skipif(not Path(CHROMIUM).exists(), reason="no Chromium here"),
]


@pytest.fixture
def network():
    return SocialNetwork(hartmann(older=20))


@pytest.fixture
def opened(serve, network):
    """Open a page with a session, and tell what else goes wrong in it."""
    from playwright.sync_api import sync_playwright

    stand_in, _ = serve(network.answer)
    with sync_playwright() as driver:
        rules = f"--host-resolver-rules=MAP * {stand_in.address}"
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", rules])
        context = browser.new_context(
            ignore_https_errors=True,
            storage_state=network.admit("liesl"),
            viewport={"width": 1280, "height": 900},
        )
        page, faults = context.new_page(), []
        page.on("pageerror", lambda fault: faults.append(str(fault)))
        yield page
        assert faults == []
        browser.close()


def drawn(page, network):
    """Scroll to the end and give the codes of all that was drawn, and how often the script asked."""
    page.goto(PROFILE)
    found = []
    for _ in range(60):
        links = "all => all.map(link => link.getAttribute('href').split('/')[3])"
        found += [code for code in page.eval_on_selector_all(".row a", links) if code not in found]
        page.evaluate("scrollBy(0, 400)")
        page.wait_for_timeout(50)
    return found


def test_what_the_script_does_not_know_it_does_not_draw(opened, network):
    whole = [post.code for post in network.company.grid]
    network.conditions = under(NullEdge(1), BreakShape(3))
    assert drawn(opened, network) == [code for at, code in enumerate(whole) if at % 12 not in {1, 3}]


@pytest.mark.parametrize(
    ("condition", "count"),
    [
        (TruncateFeed(15, says_more=True), 15),
        (TruncateFeed(15), 15),
        (RateLimit(asked=("listing",), after=1), 12),
    ],
    ids=["pretends", "ends", "refused"],
)
def test_the_script_asks_a_few_times_and_gives_up(serve, opened, network, condition, count):
    network.conditions = under(condition)
    assert drawn(opened, network) == [post.code for post in network.company.grid[:count]]


def test_a_question_about_cookies_keeps_a_page_from_scrolling_until_it_is_answered(opened, network):
    network.conditions = under(ConsentDialog())
    opened.goto(PROFILE)
    opened.wait_for_selector(".row a", state="attached")
    opened.mouse.wheel(0, 600)
    opened.wait_for_timeout(300)
    assert opened.evaluate("scrollY") == 0
    opened.get_by_role("button", name="Decline optional cookies").click()
    opened.mouse.wheel(0, 600)
    opened.wait_for_function("scrollY > 0")
    assert not opened.locator("dialog").is_visible()
