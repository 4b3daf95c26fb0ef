"""`archiver add` and `archiver targets`."""

from dataclasses import asdict
from typing import Annotated

import typer

from archiver.cli.cautions import CAUTIONS
from archiver.cli.places import ConfigOption, JsonOption, places
from archiver.cli.speaking import say, say_json, tell

Target = Annotated[str, typer.Argument(metavar="TARGET", help="URL, or platform:name.")]
Label = Annotated[str, typer.Option("--label", help="What you call it.")]
Case = Annotated[str, typer.Option("--case", help="The case it belongs to.")]


def add(
    context: typer.Context,
    target: Target,
    label: Label = "",
    case: Case = "",
    config: ConfigOption = None,
    json: JsonOption = False,
) -> None:
    """Watch a public account: write it to targets.toml beside the settings."""
    from archiver.operations.targets import add as operation

    added = operation(places(context).settings(config), target, label, case)
    if json:
        say_json(
            {
                "target": asdict(added.target),
                "file": str(added.file),
                "new": added.new,
                "caution": added.caution or None,
            }
        )
    elif added.new:
        for caution in filter(None, (*CAUTIONS, added.caution)):
            tell(caution)
        say(
            f"{added.target.ref} is watched now ({added.file}). Look at it with: archiver crawl {added.target.ref}"
        )
    else:
        say(f"{added.target.ref} was watched already ({added.file}).")


def targets(context: typer.Context, config: ConfigOption = None, json: JsonOption = False) -> None:
    """List what is watched."""
    from archiver.operations.targets import listed

    settings = places(context).settings(config)
    found = listed(settings)
    if json:
        say_json({"targets": [asdict(target) for target in found]})
    elif not found:
        say("Nothing is watched yet. Add a target: archiver add https://www.instagram.com/COMPANY/")
    for target in () if json else found:
        vantages = ", ".join((*(["logged out"] if target.logged_out else []), *target.sessions))
        say("  ".join(filter(None, (target.ref, target.url, target.label, target.case, f"[{vantages}]"))))
