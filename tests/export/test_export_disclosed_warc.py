"""A WARC written again without what shows the collector: others read it, it leads to the manifest, nothing betrays."""

import contextlib
import gzip
import hashlib
import io
import json
from types import SimpleNamespace

import pytest
import verify_building
from warcio.archiveiterator import ArchiveIterator
from warcio.checker import Checker

from archiver.export.disclosed_warc import FORMAT, DisclosedWarc, Payloads, Showing
from archiver.formats.redaction import Span
from archiver.verify.disclosed import from_map, read
from archiver.verify.filler import Seen
from archiver.verify.warc import records

SECRETS = {b"liesl.sieht.nach": "viewer", b"17841499999999999": "viewer", b"tok-AQ\\u00e9n": "field"}
PAGE = (
    '{"viewer":{"username":"liesl.sieht.nach","id":"17841499999999999","pk":17841499999999999},"posts":[%s]}'
)
POSTS = ",".join(
    f'{{"pk":"{number}","caption":"Post \\u00e9 {number}","by":"acme"}}' for number in range(300)
)
MEDIUM = bytes(range(256)) * 5000 + b"liesl.sieht.nach"


def find(text):
    found = []
    for value, kind in SECRETS.items():
        at = text.find(value)
        while at >= 0:
            found.append(Span(at, at + len(value), kind))
            at = text.find(value, at + 1)
    return found


def captured(folder, *more):
    """Give a capture of pages with and without secrets, media, a page that comes again, and what more there is."""
    built = verify_building.new_archive(folder / "evidence")
    page = (PAGE % POSTS).encode()

    def visit(writer):
        writer.exchange(verify_building.exchange("acme/", verify_building.HTML, "text/html; charset=utf-8"))
        writer.exchange(verify_building.exchange("graphql/query", page, "application/json", b"a=b"))
        writer.exchange(verify_building.exchange("graphql/again", page, "application/json", b"a=b"))
        writer.exchange(verify_building.exchange("p/1.jpg", MEDIUM, "image/jpeg"))
        for address, body in more:
            writer.exchange(verify_building.exchange(address, body, "application/json"))
        writer.exchange(
            verify_building.exchange("u/liesl.sieht.nach/", b"<p>liesl.sieht.nach</p>", "text/html")
        )

    verify_building.look(built, "acme", 0, visit)
    (folder,) = built.root.glob("captures/*/*/*")
    return folder


@pytest.fixture(scope="module")
def capture(tmp_path_factory):
    return captured(tmp_path_factory.mktemp("captured"))


@pytest.fixture(scope="module")
def disclosed(capture, tmp_path_factory):
    return written(capture, tmp_path_factory.mktemp("out") / "capture.warc.gz", find)


@pytest.fixture(scope="module")
def large(tmp_path_factory):
    """A capture with a page of 9 MB, written again: once, since its millions of segments take their time."""
    capture = captured(tmp_path_factory.mktemp("large"), ("large", (PAGE % ",".join([POSTS] * 600)).encode()))
    return written(capture, capture.parent / "disclosed.warc.gz", find)


class Everything:
    def __contains__(self, place):
        return True


def written(capture, out, find, **rules):
    manifest = json.loads((capture / "manifest.json").read_bytes())
    seed = bytes.fromhex(json.loads((capture / "private.json").read_bytes())["seed"])
    named = manifest["commitments"]["records"]
    with (capture / "capture.warc.gz").open("rb") as source, out.open("wb") as file:
        copy = DisclosedWarc(manifest["capture"], seed, Showing(find, **rules), Payloads(Everything()))
        told = list(copy.write(source, named, lambda record: file))
    return SimpleNamespace(path=out, map={"format": FORMAT, "records": told}, named=named)


def led(disclosed, path=None):
    """Give what each record of a copy commits to by its map, and what the manifest says of it."""
    told = json.loads(json.dumps(disclosed.map))
    kept = [record for record in told["records"] if "left_out" not in record]
    seen = Seen()
    rooted = from_map(read({**told, "records": kept}), [record["position"] for record in kept], seen)
    with (path or disclosed.path).open("rb") as file:
        found = [record.commitment for record in records(file, rooted)]
    assert seen.faults == []
    return found, [disclosed.named[record["position"]] for record in kept]


# The large one is 9 MB.
@pytest.mark.parametrize("size", ["disclosed", pytest.param("large", marks=pytest.mark.prove)])
def test_every_record_leads_to_the_manifest(request, size):
    copy = request.getfixturevalue(size)
    found, named = led(copy)
    assert found == named
    assert len(found) == len(copy.named)


def test_nothing_of_what_is_withheld_stands_in_any_byte_but_of_media(disclosed):
    with disclosed.path.open("rb") as file:
        texts = [
            record.rec_headers.to_bytes() + record.raw_stream.read()
            for record in ArchiveIterator(file, no_record_parse=True)
        ]
    media = [text for text in texts if b"image/jpeg" in text]
    for text in texts:
        assert text in media or not [secret for secret in SECRETS if secret in text]
    assert sum(MEDIUM in text for text in media) == 1, "a medium is never altered"
    assert not [secret for secret in SECRETS if secret in json.dumps(disclosed.map).encode()]


def test_others_read_it_and_find_every_digest_right(disclosed):
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        code = Checker(SimpleNamespace(inputs=[str(disclosed.path)], verbose=True)).process_all()
    assert code == 0, said.getvalue()
    assert "digest pass" in said.getvalue()
    assert "no digest to check" not in said.getvalue()


def payloads(path):
    with path.open("rb") as file:
        return {
            (
                record.rec_type,
                record.rec_headers.get_header("WARC-Target-URI"),
            ): record.content_stream().read()
            for record in ArchiveIterator(file)
        }


