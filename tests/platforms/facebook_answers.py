"""Facebook's answers for extraction to read: made here, golden, or changed from a golden."""

import json
import sys
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from archiver.model.exchange import Exchange
from archiver.platforms.facebook.extract import extract

GOLDEN = Path(__file__).parents[1] / "golden" / "facebook"
SITE = "https://www.facebook.com"
QUERY = f"{SITE}/api/graphql/"

sys.path.append(str(GOLDEN))


def answer(content, address=QUERY, *, mime="text/html", status=200, obtained="page/xhr", variables=""):
    """Give an exchange; `content` is bytes, text, or a document to be written as JSON."""
    if not isinstance(content, bytes | str):
        content = json.dumps(content)
    body = content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass")
    at = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
    fields = (("variables", variables),) if variables else ()
    return Exchange("urn:test:1", "POST", address, status, mime, at, obtained, body, "", fields)


def document(content, address, **more):
    """Give the exchange of a page."""
    return answer(content, address, **{"obtained": "page/document"} | more)


def read(content, address=QUERY, **more):
    """Extract from one answer."""
    return extract([answer(content, address, **more)])


def read_page(content, address=f"{SITE}/brandt.pumpen/posts/800000000000001", **more):
    """Extract from one page."""
    return extract([document(content, address, **more)])


def only(reading):
    """Give the one post that was read."""
    (observation,) = reading.observations
    return observation


@cache
def expected():
    """Give what is to be read of each golden."""
    return json.loads((GOLDEN / "expected.json").read_text(encoding="utf-8"))


def golden(name, content=None):
    """Give a golden's exchange, its content replaced where one is given."""
    body = (GOLDEN / name).read_bytes() if content is None else content
    return answer(body, **expected()[name]["came"])


def posts(reading):
    """Give what must never be told wrongly: which posts there are, and whose."""
    return {(seen.ref, seen.owner_id) for seen in reading.observations}
