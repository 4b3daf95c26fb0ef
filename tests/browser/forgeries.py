"""Ways to be wrong: each changes a bundle that was whole, and says which file must be named for it."""

import hashlib
import json
import shutil
from hashlib import sha256
from pathlib import Path

from exported_building import COLLECTOR, forged, forged_json, sealed_anew
from forged_containers import ALL as OF_CONTAINERS
from forged_containers import text_changed_in_every_layer
from forging import capture_in, first_of, flipped

from archiver.formats.canonical import canonical
from archiver.formats.merkle import tree_root

BUNDLE_JSON = "data/bundle.json"


def _batches(bundle: Path) -> list[Path]:
    return sorted(path.parent for path in bundle.glob("data/ledger/*/events.jsonl"))


def medium_flipped(bundle):
    path = first_of(bundle, "data/media/*")
    (bundle / path).write_bytes(flipped((bundle / path).read_bytes(), 40))
    return path


def medium_flipped_and_manifests_forged(bundle):
    path = first_of(bundle, "data/media/*")
    forged(bundle, path, to=lambda content: flipped(content, 40))
    return path


def root_that_nothing_leads_to(bundle):
    """A collector seals no root for an answer, and later shows what he likes."""
    folder = bundle / capture_in(bundle)

    def without_root(document):
        commitments = document["commitments"]
        commitments["records"][1]["block"] = ""
        commitments["root"] = tree_root(map(canonical, commitments["records"])).hex()

    def without_seeds(document):
        document["records"][1]["block"] = {"seeds": [], "withheld": []}

    text_changed_in_every_layer(bundle)
    for name, change in (("manifest.json", without_root), ("disclosure.json", without_seeds)):
        document = json.loads((folder / name).read_bytes())
        change(document)
        (folder / name).write_bytes(canonical(document))
    return f"{capture_in(bundle)}/manifest.json"


def withheld_leaf_replaced(bundle):
    path = f"{capture_in(bundle)}/disclosure.json"

    def change(document):
        withheld = next(
            each["block"]["withheld"] for each in document["records"] if each.get("block", {}).get("withheld")
        )
        withheld[0][3] = sha256(COLLECTOR.encode()).hexdigest()

    forged_json(bundle, path, change)
    sealed_anew(bundle)
    return f"{capture_in(bundle)}/manifest.json"


def withheld_segment_told_as_shown(bundle):
    """The filler is told as what was captured."""

    def change(document):
        for each in document["records"]:
            if each["block"]["withheld"]:
                del each["block"]["withheld"][0]

    forged_json(bundle, f"{capture_in(bundle)}/disclosure.json", change)
    return f"{capture_in(bundle)}/manifest.json"


def withheld_length_changed(bundle):
    def change(document):
        withheld = next(
            each["block"]["withheld"] for each in document["records"] if each["block"]["withheld"]
        )
        withheld[0][1] += 1

    forged_json(bundle, f"{capture_in(bundle)}/disclosure.json", change)
    return f"{capture_in(bundle)}/manifest.json"


def map_says_more(bundle):
    path = f"{capture_in(bundle)}/disclosure.json"
    forged_json(bundle, path, lambda document: document["records"][0].update(note="all of it"))
    return path


def counts_told_wrong(bundle):
    forged_json(bundle, BUNDLE_JSON, lambda document: document["captures"][0].update(records=99, withheld={}))
    return BUNDLE_JSON


def ledger_of_another_named(bundle):
    forged_json(bundle, BUNDLE_JSON, lambda document: document.update(origin=f"archiver/{'0' * 32}"))
    return BUNDLE_JSON


def signers_in_another_order(bundle):
    forged(bundle, "data/signers", to=lambda content: b"".join(reversed(content.splitlines(keepends=True))))
    return "data/signers"


def record_told_as_left_out(bundle):
    def change(document):
        document["records"][-1] = {"position": len(document["records"]) - 1, "left_out": "forgotten"}

    forged_json(bundle, f"{capture_in(bundle)}/disclosure.json", change)
    return f"{capture_in(bundle)}/manifest.json"


