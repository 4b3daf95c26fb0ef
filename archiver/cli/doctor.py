"""`archiver doctor`."""

from dataclasses import asdict
from typing import Annotated

import typer

from archiver.cli.places import ArchiveOption, ConfigOption, JsonOption, SessionOption, places
from archiver.cli.speaking import TerminalProgress, say, say_json
from archiver.cli.stopping import stopping
from archiver.errors import FINE, INCOMPLETE

Live = Annotated[
    str, typer.Option("--live", metavar="TARGET", help="Also look once at each surface of this account.")
]


def doctor(
    context: typer.Context,
    live: Live = "",
    session: SessionOption = "",
    archive: ArchiveOption = None,
    config: ConfigOption = None,
    json: JsonOption = False,
) -> None:
    """Look whether this machine has what a capture needs. Exit 3 where something is missing."""
    from archiver.operations.doctor import doctor as operation

    here = places(context)
    settings = here.settings(config)
    checks = operation(here.root(archive), settings)
    if live:
        from archiver.operations.doctor_live import doctor_live

        progress = TerminalProgress()
        with stopping() as stop:
            checks += doctor_live(settings, live, session, progress, stop)
        progress.clear()
    if json:
        say_json({"checks": [asdict(check) for check in checks]})
    for check in () if json else checks:
        say(f"{check.state:>8}  {check.name}: {check.says}")
    raise typer.Exit(INCOMPLETE if any(check.state == "missing" for check in checks) else FINE)
