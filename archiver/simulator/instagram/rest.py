"""The platform's REST answers, below `/api/v1/`: all but one of them for visitors with a session."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus

from archiver.simulator.company import Company, Post
from archiver.simulator.instagram import api_v1, connections, legacy, profiles, reels, xdt
from archiver.simulator.instagram.fragments import Json
from archiver.simulator.instagram.signing import Signer
from archiver.simulator.messages import Answer, Request, text
from archiver.simulator.visitors import Visitor


@dataclass(frozen=True, slots=True)
class Asked:
    """A request, and what it may be answered from."""

    request: Request
    company: Company
    visitor: Visitor
    signer: Signer

    def option(self, name: str) -> str:
        """Give an option, wherever it was said."""
        return self.request.parameter(name) or self.request.form.get(name, "")

    def page(self, counting: str) -> tuple[str, int]:
        """Give the cursor of the page that is wanted, and how long it is to be; zero where nothing is said."""
        count = self.option(counting)
        return self.option("max_id"), int(count) if count.isdecimal() else 0

    def account(self, named: str) -> Company | None:
        """Find an account by whichever of its numbers or names."""
        return next((one for one in self.company.standing if named.lower() in one.names), None)

    def post(self, number: str) -> tuple[Company, Post] | None:
        """Find a post by its number, or by the id that names its owner too."""
        pk = number.partition("_")[0]
        posts = ((one, post) for one in self.company.standing for post in one.posts)
        return next((pair for pair in posts if str(pair[1].pk) == pk and not pair[0].withheld), None)


def answer(request: Request, company: Company, visitor: Visitor, signer: Signer) -> Answer | None:
    """Answer a request; None where a visitor is to log in first."""
    asked = Asked(request, company, visitor, signer)
    for pattern, found_by, for_all in _PATHS:
        match = pattern.fullmatch(request.path)
        if match:
            if not (for_all or visitor.signed_in):
                return None
            return _written(found_by(asked, *match.groups()))
    return _written(None) if visitor.signed_in else None


def _written(found: Json | None) -> Answer:
    if found is None:
        refusal = '{"message":"Media not found or unavailable","status":"fail"}'
        return text(refusal, "application/json", HTTPStatus.NOT_FOUND)
    return text(json.dumps({**found, "status": "ok"}, separators=(",", ":")), "application/json")


def _web_profile_info(asked: Asked) -> Json | None:
    account = asked.account(asked.option("username"))
    return {"data": {"user": legacy.profile(account, asked.signer)}} if account else None


def _user_info(asked: Asked, number: str) -> Json | None:
    account = asked.account(number)
    return {"user": api_v1.untyped(profiles.user(account, asked.signer))} if account else None


def _user_feed(asked: Asked, named: str) -> Json | None:
    account = asked.account(named)
    page = connections.grid(account, *asked.page("count")) if account else None
    if account is None or page is None:
        return None
    return {
        "items": page.spoiling.items([api_v1.media(account, post, asked.signer) for post in page.posts]),
        "num_results": len(page.posts),
        "more_available": page.more,
        "user": api_v1.untyped(xdt.person(account.account, asked.signer)),
        "auto_load_more_enabled": True,
        **({"next_max_id": page.end(asked.signer)} if page.more else {}),
    }


def _clips(asked: Asked) -> Json | None:
    account = asked.account(asked.option("target_user_id"))
    page = connections.films(account, *asked.page("page_size")) if account else None
    if account is None or page is None:
        return None
    return {
        "items": page.spoiling.items([api_v1.clip(account, post, asked.signer) for post in page.posts]),
        "paging_info": {"max_id": page.end(asked.signer) or "", "more_available": page.more},
    }


def _media_info(asked: Asked, number: str) -> Json | None:
    found = asked.post(number)
    if found is None:
        return None
    items = [api_v1.media(*found, asked.signer)]
    return {"items": items, "num_results": 1, "more_available": False, "auto_load_more_enabled": False}


def _reels_media(asked: Asked) -> Json:
    """Give stories as the apps are told them: in a list, and once more by the names of their reels."""
    ids = asked.option("reel_ids").split(",")
    found = [api_v1.untyped(reel) for reel in reels.wanted(asked.company.standing, ids, asked.signer)]
    counted = [reel | {"media_count": len(reel["items"])} for reel in found]
    return {"reels_media": counted, "reels": {reel["id"]: reel for reel in counted}}


def _comments(asked: Asked, number: str) -> Json | None:
    found = asked.post(number)
    if found is None:
        return None
    post = found[1]
    edges = xdt.comments(post, asked.signer)["edges"]
    return {"comments": [api_v1.untyped(edge["node"]) for edge in edges], "comment_count": post.comments}


def _ruling(asked: Asked) -> Json:
    """Say whether a post is kept from visitors without an account, in words; none where it is not."""
    found = asked.post(asked.option("target_id"))
    gated = found is not None and found[1].gated and not asked.visitor.signed_in
    return {
        "title": "Restricted Video" if gated else "",
        "description": "You must log in to see this." if gated else "",
    }


_PATHS: tuple[tuple[re.Pattern[str], Callable[..., Json | None], bool], ...] = (
    (re.compile(r"/api/v1/users/web_profile_info/"), _web_profile_info, False),
    (re.compile(r"/api/v1/users/(\d+)/info/"), _user_info, False),
    (re.compile(r"/api/v1/feed/user/(\d+)/"), _user_feed, False),
    (re.compile(r"/api/v1/feed/user/([\w.]+)/username/"), _user_feed, False),
    (re.compile(r"/api/v1/clips/user/"), _clips, False),
    (re.compile(r"/api/v1/media/(\d+(?:_\d+)?)/info/"), _media_info, False),
    (re.compile(r"/api/v1/media/(\d+(?:_\d+)?)/comments/"), _comments, False),
    (re.compile(r"/api/v1/feed/reels_media/"), _reels_media, False),
    (re.compile(r"/api/v1/web/get_ruling_for_content/"), _ruling, True),
)
