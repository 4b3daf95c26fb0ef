"""The tables as SQLAlchemy Core sees them; `migrations/` makes them, and a test holds the two together.

Interval-shaped: a row for each *changed* state of a post or account with the first and last capture that showed
it; an unchanged sighting adds no row. Natural keys only; nothing here that captures cannot rebuild. A *lane* is
a class of vantage, since states seen logged out and signed in are not comparable.
"""

from sqlalchemy import Boolean, Column, Float, Index, Integer, MetaData, String, Table, Text

METADATA = MetaData()

CAPTURES = Table(
    "captures",
    METADATA,
    Column("capture", String, primary_key=True),
    Column("platform", String, nullable=False),
    Column("target", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("post", String),
    Column("lane", String, nullable=False),
    Column("vantage", String, nullable=False),
    Column("started_at", String, nullable=False),
    Column("ended_at", String, nullable=False),
    Column("outcome", String, nullable=False),
    Column("reason", String, nullable=False),
    Column("listed", Integer, nullable=False),
    Column("claimed", Integer),
    Column("claimed_exactly", Boolean, nullable=False),
    Column("reach_limit", String),
    Column("seen", Integer, nullable=False),
    Column("understood", Integer, nullable=False),
    Column("bytes_fetched", Integer, nullable=False),
    Column("clock_offset", Float),
    Column("seal", String, nullable=False),
    Column("begun_with", String),
    Index("ix_captures_target", "target", "kind", "lane", "capture", "vantage"),
)

GAPS = Table(
    "gaps",
    METADATA,
    Column("capture", String, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("reason", String, nullable=False),
    Column("subject", String, nullable=False, index=True),
    Column("detail", Text, nullable=False),
    Column("record", String, nullable=False),
)

ACCOUNTS = Table(
    "accounts",
    METADATA,
    Column("platform", String, primary_key=True),
    Column("account_id", String, primary_key=True),
    Column("target", String, primary_key=True),
    Column("lane", String, primary_key=True),
    Column("first_capture", String, primary_key=True),
    Column("last_capture", String, nullable=False),
    Column("fields", Text, nullable=False),
    Column("counts", Text, nullable=False),
    Column("extractor", String, nullable=False),
    Column("record", String, nullable=False),
)

ABOUTS = Table(
    "abouts",
    METADATA,
    Column("platform", String, primary_key=True),
    Column("target", String, primary_key=True),
    Column("lane", String, primary_key=True),
    Column("account_id", String, primary_key=True),
    Column("section", String, primary_key=True),
    Column("first_capture", String, primary_key=True),
    Column("last_capture", String, nullable=False),
    Column("fields", Text, nullable=False),
    Column("extractor", String, nullable=False),
    Column("record", String, nullable=False),
)

LISTINGS = Table(
    "listings",
    METADATA,
    Column("platform", String, primary_key=True),
    Column("target", String, primary_key=True),
    Column("lane", String, primary_key=True),
    Column("surface", String, primary_key=True),
    Column("first_capture", String, primary_key=True),
    Column("last_capture", String, nullable=False),
    Column("fields", Text, nullable=False),
    Column("extractor", String, nullable=False),
)

POSTS = Table(
    "posts",
    METADATA,
    Column("platform", String, primary_key=True),
    Column("key", String, primary_key=True),
    Column("target", String, primary_key=True),
    Column("permanent_id", String, nullable=False),
    Column("published_at", String),
    Column("owner_id", String, nullable=False),
    Column("first_capture", String, nullable=False),
    Column("last_capture", String, nullable=False),
    Column("owner_name", String, nullable=False),
    Column("counts", Text, nullable=False),
)

PLACES = Table(
    "places",
    METADATA,
    Column("platform", String, primary_key=True),
    Column("target", String, primary_key=True),
    Column("lane", String, primary_key=True),
    Column("surface", String, primary_key=True),
    Column("key", String, primary_key=True),
    Column("first_capture", String, primary_key=True),
    Column("last_capture", String, nullable=False),
    Column("missing", String),
    Column("extractor", String, nullable=False),
    Index("ix_places_first", "target", "first_capture"),
    Index("ix_places_last", "target", "lane", "surface", "last_capture"),
    Index("ix_places_missing", "target", "missing"),
    Index("ix_places_key", "key"),
)
"""Where a post stands on a surface: listed where `missing` is null, else how far its absence is proven."""

TRAYS = Table(
    "trays",
    METADATA,
    Column("platform", String, primary_key=True),
    Column("target", String, primary_key=True),
    Column("lane", String, primary_key=True),
    Column("tray", String, primary_key=True),
    Column("key", String, primary_key=True),
    Column("first_capture", String, primary_key=True),
    Column("last_capture", String, nullable=False),
    Column("gone", String),
    Column("fields", Text, nullable=False),
    Column("extractor", String, nullable=False),
    Index("ix_trays_key", "target", "key"),
)
"""Which story stood in which tray; `gone` is the capture that first understood the whole tray without it."""

PRESENCES = Table(
    "presences",
    METADATA,
    Column("platform", String, primary_key=True),
    Column("target", String, primary_key=True),
    Column("lane", String, primary_key=True),
    Column("first_capture", String, primary_key=True),
    Column("last_capture", String, nullable=False),
    Column("fields", Text, nullable=False),
    Column("extractor", String, nullable=False),
)

PROBES = Table(
    "probes",
    METADATA,
    Column("capture", String, primary_key=True),
    Column("key", String, primary_key=True),
    Column("platform", String, nullable=False),
    Column("target", String, nullable=False),
    Column("at", String, nullable=False),
    Column("lane", String, nullable=False),
    Column("availability", String, nullable=False),
    Column("fields", Text, nullable=False),
    Column("extractor", String, nullable=False),
    Index("ix_probes_target", "target", "key"),
)

EVENTS = Table(
    "events",
    METADATA,
    Column("slug", String, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("name", String, nullable=False),
    Column("event", String, nullable=False),
    Column("target", String, nullable=False),
    Column("post", String),
    Column("at", String, nullable=False),
    Column("content", Text),
    Index("ix_events_target", "target", "event"),
    Index("ix_events_event", "event", "slug", "target", "number"),
)
"""Custody events as the ledger holds them; the content of a capture's event stands with the capture."""

LOOKS = Table(
    "looks",
    METADATA,
    Column("slug", String, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("target", String, nullable=False),
    Column("vantage", String, nullable=False),
    Column("session", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("began", String, nullable=False),
    Column("ended", String, nullable=False),
    Column("outcome", String, nullable=False),
    Column("reason", String, nullable=False),
    Column("pages", Integer),
    Column("capture", String, nullable=False),
    Column("unchanged", Boolean, nullable=False),
    Index("ix_looks_target", "target", "vantage", "kind", "ended"),
    Index("ix_looks_session", "session", "ended"),
    Index("ix_looks_ended", "ended"),
)
"""How each look went, by its custody event: also those of which there is no capture."""

VERSIONS = Table(
    "versions",
    METADATA,
    Column("platform", String, primary_key=True),
    Column("key", String, primary_key=True),
    Column("target", String, primary_key=True),
    Column("lane", String, primary_key=True),
    Column("first_capture", String, primary_key=True),
    Column("last_capture", String, nullable=False),
    Column("fields", Text, nullable=False),
    Column("whole", Boolean, nullable=False),
    Column("whole_from", String),
    Column("whole_until", String),
    Column("extractor", String, nullable=False),
    Column("record", String, nullable=False),
    Index("ix_versions_first", "target", "first_capture"),
)
"""States of posts: `whole` where all fields are known, by whichever captures; `whole_from` and `whole_until` name
the first and the last capture that showed it whole by itself."""

MEDIA = Table(
    "media",
    METADATA,
    Column("platform", String, primary_key=True),
    Column("key", String, primary_key=True),
    Column("asset", String, primary_key=True),
    Column("sha256", String, primary_key=True),
    Column("whole", Boolean, nullable=False),
)
"""What a post's media were received as; `whole` where it was the largest rendition of a post read whole."""

PAYLOADS = Table(
    "payloads",
    METADATA,
    Column("sha256", String, primary_key=True),
    Column("folder", String, primary_key=True),
    Column("capture", String, nullable=False, index=True),
    Column("record", String, nullable=False),
    Column("address", Text, nullable=False),
    Column("at", String, nullable=False),
    Column("mime", String, nullable=False),
    Column("size", Integer, nullable=False),
    Column("made", Boolean, nullable=False),
)
"""Where each payload stands first in each folder of captures (`<platform>/<slug>`); `made` where it is a conversion,
which no revisit may point at."""

PICTURES = Table(
    "pictures",
    METADATA,
    Column("sha256", String, primary_key=True),
    Column("width", Integer, nullable=False),
    Column("height", Integer, nullable=False),
    Column("phash", String, nullable=False),
    Column("dhash", String, nullable=False),
    Column("mode", String, nullable=False),
    Column("version", String, nullable=False),
)

FILMS = Table(
    "films",
    METADATA,
    Column("sha256", String, primary_key=True),
    Column("seconds", Float, nullable=False),
    Column("width", Integer, nullable=False),
    Column("height", Integer, nullable=False),
    Column("codecs", String, nullable=False),
    Column("frames", Text, nullable=False),
    Column("version", String, nullable=False),
)
