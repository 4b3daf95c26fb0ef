"""Addresses of files, signed anew for every answer as the content network of both platforms does.

What stays the same of a file is its name; host, signature and expiry change. The signature is noise: nobody
checks more of an address than its expiry.
"""

import base64
import json
import random
import re
from urllib.parse import quote

from archiver.simulator.company import Medium, Person, invented

_LIFETIME = 4 * 86_400
_PLAIN = re.compile(r"[\w.-]*", re.ASCII).fullmatch
"""Tells whether a value is written as it stands: an answer signs thousands."""


class Signatures:
    """Draws what one answer strews over itself, and signs addresses; the same seed signs the same way."""

    def __init__(self, seed: str, now: int) -> None:
        """Sign with what `seed` decides, for some days from `now`, in seconds since 1970."""
        self._draws = random.Random(f"signer/{seed}")  # noqa: S311 - nothing is protected by it
        self._now = now
        self._group = ""

    @property
    def now(self) -> int:
        """Give the time it signs at, in seconds since 1970."""
        return self._now

    def token(self, size: int) -> str:
        """Give random letters such as the platform strews over its answers."""
        return base64.urlsafe_b64encode(self._draws.randbytes(size)).decode().rstrip("=")

    def hexadecimal(self, size: int) -> str:
        """Give random bytes in hex."""
        return self._draws.randbytes(size).hex()

    def signed(self, host: str, path: str, parameters: dict[str, str]) -> str:
        """Give an address of a host of the content network."""
        query = {
            **parameters,
            "ccb": "7-5",
            "_nc_cat": str(self._draws.randint(100, 111)),
            "_nc_ht": host.removesuffix(".fbcdn.net"),
            "_nc_gid": self._group,
            "oh": f"00_AQ{self.token(36)}",
            "oe": f"{self._now + _LIFETIME + self._draws.randrange(7_200):X}",
        }
        written = (
            f"{name}={value if _PLAIN(value) else quote(value, safe='')}" for name, value in query.items()
        )
        return f"https://{host}{path}?{'&'.join(written)}"


def asset(medium: Medium) -> int:
    """Give the number that stays with a video whatever its addresses are."""
    return 10**15 + invented("/".join((str(medium.pk), "asset", *medium.reworked)), 10**15)


def avatar_name(person: Person) -> str:
    """Give the file name of somebody's profile picture."""
    salt = f"avatar/{person.pk}"
    return f"7{invented(salt, 10**8):08}_17{invented(salt + '/run', 10**15):015}_{person.pk}_n.jpg"


def packed(about: dict[str, str | int]) -> str:
    """Pack what an address says of its file."""
    return base64.b64encode(json.dumps(about, separators=(",", ":")).encode()).decode()
