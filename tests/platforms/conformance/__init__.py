"""What every network must hold, whatever it looks like: a folder's tests inherit it and say what is their own.

    class TestToy(Conformance):
        platform = PLATFORM
        targets = {"toy:somebody": "somebody", …}

`told.py` lists what is to be said. Whatever is true of a network must come from elsewhere than its extraction: from a
simulator that knows nothing of it, or written by hand.
"""

from conformance.addresses import Addresses
from conformance.control import Control
from conformance.extraction import Extraction
from conformance.listings import Listings
from conformance.pages import Pages
from conformance.told import Golden, Recording, TruePost, answered
from conformance.truths import Truths
from conformance.visits import Visits

__all__ = ["Conformance", "Golden", "Recording", "SiteConformance", "TruePost", "answered"]


class Conformance(Addresses, Control, Extraction, Listings, Pages, Truths, Visits):
    """All of it."""


class SiteConformance(Addresses, Control, Pages):
    """What a website must hold too: its pages name no other owner, and its listing has no order to be spoiled."""
