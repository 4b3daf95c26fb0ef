"""`archiver canary`: what the owner of an account says of its posts is sealed before the look, and counted against."""

import pytest
from fakes import ledger_of

from archiver.operations import canary, canary_list
from archiver.operations.canary import all_canaries, asked_again
from archiver.simulator import happenings

TARGET = "instagram:hartmann.werkzeuge"
LONG_AGO = "2026-11-24T07:00+01:00"


@pytest.fixture
def seal(followed, folder):
    """Seal a list of the target's posts, a line each."""

    def sealing(*lines):
        (folder / "truth.txt").write_text("\n".join(lines))
        listed = canary_list.read(folder / "truth.txt", followed.wire.target, followed.clock.now())
        canary.seal(followed.archive, listed)

    return sealing


def counted(archiver):
    ran = archiver("canary", "--json")
    (found,) = ran.json["canaries"]
    return found, ran.code


def test_what_was_listed_as_gone_and_was_concluded_is_right(gone, followed, seal, archiver):
    seal("# ours", f"{gone} gone {LONG_AGO}", "instagram:CShownStill shown  # by hand")
    followed.round()
    found, code = counted(archiver)
    assert (found["gone"], found["shown"], found["concluded"], code) == (1, 1, 1, 0)
    assert (found["wrong"], found["not_yet"], found["unlisted"]) == ([], [], [])


def test_what_was_listed_as_shown_and_was_concluded_is_wrong(gone, followed, seal, archiver):
    seal(f"{gone} shown")
    followed.round()
    found, code = counted(archiver)
    assert (found["wrong"], found["concluded"], code) == ([gone], 0, 1)
    told = archiver("canary")
    assert f"  WRONG: {gone} was concluded, and its owner's list said that it was shown" in told.out
    assert told.code == 1


def test_what_is_gone_and_not_concluded_is_not_yet(gone, seal, archiver):
    seal(f"{gone} gone {LONG_AGO}")
    found, code = counted(archiver)
    assert (found["not_yet"], found["concluded"], code) == ([gone], 0, 0)
    assert f"  not yet concluded: {gone}" in archiver("canary").out


def test_a_list_that_was_sealed_after_the_visit_bears_nothing_out(gone, followed, seal, archiver):
    followed.round()
    seal(f"{gone} gone {LONG_AGO}")
    found, _ = counted(archiver)
    assert (found["concluded"], found["wrong"], found["unlisted"]) == (0, [], [gone])


def test_the_list_that_held_at_the_visit_counts_and_not_a_later_one(gone, followed, seal, archiver):
    seal(f"{gone} gone {LONG_AGO}")
    followed.round()
    followed.network.company = happenings.restore(followed.network.company, gone.partition(":")[2])
    seal(f"{gone} shown")
    followed.round()
    found, code = counted(archiver)
    assert (found["lists"], found["concluded"], found["wrong"], code) == (2, 1, [], 0)


def test_the_list_is_covered_by_a_checkpoint_before_anybody_looks(no_browser, archiver, folder):
    (folder / "truth.txt").write_text("instagram:CShownStill shown\n")
    ran = archiver("canary", TARGET, "--truth", "truth.txt")
    assert ran.code == 3
    assert "1 posts of instagram:hartmann.werkzeuge are listed, sealed before the look" in ran.out
    kinds = [event["event"] for event in ledger_of(folder) if event["target"] == TARGET]
    assert kinds[0] == "canary"
    first = (folder / "evidence" / "ledger").glob("0*/events.jsonl")
    assert '"event":"canary"' in min(first).read_text()


def test_status_tells_of_canaries_and_of_what_was_asked_again(gone, followed, seal, archiver):
    seal(f"{gone} gone {LONG_AGO}")
    followed.round()
    status = archiver("status", "--json").json
    assert status["canaries"] == [counted(archiver)[0]]
    assert status["asked_again"] == {"concluded": 0, "asked_again": 0, "returned": 0}
    assert f"canary {TARGET}: 1 gone and 0 shown" in archiver("status").out


