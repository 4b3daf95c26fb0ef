"""Who looked, and from where."""

from dataclasses import dataclass

LOGGED_OUT = "logged_out"
SESSION = "session"
SESSION_ENDED = "session_ended"
"""What a look was that went with a session which the platform no longer knew."""
IMPORTED = "imported"
"""Who looked where a capture was made by others and imported: nobody of this house."""
UNKNOWN = "unknown"
KEPT = "kept:"
"""Before a lane whose answers came from a copy that was kept."""


@dataclass(frozen=True, slots=True)
class Vantage:
    """Who looks from where, as far as it may be shown: never who the operator or the session is."""

    login: str = LOGGED_OUT
    """`logged_out`, `session` for a look with a signed-in browser state, or `imported`."""
    session: str = ""
    """Salted id of the session used; empty when logged out."""
    locale: str = "en-US"
    """Language asked for, BCP 47."""
    country: str = UNKNOWN
    """ISO 3166 code of the network asked from, or `unknown`."""
    network: str = ""
    """Salted id of the operator's proxy that the look went through; empty where it went through none."""

    @property
    def lane(self) -> str:
        """Class of vantage that is asked for: login state and language. `derive/lane.py` tells what was answered."""
        return f"{self.login}/{self.locale}"

    def __str__(self) -> str:
        """Write the short form used in results: `logged_out`, or `session:<salted id>`; of a proxy, ` via <id>`."""
        who = f"session:{self.session}" if self.session else self.login
        return f"{who} via {self.network}" if self.network else who


def in_words(vantage: str) -> str:
    """Say who looked, of a vantage in its short form, or of a lane, which begins like one."""
    who = vantage.removeprefix(KEPT)
    login = who.partition(" ")[0].partition(":")[0].partition("/")[0]
    said = {
        LOGGED_OUT: "logged out",
        SESSION: "with a signed-in account",
        IMPORTED: "by others, whose capture was imported",
        SESSION_ENDED: "with an account that was no longer signed in, as strangers do",
    }.get(login, "from a vantage that is not shown")
    return f"{said}, and answered by a copy that was kept" if who != vantage else said


def session_of(vantage: str) -> str:
    """Give the salted id of the session of a vantage in its short form; empty where it is one without."""
    login, _, session = vantage.partition(" ")[0].partition(":")
    return session if login == SESSION else ""


def is_logged_out(vantage: str) -> bool:
    """Tell whether a vantage, in its short form, is one without a session."""
    return vantage.partition(" ")[0] == LOGGED_OUT
