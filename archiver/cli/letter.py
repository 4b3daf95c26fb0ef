"""`archiver letter`."""

from pathlib import Path
from typing import Annotated

import typer

from archiver.cli.places import ArchiveOption, ConfigOption, JsonOption, opened_to_ask
from archiver.cli.selecting import Posts, selected
from archiver.cli.speaking import say, say_json, tell
from archiver.export.papers.writing import Addressee

To = Annotated[
    Addressee,
    typer.Argument(metavar="platform|company", help="To whom: the platform, or the company itself."),
]
Targets = Annotated[
    list[str] | None, typer.Argument(metavar="[TARGET]...", help="Targets; without any, all there are.")
]
Out = Annotated[
    Path | None,
    typer.Option("--out", metavar="FILE", help="Where it is written: a new file [letter-TO.html]."),
]


def letter(
    context: typer.Context,
    to: To,
    targets: Targets = None,
    posts: Posts = None,
    out: Out = None,
    archive: ArchiveOption = None,
    config: ConfigOption = None,
    json: JsonOption = False,
) -> None:
    """Draft a request to preserve what is no longer shown, with ids, addresses and times; nothing is sent."""
    from archiver.operations.letter import letter as operation

    opened = opened_to_ask(context, archive, config)
    place = out or Path(f"letter-{to.value}.html")
    found = operation(opened, to, selected(opened, targets or [], posts or []), place)
    if json:
        say_json({"out": str(place), "posts": len(found.posts), "request_numbers": len(found.requests)})
        return
    say(f"{place}: a draft, unsigned, about {len(found.posts):,} posts")
    if found.requests:
        say(f"  {len(found.requests):,} of the platform's own numbers of requests made without an account")
    tell("Whoever receives it learns what was seen, and when. Have a lawyer read it first.")
