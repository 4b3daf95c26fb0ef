"""The one tree of errors: each class carries its exit code and what the reader can do about it.

An error means *this could not be done*. Bad evidence is never an error but a finding of the verifier, and
what a platform withheld is never an error but a gap or an availability.

    ArchiverError (3)
     ├─ UsageError (2)
     │   ├─ ConfigError        a setting is wrong: names the key, and the line where the file has one
     │   │   └─ SessionError   a session cannot be used, or not kept where it was asked to be
     │   ├─ AddressError       an address or reference that no platform here understands
     │   └─ ArchiveError       there is no archive here, or it cannot be used as one
     ├─ CaptureError (3)
     │   ├─ BrowserMissingError
     │   ├─ BrowserDiedError
     │   ├─ RecordingError     the browser cannot record as evidence demands
     │   ├─ NetworkError       an address could not be reached, with the gate's reason
     │   ├─ NoScreenError      a window was to be opened where there is none
     │   └─ StoppedError       the operator asked to stop
     ├─ TimestampError        an authority stamped nothing; never ends a command
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
    kind = "it could not be done"
    """What sort of thing went wrong, in words that name nobody and no place."""
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
    kind = "it was asked for in a wrong way"


class ConfigError(UsageError):
    """A setting is missing, misspelled or of the wrong kind."""

    kind = "a setting is wrong"


class SessionError(ConfigError):
    """A session cannot be used, or not kept where it was asked to be."""

    code = "session_unusable"
    kind = "the session cannot be used; 'archiver session list' says why"


class AddressError(UsageError):
    """No platform here understands this address or reference."""

    kind = "an address is not understood"
    advice = (
        "Give the address of a profile, page or post as a browser shows it, or PLATFORM:NAME such as instagram:NAME "
        "or facebook:NAME."
    )


class ArchiveError(UsageError):
    """The folder given is no archive."""

    kind = "there is no archive that can be used"
    advice = "Make one with 'archiver init', or name another with --archive."


class TimestampError(ArchiverError):
    """An authority did not stamp what it was asked to: it is asked again later."""

    code = "not_stamped"
    kind = "an authority did not stamp it"


class CaptureError(ArchiverError):
    """A visit could not be made or went on no further."""

    kind = "the visit went on no further"


class BrowserMissingError(CaptureError):
    """No Chromium was found on this machine."""

    code = "browser_missing"
    kind = "there is no browser that starts"
    advice = (
        "Install one ('apt-get install chromium', 'brew install --cask chromium' or "
        "'python -m playwright install chromium'), or set [browser] executable."
    )


class BrowserDiedError(CaptureError):
    """The browser went away in the middle of a visit."""

    code = "browser_died"
    kind = "the browser broke off"
    advice = "What was seen until then is sealed; crawl again."


class RecordingError(CaptureError):
    """The browser cannot keep response bodies exactly, so nothing would be evidence."""

    code = "not_recordable"
    kind = "the browser cannot keep bodies exactly"
    advice = "Install a newer Chromium, or set [browser] executable to one."


class NetworkError(CaptureError):
    """An address could not be reached."""

    code = "unreachable"
    kind = "it could not be reached"


class NoScreenError(CaptureError):
    """A window was to be opened on a machine that has no screen."""

    kind = "there is no screen"
    advice = (
        "Sign in on another machine, and bring it here: archiver session export, archiver session import."
    )


class StoppedError(CaptureError):
    """The operator asked to stop."""

    code = "stopped"
    kind = "stopped as asked"
    advice = "What was seen until then is sealed; crawl again to go on."


class StoreError(ArchiverError):
    """The evidence folder could not be read or written."""

    kind = "a file could not be read or written"


class BusyError(StoreError):
    """Another process works on the same target."""

    code = "busy"
    kind = "another process works on it"
    advice = "Wait for it to end, or stop it."


class DiskFullError(StoreError):
    """There is no room left for evidence."""

    code = "disk_full"
    kind = "there is no room left on the disk"
    advice = "Free some space and do it again; what is sealed is untouched."


class NewerFormatError(StoreError):
    """The archive was written by a newer version."""

    kind = "it was written by a newer version"
    advice = "Upgrade this program; nothing was changed."


class DamagedError(StoreError):
    """What is on disk is not what was sealed."""

    kind = "what is on disk is not what was sealed"
    advice = "Run 'archiver verify' to see what is damaged."
