"""What a forger can do who has the whole folder: change any layer, and re-forge all layers above it."""

import gzip
import json
import re
import zlib
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

from archiver.formats.canonical import canonical
from archiver.formats.merkle import leaf_hash, tree_root
from archiver.formats.record_commitment import RecordCommitter
from archiver.verify.archive import exit_code, verify
from archiver.verify.finding import Status

WARC, MANIFEST, PRIVATE, SUMS = "capture.warc.gz", "manifest.json", "private.json", "SHA256SUMS"


class Forger:
    """Has a copy of an archive before it."""

    def __init__(self, root: Path) -> None:
        self.root = root

    # --- the folder

    @property
    def captures(self) -> list[Path]:
        """All captures, in order of time."""
        return sorted((self.root / "captures").glob("*/*/*"), key=lambda path: path.name)

    @property
    def events(self) -> list[Path]:
        return sorted((self.root / "ledger" / "pending").iterdir())

    def event_of(self, capture: Path) -> Path:
        return next(
            path for path in self.events if json.loads(path.read_bytes())["capture"] == self.id_of(capture)
        )

    def id_of(self, capture: Path) -> str:
        return capture.relative_to(self.root / "captures").as_posix()

    def path_of(self, path: Path) -> str:
        return path.relative_to(self.root).as_posix()

    @staticmethod
    def write(path: Path, content: bytes) -> None:
        path.unlink(missing_ok=True)
        path.write_bytes(content)

    def edit(self, path: Path, change: Callable[[dict], object]) -> None:
        document = json.loads(path.read_bytes())
        change(document)
        self.write(path, canonical(document))

    # --- the WARC

    @staticmethod
    def records(capture: Path) -> list[bytes]:
        left, found = (capture / WARC).read_bytes(), []
        while left:
            inflater = zlib.decompressobj(31)
            found.append(inflater.decompress(left))
            left = inflater.unused_data
        return found

    def put_records(self, capture: Path, records: list[bytes]) -> None:
        # Media are only stored, as the writer stores them.
        levels = [0 if len(record) > 1 << 20 else 1 for record in records]
        members = [
            gzip.compress(record, level, mtime=0) for record, level in zip(records, levels, strict=True)
        ]
        self.write(capture / WARC, b"".join(members))

    def change_record(self, capture: Path, position: int, change: Callable[[bytes], bytes]) -> None:
        records = self.records(capture)
        changed = change(records[position])
        assert changed != records[position]
        records[position] = changed
        self.put_records(capture, records)

    def position(self, capture: Path, *marks: bytes) -> int:
        """Find the first record that holds all marks."""
        records = self.records(capture)
        return next(at for at, record in enumerate(records) if all(mark in record for mark in marks))

    # --- the layers above, cheapest first

    def recommit(self, capture: Path) -> None:
        """Commit to the records as they are now, as one can who has the seed."""
        seed = bytes.fromhex(json.loads((capture / PRIVATE).read_bytes())["seed"])
        named = []
        for position, record in enumerate(self.records(capture)):
            # The last Content-Type within both heads: of a response the HTTP head's, of a resource the record's.
            heads = b"\r\n".join(record.split(b"\r\n\r\n")[: 2 if b"WARC-Type: response" in record else 1])
            media = re.findall(rb"(?i)\r\ncontent-type: ([^\r]*)", heads)[-1].startswith(
                (b"image/jpeg", b"video/", b"audio/")
            )
            committer = RecordCommitter(seed, position, media=media)
            for at in range(0, len(record), 100_000):
                committer.feed(record[at : at + 100_000])
            named.append(committer.commitment().named())
        self.reroot(capture, named)

    def reroot(self, capture: Path, named: list[dict] | None = None) -> None:
        """Write the root over the records as the manifest names them."""

        def change(document: dict) -> None:
            commitments = document["commitments"]
            commitments["records"] = commitments["records"] if named is None else named
            commitments["root"] = tree_root(map(canonical, commitments["records"])).hex()

        self.edit(capture / MANIFEST, change)

    def reseal(self, capture: Path) -> None:
        """Write SHA256SUMS anew, and the event that bears its digest."""
        names = sorted((WARC, MANIFEST, PRIVATE))
        sums = "".join(f"{sha256((capture / name).read_bytes()).hexdigest()}  {name}\n" for name in names)
        self.write(capture / SUMS, sums.encode())
        self.bear_seal(capture)

    def bear_seal(self, capture: Path) -> None:
        """Let the event bear the digest that SHA256SUMS has now."""
        seal = f"sha256:{sha256((capture / SUMS).read_bytes()).hexdigest()}"
        self.edit(self.event_of(capture), lambda event: event.update(seal=seal))
        self.rechain()

    def rechain(self) -> None:
        """Chain and name all events anew, each after the one whose number is the next smaller."""
        chains: dict[str, str | None] = {}
        told = [json.loads(path.read_bytes()) for path in self.events]
        for path in self.events:
            path.unlink()
        for event in sorted(told, key=lambda event: event["number"]):
            event["previous"] = chains.get(event["slug"])
            chains[event["slug"]] = self.put_event(event)

    def put_event(self, event: dict) -> str:
        """Write an event under its right name; give its leaf hash."""
        content = canonical(event)
        leaf = leaf_hash(content).hex()
        name = f"{event['slug'].replace('/', '-')}-{event['number']:06d}-{leaf[:16]}.json"
        self.write(self.root / "ledger" / "pending" / name, content)
        return leaf


def redigested(record: bytes) -> bytes:
    """Correct length and digests of a record whose block was changed."""
    head, _, rest = record.partition(b"\r\n\r\n")
    block = rest.removesuffix(b"\r\n\r\n")
    is_http = b"Content-Type: application/http" in head
    payload = block.partition(b"\r\n\r\n")[2] if is_http else block
    stated = {b"WARC-Block-Digest: sha256:": block}
    if b"WARC-Type: revisit" not in head:
        stated[b"WARC-Payload-Digest: sha256:"] = payload
    for name, text in stated.items():
        head = re.sub(name + b"[0-9a-f]{64}", name + sha256(text).hexdigest().encode(), head)
    head = re.sub(rb"Content-Length: [0-9]+", b"Content-Length: %d" % len(block), head)
    return b"\r\n\r\n".join((head, block, b""))


def failed(root: Path) -> dict[str, set[str]]:
    """Verify, and give the subjects that failed by the check that they failed; nothing required may be open."""
    findings = verify(root)
    found: dict[str, set[str]] = {}
    for finding in findings:
        if finding.status is Status.FAILED:
            found.setdefault(finding.check, set()).add(finding.subject)
    assert exit_code(findings) == (1 if found else 0)
    return found
