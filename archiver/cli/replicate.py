"""`archiver replicate`."""

from pathlib import Path
from typing import Annotated

import typer

from archiver.cli.places import ArchiveOption, ConfigOption, JsonOption, opened
from archiver.cli.speaking import TerminalProgress, say, say_json, tell

Place = Annotated[Path, typer.Argument(metavar="DEST", help="A folder, best on another disk.")]
Whole = Annotated[
    bool, typer.Option("--whole", help="Verify all captures there, not only those that came now.")
]


AsItIs = Annotated[
    bool,
    typer.Option(
        "--as-it-is", help="Write nothing into the archive that is copied: to restore from a replica."
    ),
]


def replicate(
    context: typer.Context,
    place: Place,
    whole: Whole = False,
    as_it_is: AsItIs = False,
    archive: ArchiveOption = None,
    config: ConfigOption = None,
    json: JsonOption = False,
) -> None:
    """Keep the same archive in another place too, and verify it there. Exit as 'archiver verify' does."""
    from archiver.operations.replicate import replicate as operation
    from archiver.verify import report
    from archiver.verify.archive import exit_code
    from archiver.verify.finding import Status

    progress = TerminalProgress()
    found = opened(context, archive, config)
    made = operation(found, place, progress, whole=whole, as_it_is=as_it_is)
    progress.clear()
    code = exit_code(made.found.findings)
    if json:
        say_json({"place": str(place), "captures": made.captures, **report.as_json(made.found)})
    else:
        say(f"{place}: {made.captures:,} captures came")
        for line in report.lines(made.found.findings) if code else ():
            say(line)
        proven = sum(each.status is Status.VERIFIED for each in made.found.findings)
        said = f"Verified there: {proven:,} checks, of what came and of the whole ledger."
        say(f"It does not verify there: archiver --archive {place} verify" if code else said)
    tell(
        "It holds who collected, and is no copy to hand over. The key that signs is not in it: keep that by itself."
    )
    raise typer.Exit(code)
