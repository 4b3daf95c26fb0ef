import hashlib
import json
import re
import ssl
from urllib.parse import urlsplit

import facebook_asking
import httpx
import pytest
from network_asking import Asking
from wired_company import WHOLE
from wired_page import PAGE

from archiver.simulator.facebook.network import FacebookNetwork
from archiver.simulator.hartmann import hartmann
from archiver.simulator.instagram.network import SocialNetwork
from archiver.simulator.server import StandIn

SITE = "https://www.instagram.com"
BLOCK = re.compile(r"<script\b[^>]*\bdata-sjs\b[^>]*>(.*?)</script>", re.DOTALL)


class Visitor:
    """Asks a stand-in for addresses of the hosts it stands in for, and trusts nothing but its CA."""

    def __init__(self, stand_in, ca):
        self._port = stand_in.port
        self._client = httpx.Client(verify=ssl.create_default_context(cafile=str(ca)), timeout=10)

    def ask(self, address, method="GET", headers=(), **more):
        parts = urlsplit(address)
        query = f"?{parts.query}" if parts.query else ""
        self._client.cookies.clear()
        return self._client.request(
            method,
            f"https://127.0.0.1:{self._port}{parts.path}{query}",
            headers=[("host", parts.hostname), *headers],
            extensions={"sni_hostname": parts.hostname},
            **more,
        )

    def page(self, path, headers=()):
        answer = self.ask(SITE + path, headers=headers)
        assert answer.status_code == 200
        return Page(answer.text)

    def close(self):
        self._client.close()


class Page:
    """A page as a reader of its blocks sees it."""

    def __init__(self, html):
        self.html = html
        self.blocks = [json.loads(block) for block in BLOCK.findall(html)]

    @property
    def route(self):
        (name,) = (node["canonicalRouteName"] for node in self.nodes() if "canonicalRouteName" in node)
        return name.removeprefix("comet.igweb.")

    @property
    def data(self):
        return [node["result"]["data"] for node in self.nodes() if "result" in node and "complete" in node]

    @property
    def medium(self):
        (data,) = self.data
        return data["xig_polaris_media"]["if_not_gated_logged_out"]

    def nodes(self, root=None):
        pending = [self.blocks if root is None else root]
        while pending:
            node = pending.pop(0)
            if isinstance(node, dict):
                yield node
            if isinstance(node, dict | list):
                pending.extend(node.values() if isinstance(node, dict) else node)

    def addresses(self):
        found = re.findall(r'https:[^"\s<]+?(?:cdninstagram\.com|fbcdn\.net)/[^"\s<]+', json.dumps(self.data))
        return [address.replace("\\/", "/") for address in found if "rsrc.php" not in address]


@pytest.fixture(scope="session")
def company():
    return hartmann()


@pytest.fixture
def network(company):
    return SocialNetwork(company)


@pytest.fixture
def serve(tmp_path):
    running = []

    def start(answer):
        stand_in = StandIn(answer)
        stand_in.__enter__()
        visitor = Visitor(stand_in, stand_in.write_ca(tmp_path / f"ca-{stand_in.port}.pem"))
        running.append((stand_in, visitor))
        return stand_in, visitor

    yield start
    for stand_in, visitor in running:
        visitor.close()
        stand_in.__exit__(None, None, None)


@pytest.fixture
def visitor(serve, network):
    return serve(network.answer)[1]


@pytest.fixture(scope="session")
def read():
    return lambda html: Page(html.decode())


@pytest.fixture(scope="session")
def digest():
    return lambda content: hashlib.sha256(content).hexdigest()


@pytest.fixture
def wire():
    return SocialNetwork(WHOLE, seed="wire")


@pytest.fixture
def asking(serve, wire):
    """Somebody without a session, and Liesl with one."""
    visitor = serve(wire.answer)[1]
    return Asking(visitor, wire), Asking(visitor, wire, "liesl")


@pytest.fixture
def facebook():
    return FacebookNetwork(PAGE, seed="wire")


@pytest.fixture
def facing(serve, facebook):
    """Somebody without a session, and Liesl with one, who look at Facebook."""
    visitor = serve(facebook.answer)[1]
    return facebook_asking.Asking(visitor, facebook), facebook_asking.Asking(visitor, facebook, "liesl")
