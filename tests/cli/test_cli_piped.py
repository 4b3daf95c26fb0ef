"""Whoever reads what is printed may leave before its end, as `head` does: no word is lost on that."""

import subprocess
import sys

import pytest
from fakes import environment

MUCH = """
import sys
from archiver.cli import app

@app.app.command()
def much():
    for _ in range(20_000):
        print("a line that is read by nobody")

sys.argv = ["archiver", "much"]
from archiver.__main__ import main
main()
"""
PRINTED = {"little": ["-m", "archiver", "--help"], "much": ["-c", MUCH]}


@pytest.mark.parametrize("arguments", PRINTED.values(), ids=PRINTED)
def test_nothing_is_said_where_nobody_reads(arguments, tmp_path):
    with subprocess.Popen(
        [sys.executable, *arguments],
        cwd=tmp_path,
        env=environment(tmp_path),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as ran:
        ran.stdout.close()
        assert ran.stderr.read() == b""
    assert ran.returncode in (0, 3)
