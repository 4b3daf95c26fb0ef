"""Networks that are wrong on purpose, each in one way, beside the test of the suite that must say so.

They stand on the guide's Toy, and are run where the guide was followed: `test_conformance_catches.py`.
"""

import json
import re
from dataclasses import replace
from datetime import timedelta
from typing import ClassVar

from archiver.platforms.toy import Toy
from conformance import Golden, Recording
from test_toy_conformance import ACCOUNT, POSTS, TestToy, page, visit

from archiver.model.gap import Gap, GapReason
from archiver.model.reading import Availability, ListingPage
from archiver.model.refs import PostRef, TargetRef
from archiver.ports import WrittenForm

KNOWN = PostRef("toy", str(POSTS[0]["id"]))


def each_post(**changes):
    """Give a network that reads each post otherwise."""

    class Changed(Toy):
        def extract(self, exchanges):
            reading = super().extract(exchanges)
            posts = (
                replace(post, **{name: change(post) for name, change in changes.items()})
                for post in reading.observations
            )
            return replace(reading, observations=tuple(posts))

    return Changed()


def each_reading(change):
    """Give a network that makes something else of what was read."""

    class Changed(Toy):
        def extract(self, exchanges):
            return change(super().extract(exchanges))

    return Changed()


def each_exchange(change):
    """Give a network that reads each exchange as another."""

    class Changed(Toy):
        def extract(self, exchanges):
            return super().extract(tuple(map(change, exchanges)))

    return Changed()


def listings(change):
    return each_reading(
        lambda reading: replace(
            reading,
            listings=tuple(replace(one, entries=tuple(change(one.entries))) for one in reading.listings),
        )
    )


def kinds(change):
    return each_reading(
        lambda reading: replace(
            reading,
            pages=tuple(replace(one, availability=change(one.availability)) for one in reading.pages),
        )
    )


class TestKeepsCapitals(TestToy):
    caught_by = "test_each_text_that_names_a_target_is_read_as_it"

    class Wrong(Toy):
        def parse(self, text):
            return TargetRef("toy", text[5:]) if text.startswith("toy:@") else super().parse(text)

    platform = Wrong()


class TestReadsPostsAsAccounts(TestToy):
    caught_by = "test_each_text_that_names_a_post_is_read_as_it"

    class Wrong(Toy):
        def parse(self, text):
            ref = super().parse(text)
            return TargetRef("toy", ref.key) if isinstance(ref, PostRef) else ref

    platform = Wrong()


class TestTakesAnyHost(TestToy):
    caught_by = "test_a_text_that_is_nobodys_is_read_as_nothing"

    class Wrong(Toy):
        def parse(self, text):
            found = re.search(r"/@([a-z]+)$", text)
            return TargetRef("toy", found[1]) if found else super().parse(text)

    platform = Wrong()


class TestAddressesAreElsewhere(TestToy):
    caught_by = "test_the_address_of_each_leads_back_to_it_and_is_on_a_host_it_may_visit"

    class Wrong(Toy):
        hosts = ("toy.example.org",)

    platform = Wrong()


class TestAsksForAnotherPage(TestToy):
    caught_by = "test_the_page_that_a_text_asks_for_is_that_of_the_same_post"

    class Wrong(Toy):
        def page_address(self, text, post):
            return self.address(PostRef("toy", f"{post.key}0"))

    platform = Wrong()


class TestRaisesOnOddTexts(TestToy):
    caught_by = "test_any_text_is_a_target_a_post_or_nothing_and_what_it_is_leads_back"

    class Wrong(Toy):
        def parse(self, text):
            text.encode("ascii")
            return super().parse(text)

    platform = Wrong()


class TestNamesAssetsOfAnyHost(TestToy):
    caught_by = "test_any_text_has_an_asset_and_a_file_or_none"

    class Wrong(Toy):
        def asset(self, address):
            return address.rpartition("/")[2]

    platform = Wrong()


class TestWritesTheSession(TestToy):
    caught_by = "test_nothing_that_carries_a_credential_is_written_in_the_clear"

    class Wrong(Toy):
        written = WrittenForm(headers=frozenset(("x-csrf-token",)))

    platform = Wrong()


