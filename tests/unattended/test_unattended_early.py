"""A look by hand that comes before its time is in the ledger: whoever looks oftener at times sees more then."""

from fakes import Never, Silent

from archiver.operations.asking import watched
from archiver.operations.crawl import crawl
from archiver.ports import Limits


def by_hand(fleet):
    return list(crawl(fleet.archive, watched(fleet.settings), Limits(), Silent(), Never()))


def test_it_is_said_before_the_look_itself(fleet):
    fleet.run()
    fleet.clock.advance(hours=2)
    by_hand(fleet)
    told = fleet.events("early look")
    assert [each["target"] for each in told] == [f"instagram:{handle}" for handle in fleet.networks]
    assert all(3 * 3600 < each["early_seconds"] < 5 * 3600 for each in told)
    assert told[0]["at"] <= fleet.looks()[3]["at"]


def test_the_first_look_is_no_early_one_nor_is_one_that_is_due(fleet):
    by_hand(fleet)
    fleet.clock.advance(hours=6)
    by_hand(fleet)
    assert not fleet.events("early look")
