"""Addresses of media as Instagram writes them.

What stays the same of a medium is its file name, its `ig_cache_key` and, for a video, its `xpv_asset_id`.
"""

import base64
import json

from archiver.simulator.company import Medium, Person, invented
from archiver.simulator.signing import Signatures, asset, avatar_name, packed
from archiver.simulator.visitors import Session

LARGEST = "dst-jpg_e35_tt6"
"""Form of a picture in the size it was uploaded in."""
DISPLAY = "dst-jpg_e35_s640x640_tt6"
"""Form in which grids show a picture."""
FACE = "dst-jpg_s150x150_tt6"
"""Form in which profile pictures stand beside names."""

_SCONTENT = ("scontent.cdninstagram.com", "scontent-fra3-1.cdninstagram.com")
_HOSTS = (*_SCONTENT, "instagram.ftxl3-1.fna.fbcdn.net")


class Signer(Signatures):
    """Signs the addresses of one answer; the same seed signs the same way."""

    def __init__(self, seed: str, now: int, session: Session | None = None) -> None:
        """Sign with what `seed` decides, for some days from `now`, in seconds since 1970; for a visitor's session."""
        super().__init__(seed, now)
        self._session = session
        self._display_host = self._draws.choice(_SCONTENT)
        self._host = self._draws.choice(_HOSTS)
        self._group = self.token(16)

    def display(self, medium: Medium, tag: str) -> str:
        """Give the address at which grids show a medium; `tag` is the platform's word for its class."""
        about = packed({"efg_tag": f"{tag}.best_image_urlgen.C3"})
        path = f"/v/t51.82787-15/{medium.picture_name}"
        return self.signed(self._display_host, path, {"stp": DISPLAY, "_nc_sid": "1a0de0", "efg": about})

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
            "efg": packed({"vencode_tag": f"{tag}.xpids.{medium.width}.sdr.{cover}.C3"}),
        }
        return self.signed(self._host, f"/v/t51.82787-15/{medium.picture_name}", parameters)

    def video(self, medium: Medium, track: str = "progressive") -> str:
        """Give the address of one file of a video."""
        about: dict[str, str | int] = {
            "vencode_tag": f"xpv_progressive.INSTAGRAM.CLIPS.C3.{min(medium.in_one_file)}.dash_baseline_1_v1"
            if track == "progressive"
            else f"xpv_dash.INSTAGRAM.CLIPS.C3.{track}_v1",
            "xpv_asset_id": asset(medium),
            "asset_age_days": 5,
            "vi_usecase_id": 10001,
            "duration_s": int(medium.seconds),
            "urlgen_source": "www",
        }
        path = f"/o1/v/t2/f2/m86/{medium.track_name(track)}"
        return self.signed(self._host, path, {"_nc_sid": "5a0de2", "efg": packed(about)})

    def avatar(self, person: Person, form: str = FACE) -> str:
        """Give the address of somebody's profile picture."""
        path = f"/v/t51.82787-19/{avatar_name(person)}"
        return self.signed(self._display_host, path, {"stp": form, "_nc_sid": "8a0de3"})

    def face(self, session: Session, form: str = FACE) -> str:
        """Give the address of the picture of whoever is signed in."""
        path = f"/v/t51.82787-19/{session.face}"
        return self.signed(self._display_host, path, {"stp": form, "_nc_sid": "8a0de4"})

    def tracked(self, pk: int) -> str:
        """Give the token that a post is sent with, which holds the number of whom it is sent to, if anybody's."""
        number = str(self._session.pk) if self._session else ""
        payload = {
            "is_analytics_tracked": True,
            "uuid": f"{self.hexadecimal(16)}{pk}",
            "server_token": f"{self.now}123|{pk}|{number}|{self.hexadecimal(32)}",
        }
        token = {"version": 5, "payload": payload, "signature": ""}
        return base64.b64encode(json.dumps(token, separators=(",", ":")).encode()).decode()

    def known(self, *people: Person) -> list[dict[str, str]]:
        """Name people whom the visitor knows, as answers do beside what these like; nobody for a stranger."""
        if self._session is None:
            return []
        return [
            {"id": str(who.pk), "username": who.username, "profile_pic_url": self.avatar(who)}
            for who in people
        ]
