"""`archiver demo`."""

from pathlib import Path
from typing import Annotated

import typer

from archiver.cli.crawl import as_json, print_look
from archiver.cli.places import ConfigOption, JsonOption, places
from archiver.cli.speaking import TerminalProgress, say, say_json, tell
from archiver.cli.stopping import stopping
from archiver.errors import DIFFERENT, FINE

Keep = Annotated[Path | None, typer.Option("--keep", metavar="DIR", help="Keep the archive in a new folder.")]


def demo(
    context: typer.Context, keep: Keep = None, config: ConfigOption = None, json: JsonOption = False
) -> None:
    """Capture a fictional company on a simulated Instagram on this machine; nothing leaves it."""
    from archiver.rehearsal import demo as rehearsal
    from archiver.verify import report
    from archiver.verify.archive import exit_code

    settings = places(context).settings(config)
    progress = TerminalProgress()
    if not json:
        tell("A simulated Instagram starts on this machine, and a real browser visits it.")
    with rehearsal.kept(keep) as folder, stopping() as stop:
        found = rehearsal.demo(folder, settings.browser, progress, stop)
        progress.clear()
        code = FINE if exit_code(found.findings) == FINE and found.equal else DIFFERENT
        if json:
            looks = [as_json(look) for look in found.looks]
            say_json({"captures": looks, "verified": code == FINE, "rows": found.rows})
            raise typer.Exit(code)
        for look in found.looks:
            print_look(look, folder / "evidence")
        say()
        for line in report.lines(found.findings):
            say(line)
        say(
            f"The index made afresh {'equals' if found.equal else 'DIFFERS FROM'} the one that grew with the looks."
        )
        say(f"All of it lies in {folder}." if keep else "Nothing was kept; --keep DIR keeps it.")
        raise typer.Exit(code)
