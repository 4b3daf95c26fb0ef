"""The signed-in pages in a real Chromium: their script runs, and asks for everything once."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from archiver.simulator.hartmann import hartmann
from archiver.simulator.instagram.network import SocialNetwork
from archiver.simulator.messages import Answer
from archiver.simulator.server import StandIn

CHROMIUM = "/usr/bin/chromium"
SITE = "https://www.instagram.com"
PROFILE = f"{SITE}/hartmann.werkzeuge/"
LINKS = "links => links.map(link => link.getAttribute('href').split('/')[3])"

# What the simulator's pages do is met by every look of a test run at them.
pytestmark = [
    pytest.mark.browser,
    pytest.mark.prove,
    pytest.mark.skipif(not Path(CHROMIUM).exists(), reason="no Chromium here"),
]


class Window:
    """A browser's window onto a stand-in, and what was asked and seen through it."""

    def __init__(self, page, stand_in):
        self.page, self.stand_in = page, stand_in
        self.codes, self.most_rows, self.faults = [], 0, []
        page.on("pageerror", lambda fault: self.faults.append(str(fault)))

    def open(self, address=PROFILE):
        self.page.goto(address)
        self.page.wait_for_selector(".row a")
        self.look()

    def look(self):
        shown = self.page.eval_on_selector_all(".row a", LINKS)
        self.most_rows = max(self.most_rows, self.page.locator(".row").count())
        self.codes += [code for code in shown if code not in self.codes]
        return shown

    def scroll(self, pixels, until):
        """Scroll until so many posts were seen, and wait whether more is asked for."""
        for _ in range(400):
            self.page.evaluate(f"scrollBy(0, {pixels})")
            self.page.wait_for_timeout(25)
            self.look()
            if len(self.codes) >= until:
                break
        self.page.wait_for_timeout(400)

    @property
    def queries(self):
        """What was asked for: the variables of each query."""
        asked = (request.form for request in self.stand_in.seen("/graphql/query"))
        return [json.loads(form["variables"]) for form in asked]


@pytest.fixture
def window():
    from playwright.sync_api import sync_playwright

    opened = []

    def start(network, *, name="analyst", answer=None, pictures=True):
        stand_in = StandIn(answer or network.answer).__enter__()
        opened.append(stand_in)
        rules = f"--host-resolver-rules=MAP * {stand_in.address}"
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", rules])
        context = browser.new_context(
            ignore_https_errors=True,
            viewport={"width": 1280, "height": 900},
            storage_state=network.admit(name) if name else None,
        )
        page = context.new_page()
        if not pictures:
            page.route("**/*.jpg?*", lambda route: route.abort())
        return Window(page, stand_in)

    with sync_playwright() as driver:
        yield start
        for stand_in in opened:
            stand_in.__exit__(None, None, None)


def filmed(company):
    """Give the account with every plain post turned into a film."""
    films = (replace(post.media[0], width=720, height=1280, seconds=9.5) for post in company.posts[6:])
    reels = (replace(post, media=(film,)) for post, film in zip(company.posts[6:], films, strict=True))
    return replace(company, posts=(*company.posts[:6], *reels))


def test_without_scrolling_the_first_page_is_asked_for_alone(window):
    seen = window(SocialNetwork(hartmann(54)))
    seen.open()
    seen.page.wait_for_timeout(700)
    assert [query["after"] for query in seen.queries] == [None]
    assert seen.look() == [post.code for post in hartmann(54).grid[:12]]


def test_sixty_posts_are_asked_for_once_and_shown_in_order(window):
    company = hartmann(54)
    seen = window(SocialNetwork(company))
    seen.open()
    widths = "images => images.filter(image => image.complete).map(image => image.naturalWidth)"
    seen.page.wait_for_function("[...document.querySelectorAll('.row img')].every(image => image.complete)")
    assert set(seen.page.eval_on_selector_all(".row img", widths)) == {320}
    seen.scroll(700, until=60)
    cursors = [query["after"] for query in seen.queries]
    assert (len(cursors), len(set(cursors))) == (5, 5)
    assert seen.codes == [post.code for post in company.grid]
    assert seen.faults == []


