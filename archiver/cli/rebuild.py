"""`archiver rebuild`."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from archiver.cli.places import ArchiveOption, ConfigOption, JsonOption, opened
from archiver.cli.rereading import as_json, print_reread
from archiver.cli.speaking import TerminalProgress, say, say_json
from archiver.errors import DIFFERENT, FINE

if TYPE_CHECKING:
    from archiver.model.rereading import Reread
    from archiver.operations.rebuild import Rebuilt

Check = Annotated[
    bool, typer.Option("--check", help="Only compare with a fresh one; exit 1 where they differ.")
]
Explain = Annotated[
    bool, typer.Option("--explain", help="List what a newer version of the program reads otherwise.")
]


def rebuild(
    context: typer.Context,
    check: Check = False,
    explain: Explain = False,
    archive: ArchiveOption = None,
    config: ConfigOption = None,
    json: JsonOption = False,
) -> None:
    """Make the index afresh from the captures alone."""
    from archiver.operations import explaining
    from archiver.operations import rebuild as operations

    opened_archive = opened(context, archive, config)
    progress = TerminalProgress()
    result = (operations.check if check else operations.rebuild)(opened_archive, progress)
    progress.clear()
    reread = result.reread or explaining.kept(opened_archive)
    if json:
        say_json(_as_json(result) | ({"reread": as_json(reread)} if explain else {}))
    else:
        _print(result, check=check)
        if explain:
            _explain(reread)
    raise typer.Exit(DIFFERENT if result.differences else FINE)


def _as_json(result: "Rebuilt") -> dict[str, Any]:
    differences = {
        name: {"index": mine, "fresh": fresh} for name, (mine, fresh) in result.differences.items()
    }
    return {
        "equal": not result.differences,
        "rows": result.rows,
        "differences": differences,
        "not_borne_out": list(result.not_borne_out),
    }


def _print(result: "Rebuilt", *, check: bool) -> None:
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


def _explain(reread: "Reread | None") -> None:
    say()
    if reread is None:
        say("No capture here was ever read by another version of the program than today's.")
    else:
        print_reread(reread)
