"""The verifier runs where nothing of this project is, on the standard library alone; and what it prints."""

import json
import shutil
import subprocess
import sys
import zipapp
from pathlib import Path

import pytest
import verify_building

from archiver import verify as room
from archiver.verify.__main__ import main

ROOM = Path(room.__file__).parent
ALONE = """
import sys
sys.path.insert(0, sys.argv[1])
from archiver.verify.__main__ import main
code = main([sys.argv[2]])
strangers = {name.partition(".")[0] for name in sys.modules} - sys.stdlib_module_names - {"archiver", "__main__"}
ours = {name for name in sys.modules if name.startswith("archiver.") and not name.startswith("archiver.verify")}
assert not strangers | ours, strangers | ours
sys.exit(code)
"""


@pytest.fixture
def copied(tmp_path) -> Path:
    """A folder that holds the verifier and nothing else."""
    folder = tmp_path / "alone"
    shutil.copytree(ROOM, folder / "archiver" / "verify", ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "archiver" / "__init__.py").touch()
    return folder


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    # -I: no environment, no user's packages; -S: no packages at all.
    return subprocess.run(
        [sys.executable, "-I", "-S", *arguments], capture_output=True, text=True, check=False
    )


def test_a_bare_interpreter_verifies(copied, untouched):
    ended = run("-c", ALONE, copied, untouched)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert "Everything that was sealed here stands as it was sealed." in ended.stdout


def test_a_bare_interpreter_finds_damage(copied, forger):
    (forger.captures[0] / "manifest.json").unlink()
    assert run("-c", ALONE, copied, forger.root).returncode == 1


def test_it_runs_as_one_file(copied, untouched, tmp_path):
    (copied / "__main__.py").write_text(
        'import runpy\nrunpy.run_module("archiver.verify", run_name="__main__")\n'
    )
    zipapp.create_archive(copied, tmp_path / "verify.pyz")
    assert run(tmp_path / "verify.pyz", untouched).returncode == 0
    assert run(tmp_path / "verify.pyz", tmp_path).returncode == 1
    assert run(tmp_path / "verify.pyz").returncode == 2


def test_no_file_is_too_long_for_one_sitting():
    lengths = {path.relative_to(ROOM): len(path.read_text().splitlines()) for path in ROOM.rglob("*.py")}
    assert max(lengths.values()) < 200


# what it prints


def test_untouched_archive_in_words(untouched, capsys):
    assert main([str(untouched)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.partition(":")[0] for line in lines[:-2]] == [
        "not checked  signature",
        "not checked  time stamps",
        "not checked  completeness",
        "verified  files",
    ]
    assert lines[-2:] == [
        "20 checks verified, 0 failed, 3 not checked.",
        "Everything that was sealed here stands as it was sealed.",
    ]


def test_what_must_be_known_first_stands_first_and_failures_before_the_rest(tmp_path, capsys):
    built = verify_building.new_archive(tmp_path / "evidence", simulated=True)
    verify_building.look(built, "acme", 0, lambda writer: None)
    (built.root / "notes").touch()
    assert main([str(built.root)]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("KNOW FIRST  origin: archive: This archive was made by the rehearsal")
    assert lines[1].startswith("FAILED  files: notes: ")
    assert lines[2].startswith("not checked  ")
    assert lines[-1] == "It is NOT what was sealed, or not all of it."


def test_what_could_not_be_checked_is_no_success(tmp_path, capsys):
    built = verify_building.new_archive(tmp_path / "evidence")
    assert main([str(built.root)]) == 3
    assert "not all that must be checked could be" in capsys.readouterr().out


def test_findings_as_json(forger, capsys):
    (forger.root / "notes").touch()
    assert main(["--json", str(forger.root)]) == 1
    told = json.loads(capsys.readouterr().out)
    assert told["exit_code"] == 1
    assert {
        "check": "files",
        "subject": "notes",
        "status": "failed",
        "detail": "The format names no file of this name in this place.",
        "required": True,
    } in told["findings"]


def test_names_cannot_speak_to_the_terminal(forger, capsys):
    (forger.root / "\x1b[2Jcaf\udce9\n0 failed").touch()
    assert main([str(forger.root)]) == 1
    assert "\\x1b[2Jcaf\\udce9\\n0 failed: " in capsys.readouterr().out


def test_a_path_where_nothing_is_is_wrong_use(untouched, capsys):
    assert main([str(untouched / "nowhere")]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err == f"There is no {untouched / 'nowhere'}.\n"


def test_a_file_is_taken_for_a_bundle_in_a_zip_and_may_be_none(untouched, capsys):
    assert main([str(untouched / "archive.json")]) == 1
    assert capsys.readouterr().out.startswith("FAILED  zip: bundle: ")


def test_wrong_arguments_are_wrong_use(capsys):
    with pytest.raises(SystemExit) as ended:
        main(["--nonsense"])
    assert ended.value.code == 2


def test_progress_is_shown_to_a_terminal_alone(untouched, capsys, monkeypatch):
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    main([str(untouched)])
    assert "\r\x1b[K1 of 3: instagram/acme/" in capsys.readouterr().err
