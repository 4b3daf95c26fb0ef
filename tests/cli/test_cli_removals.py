"""What `archiver removals` tells a person of what is not concluded yet."""

from archiver.cli.removals import WANTING
from archiver.model.removal import Wanting

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


def test_everything_that_the_rule_may_ask_for_has_its_words():
    assert set(WANTING) == set(Wanting)
    assert len(set(WANTING.values())) == len(WANTING)
