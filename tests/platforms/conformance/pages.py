"""Every kind of page is told by a golden, and what is spoiled never says more than the whole."""

from hypothesis import given
from hypothesis import strategies as st

from archiver.model.reading import Availability
from conformance.extraction import cut, illegible
from conformance.told import DOCUMENT, Told, often


class Pages(Told):
    """What kind of page an answer is."""

    def test_each_golden_is_of_the_kind_it_is_said_to_be(self):
        for name, golden in self.goldens.items():
            pages = self.platform.extract((golden.exchange,)).pages
            told = [(page.availability, page.document) for page in pages]
            assert told == [(golden.availability, golden.exchange.obtained == DOCUMENT)], name

    def test_each_kind_of_page_has_a_golden_or_a_reason_why_there_is_none(self):
        shown = {golden.availability for golden in self.goldens.values()}
        assert not shown & self.no_page_for.keys()
        assert shown | self.no_page_for.keys() == set(Availability)
        assert all(reason.strip() for reason in self.no_page_for.values())

    def test_a_page_that_refuses_shows_no_post(self):
        for name, golden in self.goldens.items():
            if golden.availability not in (Availability.LIVE, Availability.UNKNOWN):
                assert not self.platform.extract((golden.exchange,)).observations, name

    @given(st.data())
    @often(max_examples=200)
    def test_a_page_that_was_spoiled_is_of_its_kind_or_unknown(self, data):
        documents = [one for one in self.recorded.exchanges if one.obtained == DOCUMENT]
        exchange = data.draw(st.sampled_from([*documents, *(one.exchange for one in self.goldens.values())]))
        spoil = data.draw(st.sampled_from((cut, illegible)))
        whole = {page.availability for page in self.platform.extract((exchange,)).pages}
        found = {page.availability for page in self.platform.extract((spoil(data.draw, exchange),)).pages}
        assert found <= whole | {Availability.UNKNOWN}
