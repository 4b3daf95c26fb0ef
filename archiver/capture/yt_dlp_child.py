"""Let yt-dlp say where a page's films stand. Run as a program of its own, and told by its standard input what to do.

yt-dlp reads hostile pages with a thousand readers and many patterns. Here it can be ended at any moment, has no file to
write to, bounded memory, no programs to start, and no way to the network but the proxy it is given. Nothing of ours is
imported. It fetches no film.
"""

import contextlib
import json
import re
import sys
from http.cookiejar import Cookie
from typing import Any

MOST_MEMORY = 2 << 30
"""Bytes of address space, where the system lets it be bounded."""
_MOST_FILMS, _MOST_FORMATS, _LONGEST = 8, 200, 8_192
_ADDRESS = re.compile(r"\w+://\S+")
_SAID = 300
"""Letters of what yt-dlp says."""


class _Mute:
    """What yt-dlp tells on its way, told to nobody."""

    def debug(self, _: str) -> None:
        pass

    info = warning = error = debug


def _bounded() -> None:
    """Take from this process what it must not need: memory without end, and files to write to."""
    with contextlib.suppress(ImportError):
        import resource  # noqa: PLC0415 - not on every system

        for kind, most in ((resource.RLIMIT_AS, MOST_MEMORY), (resource.RLIMIT_FSIZE, 0)):
            with contextlib.suppress(ValueError, OSError):
                resource.setrlimit(kind, (most, most))


def _found(asked: dict[str, Any]) -> dict[str, Any]:
    """Give the films of a page with the formats each is offered in, or why there are none."""
    import yt_dlp  # noqa: PLC0415 - within the bounds

    version = yt_dlp.version.__version__
    try:
        with yt_dlp.YoutubeDL(_options(asked)) as reader:
            for each in asked["cookies"]:
                reader.cookiejar.set_cookie(_cookie(each))
            page = reader.extract_info(asked["address"], download=False)
            entries = page.get("entries") if page.get("_type") == "playlist" else [page]
            films = [_film(entry) for entry in entries if entry]
    except yt_dlp.utils.YoutubeDLError as error:
        return {"version": version, "error": _plain(str(error))}
    return {"version": version, "films": films[:_MOST_FILMS]}


def _options(asked: dict[str, Any]) -> dict[str, Any]:
    return {
        "quiet": True,
        "no_warnings": True,
        "noprogress": True,
        "logger": _Mute(),
        "skip_download": True,
        "cachedir": False,
        "usenetrc": False,
        "js_runtimes": {},
        "remote_components": [],
        "proxy": asked["proxy"],
        "nocheckcertificate": asked["vetted"],
        "compat_opts": ["no-certifi"],
        "http_headers": asked["headers"],
        "socket_timeout": 20,
        "retries": 1,
        "extractor_retries": 1,
        "noplaylist": True,
        "playlist_items": f"1:{_MOST_FILMS}",
        "format": "all",
        "ignore_no_formats_error": True,
        "allowed_extractors": ["default"],
    }


def _film(entry: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": str(entry.get("id") or "")[:200],
        "seconds": _number(entry.get("duration")),
        "live": bool(entry.get("is_live")),
        "formats": [_format(each) for each in (entry.get("formats") or ())[-_MOST_FORMATS:]],
    }


def _format(told: dict[str, Any]) -> dict[str, Any]:
    named = {name: told.get(key) for name, key in (("video", "vcodec"), ("audio", "acodec"))}
    return {
        "id": str(told.get("format_id") or "")[:100],
        "address": str(told.get("url") or "")[: _LONGEST + 1],
        "protocol": str(told.get("protocol") or "")[:40],
        "ending": str(told.get("ext") or "")[:10],
        "protected": bool(told.get("has_drm")),
        "width": _number(told.get("width")),
        "height": _number(told.get("height")),
        "bits": _number(told.get("tbr")),
        "size": _number(told.get("filesize") or told.get("filesize_approx")),
        # "none" is a word of yt-dlp's, and nothing at all that it does not know.
        **{name: str(codec)[:100] if codec else "" for name, codec in named.items()},
    }


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) and 0 < value < 1e12 else None  # noqa: PLR2004


def _cookie(told: dict[str, Any]) -> Cookie:
    expires = told.get("expires", -1)
    return Cookie(
        0,
        told["name"],
        told["value"],
        None,
        False,  # noqa: FBT003 - the library names them by place
        told["domain"],
        True,  # noqa: FBT003
        told["domain"].startswith("."),
        told["path"],
        True,  # noqa: FBT003
        bool(told.get("secure")),
        int(expires) if expires > 0 else None,
        expires <= 0,
        None,
        None,
        {},
    )


def _plain(said: str) -> str:
    """Give what yt-dlp says in a line: without colours, addresses, and its own advice."""
    line = re.sub(r"\x1b\[[0-9;]*m", "", said).removeprefix("ERROR: ")
    line = (
        line.partition("; please report")[0].partition(". Use --")[0].partition(" (")[0].partition(": (")[0]
    )
    return " ".join(_ADDRESS.sub("…", line).split())[:_SAID]


def main() -> None:
    """Answer what standard input asks, on standard output; both are JSON."""
    asked = json.load(sys.stdin)
    _bounded()
    try:
        answer = _found(asked)
    except MemoryError:
        answer = {"version": "", "error": "more memory than it is given"}
    except Exception as error:  # noqa: BLE001 - a thousand readers raise whatever they raise
        answer = {"version": "", "error": f"a fault of its own: {type(error).__name__}"}
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    main()
