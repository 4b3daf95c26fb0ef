"""Facebook changes its layout, one key at a time, and nothing happens to any post: then nothing is said to have.

Each key of the wire is in turn written otherwise, nulled, and reported as failed, for all answers of two rounds.
"""

import json
import re
from collections.abc import Callable
from functools import cache

import pytest
from following import begun, copied
from twisting import Twisted
from wires import FACEBOOK

from archiver.operations import diff as diffing
from archiver.simulator.facebook.hartmann import hartmann

COMPANY = hartmann(older=10)
OPEN = {"not_covered", "missing"}
"""Changes that say no more than that something was not seen, or is to be asked for."""
KNOWN = {("written otherwise", "profile_pinned_post"): {"not_listed"}}
"""A pinned post's own key, which is lacking too where none is pinned: the post's page is live, and that is said."""
_SCALAR = rb'("(?:[^"\\]|\\.)*"|\[\]|true|false|-?\d+)'
_DECODER = json.JSONDecoder()
SLICES = 40
ALWAYS = ["count", "styles", "uri", "edges"]


def written_otherwise(key, body):
    return body.replace(f'"{key}":'.encode(), f'"{key}_v2":'.encode())


def nulled(key, body):
    return re.sub(f'"{key}":'.encode() + _SCALAR, f'"{key}":null'.encode(), body)


def failed(key, body):
    """Null a key wherever it stands, and have the platform report each place as failed."""
    if f'"{key}":'.encode() not in body:
        return body
    text = body.decode("utf-8", "surrogateescape")
    spoiled = _page(key, text) if "RelayPrefetchedStreamCache" in text else _stream(key, text)
    return spoiled.encode("utf-8", "surrogateescape")


def _page(key, text):
    written, place = [], 0
    while (start := text.find('"result":{', place)) >= 0:
        start += len('"result":')
        document, end = _DECODER.raw_decode(text, start)
        written += [text[place:start], _spoiled(key, document).replace("</", "<\\/")]
        place = end
    return "".join([*written, text[place:]])


def _stream(key, text):
    guard = "for (;;);"
    begins, place, documents = text.startswith(guard), 0, []
    while (place := re.compile(r"(?:\s|for \(;;\);)*").match(text, place).end()) < len(text):
        try:
            document, place = _DECODER.raw_decode(text, place)
        except ValueError:
            return text
        documents.append(_spoiled(key, document))
    return (guard if begins else "") + "\r\n".join(documents)


def _spoiled(key, document):
    paths = []

    def walk(here, path):
        for step, value in here.items() if isinstance(here, dict) else enumerate(here):
            if step == key and value is not None:
                here[step] = None
                paths.append([*path, step])
            elif isinstance(value, dict | list):
                walk(value, [*path, step])

    if isinstance(document, dict) and isinstance(document.get("data"), dict):
        walk(document["data"], document.get("path") or [])
    if paths:
        document["errors"] = [{"message": "A server error occurred", "path": path} for path in paths]
    return json.dumps(document, separators=(",", ":"))


WAYS: dict[str, Callable[[str, bytes], bytes]] = {
    "written otherwise": written_otherwise,
    "nulled": nulled,
    "failed": failed,
}


@pytest.fixture(scope="module")
def first(tmp_path_factory):
    return begun(tmp_path_factory.mktemp("keys"), COMPANY, wire=FACEBOOK)


@pytest.fixture(scope="module")
def keys(first, tmp_path_factory):
    """Give every key that a round meets."""
    met = set()

    @cache
    def look(body):
        met.update(re.findall(rb'"([A-Za-z_]\w{1,60})":', body))
        return body

    followed = copied(first, tmp_path_factory.mktemp("met"))
    followed.network = Twisted(followed.network, lambda _, body: look(body))
    followed.round()
    envelope = {b"data", b"path", b"label", b"extensions", b"errors"}
    return sorted(key.decode() for key in met - envelope)


def said(followed):
    found = diffing.diff(followed.archive, FACEBOOK.target).changes
    return {change.kind.value for change in found} - OPEN


def spoiled(first, folder, way, key):
    """Give what is said after each of two rounds in which a key is spoiled."""
    followed = copied(first, folder)
    followed.network = Twisted(followed.network, lambda _, body: WAYS[way](key, body))
    told = set()
    for _ in range(2):
        followed.round()
        told |= said(followed)
    return told - KNOWN.get((way, key), set()), followed.states(), followed.media()


@pytest.mark.some(of=3)
@pytest.mark.parametrize("key", ALWAYS)
@pytest.mark.parametrize("way", WAYS)
def test_a_key_that_matters_is_missed_and_nothing_is_said_to_have_happened(first, tmp_path, way, key):
    assert spoiled(first, tmp_path, way, key) == (set(), {}, {})


@pytest.mark.prove
@pytest.mark.parametrize("part", range(SLICES))
@pytest.mark.parametrize("way", WAYS)
def test_whichever_key_is_missed_nothing_is_said_to_have_happened(first, keys, tmp_path, way, part):
    told = {}
    for key in keys[part::SLICES]:
        found = spoiled(first, tmp_path / key, way, key)
        if found != (set(), {}, {}):
            told[key] = found
    assert told == {}
