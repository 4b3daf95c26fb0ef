"""What goes wrong before or beside a capture: one clear sentence, the right exit code, nothing lost."""

import os

import pytest
from fakes import looks_of, run_archiver

PROFILE = "https://www.instagram.com/hartmann.werkzeuge/"


def one_sentence(ran):
    """Give what was said on stderr, which is one line of plain words."""
    lines = [line for line in ran.err.splitlines() if line.strip()]
    assert len(lines) == 1, ran.err
    assert ran.out == ""
    return lines[0]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (
            ("crawl", "https://example/acme/"),
            "No platform here understands 'https://example/acme/'",
        ),
        (("crawl", "instagram:not a handle"), "No platform here understands"),
        (("crawl", "https://www.instagram.com/explore/tags/x/"), "No platform here understands"),
        (("crawl", "javascript:alert(1)"), "No platform here understands"),
        (("crawl", ""), "No platform here understands"),
        (
            ("add", "https://www.instagram.com/p/Df7JZOznc9t/"),
            "is a single post, and only accounts are watched",
        ),
        (("show", "instagram:Nowhere0001"), "There is no archive at evidence"),
        (("verify",), "There is no archive at evidence"),
        (("rebuild",), "There is no archive at evidence"),
        (("crawl",), "There is no archive at evidence"),
        (("doctor", "--session", "S"), "archiver doctor --live TARGET --session S"),
        (("--config", "nowhere.toml", "targets"), "There is no settings file at nowhere.toml"),
    ],
)
def test_wrong_use_is_said_in_a_sentence(archiver, folder, arguments, says):
    ran = archiver(*arguments)
    assert ran.code == 2
    assert says in one_sentence(ran)
    assert not (folder / "evidence" / "captures").exists() or not list(
        (folder / "evidence" / "captures").iterdir()
    )


def test_an_address_that_is_not_understood_stops_before_the_first_look(archiver, folder):
    ran = archiver("crawl", PROFILE, "https://example/", "--json")
    assert ran.code == 2
    assert not list((folder / "evidence").glob("captures/*/*/*"))


def test_an_unknown_post_of_an_archive(archiver):
    assert archiver("init").code == 0
    ran = archiver("show", "instagram:Nowhere0001")
    assert ran.code == 2
    assert "No capture in this archive" in one_sentence(ran)


def test_nothing_is_watched(archiver):
    assert archiver("init").code == 0
    ran = archiver("crawl")
    assert ran.code == 2
    assert "There is no target" in one_sentence(ran)


@pytest.mark.some(of=4)
@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ("[network]\nproxi = 1\n", "line 2: [network] proxi is no setting"),
        ('[network]\nproxy = "socks9://x"\n', "line 2: [network] proxy must look like"),
        ('\n\n[network]\nca_file = "nowhere.pem"\n', "line 4: [network] ca_file names no file"),
        (
            '[network]\nhosts = {"www.instagram.com" = "nowhere"}\n',
            'line 2: [network] hosts gives "www.instagram.com" no',
        ),
        ("[browser]\nexecutable = 7\n", "line 2: [browser] executable must be text"),
        ("[nonsense]\n", "line 1: nonsense is no setting"),
        ("[network\n", "is not valid TOML"),
    ],
)
def test_a_broken_setting_is_named_with_its_line(tmp_path, settings, says):
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "archiver.toml").write_text(settings, encoding="utf-8")
    ran = run_archiver("crawl", PROFILE, folder=tmp_path)
    assert ran.code == 2
    assert says in one_sentence(ran)
    assert not (tmp_path / "evidence").exists()


@pytest.mark.prove
def test_a_browser_that_is_set_but_not_there(tmp_path):
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "archiver.toml").write_text(
        '[browser]\nexecutable = "/nowhere/chromium"\n', encoding="utf-8"
    )
    ran = run_archiver("crawl", PROFILE, folder=tmp_path)
    assert ran.code == 2
    assert "[browser] executable names no file" in one_sentence(ran)


