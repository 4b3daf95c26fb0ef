"""ReplayWeb.page, where `.ci/prepare` fetched it: opens WACZ files in a Chromium that can reach nothing else."""

import re
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlencode

import pytest
from playwright.sync_api import sync_playwright
from replay import fetch

from archiver.capture import chromium

needs_viewer = pytest.mark.skipif(
    not fetch.PLACE.is_dir(), reason="no ReplayWeb.page here: 'python tests/replay/fetch.py' asks npm for it"
)
SECONDS = 30
_PAGE = (
    '<!doctype html><meta charset="utf-8"><script src="/ui.js"></script><replay-app-main></replay-app-main>'
)
_TYPES = {".html": "text/html", ".js": "text/javascript"}
_RANGE = re.compile(r"bytes=(\d+)-(\d*)")
# A browser asks its maker what the fields of a form are for.
_QUIET = ("--disable-background-networking", "--disable-features=AutofillServerCommunication")
# Of what shows the collector the address too is withheld.
_DRAWN = """() => [...document.images]
    .filter((image) => image.getAttribute("src").startsWith("http"))
    .every((image) => image.complete && image.naturalWidth > 0)"""


class _Handler(BaseHTTPRequestHandler):
    """Serves files, parts of them too, and is the browser's proxy: so whatever is asked of anybody else shows here."""

    protocol_version = "HTTP/1.1"

    def do_GET(self):
        file = self.server.files.get(self.path.removeprefix(self.server.origin).partition("?")[0])
        if file is None:
            self._refuse()
            return
        content, wanted = file.read_bytes(), _RANGE.fullmatch(self.headers.get("range", ""))
        start, end = (
            (int(number or len(content) - 1) for number in wanted.groups()) if wanted else (0, len(content))
        )
        part = content[start : end + 1]
        self.send_response(206 if wanted else 200)
        self.send_header("content-type", _TYPES.get(file.suffix, "application/octet-stream"))
        self.send_header("accept-ranges", "bytes")
        self.send_header("content-length", len(part))
        if wanted:
            self.send_header("content-range", f"bytes {start}-{start + len(part) - 1}/{len(content)}")
        self.end_headers()
        self.wfile.write(b"" if self.command == "HEAD" else part)

    do_HEAD = do_GET  # noqa: N815 - the server looks for this name

    def do_CONNECT(self):
        self._refuse()

    def do_POST(self):
        self._refuse()

    def _refuse(self):
        if not self.path.startswith(self.server.origin):
            self.server.beyond.append(self.path)
        self.send_error(404)

    def log_message(self, *_):
        """Say nothing."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, files):
        super().__init__(("127.0.0.1", 0), _Handler)
        self.origin = f"http://127.0.0.1:{self.server_port}"
        self.files = files
        self.beyond = []


class Viewer:
    """A window in which WACZ files are opened."""

    def __init__(self, page, server):
        self.page = page
        self._server = server

    @property
    def beyond(self):
        """Give what was asked of anybody but the viewer's own server."""
        return list(self._server.beyond)

    def listed(self, wacz):
        """Open the list of a WACZ's pages; give titles and addresses as a reader sees them, the last page first."""
        self._open(wacz, view="pages")
        self.page.locator("wr-page-entry a").first.wait_for(timeout=SECONDS * 1000)
        told = [
            self.page.locator(f"wr-page-entry a {part}").all_text_contents()
            for part in (".page-title", ".page-url")
        ]
        return [tuple(each.strip() for each in page) for page in zip(*told, strict=True)]

    def replayed(self, wacz, address, at):
        """Open a page of a WACZ as it was at a time; give the frame that shows it, its pictures drawn."""
        self._open(wacz, view="replay", url=address, ts=f"{at:%Y%m%d%H%M%S}")
        wanted = f"{at:%Y%m%d%H%M%S}mp_/{address}"
        for _ in range(SECONDS * 20):
            found = [frame for frame in self.page.frames if frame.url.endswith(wanted)]
            if found:
                found[0].wait_for_load_state("load", timeout=SECONDS * 1000)
                found[0].wait_for_function(_DRAWN, timeout=SECONDS * 1000)
                return found[0]
            self.page.wait_for_timeout(50)
        raise AssertionError([frame.url for frame in self.page.frames])

    def _open(self, wacz, **where):
        path = f"/{len(self._server.files)}/{wacz.name}"
        self._server.files[path] = wacz
        self.page.goto("about:blank")
        source = urlencode({"source": f"{self._server.origin}{path}"})
        self.page.goto(f"{self._server.origin}/?{source}#{urlencode(where)}")


@contextmanager
def viewer(folder):
    """Open a viewer for a `with` block; its own page stands in a folder."""
    (index := folder / "index.html").write_text(_PAGE)
    files = {"/": index} | {f"/{name}": fetch.PLACE / name for name in ("ui.js", "sw.js")}
    with _Server(files) as server, sync_playwright() as playwright:
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        browser = playwright.chromium.launch(executable_path=chromium.find(None), args=_QUIET)
        proxied = browser.new_context(
            proxy={"server": server.origin}, viewport={"width": 1280, "height": 900}, timezone_id="UTC"
        )
        yield Viewer(proxied.new_page(), server)
        browser.close()
        server.shutdown()
