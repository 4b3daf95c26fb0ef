"""One browser serves all looks of a run, and no look sees anything of another."""

import psutil
import pytest

from archiver.capture import chromium
from archiver.capture.browsers import Browsers
from archiver.capture.gate import Gate
from archiver.config import Network
from archiver.errors import BrowserDiedError, BrowserMissingError

pytestmark = pytest.mark.browser


@pytest.fixture
def browsers():
    made = Browsers()
    yield made
    made.close()


@pytest.fixture
def gate():
    with Gate(Network(), (), None) as gate:
        yield gate


def opened(browsers, gate, setting=None):
    return chromium.opened(
        setting, gate.url, locale="en-US", unchecked_tls=False, state=None, browsers=browsers
    )


def running():
    """The browsers that this process started, by their ids."""
    mine = psutil.Process().children(recursive=True)
    return {each.pid for each in mine if "chrom" in each.name() and "--type=" not in " ".join(each.cmdline())}


def test_looks_share_a_browser_and_nothing_in_it(browsers, gate):
    with opened(browsers, gate) as first:
        first.page.context.add_cookies([{"name": "a", "value": "b", "url": "https://www.instagram.com"}])
        kept, versions = running(), {first.version}
    with opened(browsers, gate) as second:
        assert second.page.context.cookies() == []
        assert len(second.page.context.browser.contexts) == 1, "the first one's is gone"
        assert running() == kept
        versions.add(second.version)
    assert len(kept) >= 1
    assert len(versions) == 1
    browsers.close()
    assert not running() & kept


def name_of(process):
    try:
        return process.name()
    except psutil.NoSuchProcess:  # a browser's own come and go
        return ""


@pytest.mark.prove
def test_what_drives_it_may_be_gone_when_it_is_closed(browsers, gate):
    with opened(browsers, gate):
        started = running()
    drivers = [each for each in psutil.Process().children(recursive=True) if "node" in each.name()]
    assert drivers
    for each in drivers:
        each.kill()
    psutil.wait_procs(drivers, timeout=10)
    browsers.close()
    with opened(browsers, gate) as again:
        assert again.version
        assert not running() & started


@pytest.mark.prove
def test_one_that_died_between_two_looks_is_started_anew(browsers, gate):
    with opened(browsers, gate):
        before = running()
    for each in before:
        psutil.Process(each).kill()
    psutil.wait_procs([psutil.Process(each) for each in before if psutil.pid_exists(each)], timeout=10)
    with opened(browsers, gate) as again:
        assert again.page.evaluate("1 + 1") == 2
        assert not running() & before


@pytest.mark.prove
def test_a_look_that_breaks_off_takes_its_browser_along(browsers, gate):
    with pytest.raises(BrowserDiedError):
        with opened(browsers, gate) as look:
            before = running()
            look.page.evaluate("throw new Error('amiss')")
    with opened(browsers, gate) as again:
        assert again.page.evaluate("1 + 1") == 2
        assert not running() & before


@pytest.mark.prove
def test_where_there_is_none_that_is_said_each_time_and_nothing_is_left(browsers, gate, tmp_path):
    for _ in range(2):
        with pytest.raises(BrowserMissingError):
            with opened(browsers, gate, tmp_path / "none"):
                pass
    with opened(browsers, gate) as found:
        assert found.page.evaluate("1 + 1") == 2


@pytest.mark.prove
def test_without_a_run_a_look_has_its_own(gate):
    with opened(None, gate):
        before = running()
    assert not running() & before
