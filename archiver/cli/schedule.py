"""`archiver schedule`: what is looked at when, what that needs, and the lines that have a machine do it."""

import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from archiver.cli.held import HELD
from archiver.cli.places import ArchiveOption, ConfigOption, JsonOption, Places, opened_to_ask, places
from archiver.cli.speaking import say, say_json, tell
from archiver.config import spans
from archiver.errors import FINE, INCOMPLETE

if TYPE_CHECKING:
    from archiver.operations.unattended.schedule import Schedule
    from archiver.operations.unattended.standings import Watched
    from archiver.schedule.lines import Line
    from archiver.schedule.needs import Needs


def schedule(
    context: typer.Context,
    archive: ArchiveOption = None,
    config: ConfigOption = None,
    json: JsonOption = False,
) -> None:
    """Say what is looked at when by 'crawl --due', and what that needs. Exit 3 where it cannot be kept."""
    from archiver.operations.unattended.schedule import schedule as operation
    from archiver.schedule.lines import lines

    here = places(context)
    opened = opened_to_ask(context, archive, config)
    found = operation(opened)
    told = lines(_program(), Path.cwd(), _options(here, archive, config))
    if json:
        say_json(_as_json(found, told))
    else:
        _print(found, told)
    for each in found.needs:
        for lacking in _lacking(each):
            tell(lacking)
    raise typer.Exit(FINE if found.is_met else INCOMPLETE)


def _program() -> tuple[str, ...]:
    found = shutil.which("archiver")
    return (str(Path(found).absolute()),) if found else (sys.executable, "-m", "archiver")


def _options(here: Places, archive: Path | None, config: Path | None) -> tuple[str, ...]:
    """Give the options that name the same archive and settings from the same folder."""
    named = (("--archive", archive or here.archive), ("--config", config or here.config))
    return tuple(
        word for option, path in named if path is not None for word in (option, str(path.absolute()))
    )


def _print(found: "Schedule", told: "list[Line]") -> None:
    for each in found.watched:
        say(_row(each, found))
    if not found.watched:
        say(
            'No target says how often it is to be looked at. Write every = "6h" into its entry in targets.toml.'
        )
    for target in found.unscheduled:
        say(f"{target}: no interval; only 'archiver crawl' looks at it")
    say()
    for needed in found.needs:
        say(_arithmetic(needed))
    if found.unchecked is not None:
        of, since = found.unchecked
        say(f"Oldest unchecked post: {(found.at - since).days} days ({of})")
    if found.watched:
        say("\nTo have it run by itself, place one of these:")
    for line in told if found.watched else ():
        say(f"\n{line.system} ({line.place}):\n{line.text}")


def _row(each: "Watched", found: "Schedule") -> str:
    from archiver.model.vantage import in_words

    standing = each.standing
    when = "now" if standing.is_ready(found.at) else f"{standing.next:%Y-%m-%d %H:%M} UTC"
    if each.is_blind:
        when = "not before somebody signs in"
    elif standing.hold is not None and standing.free > standing.due:
        when = f"not before {when}: {HELD[standing.hold.value]}"
    last = f"{standing.last.began:%Y-%m-%d %H:%M} UTC" if standing.last else "never"
    session = each.watch.asked.session
    who = f"session {session.name}" if session else in_words(standing.plan.vantage)
    return f"{standing.plan.target}  {who}  every {spans.written(standing.every)}  last {last}  next {when}"


def _arithmetic(needed: "Needs") -> str:
    from archiver.platforms import named

    sessions = (
        f", {_counted(needed.sessions_needed, 'session')} ({needed.sessions} here)"
        if needed.sessions_needed
        else ""
    )
    return (
        f"{named(needed.platform).label}: {_counted(needed.targets, 'target')}, {needed.pages_per_hour:,.1f} pages an "
        f"hour: needs {_counted(needed.addresses_needed, 'address', 'addresses')} ({needed.addresses} used){sessions}"
    )


def _lacking(needed: "Needs") -> list[str]:
    """Say what a schedule lacks, and what to do."""
    from archiver.platforms import named

    label, said = named(needed.platform).label, []
    if needed.overdrawn:
        said.append(
            f"This schedule of {label} cannot be kept: one address would be asked for {needed.overdrawn[0][1]:,.0f} "
            "pages an hour, and [budgets] pages_per_hour is less. Look less often, or give some targets a proxy of "
            "their own."
        )
    if needed.sessions_needed > needed.sessions:
        lacking = needed.sessions_needed - needed.sessions
        said.append(
            f"This schedule of {label} cannot be kept: {_counted(lacking, 'session')} more would be needed. Look with "
            f"fewer, or sign in: archiver login {needed.platform} --session NAME"
        )
    return said


def _counted(count: int, one: str, more: str = "") -> str:
    return f"{count:,} {one if count == 1 else more or f'{one}s'}"


def _as_json(found: "Schedule", told: "list[Line]") -> dict[str, Any]:
    from archiver.model import instant

    return {
        "at": instant.written(found.at),
        "met": found.is_met,
        "watched": [
            {
                "target": each.standing.plan.target,
                "vantage": each.standing.plan.vantage,
                "every_seconds": each.standing.every.total_seconds(),
                "last": instant.written(each.standing.last.began) if each.standing.last else None,
                "next": instant.written(each.standing.next),
                "held_by": each.standing.hold.value if each.standing.hold else None,
                "blind": each.is_blind,
            }
            for each in found.watched
        ],
        "unscheduled": list(found.unscheduled),
        "needs": [
            {
                "platform": each.platform,
                "targets": each.targets,
                "pages_per_hour": round(each.pages_per_hour, 1),
                "addresses": each.addresses,
                "addresses_needed": each.addresses_needed,
                "sessions": each.sessions,
                "sessions_needed": each.sessions_needed,
                "met": each.is_met,
            }
            for each in found.needs
        ],
        "unchecked_since": instant.written(found.unchecked[1]) if found.unchecked else None,
        "lines": {line.system: line.text for line in told},
    }
