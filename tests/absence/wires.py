"""How each simulated network is asked without a browser: what a page's own script would ask, played for it."""

import base64
import json
import re
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from archiver.model.refs import TargetRef
from archiver.platforms.facebook import PLATFORM as FACEBOOK_PLATFORM
from archiver.platforms.instagram import PLATFORM as INSTAGRAM_PLATFORM
from archiver.simulator.facebook import truth as facebook_truth
from archiver.simulator.facebook.ids import post_id
from archiver.simulator.facebook.network import FacebookNetwork
from archiver.simulator.instagram.network import SocialNetwork
from archiver.simulator.truth import truths

HANDLE = "hartmann.werkzeuge"
_SECTIONS = {"photos": "2305272732:5", "videos": "1560653304174514:133", "reels": "168684841768375:260"}
_SHELF = re.compile(rb'data-shelf="(\d+)"')
_HIGHLIGHT = re.compile(r"/stories/highlights/(\d+)/")
_DTSG = re.compile(rb'"DTSGInitialData",\[\],\{"token":"([^"]+)"')


@dataclass(frozen=True)
class Instagram:
    """Instagram: a page comes without its listing, which its script asks for."""

    platform = INSTAGRAM_PLATFORM
    target = TargetRef("instagram", HANDLE)
    host = "www.instagram.com"
    network = SocialNetwork
    first = "grid"
    has_pictures = False

    @staticmethod
    def key(post):
        return post.code

    @staticmethod
    def truths(company, conditions):
        return truths(company, conditions)

    def opened(self, visit, address, body):
        highlight = _HIGHLIGHT.fullmatch(urlsplit(address).path)
        if highlight is not None:
            self.ask(visit, {"reel_ids_arr": [f"highlight:{highlight[1]}"]})
        if urlsplit(address).path.startswith("/stories/"):
            return
        shelf = _SHELF.search(body)
        if shelf is not None and not address.endswith("/reels/"):
            self.ask(visit, {"user_id": shelf[1].decode()})
        visit.surface = "reels" if address.endswith("/reels/") else "grid"
        self.more(visit, None)

    def more(self, visit, cursor):
        accounts = visit.reading.accounts
        if not accounts or accounts[-1].private:
            return
        asked = {"username": visit.wire.target.name, "after": cursor, "first": 12, "data": {"count": 12}}
        if visit.surface == "reels":
            asked = {"after": cursor, "data": {"page_size": 12, "target_user_id": accounts[-1].account_id}}
        self.ask(visit, asked)

    def ask(self, visit, variables):
        form = {"variables": json.dumps(variables)}
        visit.send("POST", f"https://{self.host}/graphql/query", "page/xhr", form)


@dataclass(frozen=True)
class Facebook:
    """Facebook: a page brings the beginning of its listing, and its script asks for more."""

    platform = FACEBOOK_PLATFORM
    target = TargetRef("facebook", HANDLE)
    host = "www.facebook.com"
    network = FacebookNetwork
    first = "posts"
    has_pictures = False

    @staticmethod
    def key(post):
        return post_id(post)

    @staticmethod
    def truths(company, conditions):
        codes = {post_id(post): post.code for post in company.posts}
        return {codes[key]: told for key, told in facebook_truth.truths(company, conditions).items()}

    def opened(self, visit, address, body):
        tab = urlsplit(address).path.strip("/").rpartition("/")[2]
        visit.surface = tab if tab in _SECTIONS else "posts"
        token = _DTSG.search(body)
        visit.token = token[1].decode() if token else ""

    def more(self, visit, cursor):
        accounts = visit.reading.accounts
        if not accounts or accounts[-1].private:
            return
        owner = accounts[-1].account_id
        section = _SECTIONS.get(visit.surface)
        listing = (
            base64.b64encode(f"app_collection:{owner}:{section}".encode()).decode() if section else owner
        )
        asked = {"count": 8 if section else 3, "cursor": cursor, "id": listing}
        form = {"variables": json.dumps(asked), "fb_dtsg": visit.token}
        visit.send("POST", f"https://{self.host}/api/graphql/", "page/xhr", form)


INSTAGRAM, FACEBOOK = Instagram(), Facebook()


def query_of(address):
    """Give an address's parameters as a request carries them."""
    return tuple(
        (name, value) for name, values in parse_qs(urlsplit(address).query).items() for value in values
    )
