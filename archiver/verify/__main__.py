"""Run the verifier: `python -m archiver.verify [--json] FOLDER`."""

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

from archiver.verify.archive import ORIGIN, exit_code, verify
from archiver.verify.finding import Finding, Status

_WRONG_USE = 2
_ENDS = {
    0: "Everything that was sealed here stands as it was sealed.",
    1: "This archive is NOT what was sealed, or not all of it.",
    3: "Nothing is wrong with what was checked, but not all that must be checked could be.",
}
_EPILOG = (
    "Exit status: 0 all verified, 1 something failed, 2 wrong use, 3 something required was not checked."
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Verify the archive that is named, print what was found, and give the exit status."""
    parser = argparse.ArgumentParser(
        "archiver.verify", description="Verify an evidence folder.", epilog=_EPILOG
    )
    parser.add_argument("--json", action="store_true", help="print all findings as one JSON object")
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="the folder that holds archive.json")
    options = parser.parse_args(arguments)
    folder: Path = options.folder
    if not folder.is_dir():
        sys.stderr.write(f"There is no folder {_printable(str(folder))}.\n")
        return _WRONG_USE
    findings = verify(folder, progress=_show if sys.stderr.isatty() else None)
    code = exit_code(findings)
    if options.json:
        sys.stdout.write(
            json.dumps({"exit_code": code, "findings": [asdict(finding) for finding in findings]}) + "\n"
        )
    else:
        sys.stdout.writelines(f"{_printable(line)}\n" for line in _lines(findings, code))
    return code


def _lines(findings: Sequence[Finding], code: int) -> Iterator[str]:
    """Give the lines to print: first what must be known first, then what is wrong, then what is open."""
    first = [finding for finding in findings if finding.check == ORIGIN]
    wrong = [finding for finding in findings if finding.status is Status.FAILED]
    still_open = [
        finding for finding in findings if finding.status is Status.NOT_CHECKED and finding not in first
    ]
    for word, group in (("KNOW FIRST", first), ("FAILED", wrong), ("not checked", still_open)):
        for finding in group:
            yield f"{word}  {finding.check}: {finding.subject}: {finding.detail}"
    proven = sum(finding.status is Status.VERIFIED for finding in findings)
    yield f"{proven} checks verified, {len(wrong)} failed, {len(findings) - proven - len(wrong)} not checked."
    yield _ENDS[code]


def _printable(line: str) -> str:
    # Names within a hostile archive may hold what a terminal obeys.
    return "".join(
        letter if letter.isascii() and letter.isprintable() else ascii(letter)[1:-1] for letter in line
    )


def _show(what: str, done: int, of: int) -> None:
    sys.stderr.write(f"\r\x1b[K{done + 1} of {of}: {what}")
    if done + 1 == of:
        sys.stderr.write("\r\x1b[K")
    sys.stderr.flush()


if __name__ == "__main__":
    sys.exit(main())
