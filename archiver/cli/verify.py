"""`archiver verify`."""

from pathlib import Path
from typing import Annotated

import typer

from archiver.cli.places import ArchiveOption, ConfigOption, JsonOption, places
from archiver.cli.speaking import TerminalProgress, say, say_json

Outside = Annotated[
    Path | None,
    typer.Option(
        "--checkpoint",
        metavar="FILE",
        help="Hold the archive to a checkpoint that was kept elsewhere: a rollback shows by that alone.",
    ),
]


Roots = Annotated[
    Path | None,
    typer.Option(
        "--roots",
        metavar="FILE",
        help="Hold its time stamps to these root certificates (PEM), and to no others.",
    ),
]


def verify(
    context: typer.Context,
    checkpoint: Outside = None,
    roots: Roots = None,
    archive: ArchiveOption = None,
    config: ConfigOption = None,
    json: JsonOption = False,
) -> None:
    """Check everything in the archive. Exit 1 where something failed, 3 where something was not checked."""
    from archiver.operations.verify import verify as operation
    from archiver.verify import report
    from archiver.verify.archive import exit_code

    here = places(context)
    here.settings(config)
    progress = TerminalProgress()
    found = operation(here.root(archive), progress.step, checkpoint, roots)
    progress.clear()
    if json:
        say_json(report.as_json(found))
    for line in () if json else report.lines(found.findings):
        say(line)
    raise typer.Exit(exit_code(found.findings))
