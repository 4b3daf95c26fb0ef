import sys
from pathlib import Path

import pytest
import whole_bundle
from fakes import call_archiver

sys.path.extend(str(Path(__file__).parents[1] / room) for room in ("catalog", "absence"))


@pytest.fixture
def folder(tmp_path):
    """A folder as an operator has it: settings that keep everything there."""
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "archiver.toml").write_text('[keys]\nfolder = "../keys"\n')
    return tmp_path


@pytest.fixture(scope="module")
def handed_over(tmp_path_factory):
    """A folder as an operator has it, of which a bundle was handed over."""
    folder = tmp_path_factory.mktemp("handed-over")
    (folder / "config").mkdir()
    (folder / "config/archiver.toml").write_text('[keys]\nfolder = "../keys"\n')
    whole_bundle.whole_bundle(folder)
    return folder


@pytest.fixture
def archiver(folder):
    """Run the command line there."""
    return lambda *arguments: call_archiver(*arguments, folder=folder)


@pytest.fixture
def house(folder):
    """An archive there, with two looks at a target."""
    from catalog_building import Showing, captioned, company, new_house

    made = new_house(folder)
    plain = company()
    made.seen(Showing(plain).all())
    made.seen(Showing(captioned(plain, "Edited")).all())
    yield made
    made.archive.close()


@pytest.fixture
def no_browser(folder):
    """A browser in the settings that does not start."""
    broken = folder / "chromium"
    broken.write_text("#!/bin/sh\nexit 1\n")
    broken.chmod(0o755)
    settings = folder / "config" / "archiver.toml"
    settings.write_text(f'[browser]\nexecutable = "{broken}"\n{settings.read_text()}')
    return broken


@pytest.fixture
def gone(followed):
    """The post that it withdrew."""
    (code,) = followed.states()
    return f"instagram:{code}"


@pytest.fixture
def followed(folder):
    """An archive there of a target that withdrew a post, which one round of visits did not find."""
    from following import begun

    from archiver.simulator import happenings
    from archiver.simulator.hartmann import hartmann

    company = hartmann(older=8)
    made = begun(folder, company)
    post = company.grid[4]
    made.network.company = happenings.delete(company, post.code)
    made.round()
    assert made.states() == {post.code: "pending"}
    settings = folder / "config" / "archiver.toml"
    session = '[sessions.S]\nplatform = "instagram"\nstate = "../state.json"\n'
    settings.write_text(f"{settings.read_text()}{session}")
    yield made
    made.archive.close()
