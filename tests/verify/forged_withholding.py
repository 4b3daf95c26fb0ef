"""What an insider can do with what is withheld: take any segment for it, and show something else in its place."""

import gzip
import json

from verify_forging import redigested

from archiver.formats import commitments
from archiver.formats.redaction import _seeds
from archiver.verify.described import _counted
from archiver.verify.disclosed import read_map


def withhold(insider, place, mark, shown):
    """Withhold segments of the first record that holds a mark, by what each is, and show others in their place."""
    records = insider.records(place)
    at = next(at for at, record in enumerate(records) if mark in record and b"WARC-Type: response" in record)
    path = f"{insider.capture(place)}/disclosure.json"
    left = [each for each in insider.json(path)["records"] if "left_out" not in each]
    position, seed, block = left[at]["position"], *original(insider, place, left[at]["position"])
    segments = commitments.cut_fine(block)
    head, _, text = records[at].partition(b"\r\n\r\n")
    there = commitments.cut_fine(text[:-4])
    assert set(shown) <= set(segments), segments[:9]
    numbers = {segments.index(true): lie for true, lie in shown.items()}
    for number, lie in numbers.items():
        assert len(lie) == len(segments[number]), segments[number]
        there[number] = lie
    records[at] = redigested(head + b"\r\n\r\n" + b"".join(there) + b"\r\n\r\n")
    insider.put_records({place: records})
    insider.edit(path, lambda said: remapped(said["records"][position], numbers, segments, seed))
    told = read_map(insider.json(path), str(insider.whole.captures[place]))
    counted = _counted(told, str(insider.whole.captures[place]))
    insider.edit("data/bundle.json", lambda said: said["captures"].__setitem__(place, counted))
    insider.reseal()


def original(insider, place, position):
    """Give the seed of a record's block, and the block, as they were captured."""
    folder = insider.whole.archive.layout.capture(insider.whole.captures[place])
    secret = bytes.fromhex(json.loads((folder / "private.json").read_bytes())["seed"])
    raw = gzip.decompress((folder / "capture.warc.gz").read_bytes())
    record = raw.split(b"WARC/1.1\r\n")[1:][position]
    block = record.partition(b"\r\n\r\n")[2].removesuffix(b"\r\n\r\n")
    return commitments.seed_of(secret, position, "block"), block


def remapped(told, numbers, segments, seed):
    hidden = {number: kinds for number, _, kinds, _ in told["block"]["withheld"]}
    hidden |= {number: ["header"] for number in numbers}
    salts = commitments.grow(seed, len(segments))
    told["block"] = {
        "seeds": [each.hex() for each in _seeds(0, len(segments), seed, sorted(hidden))],
        "withheld": [
            [
                number,
                len(segments[number]),
                hidden[number],
                commitments.hashes_of([segments[number]], salts[32 * number : 32 * number + 32]).hex(),
            ]
            for number in sorted(hidden)
        ],
    }
