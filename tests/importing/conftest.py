import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from fakes import call_archiver

sys.path.extend(str(Path(__file__).parents[1] / room) for room in ("absence", "catalog", "simulator"))


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "archiver.toml").write_text('[keys]\nfolder = "../keys"\n')
    return tmp_path


@pytest.fixture
def archiver(folder):
    return lambda *arguments: call_archiver(*arguments, folder=folder)


@pytest.fixture(scope="session")
def made(tmp_path_factory):
    """Folders as the programs of others fill them, each made once: copy them, and leave them as they are."""
    from folder_building import Made

    return Made(tmp_path_factory.mktemp("made"))


@pytest.fixture(scope="session")
def exchanges():
    """What others saw of a small account."""
    from foreign_building import seen_by_others

    from archiver.simulator.hartmann import hartmann

    return list(seen_by_others(hartmann(), datetime(2025, 3, 2, 10, 0, tzinfo=UTC)))


@pytest.fixture(scope="session")
def warc(exchanges, tmp_path_factory):
    """The bytes of a WARC of it."""
    from foreign_building import as_warc

    return as_warc(tmp_path_factory.mktemp("warc") / "made.warc", exchanges).read_bytes()


@pytest.fixture(scope="session")
def saved(exchanges, tmp_path_factory):
    """The bytes of a HAR of it."""
    from foreign_building import as_har

    return as_har(tmp_path_factory.mktemp("har") / "made.har", exchanges).read_bytes()
