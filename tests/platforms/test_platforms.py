"""Discovery: a network is a folder, and each keeps the port."""

import inspect
from pathlib import Path

import pytest

from archiver import platforms
from archiver.errors import AddressError
from archiver.model.reading import Reading
from archiver.model.refs import PostRef, TargetRef
from archiver.ports import Platform

EVERY = platforms.every()
ASKED = [
    name for name, member in vars(Platform).items() if inspect.isfunction(member) and not name.startswith("_")
]


def test_instagram_is_found_by_name():
    assert "instagram" in [platform.name for platform in EVERY]
    assert platforms.named("instagram").label == "Instagram"


def test_platforms_are_found_once_each_and_by_name_in_order():
    names = [platform.name for platform in EVERY]
    assert names == sorted(set(names))


def test_a_name_that_is_none_is_an_address_error():
    with pytest.raises(AddressError, match="nowhere"):
        platforms.named("nowhere")


@pytest.mark.parametrize("text", ["", "nothing", "https://example/", "nowhere:name"])
def test_a_text_that_no_platform_understands_is_an_address_error(text):
    with pytest.raises(AddressError):
        platforms.parse(text)


def test_a_text_is_read_by_the_platform_it_belongs_to():
    assert platforms.parse("instagram.com/brandt.pumpen") == TargetRef("instagram", "brandt.pumpen")


@pytest.mark.parametrize("platform", EVERY, ids=lambda platform: platform.name)
class TestEachPlatform:
    def test_it_answers_all_that_the_port_asks_with_the_same_arguments(self, platform):
        for name in ASKED:
            asked = list(inspect.signature(getattr(Platform, name)).parameters)[1:]
            assert list(inspect.signature(getattr(platform, name)).parameters) == asked, name

    def test_it_says_what_it_is(self, platform):
        assert platform.name == type(platform).__module__.rpartition(".")[2]
        assert platform.label
        assert platform.extractor.partition("/")[0] == platform.name

    def test_its_hosts_are_names_and_never_all(self, platform):
        assert platform.hosts
        if platform.is_site:
            assert platform.hosts == ("*",), "a site may be any"
            return
        for host in platform.hosts:
            assert host.removeprefix("*.").count(".") >= 1
            assert "*" not in host.removeprefix("*.")

    def test_it_is_held_to_what_every_network_must_hold(self, platform):
        tests = Path(__file__).with_name(f"test_{platform.name}_conformance.py")
        inherited = "(SiteConformance):" if platform.is_site else "(Conformance):"
        assert inherited in tests.read_text(encoding="utf-8")

    def test_nothing_read_is_nothing_said(self, platform):
        assert platform.extract(()) == Reading()
        assert platform.owner(Reading(), PostRef(platform.name, "x")) is None

    def test_what_is_no_medium_has_no_asset(self, platform):
        elsewhere = "urn:a.jpg" if platform.is_site else "https://example.org/a.jpg"
        assert platform.asset(elsewhere) == ""

    def test_no_value_that_names_a_viewer_is_written_in_the_clear(self, platform):
        named = platform.written.parameters | platform.written.fields | platform.written.headers
        secret = (
            "cookie fb_dtsg lsd jazoest csrftoken sessionid ds_user_id __user av __s __hsi x-csrftoken x-fb-lsd oh "
            "_nc_ohc _nc_gid"
        ).split()
        assert not named & set(secret)
