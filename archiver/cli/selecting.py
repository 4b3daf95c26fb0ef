"""What of an archive is chosen: the options that `archiver export` and `archiver report` share."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from archiver.errors import UsageError

if TYPE_CHECKING:
    from archiver.archive import Archive
    from archiver.operations.bundle.choosing import Selection

Targets = Annotated[
    list[str] | None, typer.Argument(metavar="[TARGET]...", help="Targets; without any, all there are.")
]
Posts = Annotated[
    list[str] | None,
    typer.Option(
        "--posts", metavar="REF", help="This post alone, and nothing else; may be given several times."
    ),
]
Removals = Annotated[
    bool, typer.Option("--removals", help="Only captures that bear on posts which are no longer shown.")
]
Since = Annotated[
    str, typer.Option("--since", metavar="TIME", help="Captures from then on: a day, or a time.")
]
Until = Annotated[str, typer.Option("--until", metavar="TIME", help="Captures up to then.")]
At = Annotated[int | None, typer.Option("--at", metavar="CHECKPOINT", help="As of this checkpoint.", min=1)]
Operator = Annotated[str, typer.Option("--operator", metavar="NAME", help="Say who hands it over.")]
Case = Annotated[str, typer.Option("--case", metavar="NAME", help="Say for which case.")]


def selected(
    archive: "Archive",
    targets: list[str],
    posts: list[str],
    removals: bool = False,  # noqa: FBT001 - one of the command line's words
    between: tuple[str, str] = ("", ""),
    at: int | None = None,
) -> "Selection":
    """Read what was selected; raise UsageError, AddressError."""
    from archiver.model.refs import PostRef
    from archiver.operations import naming
    from archiver.operations.bundle.choosing import Selection

    refs = [naming.ref_of(archive, text) for text in posts]
    for text, ref in zip(posts, refs, strict=True):
        if not isinstance(ref, PostRef):
            raise UsageError(f"{text} is no post.", "Name posts with --posts, and targets without it.")
    posts_alone = tuple(ref for ref in refs if isinstance(ref, PostRef))
    named = [naming.target_of(archive, text, or_concluded=True) for text in targets]
    return Selection(
        # Of a post that two watched accounts show, one is nobody's business who is handed the other's.
        targets=tuple(named or dict.fromkeys(naming.filed_under(archive, post) for post in posts_alone)),
        posts=posts_alone,
        removals=removals,
        since=_time(between[0]),
        until=_time(between[1]),
        checkpoint=at,
    )


def _time(text: str) -> datetime | None:
    if not text:
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError as error:
        raise UsageError(
            f"{text} is no time.",
            "Write it as 2026-11-24, or 2026-11-24T12:00:00+01:00; without a zone it is UTC.",
        ) from error
    return found if found.tzinfo else found.replace(tzinfo=UTC)
