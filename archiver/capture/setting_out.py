"""Set out on a visit: open the gate and the browser, and put all in place that records; leave in good order."""

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager

from archiver.capture import chromium
from archiver.capture.apart import Films
from archiver.capture.asking_yt_dlp import Asking
from archiver.capture.chromium import OpenBrowser
from archiver.capture.direct import DirectFetches
from archiver.capture.gate import Gate
from archiver.capture.means import Means
from archiver.capture.media import Media
from archiver.capture.pacing import Pacer, pace_before
from archiver.capture.recorder import Recorder
from archiver.capture.resolving import Resolving
from archiver.capture.servers import Servers
from archiver.capture.trust import own_trust
from archiver.capture.unseen import Unseen
from archiver.capture.visit import BrowserVisit
from archiver.capture.withholding import Withholding
from archiver.model.gap import Gap
from archiver.model.vantage import Vantage
from archiver.ports import Platform, Recording


@contextmanager
def visiting(
    platform: Platform, vantage: Vantage, means: Means, recording: Recording, public: str
) -> Iterator[BrowserVisit]:
    """Make a visit for a `with` block; what it recorded is complete when the block is left.

    `public` is the address asked for, no part of which is ever taken for a secret. Raises BrowserMissingError,
    RecordingError, BrowserDiedError.
    """
    trust = own_trust(means.network)
    withholding = Withholding(platform.written, public)
    with Gate(means.network, platform.hosts, trust if means.network.ca_file else None) as gate:
        means.stop.when_requested(gate.hang_up)
        with _browser(means, gate, vantage) as browser:
            _learn_cookies(withholding, browser)
            headers = _headers(browser, vantage)
            direct = DirectFetches(gate.url, trust, headers, means.folder)
            recorder = Recorder(browser.page, withholding, recording)
            servers, films, gaps = Servers(gate.addresses), Films(means.folder, recording), list[Gap]()
            media = Media(
                direct, films, gate, servers, withholding, recording, means.stop, means.progress, gaps.append
            )
            visit = BrowserVisit(
                platform,
                vantage,
                means,
                gate,
                browser,
                recorder,
                media,
                withholding,
                recording,
                servers,
                means.pacer or Pacer(pace_before(means.network)),
                Unseen(recorder.session, platform.only_asks, withholding),
                Resolving(
                    _asking(gate, browser, means, headers),
                    withholding,
                    recording,
                    platform.asset,
                    gaps.append,
                ),
                gaps,
            )
            try:
                yield visit
                visit.wait_for_content()
            finally:
                direct.close()
                visit.finish()


def _browser(means: Means, gate: Gate, vantage: Vantage) -> AbstractContextManager[OpenBrowser]:
    return chromium.opened(
        means.browser,
        gate.url,
        locale=vantage.locale,
        unchecked_tls=means.network.ca_file is not None,
        state=means.state,
        browsers=means.browsers,
    )


def _learn_cookies(withholding: Withholding, browser: OpenBrowser) -> None:
    for cookie in browser.page.context.cookies():
        withholding.learn("cookie", cookie.get("value", ""))


def _headers(browser: OpenBrowser, vantage: Vantage) -> dict[str, str]:
    return {"User-Agent": browser.user_agent, "Accept-Language": vantage.locale}


def _asking(gate: Gate, browser: OpenBrowser, means: Means, headers: Mapping[str, str]) -> Asking:
    return Asking(
        gate.url,
        means.network.ca_file is not None,
        headers,
        # Of whoever is signed in, as they are then; of a stranger none are passed on.
        lambda: browser.page.context.cookies() if means.state is not None else (),
        means.folder,
        lambda: means.stop.requested,
    )
