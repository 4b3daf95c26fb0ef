import sys
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
