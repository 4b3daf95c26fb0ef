"""From what is told of a post to its exhibit."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any

from archiver import platforms
from archiver.export.exhibits.accounts import AccountExhibit, states
from archiver.export.exhibits.alternatives import Question, alternatives
from archiver.export.exhibits.casebook import Casebook, Gathered
from archiver.export.exhibits.edits import edits
from archiver.export.exhibits.exhibit import Absence, Answer, Exhibit, Medium, Reading, Record, Visit
from archiver.export.exhibits.looks import Watch
from archiver.export.exhibits.saying import says
from archiver.export.exhibits.standing import Standing
from archiver.model import instant
from archiver.model.vantage import in_words

_WRITTEN = ("caption", "alt", "links", "location", "tagged")
"""What its author wrote or set, and a reader reads."""
_CONTROLS = {
    "before": "something else of its owner's, asked for before it",
    "after": "something else of its owner's, asked for after it",
    "null": "an address that never existed",
}


Shown = Callable[[str, str], bool]
"""Tells of a capture, by its path, and the id of a record in it, whether that record is shown beside the report."""


def exhibits(book: Casebook, watch: Watch, shown: Shown) -> Iterator[Exhibit]:
    """Give the exhibits of a casebook, in order."""
    return (exhibit(each, watch, shown) for each in book.in_order())


def accounts(book: Casebook, watch: Watch) -> Iterator[AccountExhibit]:
    """Give what is told of targets themselves, of those of which something is."""
    for told in book.accounts():
        yield AccountExhibit(told.target, tuple(states(told.states)), edits(told.changes, watch))


def exhibit(found: Gathered, watch: Watch, shown: Shown) -> Exhibit:
    """Make an exhibit of what is told of one post."""
    post, platform = found.post, platforms.named(found.post["post"]["ref"].partition(":")[0])
    seen = [(each["record"], each["first_capture"]) for each in post["versions"] if each["first_capture"]]
    records = _Records(watch, shown)
    for record, capture in sorted(seen, key=lambda each: watch.at(each[1])):
        records.add(record, capture, f"the {platform.wording.noun} as it was first read so")
    visits = tuple(_visit(each, records) for each in (found.removal or {}).get("visits", ()))
    absence, published = _absence(found.removal), _time(post["fields"]["published_at"])
    counting = tuple(visit for visit in visits if not visit.wanting)
    looks = [look for each in records.captures if (look := watch.by_capture.get(each)) and look.is_shown]
    is_pending = absence is not None and absence.state in ("pending", "concluded")
    asked = Question(
        visits=counting if absence else (),
        looks=tuple(looks),
        of_all=len(looks) == len(records.captures) and records.all_shown,
        records=tuple(range(1, len(records.found) + 1)),
        published_at=_time(post["fields"].get("made_at"))
        or (None if post["fields"].get("set_back") else published),
        is_site=platform.is_site,
        is_absent=is_pending or found.standing in (Standing.MEDIA_NOT_SHOWN, Standing.MEDIA_IN_QUESTION),
        simulated=watch.simulated,
    )
    first, last = (watch.at(post[side]) if post[side] else None for side in ("first_capture", "last_capture"))
    return Exhibit(
        number=found.number,
        ref=post["post"]["ref"],
        address=post["post"]["url"],
        owner_id=post["owner"]["id"],
        owner_name=post["owner"]["name"],
        kind=post["fields"]["kind"],
        published_at=published,
        standing=found.standing,
        says=says(found, platform.wording.noun, last),
        first_shown=first,
        last_shown=last,
        first_capture=post["first_capture"] or "",
        last_capture=post["last_capture"] or "",
        texts=tuple(_texts(post["fields"])),
        edits=edits(found.changes, watch),
        media=tuple(_media(found)),
        readings=tuple(_readings(found)),
        absence=absence,
        visits=visits,
        records=tuple(records.found),
        alternatives=alternatives(asked),
        gaps=tuple((each["reason"], each["detail"]) for each in post["gaps"]),
        lacks_records=not records.all_shown,
    )


class _Records:
    """The records of one exhibit that are shown, numbered as they come, each once."""

    def __init__(self, watch: Watch, shown: Shown) -> None:
        self.found: list[Record] = []
        self.captures: dict[str, None] = {}
        self.all_shown = True
        self._numbers: dict[str, int] = {}
        self._watch, self._shown = watch, shown

    def add(self, record: str, capture: str, what: str, asked_at: datetime | None = None) -> int | None:
        """Take a record down, and give its number; None where there is none, or it is not shown."""
        if not record or not capture:
            return None
        self.captures[capture] = None
        if not self._shown(capture, record):
            self.all_shown = False
            return None
        if record not in self._numbers:
            self._numbers[record] = len(self.found) + 1
            began = self._watch.at(capture)
            self.found.append(Record(len(self.found) + 1, record, capture, asked_at, began, what))
        return self._numbers[record]


def _visit(told: Mapping[str, Any], records: _Records) -> Visit:
    at, capture = instant.parsed(told["at"]), told["capture"] or ""
    what = f"the answer at its own address, asked {in_words(told['vantage'])}"
    own = records.add(told["record"], capture, what, at)
    answers = [Answer("post", told["availability"], None, own)]
    for control in told["controls"]:
        number = records.add(control["record"], capture, _CONTROLS[control["role"]])
        published = _time(control["published_at"])
        answers.append(Answer(control["role"], control["availability"], published, number))
    owner = records.add(told["owner_record"], capture, "the owner, in the same visit")
    answers.append(Answer("owner", told["owner"], None, owner))
    return Visit(at, told["vantage"], told["country"], capture, tuple(answers), tuple(told["wanting"]))


def _absence(removal: Mapping[str, Any] | None) -> Absence | None:
    if removal is None:
        return None
    return Absence(
        state=removal["state"],
        rule=removal["rule"],
        last_shown=_time(removal["interval"]["last_shown"]),
        first_not_shown=instant.parsed(removal["interval"]["first_not_shown"]),
        last_checked=instant.parsed(removal["last_checked"]),
        looked=tuple(removal["scope"]["looked"]),
    )


def _texts(fields: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name in _WRITTEN:
        value = fields.get(name)
        if value:
            yield name, value if isinstance(value, str) else ", ".join(map(str, value))


def _readings(found: Gathered) -> Iterator[Reading]:
    for medium in found.media:
        for each in medium.get("readings", ()):
            yield Reading(instant.parsed(each["at"]), each["vantage"], each["capture"] or "", each["shows"])


def _media(found: Gathered) -> Iterator[Medium]:
    """Give its media as it showed them last, then those that it showed before."""
    post = found.post
    files = {each["asset"]: each for each in post["media"]}
    gone = {each["medium"] for each in found.media if each["state"] == "concluded"}
    versions = [post["fields"], *(each["fields"] for each in post["versions"])]
    told: dict[str, str] = {}
    for fields in versions:
        for medium in fields.get("media") or ():
            told.setdefault(medium["asset"], medium["permanent_id"])
    for asset in dict.fromkeys((*told, *files)):
        if asset in files:
            permanent_id = told.get(asset, "")
            yield _medium(files[asset], permanent_id, gone=permanent_id in gone)
    if found.picture is not None and post["fields"]["kind"] == "page":
        picture = found.picture
        yield Medium(picture.sha256, "image/jpeg", None, None, None, picture.capture, picture.record, PAGE)


PAGE = "the page, as a browser showed it"


def _medium(file: Mapping[str, Any], permanent_id: str, *, gone: bool) -> Medium:
    return Medium(
        sha256=file["sha256"],
        mime=file["mime"],
        width=file["width"],
        height=file["height"],
        seconds=file["seconds"],
        capture=file["capture"] or "",
        record=file["record"],
        asset=file["asset"],
        permanent_id=permanent_id,
        gone=gone,
    )


def _time(written: str | None) -> datetime | None:
    return instant.parsed(written) if written else None
