"""Of all stamps, the one that says earliest that a look was there already."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from archiver.export.exhibits.looks import Stamp, Stamps

BEGIN = datetime(2026, 3, 1, tzinfo=UTC)
stamps = st.builds(
    lambda checkpoint, minutes: Stamp("authority", checkpoint, BEGIN + timedelta(minutes=minutes)),
    st.integers(0, 20),
    st.integers(0, 500),
)


@given(st.lists(stamps), st.integers(-1, 22))
def test_it_is_the_earliest_on_that_checkpoint_or_a_later_one(told, checkpoint):
    covering = [stamp.at for stamp in told if stamp.checkpoint >= checkpoint]
    found = Stamps(told).over(checkpoint)
    assert (found.at if found else None) == min(covering, default=None)
