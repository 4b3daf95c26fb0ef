import shutil
from pathlib import Path

import pytest
import verify_building
import whole_bundle
from bundle_forging import Insider
from verify_forging import Forger


@pytest.fixture(scope="session")
def untouched(tmp_path_factory) -> Path:
    """A whole archive that nobody may change."""
    return verify_building.whole_archive(tmp_path_factory.mktemp("whole") / "evidence").root


@pytest.fixture
def forger(untouched, tmp_path) -> Forger:
    """A forger at work on a copy."""
    copy = tmp_path / "evidence"
    shutil.copytree(untouched, copy, symlinks=True)
    return Forger(copy)


@pytest.fixture(scope="session")
def small(tmp_path_factory) -> Path:
    """The smallest archive that holds something of everything."""
    built = verify_building.new_archive(tmp_path_factory.mktemp("small") / "evidence")
    page = verify_building.exchange("acme/", b'{"id":"1"}', "application/json", b"a=b")
    verify_building.look(built, "acme", 0, lambda writer: writer.exchange(page))
    verify_building.failed_look(built, "acme", 1)
    return built.root


@pytest.fixture(scope="session")
def whole(tmp_path_factory) -> whole_bundle.Whole:
    """A whole bundle that nobody may change, and its archive."""
    return whole_bundle.whole_bundle(tmp_path_factory.mktemp("bundle"))


@pytest.fixture
def insider(whole, tmp_path) -> Insider:
    """One who has the archive's keys, at work on a copy of the bundle."""
    shutil.copytree(whole.folder, tmp_path / "CASE-1")
    return Insider(tmp_path / "CASE-1", whole)


@pytest.fixture(scope="session")
def others(tmp_path_factory):
    """The bundle of somebody else's archive of the same target."""
    return whole_bundle.whole_bundle(tmp_path_factory.mktemp("others"))