def event_removed_with_its_proof(bundle):
    """The event of a capture is taken out of its batch, and all that speaks of its place."""
    capture = capture_in(bundle, 1).removeprefix("data/captures/")
    for folder in _batches(bundle):
        lines = (folder / "events.jsonl").read_bytes().splitlines(keepends=True)
        gone = [at for at, line in enumerate(lines) if json.loads(line).get("capture") == capture]
        if gone:
            (folder / "events.jsonl").write_bytes(b"".join(lines[: gone[0]] + lines[gone[0] + 1 :]))
            proofs = json.loads((folder / "proofs.json").read_bytes())
            del proofs["events"][gone[0]]
            (folder / "proofs.json").write_bytes(canonical(proofs))
    forged(bundle, to=bytes)
    sealed_anew(bundle)
    return f"data/captures/{capture}"


def event_changed(bundle):
    path = first_of(bundle, "data/ledger/*/events.jsonl")
    forged(
        bundle, path, to=lambda content: content.replace(b'"outcome":"complete"', b'"outcome":"partial"', 1)
    )
    return f"{path.rpartition('/')[0]}/proofs.json"


def proof_changed(bundle):
    def change(document):
        document["events"][0]["index"] += 1

    path = first_of(bundle, "data/ledger/*/proofs.json")
    forged_json(bundle, path, change)
    return path


def ledgers_joined(bundle):
    """One checkpoint is not led to the next."""

    def change(document):
        document["path"][-1:] = ["00" * 32]

    path = first_of(bundle, "data/ledger/*/proofs.json")
    forged_json(bundle, path, change)
    return path


def batch_of_another_name(bundle):
    """Once more under a number that is the same."""
    last = _batches(bundle)[-1]
    shutil.copytree(last, last.with_name(f"0{last.name}"))
    forged(bundle, to=bytes)
    return f"data/ledger/0{last.name}"


def checkpoint_signed_by_another(bundle):
    from archiver.formats import sshsig

    folder = _batches(bundle)[0]
    sealer = sealed_anew(bundle)
    text = (folder / "checkpoint").read_bytes()
    signed = sshsig.sign(sealer.key.private, "archiver-checkpoint@v1", text)
    path = (folder / "checkpoint.sshsig").relative_to(bundle).as_posix()
    forged(bundle, path, to=lambda _: signed)
    return path


def key_followed_without_a_signature(bundle):
    def to(content):
        lines = content.splitlines(keepends=True)
        at = next(place for place, line in enumerate(lines) if b'"event":"key"' in line)
        event = json.loads(lines[at])
        event["signature"] = event["signature"].replace("A", "B")
        lines[at] = canonical(event) + b"\n"
        return b"".join(lines)

    found = [
        path.relative_to(bundle).as_posix()
        for path in bundle.glob("data/ledger/*/events.jsonl")
        if b'"event":"key"' in path.read_bytes()
    ]
    forged(bundle, found[0], to=to)
    return found[0]


def sealed_by_another(bundle):
    sealed_anew(bundle)
    return "proof/tagmanifest-sha256.txt.sshsig"


def archive_with_another_key(bundle):
    """The archive is said to be the forger's, who seals it."""
    sealer = sealed_anew(bundle)
    forged_json(bundle, "data/archive.json", lambda document: document.update(public_key=sealer.public))
    sealer.seal(bundle, {})
    return f"{capture_in(bundle)}/manifest.json"


def manifest_changed(bundle):
    path = f"{capture_in(bundle)}/manifest.json"
    (bundle / path).write_bytes((bundle / path).read_bytes().replace(b'"reason":""', b'"reason":"no"', 1))
    return path


