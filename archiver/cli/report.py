"""`archiver report`."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from archiver.cli.places import ArchiveOption, ConfigOption, JsonOption, opened_to_ask
from archiver.cli.selecting import At, Case, Operator, Posts, Removals, Since, Targets, Until, selected
from archiver.cli.speaking import TerminalProgress, say, say_json, tell

if TYPE_CHECKING:
    from archiver.operations.report import Reported

Out = Annotated[
    Path,
    typer.Option("--out", metavar="DIR|ZIP", help="Where it is written: a new folder, or a new .zip file."),
]


def report(
    context: typer.Context,
    targets: Targets = None,
    out: Out = Path("report"),
    posts: Posts = None,
    removals: Removals = False,
    since: Since = "",
    until: Until = "",
    at: At = None,
    operator: Operator = "",
    case: Case = "",
    archive: ArchiveOption = None,
    config: ConfigOption = None,
    json: JsonOption = False,
) -> None:
    """Write for people what was shown and is no longer shown: pages for a browser, or for print."""
    from archiver.export.report.cover import Heading
    from archiver.operations.report import report as operation

    progress = TerminalProgress()
    opened = opened_to_ask(context, archive, config)
    selection = selected(opened, targets or [], posts or [], removals, (since, until), at)
    found = operation(opened, selection, out, Heading(case, operator), progress)
    progress.clear()
    if json:
        say_json(_as_json(found))
    else:
        _print(found)


def _as_json(found: "Reported") -> dict[str, object]:
    return {
        "out": str(found.out),
        "checkpoint": found.choice.checkpoint,
        "targets": [str(target) for target in found.choice.targets],
        "exhibits": sum(found.counts.values()),
        "counts": {standing.value: count for standing, count in found.counts.items()},
        "not_covered": found.waiting,
    }


def _print(found: "Reported") -> None:
    exhibits, checkpoint = sum(found.counts.values()), found.choice.checkpoint
    say(f"{found.out}: a report of {exhibits:,} exhibits, as of checkpoint {checkpoint}")
    for standing, count in found.counts.items():
        say(f"  {count:,} {standing.value.replace('_', ' ')}")
    say("  open report.html in it")
    if found.waiting:
        tell(
            f"{found.waiting:,} events wait for a checkpoint, and the report knows nothing of them. "
            "To have them in it: archiver checkpoint"
        )
