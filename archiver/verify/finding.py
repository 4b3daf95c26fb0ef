"""What a check found: proven, failed, or not checked and why. Faults are collected, never thrown."""

from dataclasses import dataclass
from enum import StrEnum

ARCHIVE = "archive"
"""Subject of what is said of the archive as a whole."""
BUNDLE = "bundle"
"""Subject of what is said of a bundle as a whole."""
_MOST = 100
"""Faults that one check lists of one subject; the rest is only counted, so that damage cannot fill memory."""


class Status(StrEnum):
    """How a check ended."""

    VERIFIED = "verified"
    FAILED = "failed"
    NOT_CHECKED = "not_checked"


@dataclass(frozen=True, slots=True)
class Finding:
    """One result of one check."""

    check: str
    """Name of the check."""
    subject: str
    """Path within the archive or bundle, with forward slashes, or `archive`, or `bundle`."""
    status: Status
    detail: str
    """What was proven, what is wrong, or why it was not checked."""
    required: bool = True
    """Whether the proof is incomplete where this was not checked; False for what is only said."""


class Check:
    """One check at work: takes faults, and says what was proven only where there are none."""

    def __init__(self, name: str, subject: str) -> None:
        """Begin the check of a name on a subject."""
        self._name = name
        self._subject = subject
        self._found: list[Finding] = []
        self._more = 0

    def fault(self, detail: str, subject: str = "") -> None:
        """Take down what is wrong, and with which file where it is not the check's own subject."""
        self.note(Status.FAILED, detail, subject)

    def unchecked(self, detail: str, subject: str = "") -> None:
        """Take down what could not be checked, and why."""
        self.note(Status.NOT_CHECKED, detail, subject)

    def note_only(self, detail: str) -> None:
        """Take down what was not looked at, and was not to be."""
        if len(self._found) < _MOST:
            self._found.append(Finding(self._name, self._subject, Status.NOT_CHECKED, detail, required=False))

    def note(self, status: Status, detail: str, subject: str = "") -> None:
        """Take down a fault or what could not be checked."""
        if len(self._found) < _MOST:
            self._found.append(Finding(self._name, subject or self._subject, status, detail))
        else:
            self._more += 1

    def findings(self, proven: str) -> list[Finding]:
        """Give what was found, or the one finding that says what was proven."""
        if self._more:
            more = f"{self._more} more of the same check are not listed."
            return [*self._found, Finding(self._name, self._subject, Status.FAILED, more)]
        return self._found or [Finding(self._name, self._subject, Status.VERIFIED, proven)]
