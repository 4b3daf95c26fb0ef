"""`archiver demo`."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from archiver.cli.looks import print_look
from archiver.cli.places import ConfigOption, JsonOption, places
from archiver.cli.speaking import TerminalProgress, say, say_json, tell
from archiver.cli.stopping import stopping
from archiver.errors import DIFFERENT, FINE

if TYPE_CHECKING:
    from archiver.rehearsal.demo import Demo

Keep = Annotated[Path | None, typer.Option("--keep", metavar="DIR", help="Keep the archive in a new folder.")]


def demo(
    context: typer.Context, keep: Keep = None, config: ConfigOption = None, json: JsonOption = False
) -> None:
    """Play a story on simulated networks: 27 posts and pages vanish, and are found. Nothing leaves this machine."""
    from archiver.rehearsal import demo as rehearsal

    settings = places(context).settings(config)
    progress = TerminalProgress()

    def chapter(text: str) -> None:
        progress.clear()
        (tell if json else say)(text)

    with rehearsal.kept(keep) as folder, stopping() as stop:
        found = rehearsal.demo(folder, settings.browser, progress, stop, chapter)
        progress.clear()
        if json:
            say_json(_as_json(found))
        else:
            _print(found, keep)
        raise typer.Exit(FINE if _is_well(found) else DIFFERENT)


def _is_well(found: "Demo") -> bool:
    from archiver.verify.archive import exit_code

    told_true = not (found.false or found.missed)
    return told_true and found.equal and exit_code(list(found.findings)) == FINE


def _as_json(found: "Demo") -> dict[str, Any]:
    return {
        "targets": [str(target) for target in found.targets],
        "truth": {"removed": sorted(found.removed)},
        "found": {"removed": sorted(found.found)},
        "false": sorted(found.false),
        "missed": sorted(found.missed),
        "captures": sum(look.capture is not None for look in found.looks),
        "seconds": round(found.seconds, 1),
        "verified": _is_well(found),
    }


def _print(found: "Demo", keep: Path | None) -> None:
    from archiver.verify import report

    say()
    for look in found.looks:
        print_look(look, found.root / "evidence")
    say()
    for line in report.lines(list(found.findings)):
        say(line)
    say(
        f"The index made afresh {'equals' if found.equal else 'DIFFERS FROM'} the one that grew with the looks."
    )
    say()
    say(
        f"No longer shown: {len(found.found)} of {len(found.removed)} posts and pages that are gone were concluded, "
        f"{len(found.false)} wrongly, {len(found.missed)} missed."
    )
    if keep is None:
        say("Nothing was kept; 'archiver demo --keep DIR' keeps it.")
        return
    here = f"archiver --archive {found.root}/evidence --config {found.root}/config/archiver.toml"
    for place, target in enumerate(found.targets):
        say(f"{' ' * 12 if place else 'Look closer:'} {here} removals {target}")
        say(f"             {here} diff {target}")
    say(f"Hand it over: {here} export --offline --removals --out {found.root}/bundle.zip {found.targets[0]}")
