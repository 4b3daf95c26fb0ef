"""Look without being counted: while this is on, nothing but questions leaves the page.

Each request is held before it is sent, and let go or ended by what the platform knows of its calls. On the recorder's
own DevTools session, which also sees what a page sends as it is left: `sendBeacon`, and `fetch` that outlives the page.
(Playwright's routes would answer the browser's own preflight questions in the server's place.)
"""

from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

from playwright.sync_api import CDPSession
from playwright.sync_api import Error as PlaywrightError

from archiver.capture.withholding import Withholding

Asks = Callable[[str, str, Mapping[str, str], bytes], bool]
"""Tells of method, address, headers (names in lower case) and body whether a request only asks."""
_EVERYTHING = {"patterns": [{"urlPattern": "*", "requestStage": "Request"}]}
_LIKE_A_BLOCKER = "BlockedByClient"
_TAKEN_AWAY = """
delete window.SharedWorker;
window.open = () => null;
window.WebSocket = class WebSocket extends EventTarget {
  static CONNECTING = 0; static OPEN = 1; static CLOSING = 2; static CLOSED = 3;
  constructor(url) {
    super();
    Object.assign(this, { url: String(url), readyState: 3, bufferedAmount: 0, protocol: "", extensions: "" });
    setTimeout(() => ["error", "close"].forEach((type) => {
      const event = new Event(type);
      this.dispatchEvent(event);
      this[`on${type}`]?.(event);
    }));
  }
  send() {}
  close() {}
};
"""
"""What a page is left without meanwhile, since it is not held: sockets, other windows, and workers that are no page's.

A socket is one that does not connect, a window one that a browser did not let it open.
"""


class Unseen:
    """Stops the calls of one page, and counts them."""

    def __init__(self, session: CDPSession, only_asks: Asks, withholding: Withholding) -> None:
        """Take the page's one DevTools session; nothing is stopped yet."""
        self._session = session
        self._only_asks = only_asks
        self._withholding = withholding
        self._script = ""
        self.begun = False
        """Whether calls were ever stopped, which is said of the visit."""
        self.stopped: Counter[tuple[str, str]] = Counter()
        """Method and address, as written and without parameters, of each call that was stopped, and how often."""

    def begin(self) -> None:
        """Stop all that is no question from now on."""
        if not self.begun:
            self._session.on("Fetch.requestPaused", self._held)
        self.begun = True
        self._session.send("Fetch.enable", _EVERYTHING)
        self._session.send("Page.enable")
        taken = self._session.send("Page.addScriptToEvaluateOnNewDocument", {"source": _TAKEN_AWAY})
        self._script = taken["identifier"]

    def end(self) -> None:
        """Let everything go again; what is still held goes with it, so the page must have been left before."""
        self._session.send("Page.removeScriptToEvaluateOnNewDocument", {"identifier": self._script})
        self._session.send("Fetch.disable")

    def told(self) -> list[dict[str, Any]]:
        """Say what was stopped, without what it carried."""
        return [
            {"method": method, "address": address, "times": times}
            for (method, address), times in sorted(self.stopped.items())
        ]

    def _held(self, event: dict[str, Any]) -> None:
        request = event["request"]
        try:
            if self._asks(request):
                self._session.send("Fetch.continueRequest", {"requestId": event["requestId"]})
                return
            # Its parameters may hold what names content: taken for secrets they would be hidden elsewhere too.
            self.stopped[request["method"], self._withholding.address(request["url"].partition("?")[0])] += 1
            ended = {"requestId": event["requestId"], "errorReason": _LIKE_A_BLOCKER}
            self._session.send("Fetch.failRequest", ended)
        except PlaywrightError:
            return  # the page gave it up, or is gone

    def _asks(self, request: dict[str, Any]) -> bool:
        body = request.get("postData")
        if body is None and request.get("hasPostData"):
            return False  # what it carries is not shown to us, and may tell
        headers = {name.lower(): value for name, value in request["headers"].items()}
        return self._only_asks(
            request["method"], request["url"], headers, (body or "").encode("utf-8", "replace")
        )
