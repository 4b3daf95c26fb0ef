"""Run the verifier: `python -m archiver.verify [--json] [--trust FINGERPRINT] PATH`; `--help` names the rest."""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from archiver.verify import report
from archiver.verify.archive import exit_code
from archiver.verify.kinds import Given, is_bundle, verified

_WRONG_USE, _INCOMPLETE = 2, 3
_EPILOG = (
    "Exit status: 0 all verified, 1 something failed, 2 wrong use, 3 something required was not checked."
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Verify the archive that is named, print what was found, and give the exit status."""
    parser = argparse.ArgumentParser(
        "archiver.verify",
        description="Verify an evidence folder, or a bundle, as a folder or ZIP.",
        epilog=_EPILOG,
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
    parser.add_argument(
        "--trust",
        default="",
        metavar="FINGERPRINT",
        help="hold it to this key (SHA256:...), which was told another way",
    )
    parser.add_argument(
        "path", type=Path, metavar="PATH", help="the folder of an archive or bundle, or a bundle's ZIP file"
    )
    options = parser.parse_args(arguments)
    path: Path = options.path
    if not path.exists():
        sys.stderr.write(f"There is no {report.printable(str(path))}.\n")
        return _WRONG_USE
    if options.trust and not is_bundle(path):
        sys.stderr.write("--trust holds a bundle to a key, and this is none.\n")
        return _WRONG_USE
    outside = []
    for file in (options.checkpoint, options.roots):
        try:
            outside.append(file.read_bytes() if file else None)
        except OSError as error:
            sys.stderr.write(f"{report.printable(str(file))} cannot be read: {error.strerror}.\n")
            return _WRONG_USE
    shown = _show if sys.stderr.isatty() else None
    try:
        found = verified(path, Given(options.trust, outside[0], outside[1]), shown)
    except OSError as error:
        sys.stderr.write(f"{report.printable(str(path))} cannot be laid out: {error.strerror}.\n")
        return _INCOMPLETE
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
