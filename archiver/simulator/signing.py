"""Addresses of media, signed anew for every answer as the content network does.

What stays the same of a medium is its file name, its `ig_cache_key` and, for a video, its `xpv_asset_id`;
host, signature and expiry change. The signature is noise: nobody checks more of an address than its expiry.
"""

import base64
import json
import random
from urllib.parse import quote, urlencode

from archiver.simulator.company import Medium, Person, invented

LARGEST = "dst-jpg_e35_tt6"
"""Form of a picture in the size it was uploaded in."""
DISPLAY = "dst-jpg_e35_s640x640_tt6"
"""Form in which grids show a picture."""
FACE = "dst-jpg_s150x150_tt6"
"""Form in which profile pictures stand beside names."""

_SCONTENT = ("scontent.cdninstagram.com", "scontent-fra3-1.cdninstagram.com")
_HOSTS = (*_SCONTENT, "instagram.ftxl3-1.fna.fbcdn.net")
_LIFETIME = 4 * 86_400
_PROGRESSIVE = "xpv_progressive.INSTAGRAM.CLIPS.C3.720.dash_baseline_1_v1"


class Signer:
    """Signs the addresses of one answer; the same seed signs the same way."""

    def __init__(self, seed: str, now: int) -> None:
        """Sign with what `seed` decides, for some days from `now`, in seconds since 1970."""
        self._draws = random.Random(f"signer/{seed}")  # noqa: S311 - nothing is protected by it
        self._now = now
        self._display_host = self._draws.choice(_SCONTENT)
        self._host = self._draws.choice(_HOSTS)
        self._group = self.token(16)

    def token(self, size: int) -> str:
        """Give random letters such as the platform strews over its answers."""
        return base64.urlsafe_b64encode(self._draws.randbytes(size)).decode().rstrip("=")

    def hexadecimal(self, size: int) -> str:
        """Give random bytes in hex."""
        return self._draws.randbytes(size).hex()

    def display(self, medium: Medium, tag: str) -> str:
        """Give the address at which grids show a medium; `tag` is the platform's word for its class."""
        packed = _packed({"efg_tag": f"{tag}.best_image_urlgen.C3"})
        path = f"/v/t51.82787-15/{medium.picture_name}"
        return self._signed(self._display_host, path, {"stp": DISPLAY, "_nc_sid": "1a0de0", "efg": packed})

    def picture(self, medium: Medium, form: str, tag: str) -> str:
        """Give the address of one form of a medium's picture."""
        cover = "video_default_cover_frame" if medium.is_video else "regular_photo"
        key = base64.b64encode(
            f"{medium.pk}{invented(str(medium.pk), 10**17) if medium.is_video else ''}".encode()
        )
        parameters = {
            "stp": form,
            "ig_cache_key": f"{key.decode()}.3-ccb7-5",
            "_nc_sid": "5a0de1",
            "efg": _packed({"vencode_tag": f"{tag}.xpids.{medium.width}.sdr.{cover}.C3"}),
        }
        return self._signed(self._host, f"/v/t51.82787-15/{medium.picture_name}", parameters)

    def video(self, medium: Medium, track: str = "progressive") -> str:
        """Give the address of one file of a video."""
        about: dict[str, str | int] = {
            "vencode_tag": _PROGRESSIVE
            if track == "progressive"
            else f"xpv_dash.INSTAGRAM.CLIPS.C3.{track}_v1",
            "xpv_asset_id": asset(medium),
            "asset_age_days": 5,
            "vi_usecase_id": 10001,
            "duration_s": int(medium.seconds),
            "urlgen_source": "www",
        }
        path = f"/o1/v/t2/f2/m86/{medium.track_name(track)}"
        return self._signed(self._host, path, {"_nc_sid": "5a0de2", "efg": _packed(about)})

    def avatar(self, person: Person, form: str = FACE) -> str:
        """Give the address of somebody's profile picture."""
        path = f"/v/t51.82787-19/{avatar_name(person)}"
        return self._signed(self._display_host, path, {"stp": form, "_nc_sid": "8a0de3"})

    def _signed(self, host: str, path: str, parameters: dict[str, str]) -> str:
        query = {
            **parameters,
            "ccb": "7-5",
            "_nc_cat": str(self._draws.randint(100, 111)),
            "_nc_ht": host.removesuffix(".fbcdn.net"),
            "_nc_gid": self._group,
            "oh": f"00_AQ{self.token(36)}",
            "oe": f"{self._now + _LIFETIME + self._draws.randrange(7_200):X}",
        }
        return f"https://{host}{path}?{urlencode(query, quote_via=quote, safe='')}"


def asset(medium: Medium) -> int:
    """Give the number that stays with a video whatever its addresses are."""
    return 10**15 + invented(f"{medium.pk}/asset", 10**15)


def avatar_name(person: Person) -> str:
    """Give the file name of somebody's profile picture."""
    salt = f"avatar/{person.pk}"
    return f"7{invented(salt, 10**8):08}_17{invented(salt + '/run', 10**15):015}_{person.pk}_n.jpg"


def _packed(about: dict[str, str | int]) -> str:
    return base64.b64encode(json.dumps(about, separators=(",", ":")).encode()).decode()
