"""A root, an authority below it and a stamper, and what the verifier and openssl make of their stamps."""

import shutil
import subprocess
from datetime import timedelta

import pytest
from token_building import STAMPING, Stamping, party

from archiver.verify.signatures import token, x509
from archiver.verify.signatures.token import RefusedError

MESSAGE = b"a checkpoint"
SECOND = timedelta(seconds=1)
ROOT = party("Root")
ISSUING = party("Issuing", ROOT)
LEAF = party("Stamper", ISSUING, STAMPING)
RIGHT = Stamping(LEAF, [LEAF.encoded, ISSUING.encoded])
needs_openssl = pytest.mark.skipif(shutil.which("openssl") is None, reason="no openssl here")


def held(reply, *roots, message=MESSAGE):
    """Give what a stamp says that holds."""
    return token.held(reply, message, [x509.read(each.encoded) for each in roots or (ROOT,)])


def refused(reply, *roots, why, message=MESSAGE):
    """See that a stamp is refused, and why."""
    with pytest.raises(RefusedError, match=why):
        held(reply, *roots, message=message)


def by(leaf, *others):
    """Have somebody stamp the message, and send certificates along."""
    return Stamping(leaf, [each.encoded for each in (leaf, *others)]).over(MESSAGE)


LEADS_NOWHERE = "leads to no root"
NOT_FOR_STAMPS = "not one for time stamps alone"
NO_STAMP = "no time stamp of RFC 3161"


def judged_by_openssl(folder, reply, root, message=MESSAGE, at=None):
    """Tell what openssl makes of a reply."""
    for name, content in (("message", message), ("reply.tsr", reply), ("root.pem", root)):
        (folder / name).write_bytes(content)
    command = "openssl ts -verify -data message -in reply.tsr -CAfile root.pem".split()
    when = ["-attime", str(int(at.timestamp()))] if at else []
    return subprocess.run([*command, *when], cwd=folder, capture_output=True, check=False).returncode == 0
