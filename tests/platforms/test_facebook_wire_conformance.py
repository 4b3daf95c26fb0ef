"""Facebook holds what every network must, shown by the simulator's wire."""

from typing import ClassVar

import pytest
from facebook_wire import visited
from test_facebook_conformance import TestFacebook as ByHand

from archiver.simulator.conditions import BreakShape, NullEdge, TruncateFeed


# Most of it is shown by hand in every test run.
@pytest.mark.prove
class TestFacebookOnTheWire(ByHand):
    recorded = visited()
    spoiled: ClassVar = {
        "an edge is null": visited(NullEdge(place=3)),
        "an edge is in an unknown shape": visited(BreakShape(place=2)),
        "it breaks off": visited(TruncateFeed(posts=7, says_more=True)),
    }
