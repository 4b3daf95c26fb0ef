"""`archiver mark`."""

from typing import Annotated

import typer

from archiver.cli.places import ArchiveOption, ConfigOption, JsonOption, opened
from archiver.cli.speaking import say, say_json
from archiver.cli.stamping import tell_of_trouble

Words = Annotated[str, typer.Argument(metavar="WORDS", help='Such as "called the press office".')]
At = Annotated[
    str, typer.Option("--at", metavar="TIME", help="When it happened, if not now: 2026-11-24T14:30.")
]
Target = Annotated[str, typer.Option("--target", metavar="TARGET", help="Of which target, if of one.")]


def mark(
    context: typer.Context,
    words: Words,
    at: At = "",
    target: Target = "",
    archive: ArchiveOption = None,
    config: ConfigOption = None,
    json: JsonOption = False,
) -> None:
    """Put into the ledger what you did or learned, and when: a call, a letter, an answer."""
    from archiver.model import instant
    from archiver.operations.marking import mark as operation

    opened_archive = opened(context, archive, config)
    made = operation(opened_archive, words, at, target)
    happened, about = instant.written(made.happened), str(made.target) if made.target else None
    if json:
        say_json({"words": made.words, "happened_at": happened, "target": about})
    else:
        say(f"Marked{f' of {about}' if about else ''}: {made.words}")
        say(f"  happened {happened}; in the ledger, and covered by a checkpoint")
    tell_of_trouble(opened_archive)
