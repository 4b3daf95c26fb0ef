"""`archiver verify`."""

from pathlib import Path
from typing import Annotated

import typer

from archiver.cli.places import ArchiveOption, ConfigOption, JsonOption, places
from archiver.cli.speaking import TerminalProgress, say, say_json
from archiver.cli.stamping import tell_of_trouble
from archiver.errors import UsageError

Outside = Annotated[
    Path | None,
    typer.Option(
        "--checkpoint",
        metavar="FILE",
        help="Hold the archive to a checkpoint that was kept elsewhere: a rollback shows by that alone.",
    ),
]


Roots = Annotated[
    Path | None,
    typer.Option(
        "--roots",
        metavar="FILE",
        help="Hold its time stamps to these root certificates (PEM), and to no others.",
    ),
]


Record = Annotated[
    bool, typer.Option("--record", help="Put into the ledger that this was checked, and what was found.")
]


Part = Annotated[
    str,
    typer.Option(
        "--part",
        metavar="N/M",
        help="Read the bytes of one part of the captures alone, such as 1/30, or today/30 for another each day.",
    ),
]


Bundle = Annotated[
    Path | None,
    typer.Argument(metavar="[BUNDLE]", help="A bundle, as a folder or ZIP; without one, the archive."),
]
Trust = Annotated[
    str,
    typer.Option(
        "--trust",
        metavar="FINGERPRINT",
        help="Hold a bundle to this key, whose fingerprint came another way.",
    ),
]


def verify(
    context: typer.Context,
    bundle: Bundle = None,
    trust: Trust = "",
    checkpoint: Outside = None,
    roots: Roots = None,
    record: Record = False,
    part: Part = "",
    archive: ArchiveOption = None,
    config: ConfigOption = None,
    json: JsonOption = False,
) -> None:
    """Check everything in the archive, or in a bundle. Exit 1 where something failed, 3 where it was not checked."""
    from archiver.operations.verify import verify as operation
    from archiver.operations.verify import verify_bundle
    from archiver.verify import report
    from archiver.verify.archive import exit_code

    if bundle is None and trust:
        raise UsageError(
            "--trust holds a bundle to a key, and none is named.", "Name the bundle behind 'verify'."
        )
    if bundle is not None and part:
        raise UsageError("--part is for an archive; a bundle is verified whole.", "Leave it out.")
    if bundle is not None and record:
        raise UsageError("--record is for an archive of one's own, not for a bundle.", "Leave it out.")
    here = places(context)
    settings = here.settings(config)
    progress = TerminalProgress()
    if bundle is not None:
        found = verify_bundle(bundle, progress.step, trust, checkpoint, roots)
    else:
        found = operation(here.root(archive), progress.step, checkpoint, roots, part)
    progress.clear()
    if json:
        say_json(report.as_json(found))
    for line in () if json else report.lines(found.findings):
        say(line)
    if record:
        from archiver.archive import opened
        from archiver.operations import fixity

        opened_archive = opened(here.root(archive), settings)
        context.call_on_close(opened_archive.close)
        fixity.record(opened_archive, found, part)
        tell_of_trouble(opened_archive)
    raise typer.Exit(exit_code(found.findings))
