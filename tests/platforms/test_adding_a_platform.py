"""The guide is followed to the letter, in a copy of the project."""

import tomllib

import pytest
from grown_tree import ROOT, blocks, grown, run_there

WRITTEN = [
    "archiver/platforms/toy/urls.py",
    "archiver/platforms/toy/extract.py",
    "archiver/platforms/toy/__init__.py",
    "tests/platforms/test_toy_conformance.py",
]


@pytest.fixture(scope="module")
def tree(tmp_path_factory):
    return grown(tmp_path_factory.mktemp("tree"))


def test_the_guide_has_a_person_write_one_folder_and_one_file_of_tests():
    assert list(blocks()) == WRITTEN


def test_a_command_knows_the_new_network_and_watches_its_account(tree, tmp_path):
    done = run_there(tree, "archiver", "add", "toy:somebody", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    (file,) = tmp_path.rglob("targets.toml")
    assert tomllib.loads(file.read_text())["target"] == [{"ref": "toy:somebody"}]


def test_a_command_knows_the_new_network_by_its_addresses(tree, tmp_path):
    done = run_there(tree, "archiver", "add", "https://www.toy.example/@Somebody?x=1", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "toy:somebody" in run_there(tree, "archiver", "targets", folder=tmp_path).stdout


def test_no_command_knows_it_where_the_guide_was_not_followed(tmp_path):
    done = run_there(ROOT, "archiver", "add", "toy:somebody", folder=tmp_path)
    assert done.returncode != 0
    assert "toy:somebody" in done.stderr


def test_a_text_that_is_none_of_its_addresses_is_not_watched(tree, tmp_path):
    done = run_there(tree, "archiver", "add", "toy:two words", folder=tmp_path)
    assert done.returncode != 0
    assert not list(tmp_path.rglob("targets.toml"))


def test_the_rules_of_the_house_hold(tree):
    done = run_there(tree, "lint-imports", "--no-cache")
    assert done.returncode == 0, done.stdout
    assert "0 broken" in done.stdout


def test_its_types_hold(tree, tmp_path):
    done = run_there(tree, "mypy", "--cache-dir", tmp_path, "archiver/platforms/toy")
    assert done.returncode == 0, done.stdout


def test_it_is_written_as_the_house_writes(tree):
    for arguments in (["check"], ["format", "--check"]):
        done = run_there(tree, "ruff", *arguments, "--no-cache", *WRITTEN)
        assert done.returncode == 0, done.stdout


@pytest.mark.prove
def test_it_holds_what_every_network_must(tree):
    files = ["tests/platforms/test_toy_conformance.py", "tests/platforms/test_platforms.py"]
    done = run_there(tree, "pytest", "-q", "-p", "no:cacheprovider", *files)
    assert done.returncode == 0, done.stdout
    assert " passed" in done.stdout


CRAWL = """
from conformance.visits import NothingHeld, RecordedVisit
from test_toy_conformance import TestToy

from archiver import platforms
from archiver.ports import Limits

platform, recorded = platforms.named("toy"), TestToy.recorded
visit = RecordedVisit(platform, recorded)
crawled = platform.crawl(visit, recorded.target, NothingHeld(), Limits())
print(crawled.outcome.value, crawled.reach.listed, crawled.reach.claimed, crawled.reach.limit.value)
print(*visit.asked)
print(*sorted({wanted.subject for wanted in visit.fetched}))
"""


def test_the_new_network_is_crawled_through_the_port(tree):
    script = tree / "tests" / "platforms" / "crawl_toy.py"
    script.write_text(CRAWL)
    done = run_there(tree, script)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [
        "complete 5 5 end",
        "https://www.toy.example/@somebody",
        "toy:4005 toy:4006 toy:4008 toy:4009",
    ]
