"""A glance at each surface: what each page that was asked for was answered with, and what stands over it."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace

from archiver import platforms
from archiver.capture.visit import BrowserVisit
from archiver.errors import AddressError
from archiver.model.gap import Gap
from archiver.model.reading import Availability, Page, Reading
from archiver.model.refs import PostRef, Ref, TargetRef
from archiver.model.vantage import Vantage
from archiver.ports import HeldMedium, Platform, Streams, Wanted


@dataclass(frozen=True, slots=True)
class Glanced:
    """One page that was asked for."""

    address: str
    page: Page | None
    """What it came to, after all redirects; None where no page was answered."""
    dialogs: int
    """Most dialogs that stood over it at once."""

    def name(self, platform: Platform, target: TargetRef) -> str:
        """Say which page it is, without naming whose."""
        ref, whole = _ref(self.address), platform.address(target)
        if isinstance(ref, PostRef):
            return "post"
        if self.address == whole:
            return "profile"
        part = self.address.removeprefix(whole).strip("/")
        return f"{part} tab" if part.isalpha() else "page"

    @property
    def availability(self) -> Availability | None:
        """Say what it was answered with; None where that was another page."""
        if self.page is None:
            return Availability.UNKNOWN
        live = self.page.availability is Availability.LIVE
        return None if live and _ref(self.page.address) != _ref(self.address) else self.page.availability


class Glancing:
    """The port `Visit`, on another visit: takes down what each page came to, and what stood over it."""

    def __init__(self, visit: BrowserVisit) -> None:
        """Begin before the first page."""
        self._visit = visit
        self.vantage: Vantage = visit.vantage
        self.reading: Reading = visit.reading
        self.seen: list[Glanced] = []

    def read(self, address: str, *, pictured: bool = True) -> Reading:
        """Go to a page; take down what it came to, and count the dialogs over it."""
        reading = self._visit.read(address, pictured=pictured)
        self.reading = self._visit.reading
        # The last document is the one that redirects led to.
        page = next((page for page in reversed(reading.pages) if page.document), None)
        self.seen.append(Glanced(address, page, self._visit.dialogs()))
        return reading

    def ask(self, address: str) -> Reading:
        """Fetch what is no page."""
        reading = self._visit.ask(address)
        self.reading = self._visit.reading
        return reading

    def scroll(self) -> Reading:
        """Go on to the end of the page at hand, which may bring up a dialog too."""
        reading = self._visit.scroll()
        self.reading = self._visit.reading
        if self.seen:
            last = self.seen[-1]
            self.seen[-1] = replace(last, dialogs=max(last.dialogs, self._visit.dialogs()))
        return reading

    def lead_on(self, cursor: str, to: str) -> None:
        """Have the page at hand ask with another cursor."""
        self._visit.lead_on(cursor, to)

    def picture(self) -> None:
        """Keep a picture of the page at hand."""
        self._visit.picture()

    def pass_over(self, held: Sequence[HeldMedium]) -> None:
        """Take down which media were not asked for."""
        self._visit.pass_over(held)

    def fetch(self, wanted: Sequence[Wanted]) -> int:
        """Fetch media directly."""
        return self._visit.fetch(wanted)

    def unseen(self) -> AbstractContextManager[None]:
        """Stop all that pages send but questions."""
        return self._visit.unseen()

    def resolve(self, subject: str, page: str, film: str) -> Streams | None:
        """Find a film's streams."""
        return self._visit.resolve(subject, page, film)

    def dialogs(self) -> int:
        """Count the dialogs that stand over the page at hand."""
        return self._visit.dialogs()

    def note(self, gap: Gap) -> None:
        """Take down what could not be read."""
        self._visit.note(gap)


def _ref(address: str) -> Ref | None:
    try:
        return platforms.parse(address)
    except AddressError:
        return None
