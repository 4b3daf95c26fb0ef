"""Visits to the simulated Instagram, recorded as a page and its script ask it, and what is true of them."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from urllib.parse import urlencode, urlsplit

from conformance import Recording, TruePost, answered
from conformance.told import DOCUMENT

from archiver.formats.warc import media_type
from archiver.model.refs import PostRef, TargetRef
from archiver.model.vantage import SESSION, Vantage
from archiver.simulator import happenings, story_happenings, truth
from archiver.simulator.conditions import CALM, Conditions
from archiver.simulator.hartmann import hartmann
from archiver.simulator.instagram.network import SocialNetwork
from archiver.simulator.messages import Request
from archiver.simulator.signing import asset
from archiver.simulator.staalborg import joint, staalborg

HOST = "www.instagram.com"
SITE = f"https://{HOST}"
NOW = 1_795_500_000


def _with_stories(company, *, title):
    today = datetime.fromtimestamp(NOW - 7_200, UTC)
    company = story_happenings.publish_story(company, today - timedelta(days=9))
    company = story_happenings.keep_in_highlight(company, company.stories[0].pk, title)
    company = story_happenings.publish_story(company, today)
    return story_happenings.publish_story(company, today + timedelta(hours=1), seconds=5.0)


COMPANY = replace(
    _with_stories(happenings.publish(hartmann(older=20), joint()), title="Messen"),
    neighbours=(_with_stories(staalborg(), title="Fairs"),),
)


class Asker:
    """Somebody signed in, who asks and keeps what was answered."""

    def __init__(self, conditions):
        self.network = SocialNetwork(COMPANY, seed="conformance", clock=lambda: NOW)
        self.network.conditions = conditions
        state = self.network.admit("liesl")
        self.cookies = {cookie["name"]: cookie["value"] for cookie in state["cookies"]}
        self.exchanges = []

    def page(self, path):
        self._ask("GET", f"{SITE}{path}", DOCUMENT)

    def query(self, asked):
        """Ask for what comes in one answer."""
        self._ask("POST", f"{SITE}/graphql/query", "page/xhr", (("variables", json.dumps(asked)),))

    def listing(self, asked):
        """Ask for a listing's pages as long as there are more."""
        after, more = None, True
        while more:
            answer = self._ask(
                "POST",
                f"{SITE}/graphql/query",
                "page/xhr",
                (("variables", json.dumps(asked | {"after": after})),),
            )
            shown = (json.loads(answer).get("data") or {}).values()
            ends = next((one["page_info"] for one in shown if one and "page_info" in one), {})
            after, more = ends.get("end_cursor"), ends.get("has_next_page", False)

    def _ask(self, method, address, obtained, fields=()):
        headers = (
            ("cookie", "; ".join(f"{name}={value}" for name, value in self.cookies.items())),
            ("accept-language", "en-US"),
            ("content-type", "application/x-www-form-urlencoded"),
            ("x-csrftoken", self.cookies["csrftoken"]),
        )
        path = urlsplit(address).path
        answer = self.network.answer(Request(method, HOST, path, (), headers, urlencode(fields).encode()))
        self.exchanges.append(
            answered(
                answer.body,
                address,
                mime=media_type(answer.headers),
                status=answer.status,
                obtained=obtained,
                fields=fields,
            )
        )
        return answer.body


@cache
def visited(*conditions):
    """Record a visit with a session: both listings to their ends, and each post's own page."""
    asker = Asker(Conditions(conditions) if conditions else CALM)
    home = f"/{COMPANY.handle}/"
    asker.page(home)
    asker.listing({"username": COMPANY.handle, "first": 12, "data": {"count": 12}})
    asker.page(f"{home}reels/")
    asker.listing({"data": {"page_size": 12, "target_user_id": str(COMPANY.account.pk)}})
    for post in COMPANY.grid:
        asker.page(f"/p/{post.code}/")
        if post.kind == "video":
            asker.page(f"/reel/{post.code}/")
    for company in COMPANY.standing:
        asker.page(f"/stories/{company.handle}/")
        asker.query({"reel_ids_arr": [company.highlights[0].name]})
        asker.query({"user_id": str(company.account.pk)})
    listings = {
        surface: tuple(PostRef("instagram", code) for code in truth.places(COMPANY, surface))
        for surface in ("grid", "reels")
    }
    return Recording(
        exchanges=tuple(asker.exchanges),
        target=TargetRef("instagram", COMPANY.handle),
        account_id=str(COMPANY.account.pk),
        posts=tuple(map(_true, COMPANY.posts)),
        listings=listings,
        vantage=Vantage(SESSION, "salted"),
        stories=tuple(
            _true_story(company, story) for company in COMPANY.standing for story in company.stories
        ),
    )


def _true_story(company, story):
    medium = story.medium
    return TruePost(
        ref=PostRef("instagram", f"story/{story.pk}"),
        owner_id=str(company.account.pk),
        published_at=story.taken_at,
        caption="",
        assets=(str(asset(medium)) if medium.is_video else medium.picture_name,),
    )


def _true(post):
    return TruePost(
        ref=PostRef("instagram", post.code),
        owner_id=str(COMPANY.owner_of(post).pk),
        published_at=post.taken_at,
        caption=post.caption or "",
        assets=tuple(str(asset(one)) if one.is_video else one.picture_name for one in post.media),
        number=str(post.pk),
    )
