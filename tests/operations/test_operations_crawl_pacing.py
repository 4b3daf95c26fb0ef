import json
from dataclasses import replace

import pytest
from fakes import Never, Silent, stand_in_settings

from archiver import archive
from archiver.capture.pacing import AT_ONCE, Pace, Pacer
from archiver.config import Session
from archiver.operations.asking import asked_for
from archiver.operations.crawl import crawl
from archiver.ports import Limits
from archiver.simulator.hartmann import hartmann
from archiver.simulator.instagram.network import SocialNetwork
from archiver.simulator.server import StandIn

pytestmark = pytest.mark.browser


class Remembering(Pacer):
    """A pacer that remembers what it asked for."""

    def __init__(self, pace):
        super().__init__(pace)
        self.pauses = []

    def pause(self, platform):
        self.pauses.append(super().pause(platform))
        return self.pauses[-1]


@pytest.fixture
def network():
    return SocialNetwork(hartmann(), seed="pace")


@pytest.fixture
def opened(network, tmp_path):
    with StandIn(network.answer) as server:
        made = archive.create(tmp_path / "evidence", stand_in_settings(server, tmp_path))
        yield made
        made.close()


@pytest.mark.prove
def test_a_pause_lies_between_the_looks_of_a_run_from_all_vantages_and_at_all_targets(
    opened, network, tmp_path
):
    state = tmp_path / "state.json"
    state.write_text(json.dumps(network.admit("liesl")))
    state.chmod(0o600)
    first, second = (
        asked_for(f"https://www.instagram.com/p/{post.code}/") for post in network.company.posts[:2]
    )
    looks = [first, replace(first, session=Session("S", "instagram", state)), second]
    paced = replace(opened, pacer=Remembering(Pace(0.2, 0.2, 1.5)))
    results = list(crawl(paced, looks, Limits(), Silent(), Never()))
    assert [result.outcome for result in results] == ["complete"] * 3
    assert paced.pacer.pauses == [0, 0.2, 0.2]


def test_before_stand_ins_a_run_makes_no_pauses(opened):
    assert opened.pacer.pace is AT_ONCE