class TestHasNoSuchPost(TestToy):
    caught_by = "test_a_post_that_was_never_there_is_a_post_s_ref_and_leads_back"

    class Wrong(Toy):
        def never_seen(self, now, beside):
            return PostRef("toy", f"never-{now.timestamp()}")

    platform = Wrong()


class TestHasOneNullControl(TestToy):
    caught_by = "test_a_post_that_was_never_there_is_another_each_time"

    class Wrong(Toy):
        def never_seen(self, now, beside):
            return PostRef("toy", "999999999999")

    platform = Wrong()


class TestHasANullControlThatIsKnown(TestToy):
    caught_by = "test_a_post_that_was_never_there_is_none_that_is_known"

    class Wrong(Toy):
        def never_seen(self, now, beside):
            return KNOWN

    platform = Wrong()


class TestRemembers(TestToy):
    caught_by = "test_reading_twice_is_reading_the_same"

    class Wrong(Toy):
        def __init__(self):
            self.times = 0

        def extract(self, exchanges):
            self.times += 1
            return replace(super().extract(exchanges), seen=self.times)

    platform = Wrong()


class TestWritesIntoWhatItReads(TestToy):
    caught_by = "test_reading_changes_nothing_of_what_is_read"
    recorded = visit(POSTS[:3], POSTS[3:])
    goldens: ClassVar = {}

    class Wrong(Toy):
        def extract(self, exchanges):
            for exchange in exchanges:
                object.__setattr__(exchange, "body", exchange.body.strip() + b" ")
            return super().extract(exchanges)

    platform = Wrong()


class TestSaysSomethingOfNothing(TestToy):
    caught_by = "test_nothing_read_is_nothing_said"
    platform = each_reading(lambda reading: replace(reading, gaps=(Gap(GapReason.NOT_JSON, "answer"),)))


class TestKeepsEachPostOnce(TestToy):
    caught_by = "test_read_in_parts_it_adds_up_to_the_same"
    platform = each_reading(
        lambda reading: replace(
            reading, observations=tuple({post.ref: post for post in reading.observations}.values())
        )
    )


def parsed(exchange):
    if exchange.obtained == "page/xhr":
        json.loads(exchange.body)
    return exchange


class TestRaisesOnWhatBrokeOff(TestToy):
    caught_by = "test_whatever_comes_a_reading_is_given_whose_facts_point_at_it"
    platform = each_exchange(parsed)


class TestTakesTheOwnerFromTheListing(TestToy):
    caught_by = "test_no_post_is_read_whose_number_or_owner_is_not_true"
    platform = each_post(owner_id=lambda _: "77")


class TestTakesTheNumberFromTheAddress(TestToy):
    caught_by = "test_from_what_broke_off_or_stands_elsewhere_no_post_is_read_that_is_not_true"

    class Wrong(Toy):
        def extract(self, exchanges):
            reading = super().extract(exchanges)
            asked = [page.subject.key for page in reading.pages if isinstance(page.subject, PostRef)]
            posts = [
                replace(post, permanent_id=asked[0] if asked else post.permanent_id)
                for post in reading.observations
            ]
            return replace(reading, observations=tuple(posts))

    platform = Wrong()


class TestIsNeverShownAnother(TestToy):
    caught_by = "test_the_recorded_visit_shows_a_post_that_is_not_the_target_s_own"
    recorded = replace(TestToy.recorded, posts=TestToy.recorded.posts[:1])


class TestListsThemTheOtherWayRound(TestToy):
    caught_by = "test_every_post_of_each_listing_is_found_in_order_and_its_end"
    platform = listings(reversed)


def salvaged(exchange):
    """Close a list that broke off behind its last whole post, and say that it ended."""
    body = exchange.body or b""
    if exchange.obtained == "page/xhr" and b'"more"' not in body and b"}, {" in body:
        return replace(exchange, body=body[: body.rindex(b"}, {") + 1] + b'], "more": false}}')
    return exchange


