"""Documents as a bundle holds them, for exhibits: posts, removals, changes, events and manifests, all made up."""

import json
from datetime import UTC, datetime, timedelta
from io import BytesIO

from PIL import Image

from archiver.export.exhibits.casebook import CHANGES, POSTS, REMOVALS, Casebook
from archiver.export.exhibits.looks import watch
from archiver.export.report.cover import Cover, Heading, Withheld
from archiver.export.report.pages import Report
from archiver.export.report.technical import Installation
from archiver.export.report.thumbnail import thumbnail
from archiver.model import instant

TARGET = "instagram:hartmann"
FOLDER = "instagram/hartmann"
BEGAN = datetime(2026, 11, 24, 9, tzinfo=UTC)
PUBLISHED = datetime(2026, 10, 1, 12, tzinfo=UTC)
INSTALLATION = Installation("ab" * 32, (), "", None, "it is made up", "nobody: there is none")


def at(hours):
    return BEGAN + timedelta(hours=hours)


def capture(hours):
    """The path of the look that began then."""
    return f"{FOLDER}/{at(hours):%Y%m%dT%H%M%SZ}-{hours:08x}"


def post(key, caption="Die Fräse läuft.", published=PUBLISHED, media=(), first=0, last=0, **changed):
    fields = {
        "alt": None,
        "caption": caption,
        "kind": "image",
        "media": [{"asset": each, "permanent_id": f"id of {each}"} for each in media],
        "published_at": instant.written(published) if published else None,
    }
    version = {
        "fields": fields,
        "first_capture": capture(first),
        "last_capture": capture(last),
        "record": f"urn:uuid:{key}-first",
        "vantage": "logged_out/en-US",
    }
    return {
        "post": {"ref": f"instagram:{key}", "url": f"https://www.instagram.com/p/{key}/"},
        "permanent_id": f"number of {key}",
        "owner": {"id": "990000417203", "name": "hartmann"},
        "first_capture": capture(first),
        "last_capture": capture(last),
        "fields": fields,
        "media": [medium(each, first) for each in media],
        "versions": [version],
        "gaps": [],
        **changed,
    }


def medium(asset, hours=0):
    return {
        "asset": asset,
        "sha256": f"{abs(hash_of(asset)):064x}",
        "mime": "image/jpeg",
        "width": 1080,
        "height": 1350,
        "seconds": None,
        "capture": capture(hours),
        "record": f"urn:uuid:{asset}",
    }


def hash_of(text):
    return int.from_bytes(text.encode(), "big") % (1 << 255)


def control(role, key, record, availability="live", published=PUBLISHED + timedelta(days=9)):
    return {
        "role": role,
        "post": f"instagram:{key}",
        "availability": availability,
        "signal": "content" if availability == "live" else "route",
        "published_at": instant.written(published) if published else None,
        "record": record,
    }


def visit(hours, **changed):
    """A visit to a post that was found nowhere, and that lacks nothing."""
    return {
        "at": instant.written(at(hours)),
        "vantage": "logged_out",
        "country": "unknown",
        "availability": "not_found",
        "signal": "route",
        "record": f"urn:uuid:answer-{hours}",
        "controls": [
            control("before", "B", f"urn:uuid:before-{hours}"),
            control("after", "C", f"urn:uuid:after-{hours}"),
            control("null", "Z", f"urn:uuid:null-{hours}", "not_found", None),
        ],
        "owner": "present",
        "owner_record": f"urn:uuid:owner-{hours}",
        "capture": capture(hours),
        "wanting": [],
        **changed,
    }


def removal(key, state="concluded", visits=None, sentence="", **changed):
    made = [visit(2), visit(4)] if visits is None else visits
    return {
        "post": f"instagram:{key}",
        "state": state,
        "rule": "absence/1",
        "scope": {"looked": ["logged_out"], "shown_before": ["logged_out"], "countries": []},
        "interval": {"last_shown": instant.written(at(0)), "first_not_shown": instant.written(at(2))},
        "last_checked": instant.written(at(4)),
        "visits": made,
        "sentence": sentence or (f"Post {key} was last shown." if state == "concluded" else None),
        "wanting": [] if state == "concluded" else ["second_visit"],
        **changed,
    }


