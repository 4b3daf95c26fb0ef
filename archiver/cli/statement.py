"""`archiver statement`."""

from pathlib import Path
from typing import Annotated

import typer

from archiver.cli.places import JsonOption
from archiver.cli.speaking import TerminalProgress, say, say_json
from archiver.cli.verify import Trust
from archiver.export.papers.writing import Statement

Kind = Annotated[
    Statement,
    typer.Argument(
        metavar="plain|us-902",
        help="In plain words, or a certification under Fed. R. Evid. 902(13) and (14).",
    ),
]
Bundle = Annotated[Path, typer.Argument(metavar="BUNDLE", help="A bundle, as a folder or ZIP.")]
Out = Annotated[
    Path | None,
    typer.Option("--out", metavar="FILE", help="Where it is written: a new file [statement-KIND.html]."),
]


def statement(
    kind: Kind, bundle: Bundle, out: Out = None, trust: Trust = "", json: JsonOption = False
) -> None:
    """Draft a statement about a bundle, for a person to complete and sign; the bundle is verified first."""
    from archiver.archive import SystemClock
    from archiver.operations.statement import statement as operation

    progress = TerminalProgress()
    drafted = operation(
        kind, bundle, out or Path(f"statement-{kind.value}.html"), trust, SystemClock(), progress
    )
    progress.clear()
    facts = drafted.facts
    if json:
        told = {"out": str(drafted.out), "bundle": facts.digest, "concluded": len(facts.concluded)}
        say_json({**told, "verified": facts.checked.verified, "not_checked": facts.checked.not_checked})
        return
    say(f"{drafted.out}: a draft, unsigned, about {bundle}")
    say(
        f"  {facts.checked.verified:,} checks verified, none failed; "
        f"{len(facts.concluded):,} posts concluded to be no longer shown"
    )
    say(
        "  What only you can know is blank, and marked: complete it or strike it out. Then a lawyer reads it."
    )
