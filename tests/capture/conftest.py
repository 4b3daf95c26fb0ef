import contextlib
from types import SimpleNamespace

import pytest
from fakes import HOSTS, Never, Silent, Taken, stand_in_network
from lending import lent

from archiver.capture.apart import Films
from archiver.capture.direct import DirectFetches
from archiver.capture.gate import Gate
from archiver.capture.means import Means
from archiver.capture.media import Media
from archiver.capture.servers import Servers
from archiver.capture.setting_out import visiting
from archiver.capture.trust import own_trust
from archiver.capture.withholding import Withholding
from archiver.model.reading import Reading
from archiver.model.vantage import Vantage
from archiver.ports import WrittenForm
from archiver.simulator.server import StandIn


class ReadsNothing:
    """The port `Platform`, as far as a visit needs it."""

    name, label, extractor = "any", "Any", "any/1"
    hosts = HOSTS
    media_addresses = ("*/v/t51.*",)
    written = WrittenForm(parameters=frozenset({"stp"}), fields=frozenset({"variables", "after"}))

    def __init__(self, viewer=()):
        self.viewer = frozenset(viewer)

    def extract(self, exchanges):
        return Reading(viewer=self.viewer)

    def only_asks(self, method, address, headers, body):
        return b"Query" in body or (method == "GET" and "/seen" not in address)

    def asset(self, address):
        return ""


@pytest.fixture
def serving():
    """Run stand-ins until the test ends."""
    with contextlib.ExitStack() as stack:
        yield lambda answer: stack.enter_context(StandIn(answer))


@pytest.fixture
def visit(tmp_path, serving):
    """Visit what an answering function serves; what is recorded is whole once the block is left."""
    return lambda answer, **how: visited(serving(answer), tmp_path, **how)


@pytest.fixture
def fetching(tmp_path, serving):
    """Fetch media that an answering function serves, as a visit does, without a browser beside it."""
    return lambda answer, **how: fetched(serving(answer), tmp_path, **how)


@pytest.fixture(scope="module")
def recorded(tmp_path_factory):
    """Give what is recorded of pages that are read one after another in one visit."""

    def read(answer, *addresses):
        with StandIn(answer) as server, visited(server, tmp_path_factory.mktemp("visit")) as now:
            for address in addresses:
                now.visit.read(address)
        return now.taken

    return read


@pytest.fixture(scope="module", name="visited")
def visited_fixture():
    """Visit what a running stand-in serves."""
    return visited


@contextlib.contextmanager
def visited(server, folder, *, viewer=(), state=None, stop=None, progress=None, pacer=None):
    network = stand_in_network(server, folder)
    means = Means(network, None, str(folder), stop or Never(), progress or Silent(), state, pacer, lent())
    taken = Taken()
    vantage = Vantage("session", "s1") if state else Vantage()
    with visiting(ReadsNothing(viewer), vantage, means, taken, "") as made:
        yield SimpleNamespace(visit=made, taken=taken)


@contextlib.contextmanager
def fetched(server, folder, *, stop=None, progress=None):
    network, taken, gaps = stand_in_network(server, folder), Taken(), []
    stop, trust = stop or Never(), own_trust(network)
    with Gate(network, HOSTS, trust) as gate:
        stop.when_requested(gate.hang_up)
        direct = DirectFetches(gate.url, trust, {"Accept-Language": "en-US"}, str(folder))
        media = Media(
            direct,
            Films(str(folder), taken),
            gate,
            Servers(gate.addresses),
            Withholding(ReadsNothing.written, ""),
            taken,
            stop,
            progress or Silent(),
            gaps.append,
        )
        try:
            yield SimpleNamespace(media=media, gaps=gaps, taken=taken, gate=gate, network=network)
        finally:
            direct.close()
