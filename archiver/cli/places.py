"""Where the archive and the settings are: options before or after the verb, or the environment."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from archiver import config
from archiver.cli.speaking import TerminalProgress, tell
from archiver.config import Settings

if TYPE_CHECKING:
    from archiver.archive import Archive
    from archiver.capture.browsers import Browsers

DEFAULT_ARCHIVE = Path("evidence")
DEFAULT_CONFIG = Path("config/archiver.toml")

ArchiveOption = Annotated[
    Path | None, typer.Option("--archive", metavar="DIR", help="Evidence folder.", show_default="evidence")
]
ConfigOption = Annotated[
    Path | None,
    typer.Option("--config", metavar="FILE", help="Settings file.", show_default="config/archiver.toml"),
]
SessionOption = Annotated[
    str, typer.Option("--session", metavar="NAME", help="Look with this session alone; see 'archiver login'.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON for scripts.")]


@dataclass(frozen=True, slots=True)
class Places:
    """What stood before the verb, or in the environment."""

    archive: Path | None
    config: Path | None
    browsers: "Browsers | None" = None
    """What archives look with, lent by whoever runs one command line after another; None where each starts its own."""

    def root(self, after_verb: Path | None) -> Path:
        """Give the evidence folder; what stands after the verb wins."""
        return after_verb or self.archive or DEFAULT_ARCHIVE

    def settings(self, after_verb: Path | None) -> Settings:
        """Read the settings; raise ConfigError. Only the default place may be empty."""
        named = after_verb or self.config
        return config.load(named or DEFAULT_CONFIG, must_exist=named is not None)


def places(context: typer.Context) -> Places:
    """Give what stood before the verb."""
    found = context.find_object(Places)
    return found if found is not None else Places(None, None)


def opened(context: typer.Context, archive: Path | None, config: Path | None) -> "Archive":
    """Open the archive that a command line names, until the command ends. Raises as opening does, ConfigError."""
    from archiver.archive import opened as operation

    here = places(context)
    found = operation(here.root(archive), here.settings(config))
    context.call_on_close(found.close)
    return found


def opened_to_ask(context: typer.Context, archive: Path | None, config: Path | None) -> "Archive":
    """Open the archive that a command line names, with an index of today's making, until the command ends.

    Says so where a newer version of the program reads captures otherwise than the one before. Raises as opening does,
    ConfigError, DamagedError, BusyError.
    """
    from archiver.operations.explaining import sentence
    from archiver.operations.opening import opened_to_ask as operation

    here, progress = places(context), TerminalProgress()
    settings = here.settings(config)
    found = operation(
        here.root(archive),
        settings,
        progress,
        lambda reread: tell(f"{sentence(reread)} 'archiver rebuild --explain' lists them."),
    )
    progress.clear()
    return looking(context, found)


def opened_or_made(context: typer.Context, archive: Path | None, config: Path | None) -> "Archive":
    """Open the archive, or make one where there is none: the first thing done needs no other."""
    from archiver.archive import exists
    from archiver.cli.key import ADVICE  # which opens archives by this
    from archiver.operations.init import init

    here = places(context)
    root = here.root(archive)
    if exists(root):
        return opened_to_ask(context, archive, config)
    made = init(root, here.settings(config))
    tell(f"Made the archive {made.root}; its signing key is {made.key_file}.")
    tell(f"{made.fingerprint}  {ADVICE}")
    return looking(context, made.archive)


def looking(context: typer.Context, archive: "Archive") -> "Archive":
    """Let an archive look with the browser that is lent, if any is, until the command ends."""
    lent = places(context).browsers
    found = archive if lent is None else replace(archive, browsers=lent)
    context.call_on_close(found.close)
    return found
