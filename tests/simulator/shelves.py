"""Folders in which programs of others run, as they are, that reach nothing but a stand-in."""

import hashlib
import os
import pickle
import subprocess
import sys

import pytest


class Shelf:
    """A folder in which programs run that reach nothing but a stand-in, and what they have put there."""

    def __init__(self, folder, company, network, stand_in, proxy):
        self.folder, self.company, self.network, self.stand_in = folder, company, network, stand_in
        self.proxy = proxy
        ca = str(stand_in.write_ca(folder / "ca.pem"))
        trust = dict.fromkeys(("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"), ca)
        self.environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(folder),
            "HTTPS_PROXY": proxy.address,
            **trust,
        }

    def log_in(self, name):
        """Leave a session's cookies in the files that the programs read."""
        cookies = self.network.admit(name)["cookies"]
        lines = (
            (cookie["domain"], "TRUE", "/", "TRUE", str(cookie["expires"]), cookie["name"], cookie["value"])
            for cookie in cookies
        )
        text = "\n".join("\t".join(line) for line in lines)
        (self.folder / "cookies.txt").write_text(f"# Netscape HTTP Cookie File\n{text}\n")
        kept = {cookie["name"]: cookie["value"] for cookie in cookies}
        (self.folder / "session").write_bytes(pickle.dumps(kept))

    def run(self, program, *arguments):
        pytest.importorskip(program)
        done = subprocess.run(
            [sys.executable, "-m", program, *arguments],
            env=self.environment, cwd=self.folder, capture_output=True, text=True, timeout=50, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        assert self.proxy.refused == []
        return done

    @property
    def found(self):
        """The files that were fetched, each with its digest."""
        files = (path for path in (self.folder / "files").iterdir() if path.suffix in (".jpg", ".mp4"))
        return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files}

    def asked(self, prefix):
        return len(self.stand_in.seen(prefix))
