"""Run the verifier: `python -m archiver.verify [--json] [--trust FINGERPRINT] PATH`; `--help` names the rest."""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from archiver.verify import report
from archiver.verify.archive import exit_code
from archiver.verify.kinds import is_bundle, verified
from archiver.verify.outside import Given

_WRONG_USE, _INCOMPLETE = 2, 3
_EPILOG = (
    "Exit status: 0 all verified, 1 something failed, 2 wrong use, 3 something required was not checked."
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Verify what is named, print what was found, and give the exit status."""
    options = _parser().parse_args(arguments)
    path: Path = options.path
    if not path.exists():
        return _refused(f"There is no {report.printable(str(path))}.")
    if options.trust and not is_bundle(path):
        return _refused("--trust holds a bundle to a key, and this is none.")
    outside = []
    for file in (options.checkpoint, options.roots):
        try:
            outside.append(file.read_bytes() if file else None)
        except OSError as error:
            return _refused(f"{report.printable(str(file))} cannot be read: {error.strerror}.")
    shown = _show if sys.stderr.isatty() else None
    try:
        found = verified(path, Given(options.trust, outside[0], outside[1]), shown)
    except OSError as error:
        _refused(f"{report.printable(str(path))} cannot be laid out: {error.strerror}.")
        return _INCOMPLETE
    if options.json:
        sys.stdout.write(json.dumps(report.as_json(found)) + "\n")
    else:
        sys.stdout.writelines(f"{line}\n" for line in report.lines(found.findings))
    return exit_code(found.findings)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        "archiver.verify",
        description="Verify an evidence folder, or a bundle, as a folder or ZIP.",
        epilog=_EPILOG,
    )
    add = parser.add_argument
    add("--json", action="store_true", help="print all findings as one JSON object")
    add("--checkpoint", type=Path, metavar="FILE", help="hold it to a checkpoint that was kept elsewhere")
    add(
        "--roots",
        type=Path,
        metavar="FILE",
        help="hold its time stamps to these root certificates (PEM), and to no others",
    )
    add(
        "--trust",
        default="",
        metavar="FINGERPRINT",
        help="hold a bundle to this key (SHA256:...), which was told another way",
    )
    add("path", type=Path, metavar="PATH", help="the folder of an archive or bundle, or a bundle's ZIP file")
    return parser


def _refused(sentence: str) -> int:
    sys.stderr.write(f"{sentence}\n")
    return _WRONG_USE


def _show(what: str, done: int, of: int) -> None:
    sys.stderr.write(f"\r\x1b[K{done + 1} of {of}: {what}")
    if done + 1 == of:
        sys.stderr.write("\r\x1b[K")
    sys.stderr.flush()


if __name__ == "__main__":
    sys.exit(main())
