"""`archiver selftest`."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from archiver.cli.places import ArchiveOption, ConfigOption, JsonOption, opened, places
from archiver.cli.speaking import TerminalProgress, say, say_json, tell
from archiver.cli.stopping import stopping
from archiver.errors import DIFFERENT, FINE

if TYPE_CHECKING:
    from archiver.archive import Archive
    from archiver.rehearsal.selftest.running import Selftest

Cases = Annotated[int, typer.Option("--cases", metavar="N", min=1, max=100_000, help="How many are drawn.")]
Seed = Annotated[
    int, typer.Option("--seed", metavar="S", help="By what they are drawn: the same seed, the same cases.")
]
Report = Annotated[
    Path | None,
    typer.Option(
        "--report",
        metavar="FILE",
        help="Write a report to a new file, signed with the archive's key where there is one.",
    ),
]
_NAMESPACE = "archiver-selftest@v1"
_SHOWN = 20
"""Sentences that are printed; the report holds all."""


def selftest(
    context: typer.Context,
    cases: Cases = 60,
    seed: Seed = 1,
    report: Report = None,
    archive: ArchiveOption = None,
    config: ConfigOption = None,
    json: JsonOption = False,
) -> None:
    """Try the program on simulated networks whose truth is known, with real captures. Nothing leaves this machine."""
    from archiver.rehearsal.selftest.running import selftest as operation

    here = places(context)
    signing = _signing(context, report, archive, config)
    progress = TerminalProgress()
    with stopping() as stop:
        found = operation(cases, seed, here.settings(config).browser, progress, stop, here.browsers)
    progress.clear()
    files = _written(found, report, signing) if report is not None else []
    if json:
        say_json(
            {
                "cases": found.cases,
                "wrong": list(found.wrong),
                "missed": list(found.missed),
                "basis": "simulator",
                "seconds": round(found.seconds, 1),
                "seed": found.seed,
                "report": [str(file) for file in files],
            }
        )
    else:
        _print(found, files)
    raise typer.Exit(DIFFERENT if found.wrong or found.missed else FINE)


def _signing(
    context: typer.Context, report: Path | None, archive: Path | None, config: Path | None
) -> "Archive | None":
    """Open the archive whose key is to sign a report, before anything is played; None where there is none."""
    from archiver.archive import exists
    from archiver.operations.writing_down import refuse

    if report is None:
        return None
    here = places(context)
    root, is_named = here.root(archive), bool(archive or here.archive)
    refuse(report, root)
    refuse(_beside(report), root)
    if not is_named and not exists(root):
        tell(f"There is no archive in {root}, so that nobody signs the report.")
        return None
    return opened(context, archive, config)


def _written(found: "Selftest", report: Path, archive: "Archive | None") -> list[Path]:
    from archiver.archive import SystemClock
    from archiver.operations.signing import signed, signer
    from archiver.operations.writing_down import write_new
    from archiver.rehearsal.selftest.report import text

    who = signer(archive, _NAMESPACE) if archive is not None else ""
    content = text(found, SystemClock().now(), who).encode()
    write_new(report, content)
    if archive is None:
        return [report]
    write_new(_beside(report), signed(archive, _NAMESPACE, content))
    return [report, _beside(report)]


def _beside(report: Path) -> Path:
    return report.with_name(f"{report.name}.sshsig")


def _print(found: "Selftest", files: list[Path]) -> None:
    say(
        f"{found.cases:,} cases in {len(found.results):,} simulated accounts and sites, {found.seconds:,.0f} s: "
        f"{len(found.wrong):,} wrong, {len(found.missed):,} missed."
    )
    for heading, sentences in (("wrong", found.wrong), ("missed", found.missed)):
        for sentence in sentences[:_SHOWN]:
            say(f"  {heading}: {sentence}")
        if len(sentences) > _SHOWN:
            say(f"  {len(sentences) - _SHOWN:,} more that were {heading}")
    say("Measured on a simulator that was made with this program: no error rate on the live platforms.")
    for file in files:
        say(f"Written to {file}")
