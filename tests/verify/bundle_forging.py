"""What an insider can do who holds the archive's key: change anything in a bundle, and re-forge all around it."""

import gzip
import json
import shutil
import zipfile
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from archiver.export import wacz
from archiver.export.bag import Bag
from archiver.formats import sshsig
from archiver.formats.canonical import canonical
from archiver.formats.merkle import Tree, leaf_hash
from archiver.ledger import keys
from archiver.model import instant
from archiver.store import batches
from archiver.verify.archive import exit_code
from archiver.verify.finding import Finding, Status
from archiver.verify.kinds import verified
from archiver.verify.outside import Given

SEALED, SUMS, WACZ = "tagmanifest-sha256.txt", "SHA256SUMS", "data/captures.wacz"
OF_BAG = (
    "bagit.txt bag-info.txt manifest-sha256.txt manifest-sha512.txt tagmanifest-sha256.txt tagmanifest-sha512.txt"
).split()
INFO = {"External-Description": "Captures"}
NOT_LISTED = ("datapackage.json", "datapackage-digest.json")


@dataclass
class Insider:
    """Has a copy of a bundle before it, and the keys."""

    root: Path
    whole: object
    """The bundle that nobody changed, with its archive."""

    # --- files

    def path(self, name: str) -> Path:
        return self.root / name

    def read(self, name: str) -> bytes:
        return self.path(name).read_bytes()

    def write(self, name: str, content: bytes) -> None:
        self.path(name).parent.mkdir(parents=True, exist_ok=True)
        self.path(name).write_bytes(content)

    def json(self, name: str):
        return json.loads(self.read(name))

    def edit(self, name: str, change: Callable) -> None:
        """Change a JSON document, in place or by what is given back."""
        before = self.read(name)
        document = json.loads(before)
        changed = change(document)
        self.write(name, canonical(document if changed is None else changed))
        assert self.read(name) != before, "nothing was changed"

    def files(self) -> list[str]:
        """Give all files, in order of names."""
        return sorted(
            path.relative_to(self.root).as_posix() for path in self.root.rglob("*") if path.is_file()
        )

    def capture(self, place: int) -> str:
        """Give the folder of a capture, by its place in time."""
        return f"data/captures/{self.whole.captures[place]}"

    # --- the records

    def entries(self, name: str = WACZ) -> dict[str, bytes]:
        with zipfile.ZipFile(self.path(name)) as file:
            return {each: file.read(each) for each in file.namelist()}

    def pack(self, entries: dict[str, bytes], name: str = WACZ) -> None:
        """Pack entries as they are, with a description that fits them."""
        listed = {each: content for each, content in entries.items() if each not in NOT_LISTED}
        package = json.loads(entries["datapackage.json"])
        package["resources"] = [
            {
                "name": each.rpartition("/")[2],
                "path": each,
                "hash": f"sha256:{sha256(content).hexdigest()}",
                "bytes": len(content),
            }
            for each, content in listed.items()
        ]
        described = json.dumps(package, sort_keys=True).encode()
        of_it = {"path": "datapackage.json", "hash": f"sha256:{sha256(described).hexdigest()}"}
        self.zip({**listed, NOT_LISTED[0]: described, NOT_LISTED[1]: json.dumps(of_it).encode()}, name)

    def zip(self, entries: dict[str, bytes], name: str = WACZ) -> None:
        self.path(name).unlink(missing_ok=True)
        with zipfile.ZipFile(self.path(name), "x") as file:
            for each, content in entries.items():
                file.writestr(zipfile.ZipInfo(each, (2026, 11, 24, 7, 4, 0)), content)

    def edit_entry(self, entry: str, change: Callable[[bytes], bytes]) -> None:
        """Change an entry of the WACZ, and its description with it."""
        entries = self.entries()
        changed = change(entries[entry])
        assert changed != entries[entry], "nothing was changed"
        self.pack(entries | {entry: changed})

    def warc(self, place: int) -> str:
        """Give the entry that a capture's records stand in."""
        return self.json(f"{self.capture(place)}/disclosure.json")["warcs"][0][1]

    def records(self, place: int) -> list[bytes]:
        left, found = self.entries()[self.warc(place)], []
        while left:
            inflater = zlib.decompressobj(31)
            found.append(inflater.decompress(left))
            left = inflater.unused_data
        return found

    def put_records(self, records: dict[int, list[bytes]], more: dict[str, bytes] = {}) -> None:  # noqa: B006
        """Put other records in the place of captures' own, and index all anew as the program does."""
        found = {self.warc(place): gzipped(some) for place, some in records.items()}
        entries = self.entries() | found | more
        work = self.root.parent / "work"
        shutil.rmtree(work, ignore_errors=True)
        work.mkdir()
        warcs = []
        for name in sorted(each for each in entries if each.startswith("archive/")):
            warcs.append(work / name.rpartition("/")[2])
            warcs[-1].write_bytes(entries[name])
        listed = [json.loads(line) for line in entries["pages/pages.jsonl"].splitlines()[1:]]
        pages = [wacz.Page(each["url"], instant.parsed(each["ts"]), each["title"]) for each in listed]
        self.path(WACZ).unlink()
        wacz.write(self.path(WACZ), warcs, pages, self.whole.archive.clock.now(), "Captures")

    def change_record(self, place: int, change: Callable[[bytes], bytes], *marks: bytes) -> int:
        """Change the first record of a capture that holds all marks; give its place among those shown."""
        records = self.records(place)
        at = next(at for at, record in enumerate(records) if all(mark in record for mark in marks))
        changed = change(records[at])
        assert changed != records[at], "nothing was changed"
        records[at] = changed
        self.put_records({place: records})
        return at

    # --- the ledger

    def batches(self) -> list[str]:
        return sorted(
            path.parent.relative_to(self.root).as_posix()
            for path in self.root.glob("data/ledger/*/events.jsonl")
        )

    def events(self, batch: str) -> list[dict]:
        return [json.loads(line) for line in self.read(f"{batch}/events.jsonl").splitlines()]

    def batch_of(self, **said) -> tuple[str, int]:
        """Find the first event that says something: its batch, and its place there."""
        return next(
            (batch, place)
            for batch in self.batches()
            for place, event in enumerate(self.events(batch))
            if said.items() <= event.items()
        )

    def drop_event(self, **said) -> dict:
        """Show an event no more."""
        batch, place = self.batch_of(**said)
        lines = self.read(f"{batch}/events.jsonl").splitlines(keepends=True)
        event = json.loads(lines.pop(place))
        self.write(f"{batch}/events.jsonl", b"".join(lines))
        self.edit(f"{batch}/proofs.json", lambda proofs: proofs["events"].pop(place) and None)
        return event

    def change_event(self, change: Callable[[dict], object], **said) -> None:
        batch, place = self.batch_of(**said)
        lines = self.read(f"{batch}/events.jsonl").splitlines(keepends=True)
        event = json.loads(lines[place])
        change(event)
        lines[place] = canonical(event) + b"\n"
        self.write(f"{batch}/events.jsonl", b"".join(lines))

    def show_event(self, leaf: bytes) -> None:
        """Show an event of the archive that was not shown, with the proof that it has."""
        held = [batches.events(self.whole.archive.layout, int(batch[-6:])) for batch in self.batches()]
        batch, found = next(
            (batch, events) for batch, events in zip(self.batches(), held, strict=True) if leaf in events
        )
        every = [event for events in held for event in events]
        size = sum(len(events) for events in held[: held.index(found) + 1])
        tree, index = Tree(b"".join(map(leaf_hash, every))), every.index(leaf)
        proofs = self.json(f"{batch}/proofs.json")
        shown = dict(
            zip(
                (each["index"] for each in proofs["events"]),
                zip(self.read(f"{batch}/events.jsonl").splitlines(), proofs["events"], strict=True),
                strict=True,
            )
        )
        shown[index] = leaf, {"index": index, "path": [each.hex() for each in tree.inclusion(index, size)]}
        proofs["events"] = [shown[each][1] for each in sorted(shown)]
        self.write(f"{batch}/proofs.json", canonical(proofs))
        self.write(f"{batch}/events.jsonl", b"".join(shown[each][0] + b"\n" for each in sorted(shown)))

    # --- what makes it right again

    def reseal(self, *, key: object = None, stamped: bool = True) -> None:
        """Write manifests, signatures and stamps anew."""
        self.rebag()
        self.sign(key=key, stamped=stamped)

    def rebag(self) -> None:
        """Write all manifests anew."""
        for name in OF_BAG:
            self.path(name).unlink(missing_ok=True)
        bag = Bag(self.root)
        for name in self.files():
            if not name.startswith("proof/"):
                bag.take_in(name)
        bag.close(INFO)

    def sign(self, *, key: object = None, stamped: bool = True) -> None:
        """Sign the manifests as they are, and have the authorities stamp them."""
        shutil.rmtree(self.root / "proof", ignore_errors=True)
        message = self.read(SEALED)
        self.write(f"proof/{SEALED}.sshsig", self._signature("archiver-bag@v1", message, key))
        for each in self.whole.authorities if stamped else ():
            self.write(f"proof/{SEALED}.{each.name}.tsr", each.stamp(message).reply)
        self.list_proof(key)

    def list_proof(self, key: object = None) -> None:
        names = sorted(path.name for path in self.path("proof").iterdir() if not path.name.startswith(SUMS))
        sums = "".join(f"{sha256(self.read(f'proof/{name}')).hexdigest()}  {name}\n" for name in names)
        self.write(f"proof/{SUMS}", sums.encode())
        self.write(f"proof/{SUMS}.sshsig", self._signature("archiver-proof@v1", sums.encode(), key))

    def _signature(self, namespace: str, message: bytes, key: object) -> bytes:
        if key is not None:
            return sshsig.sign(key.private, namespace, message)
        archive = self.whole.archive
        return keys.sign(
            archive.settings.keys,
            archive.identity.archive_id,
            self.whole.exported.seal.signer,
            namespace,
            message,
        )

    # --- what comes of it

    def findings(self, **given) -> list[Finding]:
        return verified(self.root, Given(**given)).findings

    def failed(self, **given) -> dict[str, set[str]]:
        """Verify, and give the subjects that failed by the check that they failed; nothing required may be open."""
        findings = self.findings(**given)
        found = failures(findings)
        assert exit_code(findings) == (1 if found else 0), [
            one for one in findings if one.status is Status.NOT_CHECKED and one.required
        ]
        return found

    def said(self, check: str) -> str:
        """Give what is said of what is not checked, by the check's name; nothing may have failed."""
        findings = self.findings()
        assert failures(findings) == {}, [one for one in findings if one.status is Status.FAILED]
        return " ".join(
            one.detail for one in findings if (one.check, one.status) == (check, Status.NOT_CHECKED)
        )


def failures(findings: Iterable[Finding]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for finding in findings:
        if finding.status is Status.FAILED:
            found.setdefault(finding.check, set()).add(finding.subject)
    return found


def gzipped(records: Iterable[bytes]) -> bytes:
    return b"".join(gzip.compress(record, 6, mtime=0) for record in records)
