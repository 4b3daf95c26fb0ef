"""Letter: draft a request that a platform, or a company, preserve what is no longer shown."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from archiver import platforms
from archiver.archive import Archive
from archiver.errors import UsageError
from archiver.export.papers import writing
from archiver.export.papers.facts import Concluded
from archiver.export.papers.writing import Addressee, Letter, RequestNumber
from archiver.ledger import events
from archiver.model import instant
from archiver.model.capture import CaptureId
from archiver.model.refs import PostRef
from archiver.operations.bundle.choosing import Selection, removed
from archiver.operations.bundle.originals import Original, original
from archiver.operations.show import show
from archiver.operations.writing_down import refuse, write_new
from archiver.store import batches, layout

_CONCLUDED = "concluded"


def letter(archive: Archive, to: Addressee, selection: Selection, out: Path) -> Letter:
    """Draft a letter about what the ledger concludes to be no longer shown, in a new file.

    A platform is told its own numbers of the requests that were made without an account: those of a session would tell
    whose it is. Raises UsageError where nothing is concluded, or of more than one addressee, StoreError, DamagedError.
    """
    refuse(out)
    told = _conclusions(archive, to, selection)
    captures = dict.fromkeys(each["capture"] for event in told for each in event["inputs"])
    visits = [original(archive, CaptureId.parse(each)) for each in captures if archive.sealed.stands(each)]
    numbers = list(_numbers(visits)) if to is Addressee.PLATFORM else []
    found = Letter(
        posts=tuple(_post(archive, event) for event in told),
        requests=tuple(number for number in numbers if number is not None),
        signed_in=None in numbers,
        stood_in=any("not_authenticated" in visit.named for visit in visits),
        simulated=archive.identity.simulated,
    )
    write_new(out, writing.letter(to, found))
    return found


def _conclusions(archive: Archive, to: Addressee, selection: Selection) -> list[dict[str, Any]]:
    """Give the ledger's last word on each post that the letter is about, as far as checkpoints cover it."""
    wanted = {str(post) for post in _wanted(archive, to, selection)}
    slugs = set(map(layout.folder_of, selection.targets))
    last = {
        event["post"]: event
        for number in batches.numbers(archive.layout)
        for event in events.parsed(batches.events(archive.layout, number))
        if event["event"] == events.CONCLUSION and (not slugs or event["slug"] in slugs)
    }
    told = [event for post, event in last.items() if post in wanted and event["state"] == _CONCLUDED]
    if not told:
        raise UsageError(
            "No post that was named is concluded to be no longer shown, so that there is nothing to be preserved.",
            "'archiver removals TARGET' says what is.",
        )
    if to is Addressee.COMPANY and not selection.targets and len({event["slug"] for event in told}) > 1:
        raise UsageError(
            "A company learns from a letter which posts were watched, and these are of several targets.",
            "Name the targets that are its own.",
        )
    networks = sorted({PostRef(*post.split(":", 1)).platform for post in (event["post"] for event in told)})
    if to is Addressee.PLATFORM and len(networks) > 1:
        raise UsageError(
            f"These posts are of {' and '.join(networks)}, and a letter goes to one platform.",
            "Name targets of one.",
        )
    return told


def _wanted(archive: Archive, to: Addressee, selection: Selection) -> Iterator[PostRef]:
    for post in removed(archive, selection):
        is_named = not selection.posts or post in selection.posts
        # A website is its company's own: no platform holds anything of it.
        if is_named and (to is Addressee.COMPANY or not platforms.named(post.platform).is_site):
            yield post


def _numbers(visits: Sequence[Original]) -> Iterator[RequestNumber | None]:
    """Give a platform's numbers of requests; None in the place of those that were made with an account."""
    for visit in visits:
        at = instant.parsed(visit.named["times"]["started_at"])
        for host, told in sorted(visit.private["connections"].items()):
            for number in told["request_ids"]:
                yield None if visit.is_signed_in else RequestNumber(at, host, number)


def _post(archive: Archive, event: Mapping[str, Any]) -> Concluded:
    known = show(archive, event["post"])
    return Concluded(
        ref=event["post"],
        address=known["post"]["url"] or "",
        permanent_id=known["permanent_id"] or "",
        owner_id=event["owner"]["id"],
        owner_name=event["owner"]["name"],
        sentence="",
        last_shown=instant.parsed(event["last_shown"]["at"]) if event["last_shown"] else None,
        first_not_shown=instant.parsed(event["first_not_shown"]),
    )
