"""Facebook holds what every network must: shown by small answers made by hand."""

from typing import ClassVar

import facebook_small as small
from conformance import Conformance, Golden, answered

from archiver.model.reading import Availability
from archiver.platforms.facebook import PLATFORM

SMALL = small.visited()
LOGIN = '<html><body><form id="login_form"></form>You must log in to continue.</body></html>'
LOCKED = small.HEAD | {
    "wem_private_sharing_bundle": {
        "private_sharing_control_model_for_user": {"private_sharing_enabled": True}
    }
}
GONE = '<script type="application/json" data-sjs>{"props":{"title":"%s"}}</script>'
STORY = f"{small.SITE}/122000000000901"


def refused(document):
    return small.script(document, cursor="more")


class TestFacebook(Conformance):
    platform = PLATFORM
    targets: ClassVar = {
        "facebook:brandt.pumpen": "brandt.pumpen",
        "facebook:@Brandt.Pumpen": "brandt.pumpen",
        "facebook.com/brandt.pumpen": "brandt.pumpen",
        "https://m.facebook.com/brandt.pumpen/photos/": "brandt.pumpen",
        "https://www.facebook.com/profile.php?id=100090000000077": "100090000000077",
        "https://www.facebook.com/people/Brandt-Pumpen/100090000000077/": "100090000000077",
    }
    posts: ClassVar = {
        "https://www.facebook.com/122000000000901": "122000000000901",
        "https://www.facebook.com/brandt.pumpen/posts/122000000000901/": "122000000000901",
        "facebook.com/permalink.php?story_fbid=122000000000901&id=100090000000077": "122000000000901",
        "https://www.facebook.com/brandt.pumpen/posts/pfbid02abcDEF123456789": "pfbid02abcDEF123456789",
        "https://www.facebook.com/photo/?fbid=122000000000911&set=a.1": "122000000000911",
        "https://www.facebook.com/reel/122000000000611/": "122000000000611",
        "https://www.facebook.com/watch/?v=122000000000611": "122000000000611",
    }
    nobodys = (
        "facebook:",
        "facebook:groups",
        "https://www.facebook.com/policy.php",
        "https://www.facebook.com/policies/cookies/",
        "https://www.facebook.com/",
        "https://www.facebook.com/permalink.php?id=1",
        "https://www.facebook.com.example.org/brandt.pumpen",
        "ftp://www.facebook.com/brandt.pumpen",
    )
    recorded = SMALL
    spoiled: ClassVar = {
        "an edge is null": small.visited(listed=[*small.timeline(small.STORIES[:1]), None]),
        "an edge is of no known shape": small.visited(listed=[{"node": {"__typename": "Story"}}]),
        "a part failed": small.failed(SMALL),
        "its last part is missing": small.without_end(SMALL),
    }
    goldens: ClassVar = {
        "account": Golden(SMALL.exchanges[0], Availability.LIVE),
        "post": Golden(SMALL.exchanges[5], Availability.LIVE),
        "locked account": Golden(small.page({"user": LOCKED}), Availability.PRIVATE),
        "no such post": Golden(
            small.page(address=STORY, words=GONE % "This content isn't available right now"),
            Availability.NOT_FOUND,
        ),
        "no such account": Golden(
            small.page(words=GONE % "This page isn\\u2019t available"), Availability.NOT_FOUND
        ),
        "login": Golden(answered(LOGIN, f"{small.SITE}/login/?next=x"), Availability.WALLED),
        "login in its place": Golden(answered(LOGIN, small.HOME), Availability.WALLED),
        "checkpoint": Golden(answered("<html></html>", f"{small.SITE}/checkpoint/1/"), Availability.WALLED),
        "logged out, script": Golden(refused({"__ar": 1, "error": 1357001}), Availability.WALLED),
        "blocked": Golden(
            answered('<html><script>{"__dr":"CometErrorRoot.react"}</script></html>', small.HOME),
            Availability.RATE_LIMITED,
        ),
        "too many": Golden(
            answered("slow down", small.HOME, status=429, mime="text/plain"), Availability.RATE_LIMITED
        ),
        "rate limit, script": Golden(
            refused({"errors": [{"code": 1675004, "message": "Rate limit exceeded"}]}),
            Availability.RATE_LIMITED,
        ),
        "without data": Golden(small.page(address=STORY), Availability.UNKNOWN),
    }
    no_page_for: ClassVar = {
        Availability.GATED: "what is kept from a visitor is answered as what is not there"
    }
    harmless: ClassVar = {"mediasetToken": "names the album that a post's photos are in"}
