"""`archiver doctor`."""

from dataclasses import asdict

import typer

from archiver.cli.places import ArchiveOption, ConfigOption, JsonOption, places
from archiver.cli.speaking import say, say_json
from archiver.errors import FINE, INCOMPLETE


def doctor(
    context: typer.Context,
    archive: ArchiveOption = None,
    config: ConfigOption = None,
    json: JsonOption = False,
) -> None:
    """Look whether this machine has what a capture needs. Exit 3 where something is missing."""
    from archiver.operations.doctor import doctor as operation

    here = places(context)
    checks = operation(here.root(archive), here.settings(config))
    if json:
        say_json({"checks": [asdict(check) for check in checks]})
    for check in () if json else checks:
        say(f"{check.state:>8}  {check.name}: {check.says}")
    raise typer.Exit(INCOMPLETE if any(check.state == "missing" for check in checks) else FINE)
