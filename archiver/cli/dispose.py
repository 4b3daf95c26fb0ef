"""`archiver dispose`."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any

import typer

from archiver.cli.places import ArchiveOption, ConfigOption, JsonOption, opened
from archiver.cli.speaking import TerminalProgress, say, say_json, tell
from archiver.cli.stamping import tell_of_trouble

if TYPE_CHECKING:
    from archiver.model.disposal import Tombstone
    from archiver.operations.disposing import Plan

What = Annotated[
    str,
    typer.Argument(metavar="CAPTURE|DIGEST", help="A capture's path, or the digest of a payload: sha256:…"),
]
Reason = Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why it must not be kept.")]
Authority = Annotated[
    str, typer.Option("--authority", metavar="TEXT", help="By whose decision: a court, a person, a law.")
]
Yes = Annotated[bool, typer.Option("--yes", help="Do it. Without this it is only said what would go.")]
_NAMED_AT_MOST = 5


def dispose(
    context: typer.Context,
    what: What,
    reason: Reason,
    authority: Authority,
    yes: Yes = False,
    archive: ArchiveOption = None,
    config: ConfigOption = None,
    json: JsonOption = False,
) -> None:
    """Have bytes go that must not be kept; manifest, sums and ledger stay, and say that they went and why.

    Example: archiver dispose sha256:9f86…0a08 --reason "a child is shown" --authority "LG Köln, 28 O 12/26"
    """
    from archiver.operations import disposing

    progress = TerminalProgress()
    found = opened(context, archive, config)
    plan = disposing.plan(found, what, progress)
    disposing.require_words(reason, authority)
    progress.clear()
    if not json:
        for line in _lines(plan, done=yes):
            say(line)
    made = disposing.dispose(found, plan, reason, authority, progress) if yes else ()
    progress.clear()
    if json:
        say_json(_as_json(plan, made))
    else:
        say(_ended(made) if yes else "Nothing was disposed of. To do it, give the same words and --yes.")
        tell(
            "Replicas, bundles that were handed over and the disk's own free space are not reached. "
            "What a platform still shows is captured again."
        )
    tell_of_trouble(found)


def _lines(plan: "Plan", *, done: bool) -> Iterator[str]:
    yield "This goes:" if done else "This would go:"
    for part in plan.parts:
        what = "all of it" if part.whole else _many(len(part.removed), "record")
        yield f"  {part.capture}: {what}, {part.bytes:,} bytes"
    told = list(_referring(plan))
    yield "What refers to it, and will find it no more:" if told else "Nothing in the archive refers to it."
    yield from (f"  {line}" for line in told)
    if plan.unread:
        yield f"Damaged, and not searched: {_named(set(plan.unread))}. A damaged capture can go as a whole."


def _referring(plan: "Plan") -> Iterator[str]:
    found = plan.referring
    if found.revisits:
        yield f"{_many(found.revisits.total(), 'answer')} with the same bytes, in {_named(found.revisits)}"
    if found.held:
        yield f"lists of media that were held already, in {_named(found.held)}"
    if found.made_of:
        yield f"films put together of it, which hold the same and stay: dispose of {_named(found.made_of)} too"
    if found.continued_by:
        yield f"captures that go on with its listings: {_named(found.continued_by)}"
    if found.concluded:
        yield f"what was concluded on the grounds of these captures, and stays concluded: {_named(found.concluded)}"


def _named(names: "set[str] | dict[str, int]") -> str:
    first = ", ".join(sorted(names)[:_NAMED_AT_MOST])
    more = len(names) - _NAMED_AT_MOST
    return f"{first} and {more:,} more" if more > 0 else first


def _ended(made: "tuple[Tombstone, ...]") -> str:
    return (
        f"Disposed of, in {_many(len(made), 'capture')}; the ledger says so, and the index was made afresh."
    )


def _many(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def _as_json(plan: "Plan", made: "tuple[Tombstone, ...]") -> dict[str, Any]:
    found = plan.referring
    return {
        "disposed": bool(made),
        "captures": [
            {
                "capture": str(part.capture),
                "whole": part.whole,
                "records": [each.id for each in part.removed],
                "bytes": part.bytes,
            }
            for part in plan.parts
        ],
        "unread": list(plan.unread),
        "referring": {
            "revisits": dict(sorted(found.revisits.items())),
            "held": sorted(found.held),
            "made_of": sorted(found.made_of),
            "continued_by": sorted(found.continued_by),
            "concluded": sorted(found.concluded),
        },
    }
