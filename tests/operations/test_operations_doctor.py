"""Doctor: what it says of time-stamp authorities, without asking one."""

import pytest

from archiver.config import Authority, Settings
from archiver.operations.doctor import doctor
from archiver.simulator.authority.authority import Authority as Simulated


@pytest.fixture
def roots(tmp_path):
    (path := tmp_path / "roots.pem").write_bytes(Simulated().root)
    return path


def said(tmp_path, *authorities):
    settings = Settings(file=tmp_path / "archiver.toml", keys=tmp_path / "keys", authorities=authorities)
    (check,) = [one for one in doctor(tmp_path / "evidence", settings) if one.name == "authorities"]
    return check.state, check.says


def test_two_are_enough(tmp_path, roots):
    two = [Authority(name, "http://127.0.0.1:9/", roots) for name in ("one", "two")]
    assert said(tmp_path, *two) == ("fine", "2 named")


@pytest.mark.prove
@pytest.mark.parametrize("count", [0, 1])
def test_fewer_are_not(tmp_path, roots, count):
    named = [Authority("one", "http://127.0.0.1:9/", roots)] * count
    state, says = said(tmp_path, *named)
    assert (state, says) == ("warning", f"{count} named: have at least two say when a checkpoint was there")


@pytest.mark.prove
@pytest.mark.parametrize("content", [None, b"", b"no certificate"])
def test_roots_that_cannot_be_read_are_said_before_they_matter(tmp_path, roots, content):
    wrong = tmp_path / "wrong.pem"
    if content is not None:
        wrong.write_bytes(content)
    named = [Authority("one", "http://127.0.0.1:9/", roots), Authority("two", "http://127.0.0.1:9/", wrong)]
    assert said(tmp_path, *named) == ("warning", "the roots of 1 cannot be read: it stamps nothing")
