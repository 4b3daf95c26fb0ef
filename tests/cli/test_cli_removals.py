"""What `archiver removals` tells a person of what is not concluded yet."""

from archiver.cli.removals import WANTING
from archiver.model.removal import Wanting
from archiver.simulator.conditions import DemandLogin, under

TARGET = "instagram:hartmann.werkzeuge"


def test_a_pending_post_is_told_with_what_is_wanting(gone, archiver):
    (removal,) = archiver("removals", TARGET, "--json").json["removals"]
    assert (removal["state"], removal["wanting"]) == ("pending", ["second_visit"])
    told = archiver("removals", TARGET).out.splitlines()
    place = next(
        number for number, line in enumerate(told) if line.startswith(f"pending: {gone}, last asked")
    )
    assert told[place + 1] == (
        "  wanting: a second visit, later on; a third where no listing covers its place"
    )


def test_a_visit_that_ran_into_a_wall_is_told_as_one_that_does_not_count(gone, followed, archiver):
    followed.round(probing=under(DemandLogin()))
    (removal,) = archiver("removals", TARGET, "--json").json["removals"]
    assert removal["state"] == "pending"
    lacking = [visit["wanting"] for visit in removal["visits"] if visit["wanting"]]
    assert lacking
    (line,) = [line for line in archiver("removals", TARGET).out.splitlines() if "do not count" in line]
    count = f"{len(lacking)} of {len(removal['visits'])}"
    assert line.startswith(f"  visits that do not count: {count}, for want of ")
    assert "an answer at its own address that there is nothing" in line


def test_everything_that_the_rule_may_ask_for_has_its_words():
    assert set(WANTING) == set(Wanting)
    assert len(set(WANTING.values())) == len(WANTING)
