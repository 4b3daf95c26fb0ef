"""The one tree of errors: each class carries its exit code and what the reader can do about it.

An error means *this could not be done*. Bad evidence is never an error but a finding of the verifier, and
what a platform withheld is never an error but a gap or an availability.

    ArchiverError (3)
     ├─ UsageError (2)
     │   ├─ ConfigError        a setting is wrong: names the key, and the line where the file has one
     │   ├─ AddressError       an address or reference that no platform here understands
     │   └─ ArchiveError       there is no archive here, or it cannot be used as one
     ├─ CaptureError (3)
     │   ├─ BrowserMissingError
     │   ├─ BrowserDiedError
     │   ├─ RecordingError     the browser cannot record as evidence demands
     │   ├─ NetworkError       an address could not be reached, with the gate's reason
     │   ├─ NoScreenError      a window was to be opened where there is none
     │   └─ StoppedError       the operator asked to stop
     └─ StoreError (3)
         ├─ BusyError          another process works on this target
         ├─ DiskFullError
         ├─ NewerFormatError   written by a newer version of this tool
         └─ DamagedError       what is read is not what was sealed
"""

FINE, DIFFERENT, WRONG_USE, INCOMPLETE = 0, 1, 2, 3


class ArchiverError(Exception):
    """Base of all errors this tool raises on purpose."""

    exit_code = INCOMPLETE
    code = "failed"
    """How a capture's reason names it."""
    advice = ""

    def __init__(self, sentence: str, advice: str | None = None) -> None:
        """Take what went wrong as one sentence, and what to do where the class does not know it."""
        super().__init__(sentence)
        self.sentence = sentence
        if advice is not None:
            self.advice = advice

    def __str__(self) -> str:
        """Give the sentence and the advice, as they are printed."""
        return f"{self.sentence} {self.advice}".strip()


class UsageError(ArchiverError):
    """The command, a setting or a reference must be changed before this can work."""

    exit_code = WRONG_USE


class ConfigError(UsageError):
    """A setting is missing, misspelled or of the wrong kind."""


class AddressError(UsageError):
    """No platform here understands this address or reference."""

    advice = "Give a profile or post address such as https://www.instagram.com/NAME/, or instagram:NAME."


class ArchiveError(UsageError):
    """The folder given is no archive."""

    advice = "Make one with 'archiver init', or name another with --archive."


class CaptureError(ArchiverError):
    """A visit could not be made or went on no further."""


class BrowserMissingError(CaptureError):
    """No Chromium was found on this machine."""

    code = "browser_missing"
    advice = (
        "Install one ('apt-get install chromium', 'brew install --cask chromium' or "
        "'python -m playwright install chromium'), or set [browser] executable."
    )


class BrowserDiedError(CaptureError):
    """The browser went away in the middle of a visit."""

    code = "browser_died"
    advice = "What was seen until then is sealed; crawl again."


class RecordingError(CaptureError):
    """The browser cannot keep response bodies exactly, so nothing would be evidence."""

    code = "not_recordable"
    advice = "Install a newer Chromium, or set [browser] executable to one."


class NetworkError(CaptureError):
    """An address could not be reached."""

    code = "unreachable"


class NoScreenError(CaptureError):
    """A window was to be opened on a machine that has no screen."""

    advice = (
        "Sign in on another machine, and bring it here: archiver session export, archiver session import."
    )


class StoppedError(CaptureError):
    """The operator asked to stop."""

    code = "stopped"
    advice = "What was seen until then is sealed; crawl again to go on."


class StoreError(ArchiverError):
    """The evidence folder could not be read or written."""


class BusyError(StoreError):
    """Another process works on the same target."""

    code = "busy"
    advice = "Wait for it to end, or stop it."


class DiskFullError(StoreError):
    """There is no room left for evidence."""

    code = "disk_full"
    advice = "Free some space and crawl again; what is sealed is untouched."


class NewerFormatError(StoreError):
    """The archive was written by a newer version."""

    advice = "Upgrade this program; nothing was changed."


class DamagedError(StoreError):
    """What is on disk is not what was sealed."""

    advice = "Run 'archiver verify' to see what is damaged."
