"""Addresses lead back to what they are of, whatever they are made from; what is written names nobody."""

import re
from functools import cache

from hypothesis import given
from hypothesis import strategies as st

from archiver.model.refs import PostRef, TargetRef
from conformance.told import Told, often

_SECRET = re.compile(
    r"cookie|auth|token|dtsg|\blsd\b|jazoest|csrf|session|passw|secret|\bav\b|__user|\b__s\b|__hsi|viewer|signature"
    r"|x-fb-lsd|_nc_ohc|_nc_gid|\boh\b"
)
_ODD = st.sampled_from(
    ["[", "]", "//", ":", "@", "%2f", "\ud800", "\x00", "\n", "²", "?", "#", "..", " ", "é", "/" * 300]
)


def _bent(text: str) -> st.SearchStrategy[str]:
    """Give a text with something odd in its midst, in the place of a part of it."""
    places = st.tuples(st.integers(0, len(text)), st.integers(0, 3))
    odd = st.one_of(_ODD, st.text(max_size=12))
    return st.builds(lambda at, new: text[: at[0]] + new + text[at[0] + at[1] :], places, odd)


@cache
def _media(platform, exchanges):
    """Give the addresses of all media that were shown."""
    shown = platform.extract(exchanges).observations
    found = {one.address for post in shown for medium in post.media for one in medium.candidates}
    return sorted(found) or ["https://example.org/a.jpg"]


class Addresses(Told):
    """Targets, posts and their addresses."""

    def test_each_text_that_names_a_target_is_read_as_it(self):
        for text, name in self.targets.items():
            assert self.platform.parse(text) == TargetRef(self.platform.name, name), text

    def test_each_text_that_names_a_post_is_read_as_it(self):
        for text, key in self.posts.items():
            assert self.platform.parse(text) == PostRef(self.platform.name, key), text

    def test_a_text_that_is_nobodys_is_read_as_nothing(self):
        elsewhere = () if self.platform.is_site else ("https://example.org/",)
        for text in (*self.nobodys, "", " ", *elsewhere, "nowhere:name"):
            assert self.platform.parse(text) is None, text

    def test_the_address_of_each_leads_back_to_it_and_is_on_a_host_it_may_visit(self):
        for ref in self._refs():
            address = self.platform.address(ref)
            assert self.platform.parse(address) == ref, address
            host = address.split("/")[2]
            known = [host == one or host.endswith(one.removeprefix("*")) for one in self.platform.hosts]
            assert any(known), address

    def test_the_page_that_a_text_asks_for_is_that_of_the_same_post(self):
        for text, key in self.posts.items():
            post = PostRef(self.platform.name, key)
            address = self.platform.page_address(text, post)
            assert self.platform.parse(address) == post, address

    @given(st.data())
    @often(max_examples=150)
    def test_any_text_is_a_target_a_post_or_nothing_and_what_it_is_leads_back(self, data):
        # A post's key is no account's name, even where somebody writes it as one.
        crossed = [f"{self.platform.name}:{key}" for key in self.posts.values()]
        text = data.draw(st.sampled_from(sorted((*self.targets, *self.posts, *self.nobodys, *crossed))))
        written = data.draw(st.just(text) | _bent(text) | st.text(max_size=60))
        ref = self.platform.parse(written)
        assert ref is None or (isinstance(ref, TargetRef | PostRef) and ref.platform == self.platform.name)
        if ref is not None:
            assert self.platform.parse(self.platform.address(ref)) == ref, (written, ref)
        if isinstance(ref, TargetRef):
            assert self.platform.parse(str(ref)) == ref, (written, ref)

    @given(st.data())
    @often(max_examples=100)
    def test_any_text_has_an_asset_and_a_file_or_none(self, data):
        known = data.draw(st.sampled_from(_media(self.platform, self.recorded.exchanges)))
        address = data.draw(st.just(known) | _bent(known) | st.text(max_size=60))
        assert isinstance(self.platform.asset(address), str), address
        assert isinstance(self.platform.file(address), str), address
        if not self.platform.is_site:  # whose pictures may lie anywhere
            assert self.platform.asset(f"https://example.org/{address}") == "", (
                "another's address is no medium's"
            )

    def test_nothing_that_carries_a_credential_is_written_in_the_clear(self):
        written = self.platform.written
        for name in sorted(written.parameters | written.fields | written.headers):
            assert name in self.harmless or not _SECRET.search(name.lower()), name
        for name in (self.platform.session_cookie, self.platform.viewer_cookie):
            assert name not in written.parameters | written.fields | written.headers

    def _refs(self):
        targets = [TargetRef(self.platform.name, name) for name in self.targets.values()]
        return [*targets, *(PostRef(self.platform.name, key) for key in self.posts.values())]