def test_of_what_was_concluded_of_others_it_is_counted_what_was_asked_again_and_came_back(gone, followed):
    code = gone.partition(":")[2]
    followed.round()
    assert asked_again(followed.archive).concluded == 1
    assert asked_again(followed.archive).asked_again == 0
    followed.ask(code)
    assert (asked_again(followed.archive).asked_again, asked_again(followed.archive).returned) == (1, 0)
    followed.network.company = happenings.restore(followed.network.company, code)
    followed.ask(code)
    assert (asked_again(followed.archive).asked_again, asked_again(followed.archive).returned) == (1, 1)
    assert all_canaries(followed.archive) == []


def test_without_any_it_says_how_one_is_watched(house, archiver):
    ran = archiver("canary")
    assert ran.code == 0
    assert "No canary is watched: archiver canary TARGET --truth FILE" in ran.out


WRONG = {
    "no post": ("nonsense shown", "line 1: nonsense is no post."),
    "an account": (
        "https://www.instagram.com/hartmann.werkzeuge/ shown",
        f"line 1: https://www.instagram.com/hartmann.werkzeuge/ is no post of {TARGET}.",
    ),
    "a post elsewhere": ("facebook:123 shown", f"line 1: facebook:123 is no post of {TARGET}."),
    "no word": ("instagram:CAbc", "line 1 is not written as a post and 'shown'"),
    "another word": ("instagram:CAbc hidden", "line 1 is not written as a post and 'shown'"),
    "gone, and no time": ("instagram:CAbc gone", "line 1 is not written as a post and 'shown'"),
    "no time": ("instagram:CAbc gone yesterday", "line 1: yesterday is no time."),
    "a time without a zone": ("instagram:CAbc gone 2026-11-24T07:00", "does not say in which zone"),
    "a time to come": ("instagram:CAbc gone 2999-01-01T00:00Z", "is yet to come."),
    "twice": ("instagram:CAbc shown\ninstagram:CAbc shown", "line 2: instagram:CAbc stands there twice."),
    "nothing": ("# nothing\n\n", "names no post."),
}


@pytest.mark.parametrize(("text", "said"), WRONG.values(), ids=WRONG)
def test_a_list_that_is_not_one_is_told_by_its_line_and_nothing_is_sealed(archiver, folder, text, said):
    (folder / "truth.txt").write_text(text)
    ran = archiver("canary", TARGET, "--truth", "truth.txt")
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err
    assert not (folder / "evidence").exists()


@pytest.mark.parametrize("content", [b"\xff\xfe", b"#" * ((1 << 20) + 1)], ids=["no UTF-8", "too long"])
def test_a_file_that_is_no_list_is_told(archiver, folder, content):
    (folder / "truth.txt").write_bytes(content)
    ran = archiver("canary", TARGET, "--truth", "truth.txt")
    assert (ran.code, ran.out) == (2, "")
    assert "truth.txt is " in ran.err


def test_a_file_that_is_not_there_is_told(archiver):
    ran = archiver("canary", TARGET, "--truth", "nowhere.txt")
    assert (ran.code, ran.out) == (2, "")
    assert "nowhere.txt cannot be read: No such file or directory." in ran.err


@pytest.mark.parametrize("given", [(TARGET,), ("--truth", "truth.txt")], ids=["no list", "no target"])
def test_a_target_goes_with_a_list(archiver, given):
    ran = archiver("canary", *given)
    assert ran.code == 2
    assert "archiver canary TARGET --truth FILE" in ran.err


@pytest.mark.prove
def test_a_statement_tells_the_counts_as_they_were_when_the_bundle_was_made(
    gone, followed, seal, archiver, folder
):
    seal(f"{gone} gone {LONG_AGO}")
    followed.round()
    assert archiver("export", TARGET, "--offline", "--removals", "--out", "case").code == 0
    assert archiver("statement", "plain", "case", "--out", "statement.html").code == 0
    text = " ".join((folder / "statement.html").read_text().split())
    assert "the truth was put down before each look, by the operator" in text
    assert "1 posts gone; 1 concluded as was put down, 0 wrongly, 0 not yet." in text
    assert "Of all other targets 0 posts were ever concluded" in text
