"""The program as a whole: what it answers before any command."""

from archiver import __version__


def test_it_tells_its_version_without_a_command(archiver):
    ran = archiver("--version")
    assert (ran.code, ran.out, ran.err) == (0, f"archiver {__version__}\n", "")


def test_without_a_command_it_shows_what_there_is(archiver):
    ran = archiver()
    assert ran.code == 2
    assert "crawl" in ran.out + ran.err
