"""A folder in which two targets are watched by themselves, before a platform that answers to both."""

import json
import os
import signal
import tempfile
from dataclasses import dataclass
from pathlib import Path

from fakes import call_archiver, looks_of, start_archiver, write_settings

from archiver.simulator.facebook.network import FacebookNetwork
from archiver.simulator.hartmann import hartmann
from archiver.simulator.instagram.network import SocialNetwork

HANDLE = "hartmann.werkzeuge"
TARGETS = (f"instagram:{HANDLE}", f"facebook:{HANDLE}")
HOSTS = (
    *("www.instagram.com", "*.cdninstagram.com", "*.fbcdn.net"),
    *("www.facebook.com", "*.facebook.com", "*.facebook.net"),
)


class BothNetworks:
    """Two networks behind one address."""

    def __init__(self, older=0):
        self.company = hartmann(older)
        self.instagram = SocialNetwork(self.company, seed="watch")
        self.facebook = FacebookNetwork(self.company, seed="watch")

    def answer(self, request):
        named = self.facebook if "facebook" in request.host else self.instagram
        answer = named.answer(request)
        other = self.instagram if named is self.facebook else self.facebook
        # Files of both stand on the same hosts.
        return other.answer(request) if answer.status == 404 and "fbcdn" in request.host else answer


@dataclass
class Watching:
    """The folder, and what is done in it."""

    folder: Path

    @classmethod
    def begun(cls, server, folder, every="6h", more=""):
        write_settings(server, folder, more, hosts=HOSTS)
        entries = [f'[[target]]\nref = "{ref}"\nevery = "{every}"\n' for ref in TARGETS]
        (folder / "config/targets.toml").write_text("\n".join(entries))
        made = cls(folder)
        assert made.run("init").code == 0
        return made

    def run(self, *arguments):
        return call_archiver(*arguments, folder=self.folder)

    def started(self):
        return start_archiver("crawl", "--due", "--json", folder=self.folder)

    def looks(self):
        return [each for each in looks_of(self.folder) if each["kind"] == "crawl"]

    def captured(self):
        """How often each target was captured to its end."""
        whole = [each["target"] for each in self.looks() if each["outcome"] == "complete"]
        return {ref: whole.count(ref) for ref in TARGETS}

    def posts(self):
        """The refs of all posts, by target."""
        told = {ref: self.run("show", ref, "--json").json["posts"] for ref in TARGETS}
        return {ref: {post["ref"] for post in posts} for ref, posts in told.items()}

    def sealed(self):
        return {str(path.parent) for path in self.folder.glob("evidence/captures/*/*/*/SHA256SUMS")}


def killed(process):
    """Kill a run and nothing else, as a machine that is switched off does not even ask."""
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()


def ended(process):
    out, err = process.communicate(timeout=300)
    assert "Traceback" not in err, err
    return process.returncode, json.loads(out) if out else None, err


def orphans(runs):
    """Folders that the browsers of some runs kept, by the runs' process ids, whose process is gone."""
    kept = Path(tempfile.gettempdir()).glob("archiver-browser-*/owner.json")
    return [path for path in kept if json.loads(path.read_bytes())["pid"] in runs]