def change(kind, key, fields=(), state=None, lanes=("logged_out/en-US",)):
    told = [{"field": name, "before": before, "after": after} for name, before, after in fields]
    return {
        "kind": kind,
        "post": f"instagram:{key}",
        "surface": None,
        "fields": told,
        "lanes": list(lanes),
        "state": state,
    }


def event(name, number, hours, **said):
    return {"event": name, "target": TARGET, "number": number, "at": instant.written(at(hours)), **said}


def looked(number, hours, kind="crawl", outcome="complete", reason=""):
    return event("capture", number, hours, capture=capture(hours), kind=kind, outcome=outcome, reason=reason)


def nothing(number, hours, reason="unreachable"):
    said = {"capture": None, "kind": "crawl", "outcome": "failed", "reason": reason}
    return event("capture", number, hours, **said)


def stamped(checkpoint, hours, authority="one"):
    said = {"checkpoint": checkpoint, "authority": authority, "stamped_at": instant.written(at(hours))}
    return {
        "event": "timestamp",
        "target": "",
        "number": checkpoint,
        "at": instant.written(at(hours)),
        **said,
    }


def manifest(path, **changed):
    began = next(hours for hours in range(2000) if capture(hours) == path)
    return {
        "vantage": {"login": "logged_out", "session": "", "locale": "en-US", "country": "unknown"},
        "times": {
            "started_at": instant.written(at(began)),
            "ended_at": instant.written(at(began) + timedelta(minutes=5)),
        },
        "reach": {"listed": 3, "claimed": 4, "limit": "logged_out"},
        "surfaces": [{"surface": "grid"}],
        "gaps": [],
        "clock": {"offset_ms": 250, "compared": 7},
        "opening_stamp": {"reason": "no_authority"},
        "tool": {"name": "archiver", "version": "0.1.0", "browser": "156"},
        "alterations": ["The HTTP cache was off."],
        "hosts": {"www.instagram.com": {"certificates": [], "protocol": "h2"}},
        **changed,
    }


def book_of(folder, posts, removals=(), media=(), changes=(), states=()):
    """A casebook of these documents; changes are between the first look and the third."""
    book = Casebook(folder / "book.sqlite")
    for each in posts:
        book.note(POSTS, line(each))
    of_target = {"removals": list(removals), "media": list(media), "account_states": list(states)}
    book.note(REMOVALS, line({TARGET: of_target}))
    book.note(
        CHANGES, line({"target": TARGET, "from": capture(0), "to": capture(2), "changes": list(changes)})
    )
    return book


def line(document):
    return json.dumps(document).encode()


def watched(*told, targets=(TARGET,), simulated=False, **of_manifests):
    """The looks that some events tell of, each covered by the checkpoint of its own number."""
    events = [(each["number"], each) for each in told]
    return watch(events, targets, lambda path: manifest(path, **of_manifests), simulated=simulated)


LOOKS = (looked(1, 0), looked(2, 2), looked(3, 4))


class Drawn:
    """The port `Pictures`: each medium is one picture of one colour."""

    def __init__(self, folder="", missing=()):
        self.folder, self.missing = folder, missing

    def thumbnail(self, shown, tiny):
        if shown.asset in self.missing:
            return None
        picture = BytesIO()
        colour = tuple(shown.sha256.encode()[-3:])
        Image.new("RGB", (shown.width or 800, shown.height or 1200), colour).save(picture, "JPEG")
        picture.seek(0)
        return thumbnail(picture, "image/jpeg", tiny=tiny)

    def link(self, shown):
        return f"{self.folder}{shown.sha256}.jpg" if self.folder else ""


def cover(**changed):
    heading = Heading(changed.pop("case", ""), changed.pop("operator", ""))
    told = {
        "heading": heading,
        "targets": (TARGET,),
        "as_of": at(5),
        "checkpoint": 3,
        "origin": "archiver/00",
        "fingerprint": "SHA256:made-up",
        "made_by": "archiver 0.1.0",
        "in_bundle": True,
        "captures": 3,
        "withheld": (Withheld("cookie", 12, 480),),
    }
    return Cover(**(told | changed))


def report_of(book, seen, **changed):
    told = {
        "cover": cover(),
        "pictures": Drawn(),
        "installation": INSTALLATION,
        "shown": all_shown,
        **changed,
    }
    return Report(book=book, watch=seen, **told)


def all_shown(capture, record):
    return True
