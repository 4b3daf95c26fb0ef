"""Run the command line: `archiver`, or `python -m archiver`."""

import sys

from archiver.cli.app import run


def main() -> None:
    """Run and exit with the command's code."""
    sys.exit(run())


if __name__ == "__main__":
    main()