def manifest_changed_and_listed(bundle):
    """With SHA256SUMS, all manifests and a new seal: only the ledger knows better."""
    folder = capture_in(bundle)
    path = bundle / folder / "manifest.json"
    before, after = (
        path.read_bytes(),
        path.read_bytes().replace(b'"outcome":"complete"', b'"outcome":"partial"', 1),
    )
    path.write_bytes(after)
    sums = bundle / folder / "SHA256SUMS"
    listed = sums.read_bytes().replace(*(sha256(each).hexdigest().encode() for each in (before, after)))
    sums.write_bytes(listed)
    forged(bundle, to=bytes)
    sealed_anew(bundle)
    return f"{folder}/SHA256SUMS"


def file_added(bundle):
    (bundle / "notes.txt").write_text("not mentioned")
    return "notes.txt"


def file_added_and_listed(bundle):
    (bundle / "data/notes.txt").write_text("mentioned")
    forged(bundle, to=bytes)
    return "data/notes.txt"


def file_removed(bundle):
    (bundle / "data/posts.jsonl").unlink()
    return "data/posts.jsonl"


def file_in_proof(bundle):
    (bundle / "proof/more.txt").write_text("more")
    return "proof/more.txt"


def stamp_removed(bundle):
    path = first_of(bundle, "proof/*.tsr")
    (bundle / path).unlink()
    return path


def payload_counted_wrong(bundle):
    path = bundle / "bag-info.txt"
    path.write_bytes(path.read_bytes().replace(b"Payload-Oxum: ", b"Payload-Oxum: 1"))
    return "bag-info.txt"


def removal_made_up(bundle):
    def change(document):
        next(iter(document.values()))["removals"] = [{"post": "instagram:<b>none</b>", "state": "concluded"}]

    forged_json(bundle, "data/removals.json", change)
    return "data/removals.json"


def medium_of_no_record(bundle):
    content = b"never captured"
    path = f"media/{sha256(content).hexdigest()}.jpg"
    (bundle / "data" / path).write_bytes(content)
    forged_json(
        bundle,
        BUNDLE_JSON,
        lambda document: document["media"].append(document["media"][0] | {"path": path}),
    )
    return f"data/{path}"


def medium_from_another_address(bundle):
    forged_json(
        bundle, BUNDLE_JSON, lambda document: document["media"][0].update(address="https://example.org/")
    )
    return json.loads((bundle / BUNDLE_JSON).read_bytes())["media"][0]["path"].join(("data/", ""))


def capture_taken_out(bundle):
    folder = capture_in(bundle, 2)
    shutil.rmtree(bundle / folder)
    forged(bundle, to=bytes)
    return BUNDLE_JSON


def manifest_list_out_of_order(bundle):
    path = bundle / "manifest-sha256.txt"
    path.write_bytes(b"".join(reversed(path.read_bytes().splitlines(keepends=True))))
    return "manifest-sha256.txt"


ALL = [
    *OF_CONTAINERS,
    *(
        each
        for name, each in list(globals().items())
        if callable(each) and not name.startswith("_") and getattr(each, "__module__", "") == __name__
    ),
]


def large_medium_listed(bundle):
    """A film of 2 GiB that takes no room on the disk, in manifests that are right themselves."""
    name = f"data/media/{'0' * 64}.mp4"
    with (bundle / name).open("wb") as file:
        file.truncate(1 << 31)
    for digester in (hashlib.sha256, hashlib.sha512):
        kind = digester().name
        path = bundle / f"manifest-{kind}.txt"
        digits = 2 * digester().digest_size
        lines = [*path.read_bytes().splitlines(keepends=True), f"{'0' * digits}  {name}\n".encode()]
        path.write_bytes(b"".join(sorted(lines, key=lambda line: line[digits:])))
        _relist(bundle, path.name)


def _relist(bundle: Path, name: str) -> None:
    """Have the tag manifests state what a file is now."""
    for digester in (hashlib.sha256, hashlib.sha512):
        tags = bundle / f"tagmanifest-{digester().name}.txt"
        digest = digester((bundle / name).read_bytes()).hexdigest().encode()
        lines = tags.read_bytes().splitlines(keepends=True)
        tags.write_bytes(
            b"".join(
                digest + line[len(digest) :] if line.endswith(f"  {name}\n".encode()) else line
                for line in lines
            )
        )
