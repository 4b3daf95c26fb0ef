"""Answers for extraction to read: made here, golden, or changed from a golden."""

import copy
import json
import re
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from archiver.model.exchange import Exchange
from archiver.platforms.instagram.extract import extract

GOLDEN = Path(__file__).parents[1] / "golden" / "instagram"
EXPECTED = ("expected.json", "expected_stories.json")
SITE = "https://www.instagram.com"
QUERY = f"{SITE}/graphql/query"
PHOTO = "https://scontent.cdninstagram.com/v/t51.82787-15/1_2_3_n.jpg?stp=dst-jpg_e35_tt6&oh=1"
BLOCK = re.compile(r"(?<=data-sjs>)(.*?)(?=</script>)", re.DOTALL)
ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


def number_of(code):
    """Read a shortcode as the number it is: the inverse of `urls.code_of`, written without it."""
    value = 0
    for letter in code:
        value = (value << 6) + ALPHABET.index(letter)
    return value


def answer(content, address=QUERY, *, mime="application/json", status=200, obtained="page/xhr", fields=()):
    """Give an exchange; `content` is bytes, text, or a document to be written as JSON."""
    if not isinstance(content, bytes | str):
        content = json.dumps(content)
    body = content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass")
    at = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
    return Exchange("urn:test:1", "GET", address, status, mime, at, obtained, body, "", tuple(fields))


def document(content, address, **more):
    """Give the exchange of a page."""
    return answer(content, address, **{"mime": "text/html", "obtained": "page/document"} | more)


def read(content, address=QUERY, **more):
    """Extract from one answer."""
    return extract([answer(content, address, **more)])


def read_page(content, address=f"{SITE}/p/CODE5/", **more):
    """Extract from one page."""
    return extract([document(content, address, **more)])


def medium(**fields):
    """Give a whole and plain post, as REST writes it, with some fields otherwise; `...` leaves one out."""
    node = {
        "pk": "3990000000000008001",
        "code": "DdfU9wtzx9B",
        "media_type": 1,
        "taken_at": 1_794_000_000,
        "caption": {"text": "words"},
        "user": {"pk": "990000111222", "username": "brandt.pumpen"},
        "image_versions2": {"candidates": [{"url": PHOTO, "width": 1080, "height": 1350}]},
    } | fields
    return {name: value for name, value in node.items() if value is not ...}


def legacy_medium(**fields):
    """Give the same post in the legacy dialect."""
    node = {
        "__typename": "GraphImage",
        "id": "3990000000000008001",
        "shortcode": "DdfU9wtzx9B",
        "taken_at_timestamp": 1_794_000_000,
        "owner": {"id": "990000111222", "username": "brandt.pumpen"},
        "edge_media_to_caption": {"edges": [{"node": {"text": "words"}}]},
        "display_url": PHOTO,
        "is_video": False,
    } | fields
    return {name: value for name, value in node.items() if value is not ...}


def read_medium(**fields):
    """Extract from a REST answer that holds one post."""
    return read({"items": [medium(**fields)]})


def read_legacy(**fields):
    """Extract from an answer that holds one post in the legacy dialect."""
    return read({"data": {"xdt_shortcode_media": legacy_medium(**fields)}})


def only(reading):
    """Give the one post that was read."""
    (observation,) = reading.observations
    return observation


@cache
def expected():
    """Give what is to be read of each golden."""
    files = (GOLDEN / name for name in EXPECTED)
    return {name: known for file in files for name, known in json.loads(file.read_text("utf-8")).items()}


def golden(name, content=None):
    """Give a golden's exchange, its content replaced where one is given."""
    came = expected()[name]["came"]
    fields = (("variables", came["variables"]),) if "variables" in came else ()
    body = (GOLDEN / name).read_bytes() if content is None else content
    return answer(
        body,
        came["address"],
        mime=came["mime"],
        status=came["status"],
        obtained=came["obtained"],
        fields=fields,
    )


def documents_of(name):
    """Give the JSON documents of a golden, for change."""
    content = (GOLDEN / name).read_text(encoding="utf-8")
    if name.endswith(".html"):
        return [json.loads(block) for block in BLOCK.findall(content)]
    decoder, found, place = json.JSONDecoder(), [], 0
    content = content.replace("for (;;);", "").strip()
    while place < len(content):
        parsed, place = decoder.raw_decode(content, place)
        found.append(parsed)
        place += len(content[place:]) - len(content[place:].lstrip())
    return found


def with_documents(name, documents):
    """Give a golden's exchange with other JSON documents in its places."""
    texts = [json.dumps(parsed) for parsed in documents]
    if not name.endswith(".html"):
        return golden(name, "\n".join(texts))
    blocks = iter(text.replace("<", "\\u003C") for text in texts)
    content = (GOLDEN / name).read_text(encoding="utf-8")
    return golden(name, BLOCK.sub(lambda _: next(blocks), content))


def places(node, path=()):
    """Give the path of every value below a node."""
    entries = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, value in entries:
        yield (*path, key)
        yield from places(value, (*path, key))


def replaced(node, path, value):
    """Give a copy of a document with one value replaced; `...` takes it out."""
    changed = copy.copy(node)
    *above, last = path
    inner = changed
    for key in above:
        inner[key] = copy.copy(inner[key])
        inner = inner[key]
    if value is ...:
        del inner[last]
    else:
        inner[last] = value
    return changed


def texts(node):
    """Give every text in a document."""
    pending, found = [node], set()
    while pending:
        value = pending.pop()
        if isinstance(value, str):
            found.add(value)
        elif isinstance(value, dict):
            pending.extend(value.values())
        elif isinstance(value, list):
            pending.extend(value)
    return found
