"""Committing to records while their bytes pass by: in any chunks, and as docs/format.md says."""

import hmac
import itertools
import random
from hashlib import sha256

import pytest
from formats_building import AT, PICTURE, SECRET, TEXT, exchange, made, opening, picture, records, written
from hypothesis import example, given, settings
from hypothesis import strategies as st
from test_formats_commitments import naive_cut, naive_root, naive_salts

from archiver.formats.commitments import COARSE_BYTES, FINE_LIMIT
from archiver.formats.record_commitment import RecordCommitter, texts_of_header
from archiver.formats.warc import Held

HELD = Held("instagram/acme/x", "urn:uuid:earlier", "https://x.example/earlier", AT)
DIGESTS = ("warc-block-digest", "warc-payload-digest")
ADDRESSES = ("warc-target-uri", "warc-refers-to-target-uri")


def committed(text, position=0, *, media=False, cuts=()):
    """Commit to a record whose bytes come in chunks that end at the given places."""
    committer = RecordCommitter(SECRET, position, media=media)
    bounds = [0, *sorted(set(cuts) & set(range(len(text)))), len(text)]
    for start, stop in itertools.pairwise(bounds):
        committer.feed(text[start:stop])
    return committer.commitment()


def by_the_page(record, position, *, coarse):
    """The manifest's object for a record, worked out slowly from docs/format.md."""
    head = "".join(
        f"{name}: {value}\r\n" for name, value in record.lines if name.lower() not in ADDRESSES + DIGESTS
    )
    address = "\n".join(record.get(name) for name in ADDRESSES if record.get(name) is not None)
    texts = {
        "head": naive_cut(f"WARC/1.1\r\n{head}".encode()),
        "address": naive_cut(address.encode()),
        "block": coarse_cut(record) if coarse else naive_cut(record.block),
    }
    return {
        "id": record.id,
        "type": record.type,
        "date": record.get("WARC-Date"),
        "cut": "coarse" if coarse else "fine",
        "segments": [len(segments) for segments in texts.values()],
    } | {part: root(segments, position, part) for part, segments in texts.items()}


def coarse_cut(record):
    head = record.http_head if record.holds_http else b""
    body = record.block[len(head) :]
    return naive_cut(head) + [body[at : at + COARSE_BYTES] for at in range(0, len(body), COARSE_BYTES)]


def root(segments, position, part):
    seed = hmac.new(SECRET, f"segments/2 {position} {part}".encode(), "sha256").digest()
    salts = naive_salts(seed, len(segments))
    leaves = [sha256(b"\x00" + salt + each).digest() for salt, each in zip(salts, segments, strict=True)]
    return naive_root(leaves).hex()


def test_a_files_commitments_are_those_of_the_format_page():
    content, writer = written(
        opening,
        lambda writer: writer.exchange(exchange(method="POST", request_body=b"doc_id=1")),
        lambda writer: writer.exchange(exchange(), HELD),
        lambda writer: writer.exchange(picture(body=PICTURE * 15)),
        lambda writer: writer.exchange(exchange(body=None)),
        lambda writer: writer.exchange(picture(body=b"")),
        lambda writer: writer.made(made(mime="image/jpeg", content=PICTURE * 14)),
        lambda writer: writer.made(made()),
        lambda writer: writer.made(made(content=b"")),
    )
    taken_apart = records(content)
    coarse = {each.id: "image/jpeg" in f"{each.get('Content-Type')}{each.http_head}" for each in taken_apart}
    assert [each.named() for each in writer.commitments] == [
        by_the_page(each, place, coarse=coarse[each.id]) for place, each in enumerate(taken_apart)
    ]
    assert sum(coarse.values()) == 3
    large = [len(each.block) > COARSE_BYTES for each in taken_apart]
    assert [each.counts[2] for each, is_large in zip(writer.commitments, large, strict=True) if is_large] == [
        len(naive_cut(records(content)[5].http_head)) + 2,
        2,
    ]


def test_a_revisit_of_a_medium_holds_no_medium_and_is_cut_fine():
    content, writer = written(opening, lambda writer: writer.exchange(picture(), HELD))
    assert writer.commitments[1].named() == by_the_page(records(content)[1], 1, coarse=False)


