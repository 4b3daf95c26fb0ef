import pytest
from fakes import call_archiver, run_archiver, write_settings

from archiver.simulator.hartmann import hartmann
from archiver.simulator.instagram.network import SocialNetwork
from archiver.simulator.server import StandIn


@pytest.fixture
def older():
    """How many posts there are below the six that are told about: more than a visitor is shown."""
    return 20


@pytest.fixture
def network(older):
    return SocialNetwork(hartmann(older), seed="e2e")


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
    return lambda *arguments: call_archiver(*arguments, folder=folder)


@pytest.fixture
def started(folder):
    """Run the command line there as a process of its own, as an operator does."""
    return lambda *arguments, **how: run_archiver(*arguments, folder=folder, **how)
