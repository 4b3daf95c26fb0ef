"""The words as values: what each refuses, and that what is written reads back as the same."""

import ast
import dataclasses
import hashlib
import importlib
import pkgutil
import sys
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver import model
from archiver.model import instant
from archiver.model.capture import CaptureId
from archiver.model.digest import Digest
from archiver.model.gap import Gap, GapReason
from archiver.model.reading import Availability, Page, Reading
from archiver.model.refs import PostRef, TargetRef
from archiver.model.vantage import Vantage

NOON = datetime(2026, 11, 24, 12, 0, 0, 5, tzinfo=UTC)


def modules():
    return [
        importlib.import_module(f"archiver.model.{found.name}")
        for found in pkgutil.iter_modules(model.__path__)
    ]


def dataclasses_of_the_model():
    return [
        thing
        for module in modules()
        for thing in vars(module).values()
        if dataclasses.is_dataclass(thing) and thing.__module__ == module.__name__
    ]


def test_every_value_is_frozen_and_has_slots():
    values = dataclasses_of_the_model()
    assert len(values) > 15
    loose = [
        value.__name__
        for value in values
        if not value.__dataclass_params__.frozen or "__slots__" not in vars(value)
    ]
    assert loose == []


def test_no_value_holds_a_list_or_a_naive_string_for_a_digest():
    fields = [(value, each) for value in dataclasses_of_the_model() for each in dataclasses.fields(value)]
    lists = [f"{value.__name__}.{each.name}" for value, each in fields if "list[" in str(each.type)]
    assert lists == []


def test_the_model_reads_no_clock_and_no_file():
    calls = {
        f"{path.name}: {ast.unparse(node.func)}"
        for path in Path(model.__file__).parent.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and ast.unparse(node.func).endswith((".now", ".utcnow", "open", ".read_text"))
    }
    assert calls == set()


def test_the_model_needs_nothing_but_the_standard_library():
    imported = {
        name.partition(".")[0]
        for path in Path(model.__file__).parent.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    assert imported - sys.stdlib_module_names == {"archiver"}


ZEROES = "0" * 64


@pytest.mark.parametrize(
    "text",
    [
        "",
        "sha256:",
        f"sha256:{ZEROES[1:]}",
        f"sha256:{ZEROES}0",
        f"sha256:{'A' * 64}",
        f"sha1:{ZEROES}",
        ZEROES,
        f"sha256:{ZEROES}\n",
        f" sha256:{ZEROES}",
    ],
)
def test_only_the_written_form_is_a_digest(text):
    with pytest.raises(ValueError, match="not a sha256 digest"):
        Digest(text)


@given(st.lists(st.binary(max_size=50)))
def test_a_digest_over_chunks_is_the_digest_of_the_whole_as_hashlib_gives_it(chunks):
    whole = b"".join(chunks)
    assert Digest.of(chunks) == Digest.of(whole)
    assert Digest.of(whole).hex == hashlib.sha256(whole).hexdigest()
    assert str(Digest.of(whole)) == f"sha256:{hashlib.sha256(whole).hexdigest()}"


aware = st.datetimes(
    min_value=datetime(1971, 1, 1),  # noqa: DTZ001 - hypothesis wants naive bounds
    max_value=datetime(9000, 1, 1),  # noqa: DTZ001
    timezones=st.sampled_from(
        [UTC, timezone(timedelta(hours=5, minutes=45)), timezone(-timedelta(hours=11))]
    ),
)


@given(aware)
def test_an_instant_is_written_in_utc_with_microseconds_and_reads_back(moment):
    text = instant.written(moment)
    assert len(text) == len("2026-11-24T03:42:21.000000Z")
    assert text.endswith("Z")
    assert instant.parsed(text) == moment
    assert instant.parsed(text).tzinfo is UTC


@given(aware, aware)
def test_written_instants_sort_as_they_follow_each_other(one, other):
    assert (instant.written(one) < instant.written(other)) == (one < other)
    if one.replace(microsecond=0) < other.replace(microsecond=0):
        assert instant.compact(one) < instant.compact(other)


def test_an_instant_without_a_zone_is_refused_both_ways():
    with pytest.raises(ValueError, match="time zone"):
        instant.written(datetime(2026, 1, 1))  # noqa: DTZ001 - that is the point
    with pytest.raises(ValueError, match="time zone"):
        instant.parsed("2026-01-01T00:00:00")


def test_the_compact_form_is_in_utc_whatever_zone_it_came_in():
    assert instant.compact(NOON.astimezone(timezone(timedelta(hours=9)))) == "20261124T120000Z"


@pytest.mark.parametrize("seconds", [1e18, -1e18, float("inf"), float("nan")])
def test_seconds_that_no_calendar_holds_are_a_value_error(seconds):
    with pytest.raises(ValueError, match=r"."):
        instant.from_epoch(seconds)


def test_seconds_since_1970_are_read_in_utc():
    assert instant.from_epoch(1_795_521_600.5) == datetime(2026, 11, 24, 12, 0, 0, 500_000, tzinfo=UTC)


@given(st.lists(st.text(alphabet="abc0-_.", min_size=1), min_size=3, max_size=3))
def test_a_capture_id_reads_back_from_its_path(parts):
    capture = CaptureId(*parts)
    assert str(capture) == "/".join(parts)
    assert CaptureId.parse(str(capture)) == capture


@pytest.mark.parametrize("text", ["", "a/b", "a/b/c/d"])
def test_a_path_of_another_depth_is_no_capture_id(text):
    with pytest.raises(ValueError, match="unpack"):
        CaptureId.parse(text)


def test_targets_and_posts_are_written_alike_and_are_never_equal():
    assert str(TargetRef("instagram", "acme")) == str(PostRef("instagram", "acme")) == "instagram:acme"
    assert TargetRef("instagram", "acme") != PostRef("instagram", "acme")


def test_lanes_tell_login_and_language_apart_and_nothing_else():
    plain = Vantage()
    assert plain.lane == "logged_out/en-US"
    assert Vantage(locale="de-DE").lane != plain.lane
    assert Vantage(login="session", session="a1").lane != plain.lane
    assert Vantage(login="session", session="a1").lane == Vantage(login="session", session="b2").lane
    assert Vantage(country="DE").lane == plain.lane


def test_a_vantage_is_named_by_the_salted_id_of_its_session_or_as_logged_out():
    assert str(Vantage()) == "logged_out"
    assert str(Vantage(login="session", session="a1b2")) == "session:a1b2"


def test_two_readings_add_up_in_every_field_and_in_order():
    page = Page("https://x.example/", Availability.LIVE, "content", "r1")
    gap = Gap(GapReason.NOT_JSON, "answer")
    one, other = Reading(pages=(page,), seen=3, understood=2), Reading(pages=(page,), gaps=(gap,), seen=1)
    both = one + other
    assert both == Reading(pages=(page, page), gaps=(gap,), seen=4, understood=2)
    names = [field.name for field in dataclasses.fields(Reading)]
    once = {name: (name,) for name in names} | {
        "seen": 1,
        "understood": 1,
        "viewer": frozenset({("pk", "1")}),
        "tokens": frozenset({"AVo"}),
    }
    same = {name: once[name] for name in ("viewer", "tokens")}
    twice = {name: (name, name) for name in names} | {"seen": 2, "understood": 2} | same
    full = Reading(**once)
    assert {name: getattr(full + full, name) for name in names} == twice