def test_three_hundred_posts_are_scrolled_through_in_leaps(window):
    company = hartmann(294)
    seen = window(SocialNetwork(company), pictures=False)
    seen.open()
    height = seen.page.locator(".row").first.bounding_box()["height"]
    for _ in range(200):
        seen.page.evaluate("scrollTo(0, document.body.scrollHeight)")
        seen.page.wait_for_timeout(20)
        if len(seen.queries) == 25:
            break
    seen.page.wait_for_timeout(400)
    assert len(seen.queries) == len({query["after"] for query in seen.queries}) == 25
    assert seen.page.locator(".rows").bounding_box()["height"] >= 100 * height
    seen.codes.clear()
    seen.page.evaluate("scrollTo(0, 0)")
    seen.scroll(1400, until=300)
    assert seen.codes == [post.code for post in company.grid]
    assert seen.most_rows <= 10
    assert seen.faults == []


def test_the_reels_tab_lists_films_alone(window):
    company = filmed(hartmann(30))
    seen = window(SocialNetwork(company), pictures=False)
    seen.open(f"{PROFILE}reels/")
    seen.scroll(600, until=31)
    assert seen.codes == [post.code for post in company.reels]
    assert [query["data"]["target_user_id"] for query in seen.queries] == [str(company.account.pk)] * 3
    assert seen.page.locator("[aria-label='View count']").count() > 0


def test_a_refusal_is_got_over(window):
    network, refused = SocialNetwork(hartmann(54)), []

    def answer(request):
        if (
            request.path == "/graphql/query"
            and len(refused) < 2
            and json.loads(request.form["variables"])["after"]
        ):
            refused.append(request)
            return Answer(500)
        return network.answer(request)

    seen = window(network, answer=answer, pictures=False)
    seen.open()
    seen.scroll(900, until=60)
    assert len(seen.queries) == 5 + len(refused) == 7
    assert seen.codes == [post.code for post in network.company.grid]


def test_an_account_without_posts_says_so(window):
    seen = window(SocialNetwork(replace(hartmann(), posts=())))
    seen.page.goto(PROFILE)
    assert seen.page.wait_for_selector(".note").inner_text() == "No posts yet"


def test_somebody_logs_in_by_the_form_and_is_a_stranger_again_when_the_session_ends(window):
    network = SocialNetwork(hartmann())
    seen = window(network, name="")
    seen.page.goto(PROFILE)
    assert seen.page.locator("main .grid img").count() == 6
    seen.page.click("nav a >> text=Log in")
    seen.page.fill("[name=username]", "liesl")
    seen.page.fill("[name=password]", "told to nobody")
    seen.page.click("button")
    seen.page.wait_for_url(f"{SITE}/")
    assert "liesl" in seen.page.inner_text("nav")
    seen.open()
    seen.page.click(".row a")
    seen.page.wait_for_selector("article")
    assert all(b"told" not in request.body for request in seen.stand_in.requests)
    network.expel("liesl")
    seen.page.goto(PROFILE)
    assert "Log in" in seen.page.inner_text("nav >> nth=0")


def test_the_form_leads_back_to_where_one_came_from_and_nowhere_else(window):
    seen = window(SocialNetwork(hartmann()), name="")
    for wanted, reached in (("/hartmann.werkzeuge/", PROFILE), ("//elsewhere.example/", f"{SITE}/")):
        seen.page.context.clear_cookies()
        seen.page.goto(f"{SITE}/accounts/login/?next={wanted}")
        seen.page.fill("[name=username]", "liesl")
        seen.page.press("[name=username]", "Enter")
        seen.page.wait_for_url(reached)
