"""Making an archive, killed before each of its steps: there is one, or it can be made."""

import os

import pytest
from fakes import Silent
from store_killing import killed_before

from archiver import archive as archives
from archiver.config import Settings
from archiver.errors import ArchiverError
from archiver.operations import verify
from archiver.store.layout import Layout

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="a system without fork")


@pytest.fixture(scope="module")
def left(tmp_path_factory):
    """Of each step: whether an archive stands after a death before it, its damage, and why none can be made."""
    folder = tmp_path_factory.mktemp("init")
    archives.create(
        folder / "loads what is needed", Settings(file=folder / "a.toml", keys=folder / "keys")
    ).close()
    found = []
    for step in range(1, 100):
        root = folder / str(step)
        settings = Settings(file=folder / "a.toml", keys=folder / f"keys{step}")
        died = killed_before(step, lambda root=root, settings=settings: archives.create(root, settings))
        stands, refusal = archives.exists(root), ""
        try:
            (archives.opened if stands else archives.create)(root, settings).close()
        except ArchiverError as error:
            refusal = str(error)
        told = verify.verify(root, Silent().step).findings if stands else []
        failed = [each for each in told if each.status == "failed"]
        found.append((stands, failed, refusal))
        if not died:
            return found
    raise AssertionError("an archive of a hundred steps")


@pytest.mark.prove
def test_there_are_steps_before_an_archive_stands_and_after(left):
    assert [stands for stands, _, _ in left] == sorted(stands for stands, _, _ in left)
    assert sum(not stands for stands, _, _ in left) > 5
    assert sum(stands for stands, _, _ in left) > 1
    assert left[-1] == (True, [], "")


def test_an_archive_that_stands_is_opened_whatever_was_left_undone(left):
    assert [(step, refusal) for step, (stands, _, refusal) in enumerate(left, 1) if stands and refusal] == []


def test_nothing_is_left_beside_the_identity(left):
    assert [(step, failed) for step, (_, failed, _) in enumerate(left, 1) if failed] == []


def test_where_none_stands_yet_one_can_be_made(left):
    assert [
        (step, refusal) for step, (stands, _, refusal) in enumerate(left, 1) if not stands and refusal
    ] == []


def test_a_key_without_its_archive_harms_nobody(tmp_path):
    settings = Settings(file=tmp_path / "a.toml", keys=tmp_path / "keys")
    (tmp_path / "evidence").mkdir()
    (tmp_path / "evidence" / "file").touch()
    with pytest.raises(ArchiverError):
        archives.create(tmp_path / "evidence", settings)
    assert not settings.keys.exists()
    assert not archives.exists(Layout(tmp_path / "evidence").root)
