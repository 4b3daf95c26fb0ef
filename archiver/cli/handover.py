"""`archiver handover`."""

from pathlib import Path
from typing import Annotated

import typer

from archiver.cli.places import ArchiveOption, ConfigOption, JsonOption, opened
from archiver.cli.speaking import TerminalProgress, say, say_json
from archiver.cli.stamping import tell_of_trouble
from archiver.cli.statement import Bundle

To = Annotated[str, typer.Option("--to", metavar="NAME", help="Who receives it.")]
Purpose = Annotated[str, typer.Option("--purpose", metavar="TEXT", help="What for.")]
Out = Annotated[Path, typer.Option("--out", metavar="FILE", help="Where the receipt is written: a new file.")]


def handover(
    context: typer.Context,
    bundle: Bundle,
    to: To,
    purpose: Purpose = "",
    out: Out = Path("receipt.html"),
    archive: ArchiveOption = None,
    config: ConfigOption = None,
    json: JsonOption = False,
) -> None:
    """Put into the ledger that a bundle goes to somebody, and draft a receipt for two signatures."""
    from archiver.operations.handover import handover as operation

    opened_archive = opened(context, archive, config)
    progress = TerminalProgress()
    made = operation(opened_archive, bundle, to, purpose, out, progress)
    progress.clear()
    if json:
        told = [{"target": each.target, "number": each.number, "leaf": each.leaf} for each in made.events]
        say_json({"out": str(out), "bundle": made.digest, "to": made.to, "events": told})
    else:
        say(f"{out}: a receipt for {made.to}, to be printed twice")
        for each in made.events:
            say(f"  event {each.number:,} of {each.target}; covered by a checkpoint")
    tell_of_trouble(opened_archive)
