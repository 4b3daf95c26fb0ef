"""Bundle: lay out in a bag what a choice shows, each thing in the place that an archive has for it."""

from collections.abc import Container, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from archiver.archive import Archive
from archiver.export import browser_page, verifier, verify_text
from archiver.export.bag import Bag, BagFile
from archiver.export.describing import Described
from archiver.export.disclosed_warc import Payloads
from archiver.export.excerpt import Part, excerpt
from archiver.export.packing import LIMIT, Packing
from archiver.formats import ssh_key
from archiver.formats.canonical import canonical
from archiver.formats.spelling import spellings
from archiver.ledger import events
from archiver.ledger.checkpoints import origin
from archiver.model import instant
from archiver.model.capture import CaptureId
from archiver.operations import pages_to_open, posts_alone
from archiver.operations.choosing import Choice, as_of, shows
from archiver.operations.disclosing import NotShownError, Rules, disclose, documents, referred
from archiver.operations.posts_alone import Alone
from archiver.ports import Progress
from archiver.store import batches

FORMAT = "archiver-bundle/1"
_FETCHED, _CONTENT_PICTURE, _PAGE_PICTURE = (
    "direct",
    "urn:archiver:picture:content:",
    "urn:archiver:picture:page:",
)
_EXTENSIONS = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/gif": "gif",
    "image/webp": "webp",
    "image/avif": "avif",
    "video/mp4": "mp4",
    "video/webm": "webm",
    "audio/mp4": "m4a",
    "audio/mpeg": "mp3",
}
_UNKNOWN = "bin"
_IN_OUR_WORDS = frozenset((events.MARK, events.AGREEMENT, events.DECLARATION))


