"""The commands, put together; and the one place where an error becomes a sentence and an exit code."""

import logging
import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from archiver import __version__
from archiver.cli.alerts import alerts
from archiver.cli.attribution import attribution
from archiver.cli.canary import canary
from archiver.cli.checkpoint import checkpoint
from archiver.cli.crawl import crawl
from archiver.cli.demo import demo
from archiver.cli.diff import diff
from archiver.cli.dispose import dispose
from archiver.cli.doctor import doctor
from archiver.cli.export import export
from archiver.cli.handover import handover
from archiver.cli.importing import import_
from archiver.cli.init import init
from archiver.cli.key import key
from archiver.cli.letter import letter
from archiver.cli.mark import mark
from archiver.cli.places import Places
from archiver.cli.rebuild import rebuild
from archiver.cli.removals import recheck, removals
from archiver.cli.replicate import replicate
from archiver.cli.report import report
from archiver.cli.schedule import schedule
from archiver.cli.selftest import selftest
from archiver.cli.session import login, session
from archiver.cli.show import show
from archiver.cli.speaking import tell
from archiver.cli.statement import statement
from archiver.cli.status import status
from archiver.cli.targets import add, targets
from archiver.cli.timestamp import timestamp
from archiver.cli.verify import verify
from archiver.errors import FINE, INCOMPLETE, WRONG_USE, ArchiverError

if TYPE_CHECKING:
    from archiver.capture.browsers import Browsers

_WrongCommandLineError: type[Exception] = typer.BadParameter.__bases__[0]
"""Base of what typer raises for a command line it does not understand; it exports only this one child."""

_INTERRUPTED = 130
"""What typer makes of Ctrl-C within a command; none of our codes."""

_NOWHERE = logging.NullHandler()

app = typer.Typer(
    name="archiver",
    help=(
        "Capture a company's public posts as evidence that others can check.\n\n"
        "Exit codes: 0 fine, 1 differences asked for or a failed check, 2 wrong use or configuration, "
        "3 could not complete."
    ),
    rich_markup_mode=None,
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
for command in (
    init,
    add,
    targets,
    login,
    crawl,
    schedule,
    status,
    diff,
    removals,
    recheck,
    show,
    attribution,
    mark,
    rebuild,
    report,
    export,
    statement,
    handover,
    letter,
    checkpoint,
    verify,
    replicate,
    dispose,
    doctor,
    demo,
    selftest,
    canary,
):
    app.command()(command)
app.command(name="import")(import_)
app.add_typer(session)
app.add_typer(alerts)
app.add_typer(timestamp)
app.add_typer(key)


def _say_version(asked: bool) -> None:  # noqa: FBT001 - typer passes it so
    if asked:
        print(f"archiver {__version__}")
        raise typer.Exit


@app.callback()
def _places(
    context: typer.Context,
    archive: Annotated[
        Path | None,
        typer.Option(envvar="ARCHIVER_ARCHIVE", metavar="DIR", help="Evidence folder [evidence]."),
    ] = None,
    config: Annotated[
        Path | None,
        typer.Option(envvar="ARCHIVER_CONFIG", metavar="FILE", help="Settings file [config/archiver.toml]."),
    ] = None,
    _version: Annotated[
        bool,
        typer.Option("--version", callback=_say_version, is_eager=True, help="Print the version and leave."),
    ] = False,
) -> None:
    context.obj = Places(archive, config, context.obj)


def run(arguments: list[str] | None = None, *, browsers: "Browsers | None" = None) -> int:
    """Run a command line, with a browser that is lent or its own; give its exit code.

    No error of any kind leaves a traceback.
    """
    # What libraries log may repeat what strangers wrote, and a cookie of theirs with it.
    logging.getLogger().addHandler(_NOWHERE)
    command = typer.main.get_command(app)
    try:
        code = command.main(arguments, prog_name="archiver", standalone_mode=False, obj=browsers)
    except _WrongCommandLineError as error:
        # It names the option besides, which the error by itself does not.
        said = getattr(error, "format_message", error.__str__)()
        tell(f"{said.removesuffix('.')}. 'archiver --help' shows what there is.".replace("?.", "?"))
        return WRONG_USE
    except ArchiverError as error:
        tell(str(error))
        return error.exit_code
    except (KeyboardInterrupt, typer.Abort, SystemExit) as error:
        # typer leaves the program by itself where it is interrupted, with a code that is none of ours, and where
        # whoever read our output has left: there nothing more can be said.
        if not isinstance(error.__context__, BrokenPipeError):
            tell("Stopped.")
        return INCOMPLETE
    except Exception as error:  # the top of the command line
        if os.environ.get("ARCHIVER_DEBUG"):
            raise
        tell(
            f"Something unforeseen happened ({type(error).__name__}: {error}). Set ARCHIVER_DEBUG=1 and report it."
        )
        return INCOMPLETE
    if code == _INTERRUPTED:
        tell("Stopped.")
        return INCOMPLETE
    return code if isinstance(code, int) else FINE
