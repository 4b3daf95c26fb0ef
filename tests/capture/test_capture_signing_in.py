"""Signing in, in a browser without a window: a stand-in sets the cookie when somebody would have signed in."""

import os
import sys

import psutil
import pytest
from fakes import Never, stand_in_network

from archiver.capture.signing_in import is_signed_in, signed_in
from archiver.config import Network
from archiver.errors import NetworkError, NoScreenError, StoppedError
from archiver.platforms.instagram import PLATFORM
from archiver.simulator.messages import Answer, text

COOKIES = ("sessionid=cookie-secret-9", "csrftoken=csrf-secret-9")
AGAIN = "<meta http-equiv=refresh content=0.1><p>log in"


class LoginPage:
    """A login page that asks for itself again, and is signed in at the n-th time."""

    def __init__(self, at=3, body=AGAIN):
        self.at, self.body, self.asked = at, body, []

    def answer(self, request):
        self.asked.append(request)
        if request.path != "/accounts/login/":
            return text("nothing here", status=404)
        pages = sum(each.path == request.path for each in self.asked)
        cookies = COOKIES if pages >= self.at else ("mid=only-a-visitor",)
        headers = tuple(
            ("set-cookie", f"{cookie}; Path=/; Domain=.instagram.com; Secure; Max-Age=9999")
            for cookie in cookies
        )
        return Answer(headers=(("content-type", "text/html"), *headers), body=self.body.encode())


@pytest.fixture
def sign_in(tmp_path, serving):
    """Sign in where an answering function serves the platform's hosts."""

    def signing(answer, stop=None):
        network = stand_in_network(serving(answer), tmp_path)
        return signed_in(PLATFORM, network, None, stop or Never(), screen=False)

    return signing


class StopAfter:
    """The port `Stop`, requested once it was asked often enough."""

    def __init__(self, times):
        self.left = times

    @property
    def requested(self):
        self.left -= 1
        return self.left < 0

    def when_requested(self, act):
        pass


class StopAtOnce:
    """The port `Stop`, requested by whoever serves the page."""

    requested = False

    def when_requested(self, act):
        self.act = act

    def request(self):
        self.requested = True
        self.act()


@pytest.mark.browser
def test_the_state_is_given_once_somebody_has_signed_in_and_not_before(sign_in):
    page = LoginPage(at=3)
    state = sign_in(page.answer)
    assert [request.path for request in page.asked].count("/accounts/login/") >= 3
    cookies = {cookie["name"]: cookie["value"] for cookie in state["cookies"]}
    assert cookies["sessionid"] == "cookie-secret-9"
    assert cookies["csrftoken"] == "csrf-secret-9"
    assert {request.host for request in page.asked} == {"www.instagram.com"}


@pytest.mark.prove
@pytest.mark.browser
def test_a_stop_is_heeded_while_nobody_signs_in(sign_in):
    with pytest.raises(StoppedError, match=r"Stopped before anybody had signed in\. Nothing was kept\."):
        sign_in(LoginPage(at=1_000).answer, StopAfter(3))


@pytest.mark.browser
def test_a_stop_is_heeded_while_the_login_page_is_on_its_way(sign_in):
    stop = StopAtOnce()

    def never(request):
        stop.request()
        return Answer(body=b"late", delay=30)

    with pytest.raises(StoppedError, match="Stopped before anybody had signed in"):
        sign_in(never, stop)


@pytest.mark.prove
@pytest.mark.browser
def test_a_window_that_was_closed_is_told_as_such(sign_in):
    page = LoginPage(at=1_000)

    def closing(request):
        if len(page.asked) == 2:
            for process in psutil.Process().children(recursive=True):
                if "chrom" in process.name():
                    process.kill()
        return page.answer(request)

    with pytest.raises(StoppedError, match="The window was closed before anybody had signed in") as caught:
        sign_in(closing)
    assert caught.value.exit_code == 3


@pytest.mark.browser
def test_a_platform_that_cannot_be_reached_is_told_with_its_name(tmp_path, serving):
    server = serving(LoginPage().answer)
    network = stand_in_network(server, tmp_path)
    server.__exit__(None, None, None)
    with pytest.raises(NetworkError, match="Instagram could not be reached"):
        signed_in(PLATFORM, network, None, Never(), screen=False)


@pytest.mark.skipif(
    sys.platform in ("win32", "darwin") or "DISPLAY" in os.environ or "WAYLAND_DISPLAY" in os.environ,
    reason="this machine has a screen",
)
def test_without_a_screen_no_window_is_opened(tmp_path):
    with pytest.raises(NoScreenError, match="This machine has no screen to sign in on") as caught:
        signed_in(PLATFORM, Network(hosts=(("www.instagram.com", "127.0.0.1:1"),)), None, Never())
    assert "archiver session export" in caught.value.advice
    assert "archiver session import" in caught.value.advice


@pytest.mark.parametrize(
    ("cookies", "signed"),
    [
        ([], False),
        ([{"name": "mid", "value": "x"}], False),
        ([{"name": "sessionid", "value": ""}], False),
        ([{"name": "sessionid"}], False),
        ([{}], False),
        ([{"name": "mid", "value": "x"}, {"name": "sessionid", "value": "y"}], True),
    ],
)
def test_only_the_cookie_of_one_who_signed_in_counts(cookies, signed):
    assert is_signed_in(PLATFORM, cookies) is signed
