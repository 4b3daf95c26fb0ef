"""`archiver removals` and `archiver recheck`."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from archiver.cli.looks import told
from archiver.cli.places import ArchiveOption, ConfigOption, JsonOption, opened_to_ask
from archiver.cli.speaking import TerminalProgress, say, say_json, tell
from archiver.cli.stopping import stopping
from archiver.errors import FINE, INCOMPLETE
from archiver.model.removal import RemovalState, Wanting

if TYPE_CHECKING:
    from archiver.archive import Archive

WANTING = {
    Wanting.NOT_FOUND: "an answer at its own address that there is nothing",
    Wanting.CONTROL_BEFORE: "a control before it: another post of the owner's that is shown",
    Wanting.CONTROL_AFTER: "a control after it: another post of the owner's that is shown",
    Wanting.NULL_CONTROL: "a null control: an id never seen, answered as the post was",
    Wanting.OWNER: "the owner, there and public",
    Wanting.CONTROL_AGE: "a control at least as old as the post",
    Wanting.SECOND_VISIT: "a second visit, later on; a third where no listing covers its place",
    Wanting.SHOWN_BEFORE: "an answer to a vantage that had shown it before",
    Wanting.OTHER_VANTAGE: "an answer to another vantage, which had shown it: a wall is none",
}
"""What the rule asks for still, as a person reads it."""

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
    opened = opened_to_ask(context, archive, config)
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
    return operation(archive, target_of(archive, target, or_concluded=True), zone)


def _print(found: dict[str, Any]) -> None:
    for state in found["account_states"]:
        whose = f"the part {state['part']}" if "part" in state else "the account itself"
        say(f"{state['state']}: {whose}, seen {state['lane']}, {state['since']} to {state['last']}")
        if state["now_named"]:
            say(f"  it goes by @{state['now_named']} now, by the same numeric id")
        if state.get("leads_to"):
            say(f"  it leads to {state['leads_to']} whatever is asked for")
        say(f"  its {len(state['posts']):,} known posts are no removals")
    for removal in found["removals"]:
        if removal["sentence"]:
            say(removal["sentence"])
            if removal["todays_rule"] != removal["state"]:
                say("  Today's rule would not conclude this from the same visits.")
        else:
            say(f"{removal['state']}: {removal['post']}, last asked for {removal['last_checked']}")
            _print_wanting(removal)
        for lead in removal["looks_like"]:
            alike = f"{lead['alike']} of {lead['of']} media"
            say(f"  {lead['post']}, shown since, looks like it: {alike}. A lead, no proof.")
        say()
    for medium in found["media"]:
        say(f"{medium['state']}: medium {medium['medium']} of {medium['post']}, which is still shown")
        _print_wanting(medium)
    concluded = sum(removal["state"] == "concluded" for removal in found["removals"])
    say(f"{concluded:,} concluded, {len(found['removals']) - concluded:,} in question")


def _print_wanting(found: dict[str, Any]) -> None:
    """Print what is asked for before a removal is concluded, and why visits to it do not count."""
    if found["wanting"]:
        say(f"  wanting: {_in_words(found['wanting'])}")
    visits = found.get("visits", ()) if found["state"] == RemovalState.PENDING else ()
    lacking = [want for visit in visits for want in visit["wanting"]]
    if lacking:
        count = sum(bool(visit["wanting"]) for visit in visits)
        say(f"  visits that do not count: {count} of {len(visits)}, for want of {_in_words(lacking)}")


def _in_words(wanting: Iterable[str]) -> str:
    return "; ".join(WANTING[Wanting(want)] for want in dict.fromkeys(wanting))


def recheck(
    context: typer.Context,
    refs: Refs = None,
    archive: ArchiveOption = None,
    config: ConfigOption = None,
    json: JsonOption = False,
) -> None:
    """Ask again now for what is in question, by its own address and with controls."""
    from archiver.operations import recheck as operations

    progress = TerminalProgress()
    opened_archive = opened_to_ask(context, archive, config)
    if refs:
        subjects = operations.named(opened_archive, refs)
    else:
        subjects, passed_over = operations.watched(opened_archive)
        for error in passed_over:
            tell(f"Passed over: {error}")
    with stopping() as stop:
        looks = operations.recheck(opened_archive, subjects, progress, stop)
        results = told(looks, opened_archive, progress, json=json)
    if not results and not json:
        say("Nothing is in question.")
    complete = all(result.complete for result in results) and not stop.requested
    raise typer.Exit(FINE if complete else INCOMPLETE)
