"""Channels: where messages go, through Apprise. Their addresses hold credentials, so they are never repeated."""

import logging
from dataclasses import dataclass

import apprise

from archiver.alerts.messages import Message

_LEVEL = logging.CRITICAL + 1


@dataclass(frozen=True, slots=True)
class Channel:
    """One address as Apprise writes it, such as `mailtos://…`."""

    address: str

    @property
    def kind(self) -> str:
        """Give what it may be called: the kind of service, without anything that is secret."""
        return self.address.partition(":")[0].lower()

    def is_understood(self) -> bool:
        """Tell whether Apprise knows what to do with it."""
        return bool(_quiet(self.address))

    def send(self, message: Message) -> bool:
        """Send a message; tell whether it was taken."""
        found = _quiet(self.address)
        return bool(found) and bool(found.notify(body=message.body, title=message.title))


def _quiet(address: str) -> apprise.Apprise:
    # What it logs may repeat an address, and with that a credential.
    logging.getLogger("apprise").setLevel(_LEVEL)
    found = apprise.Apprise()
    found.add(address)
    return found
