"""Whom Facebook's answers name as signed in, with the part of their picture's address that stays."""

import facebook_wire as wire
import pytest
from facebook_answers import read

from archiver.platforms.facebook import PLATFORM
from archiver.simulator.facebook.ids import post_id
from archiver.simulator.facebook.network import FacebookNetwork
from archiver.simulator.visitors import FACEBOOK, Session

LIESL = Session("liesl", "", FACEBOOK)
FACE = "https://scontent.xx.fbcdn.net/v/t39.30808-1/61_1220_7_n.jpg?stp=s64x64&oh=00_A&oe=1"
POST = next(post for post in wire.COMPANY.posts if post.media)


@pytest.mark.parametrize("path", [f"/{wire.COMPANY.handle}/", f"/{post_id(POST)}"], ids=["timeline", "post"])
def test_whoever_is_signed_in_is_named_with_their_picture(path):
    network = FacebookNetwork(wire.COMPANY, seed="viewers", clock=lambda: wire.NOW)
    visit = wire.LiveVisit(network)
    visit.read(f"{wire.SITE}{path}")
    told = dict(PLATFORM.extract(visit.exchanges).viewer)
    assert (told["id"], told["name"], told["picture"]) == (str(LIESL.pk), "liesl", LIESL.face)


@pytest.mark.parametrize("key", ["viewer_actor", "current_actor", "viewer"])
def test_their_picture_is_named_by_what_stays_the_same_of_its_address(key):
    actor = {"id": "990003", "name": "Liesl", "profile_picture_depth_0": {"uri": FACE}}
    document = {"data": {"node": {key: {"actor": actor} if key == "viewer" else actor}}}
    assert read(document).viewer == {("id", "990003"), ("name", "Liesl"), ("picture", "61_1220_7_n.jpg")}


@pytest.mark.parametrize("picture", [None, [], "x", {}, {"uri": None}, {"uri": 7}, {"uri": "https://["}])
def test_what_is_no_picture_names_none(picture):
    document = {"data": {"node": {"current_actor": {"name": "Liesl", "profile_picture": picture}}}}
    assert read(document).viewer == {("name", "Liesl")}