@dataclass(slots=True)
class Bundling:
    """One bundle in the making."""

    archive: Archive
    choice: Choice
    rules: Rules
    bag: Bag
    work: Path
    """A folder for what is not finished."""
    progress: Progress
    limit: int = LIMIT
    """Bytes of records after which a WACZ is closed."""
    captures: list[dict[str, Any]] = field(default_factory=list)
    """What is shown of each capture, counted."""
    not_shown: list[dict[str, str]] = field(default_factory=list)
    media: list[dict[str, str]] = field(default_factory=list)
    """Files beside the copies, and the record that each came as."""
    checkpoints: list[int] = field(default_factory=list)
    """Numbers of those that are shown."""
    _stood_in: list[bool] = field(default_factory=list)
    """Of each capture: whether stand-ins answered it."""
    _opening: set[int] = field(default_factory=set)
    """Checkpoints whose stamps captures name as there before them."""

    def add_captures(self, only: Mapping[CaptureId, frozenset[str]]) -> None:
        """Add the captures of the choice; of those in `only` the records named, by their ids. Raises DamagedError."""
        wanted = referred(self.archive, self.choice.captures, only)
        held = _by_capture(wanted)
        out, at = self.bag.folder / "data", as_of(self.choice)
        packing = Packing(self.work, out, wanted, at, "Captures", self.limit)
        payloads = Payloads(wanted)
        every = sorted({*self.choice.captures, *held}, key=lambda capture: (capture.name, capture))
        with ThreadPoolExecutor(1) as ahead:
            for number, capture in enumerate(every):
                self.progress.step("captures", number, len(every))
                # The next one is held against its digest while this one is written.
                coming = [
                    ahead.submit(self.archive.sealed.check, each) for each in every[number + 1 : number + 2]
                ]
                whole = capture in self.choice.captures and capture not in only
                shown = None if whole else {*held.get(capture, ()), *only.get(capture, ())}
                self._add_capture(capture, shown, payloads, packing)
                wait(coming)
        packing.close()
        for name in packing.written:
            self.bag.take_in(f"data/{name}")

    def add_posts(self, alone: Mapping[CaptureId, Alone]) -> None:
        """Add what shows each post by itself; say of one of which nothing does. Raises DamagedError."""
        number, shown = 0, set[str]()
        for capture, found in alone.items():
            for told in posts_alone.shown(self.archive, capture, found, self.rules):
                number += 1
                shown.add(told["post"])
                self.bag.add(f"data/posts/{number:06d}.json", [canonical(told)])
            shown |= found.shown_whole
        self.not_shown += [
            {"post": str(post), "reason": "its object does not stand by itself in any answer that is kept"}
            for post in self.choice.posts
            if str(post) not in shown
        ]

    def _add_capture(
        self, capture: CaptureId, only: Container[str] | None, payloads: Payloads, packing: Packing
    ) -> None:
        found = documents(self.archive, capture)

        def take(record: Described, address: str, digest: str) -> BagFile | None:
            page = pages_to_open.page(record, address)
            if page is not None:
                packing.page(page)
            return self._taken(capture, record, address, digest)

        packed = packing.capture(capture)
        try:
            disclosed = disclose(self.archive, capture, found, self.rules, only, payloads, packed, take)
        except NotShownError as error:
            self.not_shown.append({"capture": str(capture), "reason": str(error)})
            return
        folder = f"data/captures/{capture}"
        self.bag.add(f"{folder}/manifest.json", [found.manifest])
        self.bag.add(f"{folder}/SHA256SUMS", [found.sums])
        self.bag.add(f"{folder}/disclosure.json", [canonical(disclosed.map)])
        self.captures.append(disclosed.counted())
        self._stood_in.append("not_authenticated" in found.named)
        self._opening |= {found.named["opening_stamp"].get("checkpoint", 0)} - {0}

    def _taken(self, capture: CaptureId, record: Described, address: str, digest: str) -> BagFile | None:
        """Have a medium, or a picture of a page, stand beside the copy as a file of its own, once.

        `address` is that of the record as it is shown.
        """
        is_picture = record.address.startswith((_CONTENT_PICTURE, _PAGE_PICTURE))
        if not (is_picture or record.type == "conversion" or _is_fetched_medium(record)):
            return None
        folder = "pictures" if is_picture else "media"
        known = digest.partition(":")[2]
        path = f"data/{folder}/{known}.{_EXTENSIONS.get(record.mime, _UNKNOWN)}"
        if self.bag.holds(path):
            return None
        self.media.append(
            {
                "path": path.removeprefix("data/"),
                "capture": str(capture),
                "record": record.id,
                "address": address,
            }
        )
        return self.bag.begin(path, known)

    def add_ledger(self) -> None:
        """Add what is shown of the ledger, with what leads it to the last checkpoint. Raises DamagedError."""
        first = {part.number for part in self._parts(frozenset())} | self._opening | {self.choice.checkpoint}
        parts = self._parts(frozenset(first))
        self.checkpoints = [part.number for part in parts]
        for part in parts:
            folder = f"data/ledger/{part.number:06d}"
            self.bag.add(f"{folder}/events.jsonl", [part.lines])
            self.bag.add(f"{folder}/proofs.json", [canonical(part.proofs())])
            stored = self.archive.layout.batch(part.number)
            # What was there when is told by these; the others are here for the events that name their stamps.
            stamps = batches.stamps(self.archive.layout, part.number) if part.number in first else []
            for name in (batches.CHECKPOINT, batches.SIGNATURE, *stamps):
                self.bag.copy(f"{folder}/{name}", stored / name)
        for root in sorted(self.archive.layout.roots.glob("*.pem")):
            self.bag.copy(f"data/ledger/roots/{root.name}", root)
        self.bag.copy("data/archive.json", self.archive.layout.archive_file)

    def _parts(self, numbers: frozenset[int]) -> list[Part]:
        captures = frozenset(each["capture"] for each in self.captures)
        names = spellings(() if self.rules.full else self.rules.also)

        def is_shown(event: Mapping[str, Any]) -> bool:
            # What an operator wrote down of a call may say who called; an event is shown as it is, or not at all.
            return shows(self.choice, captures, numbers, event) and not (
                event["event"] in _IN_OUR_WORDS and next(names.places(canonical(event)), None)
            )

        return excerpt(self.choice.batches, is_shown, [*numbers, *self._opening])

    def add_verifier(self, keys: Sequence[str]) -> None:
        """Add what checks the bundle, and how; `keys` are those that signed, in order."""
        fingerprint = ssh_key.fingerprint(keys[-1])
        self.bag.add(verify_text.SIGNERS, [verify_text.signers(keys)])
        self.bag.add(verify_text.NAME, [verify_text.written(fingerprint, self.checkpoints, self._caution)])
        self.bag.add(browser_page.NAME, [browser_page.page()])
        self.bag.add("verify.pyz", [verifier.pyz()])
        for name, content in verifier.files():
            self.bag.add(name, [content])

    @property
    def _caution(self) -> str:
        """Say what must be known first, where no platform answered."""
        if self.archive.identity.simulated:
            return "IT WAS MADE BY THE REHEARSAL: NO PLATFORM WAS ASKED."
        marked = sum(self._stood_in)
        return (
            f"{marked} OF {len(self._stood_in)} CAPTURES MET STAND-INS, NOT A PLATFORM'S SERVERS."
            if marked
            else ""
        )

    def add_description(self, said: Mapping[str, Any]) -> None:
        """Add what the bundle holds, in one document."""
        self.bag.add(
            "data/bundle.json",
            [
                canonical(
                    {
                        **said,
                        "format": FORMAT,
                        "origin": origin(self.archive.identity.archive_id),
                        "checkpoint": self.choice.checkpoint,
                        "as_of": instant.written(as_of(self.choice)),
                        "targets": [str(target) for target in self.choice.targets],
                        "posts": [str(post) for post in self.choice.posts],
                        "alone": self.choice.alone,
                        "full": self.rules.full,
                        "captures": self.captures,
                        "not_shown": self.not_shown,
                        "media": self.media,
                    }
                )
            ],
        )


def _is_fetched_medium(record: Described) -> bool:
    return record.obtained == _FETCHED and record.type == "response" and record.mime in _EXTENSIONS


def _by_capture(places: Iterable[tuple[str, str]]) -> dict[CaptureId, set[str]]:
    found: dict[CaptureId, set[str]] = {}
    for capture, record in places:
        found.setdefault(CaptureId.parse(capture), set()).add(record)
    return found
