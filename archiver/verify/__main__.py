"""Run the verifier: `python -m archiver.verify [--json] [--checkpoint FILE] [--roots FILE] FOLDER`."""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from archiver.verify import report
from archiver.verify.archive import exit_code, verified

_WRONG_USE = 2
_EPILOG = (
    "Exit status: 0 all verified, 1 something failed, 2 wrong use, 3 something required was not checked."
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Verify the archive that is named, print what was found, and give the exit status."""
    parser = argparse.ArgumentParser(
        "archiver.verify", description="Verify an evidence folder.", epilog=_EPILOG
    )
    parser.add_argument("--json", action="store_true", help="print all findings as one JSON object")
    parser.add_argument(
        "--checkpoint",
        type=Path,
        metavar="FILE",
        help="hold the archive to a checkpoint that was kept elsewhere",
    )
    parser.add_argument(
        "--roots",
        type=Path,
        metavar="FILE",
        help="hold its time stamps to these root certificates (PEM), and to no others",
    )
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="the folder that holds archive.json")
    options = parser.parse_args(arguments)
    folder: Path = options.folder
    if not folder.is_dir():
        sys.stderr.write(f"There is no folder {report.printable(str(folder))}.\n")
        return _WRONG_USE
    outside = []
    for path in (options.checkpoint, options.roots):
        try:
            outside.append(path.read_bytes() if path else None)
        except OSError as error:
            sys.stderr.write(f"{report.printable(str(path))} cannot be read: {error.strerror}.\n")
            return _WRONG_USE
    shown = _show if sys.stderr.isatty() else None
    found = verified(folder, progress=shown, checkpoint=outside[0], roots=outside[1])
    if options.json:
        sys.stdout.write(json.dumps(report.as_json(found)) + "\n")
    else:
        sys.stdout.writelines(f"{line}\n" for line in report.lines(found.findings))
    return exit_code(found.findings)


def _show(what: str, done: int, of: int) -> None:
    sys.stderr.write(f"\r\x1b[K{done + 1} of {of}: {what}")
    if done + 1 == of:
        sys.stderr.write("\r\x1b[K")
    sys.stderr.flush()


if __name__ == "__main__":
    sys.exit(main())
