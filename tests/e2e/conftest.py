import pytest
from fakes import run_archiver, write_settings

from archiver.simulator.hartmann import hartmann
from archiver.simulator.network import SocialNetwork
from archiver.simulator.server import StandIn


@pytest.fixture
def network():
    return SocialNetwork(hartmann(older=20), seed="e2e")


@pytest.fixture
def server(network):
    with StandIn(network.answer) as running:
        yield running


@pytest.fixture
def folder(tmp_path, server):
    """A folder as an operator has it: settings that reach the stand-in."""
    write_settings(server, tmp_path)
    return tmp_path


@pytest.fixture
def archiver(folder):
    """Run the command line there."""
    return lambda *arguments, **how: run_archiver(*arguments, folder=folder, **how)
