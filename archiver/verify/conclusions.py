"""Removals as a bundle tells them (`removals.json`): what the ledger's last word on each post is."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from archiver.verify.canonical import Json, parse
from archiver.verify.event import Event
from archiver.verify.files import UnreadableError, content
from archiver.verify.finding import Check, Finding, Status

FILE = "removals.json"
_CONCLUDED = "concluded"
_STATES = ("pending", _CONCLUDED, "contradicted", "withdrawn")
_SHOWN = 80
"""Letters of a value that a finding repeats: hostile ones are long."""


def check(root: Path, events: Sequence[Event]) -> list[Finding]:
    """Hold each removal that is told against the ledger's last event on its post; `events` are in order of number."""
    told = Check("conclusions", FILE)
    try:
        document, canonical = parse(content(root, FILE))
    except UnreadableError as error:
        told.note(error.status, error.detail)
        return told.findings("")
    except ValueError as error:
        told.fault(f"It is no JSON: {error}.")
        return told.findings("")
    if not canonical:
        told.fault("It is not in its canonical form (RFC 8785).")
    posts, media, spans = dict[str, set[str]](), 0, dict[str, tuple[Json, Json]]()
    for post, state, of_post, span in _told(document):
        if state not in _STATES:
            told.fault(f"It does not say of {post[:_SHOWN]!a} how it stands.")
        elif of_post:
            posts.setdefault(post, set()).add(state)
            spans[post] = span if state == _CONCLUDED else spans.get(post, (None, None))
        else:
            media += state == _CONCLUDED
    last = dict(event.said.concluded for event in events if event.said.concluded[0])
    intervals = {event.said.concluded[0]: event.said.interval for event in events if event.said.concluded[0]}
    for post in sorted(post for post, states in posts.items() if _CONCLUDED in states):
        if last.get(post) != _CONCLUDED:
            told.fault(f"No event of the ledger concludes last what it says of {post[:_SHOWN]!a}.")
    count = sum(_CONCLUDED in states for states in posts.values())
    found = told.findings(f"{count} posts are told as no longer shown, each by an event of the ledger.")
    concluded = [post for post in last if last[post] == _CONCLUDED]
    otherwise = [post for post in concluded if post in posts and _CONCLUDED not in posts[post]]
    apart = [
        post for post in concluded if _CONCLUDED in posts.get(post, ()) and spans[post] != intervals[post]
    ]
    return [*found, *_said(media, [post for post in concluded if post not in posts], otherwise, apart)]


def _said(media: int, untold: Sequence[str], otherwise: Sequence[str], apart: Sequence[str]) -> list[Finding]:
    """Say what the ledger does not bear out, and what of it is not told here."""
    said = []
    if media:
        said.append(f"It tells of {media} media as no longer shown, of which the ledger holds no event.")
    if untold:
        # They may be of another target, of which only what others refer to is here.
        said.append(
            f"It does not tell of {len(untold)} posts which events conclude to be no longer shown, such as "
            f"{untold[0][:_SHOWN]!a}."
        )
    for posts, what in (
        (otherwise, "posts as something else than no longer shown, which the ledger's last events conclude"),
        (apart, "posts as no longer shown between other times than those events say"),
    ):
        if posts:
            said.append(f"It tells of {len(posts)} {what}, such as {posts[0][:_SHOWN]!a}.")
    return [Finding("conclusions", FILE, Status.NOT_CHECKED, detail, required=False) for detail in said]


def _told(document: Json) -> Iterator[tuple[str, str, bool, tuple[Json, Json]]]:
    """Give post, state and interval of each removal, and whether it is of the post itself; no state without form."""
    for target in document.values() if isinstance(document, dict) else [None]:
        match target:
            case {"removals": [*removals], "media": [*media]}:
                yield from (_one(each, of_post=True) for each in removals)
                yield from (_one(each, of_post=False) for each in media)
            case _:
                yield "a target", "", True, (None, None)


def _one(told: Json, *, of_post: bool) -> tuple[str, str, bool, tuple[Json, Json]]:
    match told:
        case {
            "post": str(post),
            "state": str(state),
            "interval": {"last_shown": shown, "first_not_shown": missing},
        }:
            return post, state, of_post, (shown, missing)
        case {"post": str(post), "state": str(state)}:
            return post, state, of_post, (None, None)
    return "a post", "", of_post, (None, None)