@pytest.mark.browser
def test_a_browser_that_does_not_start_leaves_its_event(archiver, folder):
    broken = folder / "chromium"
    broken.write_text("#!/bin/sh\nexit 1\n")
    broken.chmod(0o755)
    settings = folder / "config" / "archiver.toml"
    settings.write_text(f'[browser]\nexecutable = "{broken}"\n{settings.read_text()}')
    ran = archiver("crawl", PROFILE, "--json")
    assert ran.code == 3
    (look,) = ran.json["captures"]
    assert (look["outcome"], look["reason"], look["capture"]) == ("failed", "browser_missing", None)
    (said,) = looks_of(folder)
    assert (said["capture"], said["outcome"], said["reason"], said["number"]) == (
        None,
        "failed",
        "browser_missing",
        1,
    )
    assert archiver("verify").code == 3


def test_an_archive_of_a_newer_format_is_left_alone(archiver, folder):
    assert archiver("init").code == 0
    file = folder / "evidence" / "archive.json"
    file.chmod(0o644)
    file.write_text(file.read_text().replace('"format":1', '"format":2'))
    for verb in (("crawl", PROFILE), ("show", "x"), ("rebuild",)):
        ran = archiver(*verb)
        assert ran.code == 3
        assert "has format 2; this version reads format 1" in one_sentence(ran)
    assert archiver("verify").code == 3


def test_a_damaged_archive_file(archiver, folder):
    assert archiver("init").code == 0
    file = folder / "evidence" / "archive.json"
    file.chmod(0o644)
    file.write_text("{")
    ran = archiver("crawl", PROFILE)
    assert ran.code == 3
    assert "is damaged" in one_sentence(ran)
    assert archiver("verify").code == 1


def test_a_damaged_index_says_what_to_do(archiver, folder):
    assert archiver("init").code == 0
    (folder / "evidence" / "catalog.sqlite").write_bytes(b"no database" * 500)
    for file in (folder / "evidence").glob("catalog.sqlite-*"):
        file.unlink()
    ran = archiver("show", "x")
    assert ran.code == 3
    assert "archiver rebuild" in one_sentence(ran)


@pytest.mark.parametrize("name", ["file", "folder"])
def test_an_archive_is_not_made_where_something_else_stands(archiver, folder, name):
    place = folder / "evidence"
    if name == "file":
        place.write_text("mine")
    else:
        place.mkdir()
        (place / "notes.txt").write_text("mine")
    ran = archiver("init")
    assert ran.code == 2
    one_sentence(ran)
    assert not (folder / "keys").exists()


def test_an_archive_is_made_where_only_the_repositorys_placeholder_stands(archiver, folder):
    (folder / "evidence").mkdir()
    (folder / "evidence" / ".gitkeep").touch()
    assert archiver("init").code == 0


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written(archiver, folder):
    folder.chmod(0o500)
    try:
        assert archiver("init").code == 3
    finally:
        folder.chmod(0o700)


def test_help_is_plain_and_names_the_exit_codes(started):
    ran = started("--help")
    assert ran.code == 0
    assert "Exit codes: 0 fine" in ran.out
    assert "\x1b" not in ran.out


@pytest.mark.parametrize("arguments", [("nonsense",), ("crawl", "--nonsense"), ("crawl", "--limit", "0")])
def test_a_wrong_command_line(archiver, arguments):
    assert archiver(*arguments).code == 2


@pytest.mark.prove
def test_a_full_disk_is_said_and_what_was_seen_is_kept(folder, network, tmp_path):
    """On a small disk of its own, where this machine lets one be made."""
    import subprocess

    small = folder / "small"
    small.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=5m", "tmpfs", str(small)], check=False, capture_output=True
    )
    if mounted.returncode != 0:
        pytest.skip("this machine lets no small disk be mounted")
    try:
        ran = run_archiver("--archive", "small/evidence", "crawl", PROFILE, "--json", folder=folder)
        assert ran.code == 3
        (look,) = ran.json["captures"]
        assert (look["outcome"], look["reason"]) == ("partial", "disk_full")
        assert "no room left" in ran.err
        assert "small/evidence" in ran.err
        verified = run_archiver("--archive", "small/evidence", "verify", folder=folder)
        assert verified.code == 0, verified.out
    finally:
        subprocess.run(["umount", str(small)], check=True)
