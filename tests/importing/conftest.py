import sys
from pathlib import Path

import pytest
from fakes import call_archiver

sys.path.append(str(Path(__file__).parents[1] / "absence"))


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "archiver.toml").write_text('[keys]\nfolder = "../keys"\n')
    return tmp_path


@pytest.fixture
def archiver(folder):
    return lambda *arguments: call_archiver(*arguments, folder=folder)
