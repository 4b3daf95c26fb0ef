"""`archiver alerts`: try the channels, and see what would be told."""

import typer

from archiver.cli.places import ArchiveOption, ConfigOption, JsonOption, opened
from archiver.cli.speaking import say, say_json, tell
from archiver.config import Alerts
from archiver.errors import FINE, INCOMPLETE, ConfigError

alerts = typer.Typer(
    name="alerts",
    help="Try the channels that alerts go to, and see what would be told.",
    no_args_is_help=True,
)


@alerts.command("test")
def try_channels(
    context: typer.Context,
    archive: ArchiveOption = None,
    config: ConfigOption = None,
    json: JsonOption = False,
) -> None:
    """Send each channel a message that says it is a test. Exit 3 unless all take it."""
    from archiver.operations.unattended import alerting

    found = opened(context, archive, config)
    if found.settings.alerts == Alerts():
        raise ConfigError(
            f"There is no alert channel in {found.settings.file}.",
            "Write [alerts] channels, as the example shows.",
        )
    answers = alerting.try_channels(found)
    if json:
        told = [
            {"setting": each.setting, "channel": each.kind, "problem": each.problem or None}
            for each in answers
        ]
        say_json({"channels": told})
    for each in () if json else answers:
        say(f"{each.setting} ({each.kind}): {each.problem or 'took the test'}")
    raise typer.Exit(INCOMPLETE if any(each.problem for each in answers) else FINE)


@alerts.command("show")
def show_messages(
    context: typer.Context,
    archive: ArchiveOption = None,
    config: ConfigOption = None,
    json: JsonOption = False,
) -> None:
    """Say what the next 'crawl --due' would tell, without sending it."""
    from archiver.operations.unattended import alerting
    from archiver.store import outbox

    found = opened(context, archive, config)
    messages = alerting.would_tell(found)
    if json:
        told = [{"cause": each.cause.value, "title": each.title, "body": each.body} for each in messages]
        say_json({"messages": told, "waiting": outbox.count(found.layout)})
        return
    for each in messages:
        say(f"{each.title}\n{each.body}\n")
    if not messages:
        say("There is nothing to tell.")
    waiting = outbox.count(found.layout)
    if waiting:
        tell(f"{waiting:,} messages wait for channels that took nothing.")
