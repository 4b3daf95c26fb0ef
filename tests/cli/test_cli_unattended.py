"""The commands of the watch that runs by itself, as they are typed, with whatever else is typed."""

import pytest

ENTRY = '[[target]]\nref = "instagram:hartmann.werkzeuge"\nevery = "{every}"\n{more}\n'
REF = "instagram:hartmann.werkzeuge"


@pytest.fixture
def watched(house, folder):
    """Write targets.toml, and settings behind those that are there."""

    def write(every="6h", more="", settings="", entries=None):
        (folder / "config/targets.toml").write_text(entries or ENTRY.format(every=every, more=more))
        file = folder / "config/archiver.toml"
        file.write_text(f'[keys]\nfolder = "../keys"\n{settings}')

    write()
    return write


def test_the_schedule_says_when_and_gives_the_lines(archiver, watched):
    ran = archiver("schedule")
    assert ran.code == 0, ran.err
    assert f"{REF}  logged out  every 6h  last never  next now" in ran.out
    assert "needs 1 address (1 used)" in ran.out
    for system in ("cron (", "systemd (", "launchd (", "Task Scheduler ("):
        assert system in ran.out
    assert "crawl --due" in ran.out
    told = archiver("schedule", "--json").json
    assert told["met"]
    assert told["lines"]["cron"].startswith("* * * * * cd ")


def test_a_schedule_that_cannot_be_kept_is_said_with_what_is_lacking(archiver, watched):
    entries = "".join(ENTRY.format(every="1h", more="").replace("hartmann", f"h{each}") for each in range(50))
    watched(entries=entries)
    ran = archiver("schedule")
    assert ran.code == 3
    assert "cannot be kept: one address would be asked for 100 pages an hour" in ran.err
    watched(more='sessions = ["S"]', settings="[budgets]\naccounts_per_day = 1\n")
    assert archiver("schedule").code == 3
    assert "1 session more would be needed" in archiver("schedule").err


def test_status_says_what_is_seen_and_what_is_blind(archiver, watched):
    ran = archiver("status")
    assert ran.code == 0, ran.err
    assert "logged out: not seen yet; next " in ran.out
    assert "ledger: " in ran.out
    watched(more='sessions = ["paul"]')
    ran = archiver("status")
    assert ran.code == 3
    assert "BLIND: Nothing is looked at with the session paul, which" in ran.err
    assert "archiver login instagram --session paul" in ran.err
    (blind,) = archiver("status", "--json").json["blind"]
    assert "the settings do not" in blind


def test_an_interval_is_given_when_a_target_is_added_and_later(archiver, watched, folder):
    added = archiver("add", "instagram:acme", "--every", "2d", "--case", "12 O 34/26")
    assert added.code == 0, added.err
    assert 'every = "2d"' in (folder / "config/targets.toml").read_text()
    assert archiver("add", "instagram:acme", "--every", "90m").code == 0
    assert 'every = "90m"' in (folder / "config/targets.toml").read_text()
    assert "every 90m" in archiver("targets").out


WRONG = {
    ("crawl", "--due", REF): "--due looks at what is due",
    ("crawl", "--due", "--hot"): "--due looks at what is due",
    ("crawl", "--hot"): "--hot is for targets that are named",
    ("crawl", REF, "--every", "5m"): "go with --hot",
    ("crawl", "--hot", REF, "--every", "soon"): "--every soon is no span of time",
    ("crawl", "--hot", REF, "--every", "6h"): "is looked at every 6h already",
    ("crawl", "--hot", REF, "--every", "10m", "--for", "1m"): "No look would fall within so short a time",
    ("crawl", "--hot", REF, "--for", "90d"): "A month is the longest",
    ("crawl", "--hot", "instagram:other"): "its entry in targets.toml has no interval",
    ("crawl", "--hot", "https://www.instagram.com/p/DQ2xyz0AbCd/"): "not for single posts",
    ("add", "instagram:acme", "--every", "5s"): "--every 5s is less than a minute",
    ("add", "https://acme.example", "--every", "5h", "--discover"): "--every is said by itself",
    ("verify", "--part", "0/3"): "0/3 is no part",
    ("verify", "evidence", "--part", "1/3"): "a bundle is verified whole",
    ("verify", "evidence"): "evidence is an archive, and no bundle",
    ("replicate", "s3://bucket/x"): "is an address, and a replica is a folder",
    ("replicate", "evidence/within"): "lies within the archive",
    ("replicate", "config/archiver.toml"): "is a file, and a replica is a folder",
    ("alerts", "test"): "There is no alert channel",
}


@pytest.mark.parametrize("arguments", WRONG, ids=" ".join)
def test_what_is_typed_wrong_is_said_in_a_sentence_and_writes_nothing(archiver, watched, folder, arguments):
    pending = sorted((folder / "evidence/ledger/pending").iterdir())
    ran = archiver(*arguments)
    assert (ran.code, ran.out) == (2, "")
    assert WRONG[arguments] in ran.err
    assert sorted((folder / "evidence/ledger/pending").iterdir()) == pending


SETTINGS = {
    'every = "5"': "must be a time such as",
    'every = "10s"': "must be at least a minute",
    "every = 5": "must be text in quotes",
}


@pytest.mark.parametrize("every", SETTINGS)
def test_a_wrong_interval_names_its_line(archiver, watched, every):
    watched(entries=f'[[target]]\nref = "{REF}"\n{every}\n')
    ran = archiver("crawl", "--due")
    assert ran.code == 2
    assert "targets.toml, line 3" in ran.err
    assert SETTINGS[every] in ran.err


def test_a_target_that_is_listed_twice_is_said_however_it_is_spelt(archiver, watched):
    twice = (
        ENTRY.format(every="6h", more="")
        + '[[target]]\nref = "https://www.instagram.com/hartmann.werkzeuge/"\n'
    )
    watched(entries=twice)
    for command in (("crawl", "--due"), ("schedule",), ("status",), ("crawl",)):
        ran = archiver(*command)
        assert ran.code == 2
        assert f"{REF} is listed 2 times" in ran.err


def test_no_interval_anywhere_is_said_with_what_to_do(archiver, watched):
    watched(entries=f'[[target]]\nref = "{REF}"\n')
    ran = archiver("crawl", "--due")
    assert ran.code == 2
    assert 'Write every = "6h"' in ran.err


@pytest.mark.parametrize(
    ("alerts", "said"),
    [
        ('channels = ["nonsense"]', "must hold addresses as Apprise writes them"),
        ('detail = "all"', 'must be "counts" or "full"'),
        ('heartbeat = "ping"', "must be an address"),
        ("channels = 5", "must be a list"),
        ("loud = true", "is no setting of this program"),
    ],
)
def test_wrong_alerts_are_said_by_their_key(archiver, watched, alerts, said):
    watched(settings=f"[alerts]\n{alerts}\n")
    ran = archiver("alerts", "show")
    assert ran.code == 2
    assert said in ran.err


def test_a_replica_is_made_and_said(archiver, watched):
    ran = archiver("replicate", "replica")
    assert ran.code == 0, ran.err
    assert "replica: 2 captures came" in ran.out
    assert "Verified there: " in ran.out
    told = archiver("replicate", "replica", "--json")
    assert (told.json["captures"], told.json["exit_code"]) == (0, 0)
    assert "is no copy to hand over" in told.err


def test_a_part_that_was_read_is_not_the_whole(archiver, watched):
    ran = archiver("verify", "--part", "today/2", "--record")
    assert ran.code == 0, ran.out
    assert ran.out.rstrip().endswith("The rest was not read: only verifying the whole shows that.")
