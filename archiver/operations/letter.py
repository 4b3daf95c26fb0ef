"""Letter: draft a request that a platform, or a company, preserve what is no longer shown."""

from collections.abc import Iterator, Mapping
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
from archiver.operations.bundle.choosing import Selection, removed
from archiver.operations.bundle.originals import original
from archiver.operations.show import show
from archiver.operations.writing_down import refuse, write_new


def letter(archive: Archive, to: Addressee, selection: Selection, out: Path) -> Letter:
    """Draft a letter about what the ledger concludes to be no longer shown, in a new file.

    A platform is told its own numbers of the requests that were made without an account: those of a session would tell
    whose it is. Raises UsageError where nothing is concluded, StoreError, DamagedError.
    """
    refuse(out)
    wanted = [
        post
        for post in removed(archive, selection)
        if not selection.posts or post in selection.posts
        # A website is its company's own: no platform holds anything of it.
        if to is Addressee.COMPANY or not platforms.named(post.platform).is_site
    ]
    told = {
        event["post"]: event
        for _, event in archive.custody.every()
        if event["event"] == events.CONCLUSION and event["post"] in map(str, wanted)
    }
    if not told:
        raise UsageError(
            "No post that was named is concluded to be no longer shown, so that there is nothing to be preserved.",
            "'archiver removals TARGET' says what is.",
        )
    captures = dict.fromkeys(each["capture"] for event in told.values() for each in event["inputs"])
    standing = [each for each in captures if archive.sealed.stands(each)]
    numbers = list(_numbers(archive, standing)) if to is Addressee.PLATFORM else []
    found = Letter(
        posts=tuple(_post(archive, event) for event in told.values()),
        requests=tuple(number for number in numbers if number is not None),
        signed_in=None in numbers,
        simulated=archive.identity.simulated,
    )
    write_new(out, writing.letter(to, found))
    return found


def _numbers(archive: Archive, captures: list[str]) -> Iterator[RequestNumber | None]:
    """Give a platform's numbers of requests; None in the place of those that were made with an account."""
    for capture in captures:
        kept = original(archive, CaptureId.parse(capture))
        at = instant.parsed(kept.named["times"]["started_at"])
        for host, told in sorted(kept.private["connections"].items()):
            for number in told["request_ids"]:
                yield None if kept.is_signed_in else RequestNumber(at, host, number)


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
        last_checked=instant.parsed(event["last_checked"]),
    )