# It is 64 MiB.
@pytest.mark.prove
def test_a_text_above_the_limit_is_cut_coarse():
    sizes = (FINE_LIMIT - 100_000, FINE_LIMIT)
    content, writer = written(
        opening, *(lambda writer, size=size: writer.made(made(content=bytes(size + 1))) for size in sizes)
    )
    assert [each.cut for each in writer.commitments] == ["fine", "fine", "coarse"]
    last = records(content)[2]
    assert writer.commitments[2].named() == by_the_page(last, 2, coarse=True)
    assert writer.commitments[2].counts[2] == 65


small = written(
    opening,
    lambda writer: writer.exchange(exchange(body=TEXT[:900])),
    lambda writer: writer.exchange(picture(body=PICTURE[:700])),
    lambda writer: writer.exchange(exchange(), HELD),
    lambda writer: writer.made(made(mime="image/png", content=b"\r\n\r\n" * 9)),
    lambda writer: writer.made(made(content=b"")),
)


@settings(deadline=None, max_examples=150)
@given(st.integers(0, len(small[1].commitments) - 1), st.sets(st.integers(0, 2_500)))
@example(1, set(range(2_500)))
@example(3, set(range(2_500)))
@example(7, set(range(2_500)))
def test_chunks_of_any_size_give_the_same_commitment(place, cuts):
    content, writer = small
    text = records(content)[place].text
    media = writer.commitments[place].cut == "coarse"
    assert committed(text, place, media=media, cuts=cuts) == writer.commitments[place]


def test_a_large_medium_gives_the_same_commitment_in_chunks_across_its_segments():
    content, writer = written(
        opening, lambda writer: writer.exchange(picture(body=bytes(3 * COARSE_BYTES + 5)))
    )
    text = records(content)[1].text
    draw = random.Random(5)
    for _ in range(3):
        cuts = [draw.randrange(len(text)) for _ in range(40)]
        assert committed(text, 1, media=True, cuts=cuts) == writer.commitments[1]
    assert writer.commitments[1].counts[2] == len(naive_cut(records(content)[1].http_head)) + 4


@given(st.integers(0, 6), st.floats(0, 0.999))
def test_a_record_that_broke_off_has_no_commitment(place, part):
    content, writer = small
    record = records(content)[place]
    whole = record.text[:-4]
    with (
        pytest.raises(ValueError, match="broke off")
        if record.block
        else pytest.raises(ValueError, match=r".")
    ):
        committed(whole[: int(len(whole) * part)], place, media=writer.commitments[place].cut == "coarse")


def test_what_follows_the_block_changes_nothing():
    content, writer = small
    text = records(content)[1].text
    assert committed(text + b"more", 1) == writer.commitments[1]
    assert committed(text[:-4], 1) == writer.commitments[1]


def test_the_same_record_at_another_place_or_under_another_secret_has_other_roots():
    text = records(small[0])[1].text
    here, there = committed(text, 1), committed(text, 2)
    committer = RecordCommitter(bytes(32), 1, media=False)
    committer.feed(text)
    other = committer.commitment()
    assert len({each.head for each in (here, there, other)}) == 3
    assert len({each.address for each in (here, there, other)}) == 3
    assert len({each.block for each in (here, there, other)}) == 3


def test_neither_head_nor_manifest_says_what_would_let_a_hidden_text_be_guessed():
    content, writer = small
    for record, commitment in zip(records(content), writer.commitments, strict=True):
        head, _ = texts_of_header(record.text.partition(b"\r\n\r\n")[0] + b"\r\n")
        named = str(commitment.named()).encode()
        for secret in (
            record.get("WARC-Block-Digest"),
            record.get("WARC-Payload-Digest"),
            record.get("WARC-Target-URI"),
        ):
            if secret:
                assert secret.encode() not in head
                # Of an empty text the root is SHA-256 of nothing; that it is empty, its count says anyway.
                hidden = record.block or not secret.startswith("sha256:")
                assert not hidden or secret.removeprefix("sha256:").encode() not in named


def test_the_address_text_is_the_target_and_of_a_revisit_the_one_referred_to():
    record = next(each for each in records(small[0]) if each.type == "revisit")
    _, address = texts_of_header(record.text.partition(b"\r\n\r\n")[0] + b"\r\n")
    assert address == b"https://www.instagram.com/acme/\nhttps://x.example/earlier"
