"""Visits to the simulated Facebook, recorded as the platform's own crawl asks it, and what is true of them."""

import base64
import json
import re
from dataclasses import replace
from functools import cache
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from conformance import Recording, TruePost, answered
from conformance.told import DOCUMENT
from conformance.visits import NothingHeld, RecordedVisit

from archiver.formats.warc import media_type
from archiver.model.refs import PostRef, TargetRef
from archiver.model.vantage import SESSION, Vantage
from archiver.platforms.facebook import PLATFORM
from archiver.ports import Limits
from archiver.simulator.conditions import CALM, Conditions
from archiver.simulator.facebook import truth
from archiver.simulator.facebook.hartmann import hartmann
from archiver.simulator.facebook.ids import account_id, medium_id, post_id
from archiver.simulator.facebook.network import FacebookNetwork
from archiver.simulator.facebook.pieces import displayed
from archiver.simulator.happenings import publish
from archiver.simulator.messages import Request
from archiver.simulator.signing import asset
from archiver.simulator.staalborg import joint, staalborg

HOST = "www.facebook.com"
SITE = f"https://{HOST}"
COMPANY = replace(publish(hartmann(older=8), joint()), neighbours=(staalborg(),))
TARGET = TargetRef("facebook", COMPANY.handle)
SECTIONS = {"photos": "2305272732:5", "videos": "1560653304174514:133", "reels": "168684841768375:260"}
NOW = 1_795_500_000
_TOKEN = re.compile(rb'"DTSGInitialData",\[\],\{"token":"([^"]+)"')


class LiveVisit(RecordedVisit):
    """The port `Visit` to a simulated network, with a session: what it is answered is kept."""

    def __init__(self, network):
        super().__init__(PLATFORM, Recording((), TARGET, "", (), {}, Vantage(SESSION, "salted")))
        self.network, self.exchanges = network, []
        cookies = network.admit("liesl")["cookies"]
        self.cookies = "; ".join(f"{cookie['name']}={cookie['value']}" for cookie in cookies)
        self.token = ""

    def read(self, address, *, pictured=True):
        answer = self._ask("GET", address)
        found = self._kept(answer, address, DOCUMENT)
        while location := dict(answer.headers).get("location"):
            address = urljoin(address, location)
            answer = self._ask("GET", address)
            found += self._kept(answer, address, DOCUMENT)
        tab = urlsplit(address).path.strip("/").rpartition("/")[2]
        self.surface = tab if tab in SECTIONS else "posts"
        token = _TOKEN.search(answer.body)
        self.token = token[1].decode() if token else ""
        return found

    def scroll(self):
        owner = account_id(COMPANY.account)
        names = f"app_collection:{owner}:{SECTIONS.get(self.surface)}"
        listing = base64.b64encode(names.encode()).decode() if self.surface in SECTIONS else owner
        last = [page for page in self.reading.listings if page.surface == self.surface][-1]
        variables = json.dumps({"count": 3, "cursor": last.next, "id": listing})
        address = f"{SITE}/api/graphql/"
        answer = self._ask("POST", address, (("variables", variables), ("fb_dtsg", self.token)))
        return self._kept(answer, address, "page/xhr", (("variables", variables),))

    def _ask(self, method, address, form=()):
        headers = (
            ("cookie", self.cookies),
            ("accept-language", "en-US"),
            ("content-type", "application/x-www-form-urlencoded"),
        )
        parts = urlsplit(address)
        asked = tuple(parse_qsl(parts.query))
        return self.network.answer(
            Request(method, HOST, parts.path, asked, headers, urlencode(form).encode())
        )

    def _kept(self, answer, address, obtained, fields=()):
        exchange = answered(
            answer.body,
            address,
            mime=media_type(answer.headers),
            status=answer.status,
            obtained=obtained,
            fields=fields,
            location=dict(answer.headers).get("location", ""),
        )
        self.exchanges.append(exchange)
        found = PLATFORM.extract((exchange,))
        self.reading += found
        return found


@cache
def visited(*conditions):
    """Record a crawl with a session, and the own page of each post behind it."""
    network = FacebookNetwork(COMPANY, seed="conformance", clock=lambda: NOW)
    network.conditions = Conditions(conditions) if conditions else CALM
    visit = LiveVisit(network)
    PLATFORM.crawl(visit, TARGET, NothingHeld(), Limits())
    for post in COMPANY.posts:
        visit.read(PLATFORM.address(PostRef("facebook", post_id(post))))
    surfaces = ("posts", *SECTIONS)
    return Recording(
        exchanges=tuple(visit.exchanges),
        target=TARGET,
        account_id=account_id(COMPANY.account),
        posts=tuple(map(_true, COMPANY.posts)),
        listings={
            surface: tuple(dict.fromkeys(PostRef("facebook", key) for key in truth.places(COMPANY, surface)))
            for surface in surfaces
        },
        vantage=Vantage(SESSION, "salted"),
    )


def _true(post):
    return TruePost(
        ref=PostRef("facebook", post_id(post)),
        owner_id=account_id(COMPANY.owner_of(post)),
        published_at=displayed(post),
        caption=post.caption or "",
        assets=tuple(str(asset(one)) if one.is_video else one.picture_name for one in post.media),
        parts=tuple(map(medium_id, post.media)),
    )
