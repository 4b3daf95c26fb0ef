import pytest
from fakes import FrozenClock

from archiver import archive as archives
from archiver.config import Settings


@pytest.fixture
def archive(tmp_path):
    settings = Settings(file=tmp_path / "archiver.toml", keys=tmp_path / "keys")
    made = archives.create(tmp_path / "evidence", settings, clock=FrozenClock())
    yield made
    made.close()


@pytest.fixture
def layout(archive):
    return archive.layout
