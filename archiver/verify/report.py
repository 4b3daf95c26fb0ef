"""How findings are told: to people as lines, to scripts as JSON."""

from collections.abc import Container, Iterator, Sequence
from dataclasses import asdict
from typing import Any

from archiver.verify.archive import PART, Verified, exit_code
from archiver.verify.cautions import ORIGIN
from archiver.verify.disposed import NAME as DISPOSED
from archiver.verify.finding import ARCHIVE, BUNDLE, Finding, Status
from archiver.verify.outside import SIGNER
from archiver.verify.shown import COMPLETENESS

_ENDS = {
    0: "Everything that was sealed here stands as it was sealed.",
    1: "It is NOT what was sealed, or not all of it.",
    3: "Nothing is wrong with what was checked, but not all that must be checked could be.",
}
_BUT_FOR = (
    "What is left here stands as it was sealed. What was disposed of is named above; the ledger says why."
)
_OF_PART = (
    "What was read of it stands as it was sealed. The rest was not read: only verifying the whole shows that."
)


def as_json(found: Verified) -> dict[str, Any]:
    """Give all findings as one JSON object, and how far checkpoints cover the ledger."""
    return {
        "exit_code": exit_code(found.findings),
        "ledger": asdict(found.ledger) if found.ledger else None,
        "findings": [asdict(finding) for finding in found.findings],
    }


def lines(findings: Sequence[Finding]) -> Iterator[str]:
    """Give the lines to print: what to know first, what is wrong, open, and proven of the whole, and the end of it."""
    first = [finding for finding in findings if finding.check in (SIGNER, ORIGIN)]
    wrong = [finding for finding in findings if finding.status is Status.FAILED]
    still_open = [
        finding for finding in findings if finding.status is Status.NOT_CHECKED and finding not in first
    ]
    whole = [
        finding
        for finding in findings
        if finding.status is Status.VERIFIED and _is_of_the_whole(finding) and finding not in first
    ]
    groups = (("KNOW FIRST", first), ("FAILED", wrong), ("not checked", still_open), ("verified", whole))
    for word, group in groups:
        for finding in group:
            yield printable(f"{word}  {finding.check}: {finding.subject}: {finding.detail}")
    proven = sum(finding.status is Status.VERIFIED for finding in findings)
    yield f"{proven} checks verified, {len(wrong)} failed, {len(findings) - proven - len(wrong)} not checked."
    code = exit_code(findings)
    yield _ends(code, {each.check for each in findings})


def _ends(code: int, checks: Container[str]) -> str:
    if code == 0 and PART in checks:
        return _OF_PART
    return _BUT_FOR if code == 0 and DISPOSED in checks else _ENDS[code]


def _is_of_the_whole(finding: Finding) -> bool:
    return finding.subject in (ARCHIVE, BUNDLE) or finding.check == COMPLETENESS


def printable(line: str) -> str:
    """Spell out what a terminal would obey: names within a hostile archive may hold it."""
    return "".join(
        letter if letter.isascii() and letter.isprintable() else ascii(letter)[1:-1] for letter in line
    )
