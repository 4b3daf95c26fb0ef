"""`archiver removals` and `archiver recheck`."""

from datetime import datetime
from itertools import chain
from typing import TYPE_CHECKING, Annotated, Any

import typer

from archiver.cli.crawl import told
from archiver.cli.places import ArchiveOption, ConfigOption, JsonOption, places
from archiver.cli.speaking import TerminalProgress, say, say_json
from archiver.cli.stopping import stopping
from archiver.errors import FINE, INCOMPLETE

if TYPE_CHECKING:
    from archiver.archive import Archive

Target = Annotated[str, typer.Argument(metavar="TARGET", help="A target: its URL, or platform:name.")]
Refs = Annotated[
    list[str] | None,
    typer.Argument(metavar="[TARGET|POST]...", help="Targets or posts; without any, all watched targets."),
]


def removals(
    context: typer.Context,
    target: Target,
    archive: ArchiveOption = None,
    config: ConfigOption = None,
    json: JsonOption = False,
) -> None:
    """Say what is no longer shown of a target, from where, and between when and when."""
    from archiver.operations.opening import opened_to_ask

    here, progress = places(context), TerminalProgress()
    opened = opened_to_ask(here.root(archive), here.settings(config), progress)
    context.call_on_close(opened.close)
    progress.clear()
    found = _removals(opened, target)
    if json:
        say_json(found)
    else:
        _print(found)


def _removals(archive: "Archive", target: str) -> dict[str, Any]:
    from archiver.operations.naming import target_of
    from archiver.operations.removals import removals as operation

    zone = datetime.now().astimezone().tzinfo
    if zone is None:
        raise RuntimeError("a time of this machine without a zone")
    return operation(archive, target_of(archive, target), zone)


def _print(found: dict[str, Any]) -> None:
    for state in found["account_states"]:
        say(
            f"{state['state']}: the account itself, seen {state['lane']}, {state['since']} to {state['last']}"
        )
        if state["now_named"]:
            say(f"  it goes by @{state['now_named']} now, by the same numeric id")
        say(f"  its {len(state['posts']):,} known posts are no removals")
    for removal in found["removals"]:
        if removal["sentence"]:
            say(removal["sentence"])
            if removal["todays_rule"] != removal["state"]:
                say("  Today's rule would not conclude this from the same visits.")
        else:
            say(f"{removal['state']}: {removal['post']}, last asked for {removal['last_checked']}")
        say()
    for medium in found["media"]:
        say(f"{medium['state']}: medium {medium['medium']} of {medium['post']}, which is still shown")
    concluded = sum(removal["state"] == "concluded" for removal in found["removals"])
    say(f"{concluded:,} concluded, {len(found['removals']) - concluded:,} in question")


def recheck(
    context: typer.Context,
    refs: Refs = None,
    archive: ArchiveOption = None,
    config: ConfigOption = None,
    json: JsonOption = False,
) -> None:
    """Ask again now for what is in question, by its own address and with controls."""
    from archiver.operations.opening import opened_to_ask
    from archiver.operations.recheck import recheck as operation

    here = places(context)
    settings, root = here.settings(config), here.root(archive)
    progress = TerminalProgress()
    opened_archive = opened_to_ask(root, settings, progress)
    context.call_on_close(opened_archive.close)
    texts = refs or [target.ref for target in settings.targets]
    with stopping() as stop:
        made = (operation(opened_archive, text, progress, stop) for text in texts)
        results = told(chain.from_iterable(made), root, progress, json=json)
    if not results and not json:
        say("Nothing is in question.")
    raise typer.Exit(FINE if all(result.complete for result in results) else INCOMPLETE)
