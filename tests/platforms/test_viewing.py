"""Of what answers tell of posts and accounts nothing stands in the members that speak of whoever is signed in."""

from dataclasses import replace

import facebook_wire
import instagram_wire
import pytest

from archiver.formats.json_places import scalars_of
from archiver.platforms.facebook import PLATFORM as FACEBOOK
from archiver.platforms.instagram import PLATFORM as INSTAGRAM
from archiver.simulator.conditions import CALM
from archiver.simulator.facebook.ids import post_id
from archiver.simulator.facebook.network import FacebookNetwork


def on_instagram():
    asker = instagram_wire.Asker(CALM)
    handle = instagram_wire.COMPANY.handle
    asker.page(f"/{handle}/")
    asker.page(f"/p/{instagram_wire.COMPANY.grid[1].code}/")
    asker.query({"username": handle, "data": {"count": 12}})
    return INSTAGRAM, asker.exchanges


def on_facebook():
    network = FacebookNetwork(facebook_wire.COMPANY, seed="viewing", clock=lambda: facebook_wire.NOW)
    visit = facebook_wire.LiveVisit(network)
    visit.read(f"{facebook_wire.SITE}/{facebook_wire.COMPANY.handle}/")
    visit.scroll()
    visit.read(f"{facebook_wire.SITE}/{post_id(facebook_wire.COMPANY.posts[2])}")
    return FACEBOOK, visit.exchanges


def without(names, exchange):
    body, found = bytearray(exchange.body), 0
    for start, end in scalars_of(exchange.body, names):
        body[start:end] = (b"1" if exchange.body[start:end].isdigit() else b"x") * (end - start)
        found += 1
    return replace(exchange, body=bytes(body)), found


@pytest.mark.parametrize("network", [on_instagram, on_facebook])
def test_what_is_read_is_the_same_without_them(network):
    platform, exchanges = network()
    changed = [without(platform.of_viewer, exchange) for exchange in exchanges]
    assert sum(found for _, found in changed) > 50
    whole, rest = (platform.extract(tuple(each)) for each in (exchanges, [each for each, _ in changed]))
    assert whole.observations
    assert whole.accounts
    for told in ("accounts", "listings", "observations", "abouts", "stories", "trays", "kinds"):
        assert getattr(rest, told, None) == getattr(whole, told, None), told
    assert ("name", "liesl") in whole.viewer or ("username", "liesl") in whole.viewer
    assert "liesl" not in dict(rest.viewer).values()
