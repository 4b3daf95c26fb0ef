"""Folders as instaloader and gallery-dl fill them, run as they are against a stand-in for the platform."""

import json
import os
import shutil
from contextlib import ExitStack
from datetime import UTC, datetime
from functools import cache

from connect_proxy import ConnectProxy
from shelves import Shelf

from archiver.simulator.facebook.hartmann import hartmann as facebook_hartmann
from archiver.simulator.facebook.ids import timeline_set
from archiver.simulator.facebook.network import FacebookNetwork
from archiver.simulator.hartmann import ACCOUNT, hartmann
from archiver.simulator.instagram.network import SocialNetwork
from archiver.simulator.server import HOSTS, StandIn

COMPANY = hartmann(older=4)
PAGE = facebook_hartmann(older=1)
THEN = datetime(2026, 11, 25, 10, tzinfo=UTC)
"""After the last post of the company."""
_PLAIN = "--no-sleep --quiet --max-connection-attempts 1 --dirname-pattern files".split()
_CALM = "--config-ignore --sleep-request 0 --sleep-429 0 --retries 0 --write-metadata -D files".split()
_SESSION = "--login analyst --sessionfile session".split()
_PROFILE = f"https://www.instagram.com/{ACCOUNT.username}/posts/"
_PHOTOS = f"https://www.facebook.com/media/set/?set={timeline_set(ACCOUNT)}"


class Made:
    """What each program made of the same account, made when it is first asked for."""

    def __init__(self, folder):
        self._folder = folder
        self.made = cache(self._made)

    def copy(self, name, into, at=THEN):
        """Copy a folder, all its documents as if they were written at one time."""
        shutil.copytree(self.made(name), into)
        date(into, at)
        return into

    def _made(self, name):
        folder = self._folder / name
        folder.mkdir()
        facebook = name == "facebook"
        network = FacebookNetwork(PAGE, "made") if facebook else SocialNetwork(COMPANY, "made")
        with ExitStack() as leaving:
            stand_in = leaving.enter_context(StandIn(network.answer))
            proxy = leaving.enter_context(ConnectProxy(stand_in.port, HOSTS))
            shelf = Shelf(folder, PAGE if facebook else COMPANY, network, stand_in, proxy)
            if facebook:
                shelf.run("gallery_dl", *_CALM, _PHOTOS)
                return folder / "files"
            if name != "instaloader":
                shelf.log_in("analyst")
            if name == "gallery-dl":
                shelf.run("gallery_dl", *_CALM, "--cookies", "cookies.txt", _PROFILE)
            elif name == "instaloader":
                shelf.run("instaloader", *_PLAIN, ACCOUNT.username)
            else:
                shelf.run("instaloader", *_PLAIN, *_SESSION, "--no-compress-json", ACCOUNT.username)
        return folder / "files"


def date(folder, at):
    """Give every document of a folder the time of its file."""
    for path in documents(folder):
        os.utime(path, (at.timestamp(), at.timestamp()))


def documents(folder):
    return sorted(path for path in folder.rglob("*") if ".json" in path.suffixes[-2:])


def of_post(folder, code):
    """Give the documents of a post."""
    return [
        path
        for path in documents(folder)
        if path.suffix == ".json" and code in json.dumps(json.loads(path.read_bytes()))
    ]


def write(path, told, at=THEN):
    """Write a value as a document of a time."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(told if isinstance(told, bytes) else json.dumps(told).encode())
    os.utime(path, (at.timestamp(), at.timestamp()))
    return path
