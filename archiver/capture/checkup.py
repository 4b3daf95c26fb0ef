"""Try the browser without visiting anything: whether it starts, and can record as evidence demands."""

from pathlib import Path

from archiver.capture import chromium
from archiver.capture.gate import Gate
from archiver.capture.recorder import Recorder
from archiver.capture.withholding import Withholding
from archiver.config import Network
from archiver.model.exchange import ConvertedRecord, MadeRecord, RecordedExchange
from archiver.ports import WrittenForm


class NoRecording:
    """The port `Recording`, which keeps nothing."""

    def exchange(self, exchange: RecordedExchange) -> str:
        """Take nothing down."""
        return exchange.address

    def made(self, record: MadeRecord) -> str:
        """Take nothing down."""
        return record.address

    def converted(self, record: ConvertedRecord) -> str:
        """Take nothing down."""
        return record.address


def browser_version(setting: Path | None) -> str:
    """Start the browser and give its version. Raises BrowserMissingError, RecordingError, BrowserDiedError."""
    with (
        Gate(Network(), (), None) as gate,
        chromium.opened(setting, gate.url, locale="en-US", unchecked_tls=False, state=None) as browser,
    ):
        Recorder(browser.page, Withholding(WrittenForm()), NoRecording())
        return browser.version
