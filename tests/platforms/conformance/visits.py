"""A recorded visit is gone through again by the port, without a browser."""

import contextlib
from dataclasses import dataclass, field

from archiver.model.capture import Outcome
from archiver.model.reading import Reading
from archiver.model.step import Role, Step
from archiver.ports import Limits, Platform
from conformance.told import DOCUMENT, Recording, Told


@dataclass
class RecordedVisit:
    """The port `Visit`: a page is answered as it was recorded, and each scroll brings what came next there."""

    platform: Platform
    recording: Recording
    reading: Reading = field(default_factory=Reading)
    asked: list[str] = field(default_factory=list)
    fetched: list = field(default_factory=list)
    gaps: list = field(default_factory=list)
    pictures: int = 0
    _place: int = -1

    @property
    def vantage(self):
        return self.recording.vantage

    def read(self, address, *, pictured=True):
        self.asked.append(address)
        came = [(one.obtained, one.address) for one in self.recording.exchanges]
        assert (DOCUMENT, address) in came, f"{address} is asked for, and was not recorded"
        place = came.index((DOCUMENT, address))
        found = self._answered(place)
        while self.recording.exchanges[place].location:
            place += 1
            found += self._answered(place)
        return found

    def scroll(self):
        following = self._place + 1
        exchanges = self.recording.exchanges
        if following == len(exchanges) or exchanges[following].obtained == DOCUMENT:
            return Reading()
        return self._answered(following)

    def _answered(self, place):
        self._place = place
        found = self.platform.extract((self.recording.exchanges[place],))
        self.reading += found
        return found

    def picture(self):
        self.pictures += 1

    def pass_over(self, held):
        assert not held, "nothing is held"

    def fetch(self, wanted):
        self.fetched += wanted
        return 0

    def resolve(self, subject, page, film):
        return None

    def note(self, gap):
        self.gaps.append(gap)

    def unseen(self):
        return contextlib.nullcontext()

    def dialogs(self):
        return 0


class NothingHeld:
    """The port `Holdings` of an archive that is new."""

    account_id = ""
    earlier = None

    def newest(self):
        return None

    def payload(self, digest):
        return None

    def asked_about_lately(self, addresses):
        # Not every network has pages about its accounts; those that do are recorded by themselves.
        return True

    def holders(self, media):
        return {}

    def knows_whole(self, ref, *_):
        return False

    def medium(self, ref, medium):
        return None

    def media_of(self, ref):
        return ()

    def unchanged(self, reading):
        return False


class Visits(Told):
    """Crawl and probe."""

    def test_a_crawl_reads_all_that_is_listed_and_wants_its_media(self):
        visit = RecordedVisit(self.platform, self.recorded)
        crawled = self.platform.crawl(visit, self.recorded.target, NothingHeld(), Limits())
        assert (crawled.outcome, crawled.reason) == (Outcome.COMPLETE, "")
        first = next(iter(self.recorded.listings.values()))
        assert crawled.reach.listed == len(first)
        listed = {str(ref) for posts in self.recorded.listings.values() for ref in posts}
        with_media = {str(post.ref) for post in self.recorded.posts if post.assets}
        assert {wanted.subject for wanted in visit.fetched} == listed & with_media

    def test_a_probe_asks_for_each_page_of_its_plan_and_comes_to_an_end(self):
        own = [post.ref for post in self.recorded.posts if post.owner_id == self.recorded.account_id]
        recorded = {one.address for one in self.recorded.exchanges}
        at_hand = [ref for ref in own if self.platform.address(ref) in recorded][:2]
        plan = [Step(Role.OWNER, self.platform.address(self.recorded.target), None)]
        plan += [Step(Role.CONTROL, self.platform.address(ref), ref) for ref in at_hand]
        assert len(plan) > 1, "a post's own page is recorded"
        visit = RecordedVisit(self.platform, self.recorded)
        crawled = self.platform.probe(visit, plan)
        assert crawled.outcome is Outcome.COMPLETE
        assert visit.asked == [step.address for step in plan]
