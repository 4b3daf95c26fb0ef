"""What is true of the posts of a recorded visit is found again."""

from archiver.model.merging import by_post, merged
from conformance.told import Told


class Truths(Told):
    """Posts as they were read, against what is true of them."""

    def test_every_post_is_found(self):
        assert not {post.ref for post in self.recorded.posts} - self._found().keys()

    def test_each_post_has_its_date(self):
        self._each(lambda seen, post: (seen.published_at, post.published_at))

    def test_each_post_has_its_words(self):
        self._each(lambda seen, post: (seen.caption, post.caption))

    def test_each_post_has_its_owner(self):
        self._each(lambda seen, post: (seen.owner_id, post.owner_id))

    def test_each_post_has_its_media_in_their_order(self):
        self._each(lambda seen, post: (tuple(medium.asset for medium in seen.media), post.assets))

    def test_every_story_is_found_with_its_date_and_its_medium(self):
        found = {story.ref: story for story in self.platform.extract(self.recorded.exchanges).stories}
        true = {story.ref: story for story in self.recorded.stories}
        assert found.keys() == true.keys()
        assert bool(found) is self.platform.has_stories, (
            "stories are read, and none was recorded, or the other way"
        )
        for ref, story in true.items():
            assert (found[ref].published_at, found[ref].owner_id) == (story.published_at, story.owner_id)
            assert tuple(medium.asset for medium in found[ref].media) == story.assets
            assert found[ref].whole

    def test_the_account_has_its_number(self):
        accounts = self.platform.extract(self.recorded.exchanges).accounts
        own = {account.account_id for account in accounts if account.is_of(self.recorded.target)}
        assert own == {self.recorded.account_id}

    def test_whose_a_post_is_is_said_where_an_answer_says_it(self):
        reading = self.platform.extract(self.recorded.exchanges)
        for post in self.recorded.posts:
            owner = self.platform.owner(reading, post.ref)
            assert owner is not None, post.ref
            assert owner.account_id == post.owner_id, post.ref

    def _found(self):
        return merged(by_post(self.platform.extract(self.recorded.exchanges)).observations)

    def _each(self, told):
        found = self._found()
        for post in self.recorded.posts:
            if post.ref in found:
                seen, true = told(found[post.ref], post)
                assert seen == true, post.ref
