"""Whether the program is as it was installed, told by a program that was really installed."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from archiver.export.shipped import shipped
from archiver.operations import installation

ROOT = Path(__file__).parents[2]
ASKING = """
import json, sys
sys.path.extend(json.loads(sys.argv[1]))
from archiver.operations import installation
print(json.dumps(installation._source()))
"""


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """A folder into which the program was installed from its wheel."""
    folder = tmp_path_factory.mktemp("installed")
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet"]
    build = [*pip, "wheel", "--no-deps", "--no-build-isolation", "-w", folder, ROOT]
    made = subprocess.run(build, capture_output=True, text=True, check=False)
    if made.returncode != 0:
        pytest.skip(f"no wheel can be built here: {made.stderr[-200:]}")
    (wheel,) = folder.glob("*.whl")
    subprocess.run(
        [*pip, "install", "--no-deps", "--target", folder / "site", wheel], check=True, capture_output=True
    )
    return folder / "site"


def asked(site):
    """What the program there says of itself; its libraries are ours."""
    libraries = [each for each in sys.path if each.endswith("site-packages")]
    words = [sys.executable, "-S", "-c", ASKING, json.dumps([str(site), *libraries])]
    ran = subprocess.run(words, cwd=site, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout)


@pytest.mark.prove
def test_what_was_installed_is_unchanged_until_a_file_is_changed_or_added(installed):
    commit, changed, how = asked(installed)
    assert (commit, changed) == ("", False), how
    beside = installed / "archiver/platforms/another.py"
    beside.write_text("")
    assert asked(installed)[1] is True
    beside.unlink()
    assert asked(installed)[1] is False
    file = installed / "archiver/errors.py"
    kept = file.read_bytes()
    file.write_bytes(kept + b"\n")
    assert asked(installed)[1] is True
    file.write_bytes(kept)


def test_the_lock_file_and_the_proofs_come_along(installed):
    for name in ("requirements.lock", "docs/proof.md"):
        assert (installed / "archiver" / name).read_bytes() == shipped(name).read_bytes()


def test_a_library_in_another_version_is_named_and_one_for_another_system_is_not():
    lock = shipped("requirements.lock").read_text("utf-8")
    assert list(installation._differing(lock)) == []
    other = "jinja2==0.1 \\\n    --hash=sha256:00\ncolorama==0.1 ; sys_platform == 'win32' \\\nno-such-library==1 \\\n"
    (found,) = installation._differing(other)
    assert found.endswith(" instead of 0.1")
    assert found.startswith("jinja2 ")
