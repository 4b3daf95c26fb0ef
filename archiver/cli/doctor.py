"""`archiver doctor`."""

from dataclasses import asdict, replace
from typing import Annotated

import typer

from archiver.cli.places import ArchiveOption, ConfigOption, JsonOption, SessionOption, places
from archiver.cli.speaking import TerminalProgress, say, say_json
from archiver.cli.stopping import stopping
from archiver.errors import FINE, INCOMPLETE, UsageError

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
    """Look whether this machine has what a capture needs. Exit 3 where something is missing.

    With --live what it prints names nobody and no place, so that it can be passed on.
    """
    from archiver.operations.doctor import doctor as operation

    if session and not live:
        raise UsageError(
            "A session is looked with only where a target is named.",
            f"Name one: archiver doctor --live TARGET --session {session}",
        )
    here = places(context)
    settings, root = here.settings(config), here.root(archive)
    checks = operation(root, settings)
    if live:
        from archiver.operations.doctor_live import doctor_live

        progress = TerminalProgress()
        with stopping() as stop:
            checks += doctor_live(root, settings, live, session, progress, stop)
        progress.clear()
        checks = [replace(check, where="") for check in checks]
    if json:
        say_json({"checks": [asdict(check) for check in checks]})
    for check in () if json else checks:
        where = f"  ({check.where})" if check.where else ""
        say(f"{check.state:>8}  {check.name}: {check.says}{where}")
    raise typer.Exit(INCOMPLETE if any(check.state == "missing" for check in checks) else FINE)
