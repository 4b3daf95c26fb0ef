"""The lane of a look is what was answered: for whom, and in which language."""

import pytest

from archiver.derive.lane import lane
from archiver.model.reading import Availability, Page, Reading
from archiver.model.vantage import Vantage

STRANGER, SIGNED_IN = Vantage(), Vantage("session", "salted")


def page(language="en", *, signed_in=None, availability=Availability.LIVE):
    return Page(
        "https://x.example/", availability, "content", "urn:r", language=language, signed_in=signed_in
    )


LANES = {
    "nothing read": (STRANGER, [], "logged_out/en-US"),
    "as asked": (STRANGER, [page(signed_in=False)], "logged_out/en-US"),
    "another country's form of the language asked for": (
        Vantage(locale="en-GB"),
        [page()],
        "logged_out/en-GB",
    ),
    "a page that does not say": (STRANGER, [page("")], "logged_out/en-US"),
    "a session": (SIGNED_IN, [page(signed_in=True)], "session/en-US"),
    "a session, of which no page speaks": (SIGNED_IN, [page()], "session/en-US"),
    "a session that has ended": (SIGNED_IN, [page(signed_in=False)], "session_ended/en-US"),
    "a session that ended on the way": (
        SIGNED_IN,
        [page(signed_in=True), page(signed_in=False)],
        "session_ended/en-US",
    ),
    "a session that has ended, and nothing is found": (
        SIGNED_IN,
        [page(signed_in=False, availability=Availability.NOT_FOUND)],
        "session_ended/en-US",
    ),
    "a session before a login wall": (
        SIGNED_IN,
        [page(signed_in=True), page(signed_in=False, availability=Availability.WALLED)],
        "session/en-US",
    ),
    "another language": (STRANGER, [page("de")], "logged_out/de"),
    "another language to a session that has ended": (
        SIGNED_IN,
        [page("ru", signed_in=False)],
        "session_ended/ru",
    ),
    "two languages": (STRANGER, [page("en"), page("de"), page("en")], "logged_out/de+en"),
    "the language asked for, which is not English": (
        Vantage(locale="de-DE"),
        [page("de")],
        "logged_out/de-DE",
    ),
}


@pytest.mark.parametrize(("vantage", "pages", "name"), LANES.values(), ids=LANES)
def test_a_look_is_in_the_lane_that_was_answered(vantage, pages, name):
    assert lane(vantage, Reading(pages=tuple(pages))) == name
