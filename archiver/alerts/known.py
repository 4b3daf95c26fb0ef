"""What was told already: how far of the ledger, by cause, and since when what lasts. It may be lost."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from archiver.alerts.causes import Alert, Cause
from archiver.model import instant


@dataclass(slots=True)
class Told:
    """What was told until now."""

    reach: dict[str, dict[str, int]] = field(default_factory=dict)
    """By cause: the number of the last event of each `<platform>/<slug>` that was told of."""
    at: dict[str, str] = field(default_factory=dict)
    """By cause: when something was told last."""
    lasting: dict[str, str] = field(default_factory=dict)
    """By what is the same of an alert as long as its cause lasts: when it was told last."""
    checkpoint: str = ""
    """The day whose checkpoint was sent last."""

    @classmethod
    def read(cls, text: bytes) -> "Told":
        """Read what was kept; nothing where it is none."""
        try:
            told = json.loads(text)
            reach = {str(cause): _numbers(of) for cause, of in told["reach"].items()}
            return cls(reach, _times(told["at"]), _times(told["lasting"]), str(told["checkpoint"]))
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            return cls()

    def written(self) -> bytes:
        """Write it to be kept."""
        told = {"reach": self.reach, "at": self.at, "lasting": self.lasting, "checkpoint": self.checkpoint}
        return json.dumps(told).encode()

    def since(self, cause: Cause, now: Mapping[str, int]) -> Mapping[str, int]:
        """Give how far of the ledger was told of under a cause; of one never asked about all until now."""
        return self.reach.setdefault(cause.value, dict(now))

    def is_recent(self, cause: str, now: datetime, span: timedelta) -> bool:
        """Tell whether something was told under a cause within a span."""
        found = self.at.get(str(cause))
        return found is not None and timedelta() <= now - instant.parsed(found) < span

    def tell(self, cause: Cause, reach: Mapping[str, int], at: datetime) -> None:
        """Note that all until now was told under a cause."""
        self.reach[cause.value] = dict(reach)
        self.at[cause.value] = instant.written(at)

    def lasted(self, alert: Alert) -> datetime | None:
        """Give when an alert was told last whose cause lasts; None where it was not."""
        found = self.lasting.get(alert.key)
        return instant.parsed(found) if found else None

    def forget(self, cause: Cause, still: set[str]) -> None:
        """Forget what lasts no more, so that it is told at once when it comes again."""
        gone = [key for key in self.lasting if key.split(" ")[0] == cause.value and key not in still]
        for key in gone:
            del self.lasting[key]


def _numbers(told: Mapping[str, int]) -> dict[str, int]:
    return {str(slug): int(number) for slug, number in told.items()}


def _times(told: Mapping[str, str]) -> dict[str, str]:
    """Take what stands for times; raise ValueError where one is none."""
    return {str(key): instant.written(instant.parsed(at)) for key, at in told.items()}