def test_json_and_html_still_parse_and_posts_are_whole(disclosed, large):
    found = payloads(disclosed.path)
    page = json.loads(found["response", "https://www.instagram.com/graphql/query"])
    assert page["viewer"] == {"username": "x" * 16, "id": "1" * 17, "pk": int("1" * 17)}
    assert page["posts"] == json.loads(PAGE % POSTS)["posts"]
    many = json.loads(payloads(large.path)["response", "https://www.instagram.com/large"])
    assert len(many["posts"]) == 300 * 600


def test_a_payload_that_comes_again_speaks_of_what_is_shown(disclosed, capture):
    with disclosed.path.open("rb") as file:
        digests = {
            (
                record.rec_type,
                record.rec_headers.get_header("WARC-Target-URI"),
            ): record.rec_headers.get_header("WARC-Payload-Digest")
            for record in ArchiveIterator(file)
        }
    first = digests["response", "https://www.instagram.com/graphql/query"]
    assert digests["revisit", "https://www.instagram.com/graphql/again"] == first
    assert first.removeprefix("sha256:") not in gzip.decompress(
        (capture / "capture.warc.gz").read_bytes()
    ).decode("latin-1")


def test_where_nothing_is_found_the_bytes_are_those_that_were_captured(capture, tmp_path):
    whole = written(capture, tmp_path / "whole.warc.gz", lambda text: [])
    assert gzip.decompress(whole.path.read_bytes()) == gzip.decompress(
        (capture / "capture.warc.gz").read_bytes()
    )
    assert all(
        not record[part]["withheld"]
        for record in whole.map["records"]
        for part in ("head", "address", "block")
    )


def test_a_record_whose_own_description_holds_a_secret_is_left_out_and_said(capture, tmp_path):
    def in_heads(text):
        at = text.find(b"Archiver-Obtained")
        return [Span(at, at + 8, "x")] if at >= 0 and text.startswith(b"WARC/1.1") else []

    left = written(capture, tmp_path / "left.warc.gz", in_heads)
    told = {record["left_out"] for record in left.map["records"] if "left_out" in record}
    assert told == {
        "a record's own description holds what is to be withheld",
        "what it belongs to is left out",
        "what it refers to is left out",
    }
    found, named = led(left)
    assert found == named
    assert [each["type"] for each in named] == ["warcinfo"]


@pytest.mark.parametrize("change", ["a shown letter", "a seed", "a leaf", "a withheld segment less"])
def test_whatever_is_changed_in_copy_or_map_leads_elsewhere(disclosed, tmp_path, change):
    changed = SimpleNamespace(
        path=disclosed.path, map=json.loads(json.dumps(disclosed.map)), named=disclosed.named
    )
    block = next(record["block"] for record in changed.map["records"] if record["block"]["withheld"])
    if change == "a shown letter":
        raw = gzip.decompress(disclosed.path.read_bytes())
        changed.path = tmp_path / "changed.warc.gz"
        parts = raw.replace(b'"by":"acme"', b'"by":"acne"', 1).split(b"WARC/1.1\r\n")[1:]
        changed.path.write_bytes(b"".join(gzip.compress(b"WARC/1.1\r\n" + part, 1) for part in parts))
    elif change == "a seed":
        block["seeds"][0] = "00" * 32
    elif change == "a leaf":
        block["withheld"][0][3] = "00" * 32
    else:
        del block["withheld"][0]
    try:
        found, named = led(changed)
    except ValueError:
        return
    assert found != named


def test_what_is_left_out_is_said_and_goes_with_all_that_speaks_of_it(capture, tmp_path):
    def leave_out(record):
        return "not selected" if record.address.endswith("graphql/query") else ""

    left = written(capture, tmp_path / "left.warc.gz", find, leave_out=leave_out)
    told = [record["left_out"] for record in left.map["records"] if "left_out" in record]
    # The answer, its request, which has the same address, the revisit that speaks of it, and that one's request.
    assert told == [
        "not selected",
        "not selected",
        "what it refers to is left out",
        "what it belongs to is left out",
    ]
    found, named = led(left)
    assert found == named


def test_media_that_are_shown_are_given_to_keep_beside_it(capture, tmp_path):
    def take(record, address, digest):
        if record.mime != "image/jpeg":
            return None
        kept.append(digest)
        return (tmp_path / "medium").open("wb")

    kept = []
    written(capture, tmp_path / "copy.warc.gz", find, take=take)
    assert kept == [f"sha256:{hashlib.sha256(MEDIUM).hexdigest()}"]
    assert (tmp_path / "medium").read_bytes() == MEDIUM


def test_who_keeps_something_beside_it_is_told_addresses_as_they_are_shown(capture, tmp_path):
    def take(record, address, digest):
        told.append((record.type, address))

    told = []
    written(capture, tmp_path / "copy.warc.gz", find, take=take)
    assert ("response", "https://www.instagram.com/u/xxxxxxxxxxxxxxxx/") in told
    assert ("revisit", "https://www.instagram.com/graphql/again") in told
    assert "liesl" not in str(told)


def test_revealed_segments_are_shown_and_lead_to_the_manifest(capture, disclosed, tmp_path):
    position, number = next(
        (record["position"], withheld[0])
        for record in disclosed.map["records"]
        for withheld in record["block"]["withheld"]
    )
    more = written(capture, tmp_path / "more.warc.gz", find, revealed={(position, "block", number)})
    before, after = (
        [each[0] for each in made.map["records"][position]["block"]["withheld"]] for made in (disclosed, more)
    )
    assert set(before) - set(after) == {number}
    found, named = led(more)
    assert found == named
