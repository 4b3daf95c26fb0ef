"""`archiver verify`."""

import typer

from archiver.cli.places import ArchiveOption, ConfigOption, JsonOption, places
from archiver.cli.speaking import TerminalProgress, say, say_json


def verify(
    context: typer.Context,
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
    findings = operation(here.root(archive), progress.step)
    progress.clear()
    if json:
        say_json(report.as_json(findings))
    for line in () if json else report.lines(findings):
        say(line)
    raise typer.Exit(exit_code(findings))
