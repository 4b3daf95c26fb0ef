"""`archiver crawl`: now, what is due, or more often for a while."""

import sys
from datetime import timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from archiver.cli.held import HELD
from archiver.cli.looks import told
from archiver.cli.places import (
    ArchiveOption,
    ConfigOption,
    JsonOption,
    SessionOption,
    opened_or_made,
    opened_to_ask,
    places,
)
from archiver.cli.spans import span
from archiver.cli.speaking import TerminalProgress, say, say_json, tell
from archiver.cli.stopping import stopping
from archiver.config import spans
from archiver.errors import FINE, INCOMPLETE, UsageError
from archiver.ports import Limits

if TYPE_CHECKING:
    from archiver.archive import Archive
    from archiver.operations.look import Asked

Targets = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[TARGET|POST]...", help="URLs, or platform:name; without any, all watched targets."
    ),
]
Limit = Annotated[
    int | None, typer.Option("--limit", min=1, metavar="N", help="Read at most N posts of a target.")
]
Sweep = Annotated[
    bool,
    typer.Option("--sweep", help="Ask besides for some posts of each target that no listing shows, in turn."),
]
Due = Annotated[
    bool,
    typer.Option("--due", help="Look at what is due by its interval, within budgets: for cron, each minute."),
]
Hot = Annotated[
    bool, typer.Option("--hot", help="From now on look at these targets more often for a while, with --due.")
]
Every = Annotated[
    str, typer.Option("--every", metavar="SPAN", help="How often, with --hot.", show_default="15m")
]
Lasting = Annotated[
    str, typer.Option("--for", metavar="SPAN", help="How long, with --hot; 0m ends it.", show_default="48h")
]
Reason = Annotated[
    str, typer.Option("--reason", metavar="TEXT", help="Why, with --hot: the ledger keeps it.")
]


def crawl(
    context: typer.Context,
    targets: Targets = None,
    limit: Limit = None,
    sweep: Sweep = False,
    due: Due = False,
    hot: Hot = False,
    every: Every = "",
    lasting: Lasting = "",
    reason: Reason = "",
    session: SessionOption = "",
    archive: ArchiveOption = None,
    config: ConfigOption = None,
    json: JsonOption = False,
) -> None:
    """Capture what targets or single posts show now. Exit 3 unless every capture is complete."""
    from archiver.operations.asking import looks_at, watched

    _refuse_what_contradicts(targets, due=due, hot=hot, other=bool(limit or sweep or session))
    if not hot and (every or lasting or reason):
        raise UsageError("--every, --for and --reason go with --hot.", "Leave them out, or add --hot.")
    settings = places(context).settings(config)
    if due:
        _crawl_due(opened_to_ask(context, archive, config), json=json)
    if targets:
        asked = [look for target in targets for look in looks_at(target, settings, session)]
        opened_archive = opened_or_made(context, archive, config)
    else:
        opened_archive = opened_to_ask(context, archive, config)
        asked = watched(settings)
    if hot:
        _heat(opened_archive, asked, (every, lasting, reason), json=json)
    _crawl(opened_archive, asked, Limits(limit), sweep=sweep, json=json)


def _refuse_what_contradicts(targets: list[str] | None, *, due: bool, hot: bool, other: bool) -> None:
    if due and (targets or hot or other):
        raise UsageError(
            "--due looks at what is due, from where targets.toml says.", "Leave the others out, or --due."
        )
    if hot and not targets:
        raise UsageError("--hot is for targets that are named.", "Name them: archiver crawl --hot TARGET")


def _crawl(archive: "Archive", asked: "list[Asked]", limits: Limits, *, sweep: bool, json: bool) -> None:
    from archiver.operations.crawl import crawl as operation

    progress = TerminalProgress()
    with stopping() as stop:
        looks = operation(archive, asked, limits, progress, stop, sweep=sweep)
        results = told(looks, archive, progress, json=json)
    complete = results and all(result.complete for result in results)
    raise typer.Exit(FINE if complete else INCOMPLETE)


def _crawl_due(archive: "Archive", *, json: bool) -> None:
    from archiver.operations.unattended import alerting
    from archiver.operations.unattended.due import SteppedAsideError, crawl_due

    progress = TerminalProgress()
    try:
        with stopping() as stop:
            looks = crawl_due(archive, progress, stop)
            results = told(looks, archive, progress, json=json, quiet=not sys.stdout.isatty())
        for trouble in alerting.tell_and_call(archive):
            tell(trouble)
    except SteppedAsideError as error:
        if json:
            say_json({"captures": [], "stepped_aside": error.sentence})
        elif sys.stdout.isatty():
            tell(str(error))
        raise typer.Exit(FINE) from error
    if not results and not json and sys.stdout.isatty():
        say(_idle(archive))
    raise typer.Exit(FINE if all(result.complete for result in results) else INCOMPLETE)


def _idle(archive: "Archive") -> str:
    """Say why nothing was looked at: that nothing is due, or what holds back what is."""
    from archiver.operations.unattended.schedule import held_back

    held = held_back(archive)
    if not held:
        return "Nothing is due. When what is next: archiver schedule"
    first = held[0].standing
    why = HELD[first.hold.value] if first.hold else "somebody looks at it by hand"
    count = "1 look is due and waits" if len(held) == 1 else f"{len(held):,} looks are due and wait"
    return f"{count}, the first not before {first.next:%Y-%m-%d %H:%M} UTC: {why}. See: archiver schedule"


def _heat(archive: "Archive", asked: "list[Asked]", typed: tuple[str, str, str], *, json: bool) -> None:
    """Have targets looked at more often for a while, and say so."""
    from archiver.ledger.intervals import BY_OPERATOR
    from archiver.operations.unattended.closer import HOT_EVERY, HOT_FOR, closer
    from archiver.operations.unattended.watches import watches

    every, lasting = span(typed[0], "--every", HOT_EVERY), span(typed[1], "--for", HOT_FOR)
    scheduled = {watch.plan.target: watch.plan.every for watch in watches(archive)}
    for target in dict.fromkeys(each.target for each in asked):
        if any(each.post is not None for each in asked):
            raise UsageError("--hot is for targets, and not for single posts.", "Name the account or site.")
        if lasting and scheduled.get(str(target), timedelta.max) <= every:
            raise UsageError(
                f"{target} is looked at every {spans.written(scheduled[str(target)])} already.",
                "Name a shorter interval with --every.",
            )
        if lasting and lasting < every:
            raise UsageError("No look would fall within so short a time.", "Name a longer one with --for.")
        if str(target) not in scheduled:
            raise UsageError(
                f"'archiver crawl --due' never looks at {target}: its entry in targets.toml has no interval.",
                f"Give it one: archiver add {target} --every 6h",
            )
    for target in dict.fromkeys(each.target for each in asked):
        made = closer(archive, target, every, lasting, typed[2] or BY_OPERATOR)
        if json:
            continue
        if not lasting:
            tell(f"{target} is looked at as its entry in targets.toml says.")
            continue
        tell(
            f"{target} is looked at every {spans.written(made.every)} by 'archiver crawl --due' until "
            f"{made.until:%Y-%m-%d %H:%M} UTC: {made.reason}."
        )
