"""Instagram holds what every network must: shown by the simulator's wire and by goldens."""

from typing import ClassVar

from conformance import Conformance, Golden
from instagram_answers import golden
from instagram_wire import visited

from archiver.model.reading import Availability
from archiver.platforms.instagram import PLATFORM
from archiver.simulator.conditions import BreakShape, NullEdge, TruncateFeed

KINDS = {
    "profile_logged_out.html": Availability.LIVE,
    "permalink_image.html": Availability.LIVE,
    "permalink_reel.html": Availability.LIVE,
    "permalink_carousel.html": Availability.LIVE,
    "not_found.html": Availability.NOT_FOUND,
    "login_wall.html": Availability.WALLED,
    "login_redirect.html": Availability.WALLED,
    "challenge.html": Availability.WALLED,
    "challenge.json": Availability.WALLED,
    "require_login.json": Availability.WALLED,
    "profile_private.html": Availability.PRIVATE,
    "permalink_gated.html": Availability.GATED,
    "age_wall.html": Availability.GATED,
    "too_many.html": Availability.RATE_LIMITED,
    "too_many.json": Availability.RATE_LIMITED,
    "throttled.json": Availability.RATE_LIMITED,
    "permalink_null.html": Availability.UNKNOWN,
    "shell_without_data.html": Availability.UNKNOWN,
}


class TestInstagram(Conformance):
    platform = PLATFORM
    targets: ClassVar = {
        "instagram:brandt.pumpen": "brandt.pumpen",
        "instagram:@Brandt.Pumpen": "brandt.pumpen",
        "instagram.com/brandt.pumpen": "brandt.pumpen",
        "https://www.instagram.com/brandt.pumpen/reels/?hl=de": "brandt.pumpen",
    }
    posts: ClassVar = {
        "https://www.instagram.com/p/DdfU9wtzx9B/": "DdfU9wtzx9B",
        "instagram.com/reel/DdfU9wtzx9B?igsh=x": "DdfU9wtzx9B",
        "https://m.instagram.com/brandt.pumpen/p/DdfU9wtzx9B/": "DdfU9wtzx9B",
        "https://www.instagram.com/tv/DdfU9wtzx9B/": "DdfU9wtzx9B",
    }
    nobodys = (
        "instagram:",
        "instagram:explore",
        "https://www.instagram.com/share/",
        "https://www.instagram.com/",
        "https://www.instagram.com/explore/tags/pumpen/",
        "https://www.instagram.com.example.org/brandt.pumpen/",
        "ftp://www.instagram.com/brandt.pumpen/",
    )
    recorded = visited()
    spoiled: ClassVar = {
        "an edge is null": visited(NullEdge(place=3)),
        "the last edge of a page is null": visited(NullEdge(place=11)),
        "an edge is in an unknown shape": visited(BreakShape(place=5)),
        "a page is in an unknown shape": visited(BreakShape()),
        "it breaks off": visited(TruncateFeed(posts=14, says_more=True)),
    }
    goldens: ClassVar = {name: Golden(golden(name), kind) for name, kind in KINDS.items()}
