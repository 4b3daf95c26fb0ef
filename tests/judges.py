"""Programs that we did not write, where this machine has them."""

import shutil
import subprocess
import sys

import pytest

needs_openssl = pytest.mark.skipif(shutil.which("openssl") is None, reason="no openssl on this machine")
needs_ssh_keygen = pytest.mark.skipif(
    shutil.which("ssh-keygen") is None, reason="no ssh-keygen on this machine"
)


def openssl_takes(folder, stamp, message, roots, at=None):
    """Ask openssl whether a time stamp on a message leads to root certificates, as of a time where one is given."""
    for name, content in (("stamp", stamp), ("message", message), ("roots.pem", roots)):
        (folder / name).write_bytes(content)
    told = "openssl ts -verify -data message -in stamp -CAfile roots.pem".split()
    as_of = [] if at is None else ["-attime", str(int(at.timestamp()))]
    ran = subprocess.run([*told, *as_of], cwd=folder, capture_output=True, text=True, check=False)
    return ran.stdout == "Verification: OK\n"


def wacz_takes(path):
    """Ask wacz whether a file is one."""
    code = "import sys; from wacz.main import main; sys.exit(main(sys.argv[1:]))"
    told = [sys.executable, "-c", code, "validate", "-f", str(path)]
    return subprocess.run(told, capture_output=True, check=False).returncode == 0
