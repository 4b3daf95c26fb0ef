"""`archiver rebuild`."""

from typing import Annotated

import typer

from archiver.cli.places import ArchiveOption, ConfigOption, JsonOption, opened
from archiver.cli.speaking import TerminalProgress, say, say_json
from archiver.errors import DIFFERENT, FINE

Check = Annotated[
    bool, typer.Option("--check", help="Only compare with a fresh one; exit 1 where they differ.")
]


def rebuild(
    context: typer.Context,
    check: Check = False,
    archive: ArchiveOption = None,
    config: ConfigOption = None,
    json: JsonOption = False,
) -> None:
    """Make the index afresh from the captures alone."""
    from archiver.operations import rebuild as operations

    opened_archive = opened(context, archive, config)
    progress = TerminalProgress()
    result = (operations.check if check else operations.rebuild)(opened_archive, progress)
    progress.clear()
    if json:
        differences = {
            name: {"index": mine, "fresh": fresh} for name, (mine, fresh) in result.differences.items()
        }
        say_json(
            {
                "equal": not result.differences,
                "rows": result.rows,
                "differences": differences,
                "not_borne_out": list(result.not_borne_out),
            }
        )
    else:
        for table, rows in result.rows.items():
            say(f"{rows:>9,}  {table}")
        for table, (mine, fresh) in result.differences.items():
            say(f"{table} differs: {mine} rows only in the index, {fresh} only in the fresh one")
        for post in result.not_borne_out:
            say(f"{post}: the ledger's conclusion is kept; today's rule would not draw it")
        if result.differences:
            say("Run 'archiver rebuild' to replace the index.")
        elif check:
            say("The index equals one made afresh.")
    raise typer.Exit(DIFFERENT if result.differences else FINE)
