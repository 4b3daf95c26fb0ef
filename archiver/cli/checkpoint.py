"""`archiver checkpoint`."""

from pathlib import Path
from typing import Annotated

import typer

from archiver.cli.places import ArchiveOption, ConfigOption, JsonOption, opened
from archiver.cli.speaking import say, say_json
from archiver.cli.stamping import print_stamps, stamps_as_json, tell_of_trouble

To = Annotated[
    Path | None,
    typer.Option(
        "--to",
        metavar="FOLDER",
        help="Write it there too, under today's date: for people outside your control.",
    ),
]


def checkpoint(
    context: typer.Context,
    to: To = None,
    archive: ArchiveOption = None,
    config: ConfigOption = None,
    json: JsonOption = False,
) -> None:
    """Sign all that the ledger holds. Crawls do so by themselves; --to hands it to others."""
    from archiver.ledger.checkpoints import as_json
    from archiver.operations.checkpoint import checkpoint as operation

    opened_archive = opened(context, archive, config)
    written = operation(opened_archive, to)
    reached = written.checkpoint
    if json:
        files = [str(path) for path in written.files]
        say_json({"ledger": as_json(reached), "files": files, "stamps": stamps_as_json(opened_archive)})
        tell_of_trouble(opened_archive)
        return
    say(f"{reached.size:,} events are covered; root {reached.root.hex()}")
    say(f"  signed with {written.signer}")
    print_stamps(opened_archive)
    for path in written.files:
        say(f"  written to {path}")
    if written.files:
        say(f"  it shows a rollback later: archiver verify --checkpoint {written.files[0]}")
