"""Write down what a selftest came to, for those who ask how often the program is wrong."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime

from archiver import __version__
from archiver.model import instant
from archiver.rehearsal.selftest.results import Result
from archiver.rehearsal.selftest.running import Selftest

FIRST = "Measured on a simulator that was made together with this program. This is no error rate on the live platforms."
_MEANING = """\
A case is one post, page or account of a simulated network to which something is done while a real browser captures
it as it captures any other. What is true of it is known. Wrong is what was said and is not true of it then; missed is
what would have had to be said by then and was not. The rule of absence is the one that every archive uses, but its
visits lie seconds apart in the place of hours."""


def text(found: Selftest, at: datetime, signer: str = "") -> str:
    """Write the report; `at` is when it is written, `signer` the line by which its signature is verified."""
    return "\n".join((FIRST, "", *_lines(found, at, signer), ""))


def _lines(found: Selftest, at: datetime, signer: str) -> Iterator[str]:
    yield _MEANING
    yield ""
    yield f"written    {instant.written(at)}"
    yield f"program    archiver {__version__}, files sha256:{found.program}"
    yield f"again      archiver selftest --cases {found.cases} --seed {found.seed}"
    yield f"cases      {found.cases:,} in {len(found.results):,} accounts and sites, {found.seconds:,.0f} s"
    yield f"wrong      {len(found.wrong):,}"
    yield f"missed     {len(found.missed):,}"
    yield f"signed by  {signer or 'nobody: there was no archive whose key could'}"
    for heading, sentences in (("Wrong", found.wrong), ("Missed", found.missed)):
        if sentences:
            yield from ("", heading, *(f"  {sentence}" for sentence in sentences))
    yield from ("", "What was done, and how often")
    for name, count in sorted(_done(found.results).items()):
        yield f"{count:6,}  {name}"
    yield from ("", "Accounts and sites: who looked, and what the looks behind the first met")
    for result in found.results:
        yield f"{result.world:6,}  {result.title}: {len(result.verdicts)} cases, {result.seconds:.0f} s"


def _done(results: tuple[Result, ...]) -> Counter[str]:
    return Counter(
        f"{result.title.partition(',')[0]}: {each.name}" for result in results for each in result.verdicts
    )
