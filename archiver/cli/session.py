"""`archiver login` and `archiver session`: signed-in states, made in a window and carried between machines."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from archiver.cli.cautions import CAUTIONS
from archiver.cli.places import ArchiveOption, ConfigOption, JsonOption, places
from archiver.cli.speaking import say, say_json, tell
from archiver.cli.stopping import stopping

if TYPE_CHECKING:
    from archiver.operations.sessions import Kept

Platform = Annotated[str, typer.Argument(metavar="PLATFORM", help="Such as instagram.")]
Name = Annotated[str, typer.Argument(metavar="NAME", help="What you call the session.")]
Named = Annotated[str, typer.Option("--session", metavar="NAME", help="What you call the session.")]
File = Annotated[Path, typer.Argument(metavar="FILE", help="The state, for another machine.")]
OfPlatform = Annotated[str, typer.Option("--platform", metavar="PLATFORM", help="Whose session it is.")]

session = typer.Typer(
    name="session",
    help="List, export and import signed-in states.",
    no_args_is_help=True,
    add_completion=False,
)


def login(
    context: typer.Context,
    platform: Platform,
    session: Named,
    archive: ArchiveOption = None,
    config: ConfigOption = None,
    json: JsonOption = False,
) -> None:
    """Sign in to a platform in a window, and keep that.

    No password is asked for or seen here.
    """
    from archiver.operations.sessions import login as operation
    from archiver.operations.sessions import place_to_sign_in

    here = places(context)
    settings = here.settings(config)
    place = place_to_sign_in(settings, here.root(archive), platform, session)
    for caution in CAUTIONS:
        tell(caution)
    tell("Sign in in the window that opens. It closes by itself.")
    with stopping() as stop:
        _print(operation(settings, place, stop), json=json)


@session.command("list")
def list_(
    context: typer.Context,
    archive: ArchiveOption = None,
    config: ConfigOption = None,
    json: JsonOption = False,
) -> None:
    """List the sessions that the settings name, and say which cannot be used."""
    from archiver.operations.session_state import fault

    here = places(context)
    root = here.root(archive)
    found = [(each, each.state.is_file(), fault(each, root)) for each in here.settings(config).sessions]
    if json:
        said = [
            {"name": each.name, "platform": each.platform, "here": is_here, "fault": wrong or None}
            for each, is_here, wrong in found
        ]
        say_json({"sessions": said})
    elif not found:
        say("There is no session yet. Sign in: archiver login instagram --session NAME")
    for each, is_here, wrong in () if json else found:
        say(f"{each.name}  {each.platform}  {each.state if is_here else 'its state is not here'}")
        if wrong and is_here:
            say(f"  {wrong}")


@session.command("export")
def export(
    context: typer.Context,
    name: Name,
    file: File,
    archive: ArchiveOption = None,
    config: ConfigOption = None,
) -> None:
    """Write a session's state to a file, outside any archive."""
    from archiver.operations.sessions import export as operation

    here = places(context)
    operation(here.settings(config), here.root(archive), name, file)
    say(
        f"Wrote {file}. Whoever has it is signed in as you are: carry it safely, and delete it there and here."
    )


@session.command("import")
def import_(
    context: typer.Context,
    name: Name,
    file: File,
    platform: OfPlatform = "instagram",
    archive: ArchiveOption = None,
    config: ConfigOption = None,
    json: JsonOption = False,
) -> None:
    """Keep a state that another machine exported."""
    from archiver.operations.sessions import take_in

    here = places(context)
    kept = take_in(here.settings(config), here.root(archive), platform, name, file)
    if kept.was_open:
        tell(f"Others on this machine could read {file}: delete it, and sign out in the window if they did.")
    _print(kept, json=json)


def _print(kept: "Kept", *, json: bool) -> None:
    named = kept.session
    if json:
        said = {"session": named.name, "platform": named.platform, "state": str(named.state)}
        say_json(said | {"replaced": kept.replaced})
        return
    say(f"Kept the session {named.name} of {named.platform} in {named.state}, outside any archive.")
    if kept.replaced:
        say("  It took the place of the state that was kept there before.")
    say(
        f'Look with it: archiver crawl TARGET --session {named.name}, or sessions = ["{named.name}"] in targets.toml.'
    )
