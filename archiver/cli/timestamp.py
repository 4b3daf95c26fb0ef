"""`archiver timestamp`: what authorities say of the archive's checkpoints, and stamps anew."""

import typer

from archiver.cli.places import ArchiveOption, ConfigOption, JsonOption, opened
from archiver.cli.speaking import say, say_json
from archiver.cli.stamping import print_stamps, stamps_as_json
from archiver.errors import FINE, INCOMPLETE

timestamp = typer.Typer(name="timestamp", help="Time stamps of outside authorities.", no_args_is_help=True)


@timestamp.command()
def show(
    context: typer.Context,
    archive: ArchiveOption = None,
    config: ConfigOption = None,
    json: JsonOption = False,
) -> None:
    """Say of each authority what it stamped last. 'archiver verify' holds all stamps against their checkpoints."""
    from archiver.model import instant
    from archiver.operations.stamping import known

    opened_archive = opened(context, archive, config)
    found = known(opened_archive)
    if json:
        say_json(
            {
                "authorities": [
                    {
                        "authority": each.authority,
                        "asked": each.asked,
                        "stamps": each.stamps,
                        "last_checkpoint": each.checkpoint,
                        "last_at": instant.written(each.at) if each.at else None,
                    }
                    for each in found
                ]
            }
        )
        return
    if not found:
        print_stamps(opened_archive)
    for each in found:
        asked = "" if each.asked else "  (not in the settings any more)"
        if each.at is None:
            say(f"{each.authority}: no stamp yet{asked}")
        else:
            at = f"{each.at:%Y-%m-%d %H:%M:%S} UTC"
            say(
                f"{each.authority}: {each.stamps:,} stamps, the last at {at} on checkpoint {each.checkpoint}{asked}"
            )


@timestamp.command()
def renew(
    context: typer.Context,
    archive: ArchiveOption = None,
    config: ConfigOption = None,
    json: JsonOption = False,
) -> None:
    """Have all authorities stamp all that the ledger holds, earlier stamps too. Exit 3 unless all did.

    A stamp can be checked for as long as its authority's certificates are trusted. A newer one over it carries it on.
    """
    from archiver.ledger.checkpoints import as_json
    from archiver.operations.stamping import renew as operation

    opened_archive = opened(context, archive, config)
    reached = operation(opened_archive)
    if json:
        say_json({"ledger": as_json(reached), "stamps": stamps_as_json(opened_archive)})
    else:
        print_stamps(opened_archive)
    raise typer.Exit(INCOMPLETE if opened_archive.run.unanswered else FINE)