class TestClosesAListingThatBrokeOff(TestToy):
    caught_by = "test_a_listing_spoiled_anywhere_covers_nothing_behind_it"
    platform = each_exchange(salvaged)


class TestTakesARefusalForAnEnd(TestToy):
    caught_by = "test_a_listing_of_which_answers_are_missing_or_refused_covers_nothing_behind_them"

    class Wrong(Toy):
        def extract(self, exchanges):
            reading = super().extract(exchanges)
            ends = (
                ListingPage("grid", "77", (), "c1", "", more=False, record=page.record)
                for page in reading.pages
                if page.availability is Availability.RATE_LIMITED
            )
            return replace(reading, listings=(*reading.listings, *ends))

    platform = Wrong()


class TestSkipsWhatIsNotUnderstood(TestToy):
    caught_by = "test_a_listing_that_the_network_spoiled_covers_nothing_behind_it"
    platform = listings(lambda entries: filter(None, entries))


class TestDoesNotKnowARefusal(TestToy):
    caught_by = "test_each_golden_is_of_the_kind_it_is_said_to_be"
    platform = kinds(lambda kind: Availability.UNKNOWN if kind is Availability.RATE_LIMITED else kind)


class TestIsShownNoWall(TestToy):
    caught_by = "test_each_kind_of_page_has_a_golden_or_a_reason_why_there_is_none"
    goldens: ClassVar = {
        name: golden
        for name, golden in TestToy.goldens.items()
        if golden.availability is not Availability.WALLED
    }


class TestReadsAPostBesideARefusal(TestToy):
    caught_by = "test_a_page_that_refuses_shows_no_post"
    goldens: ClassVar = {
        "wall": Golden(page({"refusal": "sign in first", "post": POSTS[0]}), Availability.WALLED)
    }


class TestFindsNothingWhereNothingIsKnown(TestToy):
    caught_by = "test_a_page_that_was_spoiled_is_of_its_kind_or_unknown"
    platform = kinds(lambda kind: Availability.NOT_FOUND if kind is Availability.UNKNOWN else kind)


class TestPassesOverPostsOfWordsAlone(TestToy):
    caught_by = "test_every_post_is_found"
    platform = each_reading(
        lambda reading: replace(
            reading, observations=tuple(post for post in reading.observations if post.media)
        )
    )


class TestTellsTheTimeOfItsOwnZone(TestToy):
    caught_by = "test_each_post_has_its_date"
    platform = each_post(published_at=lambda post: post.published_at + timedelta(hours=1))


class TestTidiesWords(TestToy):
    caught_by = "test_each_post_has_its_words"
    platform = each_post(caption=lambda post: post.caption.encode("ascii", "ignore").decode())


class TestTakesTheNameForTheOwner(TestToy):
    caught_by = "test_each_post_has_its_owner"
    platform = each_post(owner_id=lambda post: post.owner_name)


class TestTurnsMediaRound(TestToy):
    caught_by = "test_each_post_has_its_media_in_their_order"
    platform = each_post(media=lambda post: post.media[::-1])


class TestNumbersAccountsOtherwise(TestToy):
    caught_by = "test_the_account_has_its_number"
    recorded: ClassVar[Recording] = replace(TestToy.recorded, account_id=str(ACCOUNT["id"] + 1))


class TestOwesTheOwner(TestToy):
    caught_by = "test_whose_a_post_is_is_said_where_an_answer_says_it"
    platform = each_post(owner_name=lambda _: "")


class TestWantsNoMedia(TestToy):
    caught_by = "test_a_crawl_reads_all_that_is_listed_and_wants_its_media"
    platform = each_post(media=lambda _: ())


class TestProbesNothing(TestToy):
    caught_by = "test_a_probe_asks_for_each_page_of_its_plan_and_comes_to_an_end"

    class Wrong(Toy):
        def probe(self, visit, plan):
            return super().probe(visit, plan[:1])

    platform = Wrong()


class TestSaysThatStoriesAreReadWhereNoneWasRecorded(TestToy):
    caught_by = "test_every_story_is_found_with_its_date_and_its_medium"

    class Wrong(Toy):
        has_stories = True

    platform = Wrong()
