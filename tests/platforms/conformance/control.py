"""The null control: an id as well formed as any, and nobody's."""

from datetime import UTC, datetime, timedelta

from archiver.model.refs import PostRef
from conformance.told import Told

_DRAWN = 200


class Control(Told):
    """What is asked for beside a post, to see how the network answers what never was."""

    def test_a_post_that_was_never_there_is_a_post_s_ref_and_leads_back(self):
        for control in self._drawn():
            assert isinstance(control, PostRef)
            assert self.platform.parse(self.platform.address(control)) == control, control

    def test_a_post_that_was_never_there_is_another_each_time(self):
        drawn = self._drawn()
        assert len(set(drawn)) == len(drawn)

    def test_a_post_that_was_never_there_is_none_that_is_known(self):
        assert not set(self._drawn()) & {post.ref for post in self.recorded.posts}

    def _drawn(self):
        now = datetime(2026, 11, 24, tzinfo=UTC)
        beside = self.recorded.posts[0].ref
        return [self.platform.never_seen(now + timedelta(hours=hours), beside) for hours in range(_DRAWN)]
