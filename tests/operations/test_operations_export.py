"""What is handed over: what was selected and nothing else, the same each time, and no half of it when it cannot be."""

import gzip
import json
import zipfile
from datetime import timedelta
from hashlib import sha256

import pytest
import whole_bundle
from catalog_building import TARGET
from fakes import Silent
from whole_bundle import GONE, HELD, OTHER, handed_over

from archiver import archive as archives
from archiver.errors import StoreError, UsageError
from archiver.model.refs import PostRef
from archiver.operations import covering
from archiver.operations.bundle import redacting, revealing
from archiver.operations.bundle.choosing import Selection, SelectionError
from archiver.operations.bundle.concluding import as_concluded
from archiver.operations.bundle.rules import Rules
from archiver.operations.export import Wish, export
from archiver.store import batches
from archiver.verify import archive as verifier
from archiver.verify import kinds
from archiver.verify.finding import Status
from archiver.verify.outside import Given


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return whole_bundle.whole_bundle(tmp_path_factory.mktemp("made"))


@pytest.fixture
def archive(made):
    """The archive that was handed over from, opened once more."""
    opened = archives.opened(made.archive.layout.root, made.archive.settings, made.archive.clock)
    yield opened
    opened.close()


def failed(path, **given):
    findings = kinds.verified(path, Given(**given)).findings
    return [finding for finding in findings if finding.status is Status.FAILED]


def texts(folder):
    """Give all that stands in a bundle, WARCs inflated."""
    for path in sorted(folder.rglob("*")):
        if path.suffix == ".wacz":
            with zipfile.ZipFile(path) as packed:
                for name in packed.namelist():
                    content = packed.read(name)
                    yield name, gzip.decompress(content) if name.endswith(".gz") else content
        elif path.is_file() and path.suffix not in (".pyz", ".py"):
            yield str(path.relative_to(folder)), path.read_bytes()


def names_where(folder, *values):
    return [name for name, text in texts(folder) if any(value.encode() in text for value in values)]


def selected(**how):
    return Selection(targets=(TARGET,), **how)


def test_a_target_is_handed_over_whole_and_verifies(made):
    assert failed(made.folder) == []
    assert {each["capture"] for each in made.exported.captures} == set(map(str, made.captures))
    assert made.exported.seal.stamped.keys() == {"one", "two"}


def test_of_another_target_nothing_is_there(made):
    assert names_where(made.folder, OTHER.name) == []


def test_the_same_selection_as_of_the_same_checkpoint_gives_the_same_bytes(archive, tmp_path):
    number = batches.numbers(archive.layout)[-1]
    handed_over(archive, tmp_path / "one", selected(checkpoint=number))
    whole_bundle.later(archive)
    whole_bundle.look(archive, [whole_bundle.Showing(whole_bundle.company()).profile()])
    covering.cover(archive)
    handed_over(archive, tmp_path / "two", selected(checkpoint=number))
    assert batches.numbers(archive.layout)[-1] > number
    one, two = (
        {
            path.relative_to(folder): path.read_bytes()
            for path in folder.rglob("*")
            if path.is_file() and path.suffix != ".tsr" and "proof" not in path.parts
        }
        for folder in (tmp_path / "one", tmp_path / "two")
    )
    assert one.keys() == two.keys()
    # Stamps that came since stand among the files that the manifests name.
    assert {str(path) for path in one if one[path] != two[path]} <= {"bag-info.txt"} | {
        f"{kind}manifest-{algorithm}.txt" for kind in ("", "tag") for algorithm in ("sha256", "sha512")
    }


def test_one_post_alone_shows_its_object_and_no_other_post(archive, tmp_path):
    exported = handed_over(archive, tmp_path / "alone", selected(posts=(PostRef("instagram", HELD.code),)))
    assert failed(tmp_path / "alone") == []
    assert exported.not_shown == []
    shown = [json.loads(path.read_bytes()) for path in (tmp_path / "alone/data/posts").iterdir()]
    assert {each["post"] for each in shown} == {f"instagram:{HELD.code}"}
    values = [each["value"] for one in shown for each in one["objects"]]
    assert any(value.get("code") == HELD.code for value in values)
    # The manifest of a visit says what was asked for in it.
    assert [name for name in names_where(tmp_path / "alone", GONE.code) if "manifest.json" not in name] == []
    assert [path.suffix for path in (tmp_path / "alone/data/media").iterdir()] == [".jpg"]


def test_a_post_that_is_no_longer_shown_comes_with_the_answer_at_its_address(archive, tmp_path):
    exported = handed_over(archive, tmp_path / "gone", selected(posts=(PostRef("instagram", GONE.code),)))
    assert failed(tmp_path / "gone") == []
    events = [json.loads(line) for path in (tmp_path / "gone").rglob("events.jsonl") for line in path.open()]
    concluded = [event for event in events if event["event"] == "conclusion"]
    assert [event["post"] for event in concluded] == [f"instagram:{GONE.code}"]
    assert {given["capture"] for given in concluded[0]["inputs"]} <= {
        each["capture"] for each in exported.captures
    }


def test_removals_alone_bring_the_captures_that_they_were_drawn_from(archive, made, tmp_path):
    exported = handed_over(archive, tmp_path / "removals", selected(removals=True))
    assert failed(tmp_path / "removals") == []
    first, _, last = map(str, made.captures)
    assert {first, last} <= {each["capture"] for each in exported.captures}
    assert exported.choice.posts == (PostRef("instagram", GONE.code),)


@pytest.mark.parametrize(("side", "kept"), [("since", [1, 2]), ("until", [0, 1])])
def test_captures_are_selected_by_when_they_began(archive, made, tmp_path, side, kept):
    middle = made.captures[1]
    at = whole_bundle._BEGIN.strptime(middle.name[:16], "%Y%m%dT%H%M%S%z")
    exported = handed_over(archive, tmp_path / "some", selected(**{side: at}))
    captures = [each["capture"] for each in exported.captures if each["records"] > 1]
    assert set(captures) >= {str(made.captures[place]) for place in kept}
    # Other tests look again.
    chosen = [each for each in exported.choice.captures if each in made.captures]
    assert chosen == [made.captures[place] for place in kept]
    assert failed(tmp_path / "some") == []


@pytest.mark.parametrize(
    ("how", "sentence"),
    [
        ({"since": whole_bundle._BEGIN + timedelta(days=900)}, "No capture"),
        ({"checkpoint": 900}, "There is no checkpoint 900"),
        ({"posts": (PostRef("instagram", "never"),)}, "No capture"),
    ],
)
def test_a_selection_that_is_empty_says_so_and_leaves_nothing(archive, tmp_path, how, sentence):
    with pytest.raises(SelectionError, match=sentence):
        handed_over(archive, tmp_path / "none", selected(**how))
    assert list(tmp_path.iterdir()) == []


def test_no_post_that_is_gone_is_no_selection_of_removals(archive, tmp_path):
    with pytest.raises(SelectionError, match="No post that was selected is concluded"):
        handed_over(archive, tmp_path / "none", Selection(targets=(OTHER,), removals=True))


def test_a_place_that_is_taken_or_within_an_archive_is_refused(archive, made, tmp_path):
    (tmp_path / "taken").mkdir()
    with pytest.raises(UsageError, match="exists already"):
        handed_over(archive, tmp_path / "taken")
    with pytest.raises(UsageError, match="within the archive"):
        handed_over(archive, archive.layout.root / "bundle")


def test_without_the_key_nothing_is_written(tmp_path):
    made = whole_bundle.whole_bundle(tmp_path)
    for key in (tmp_path / "keys").iterdir():
        key.rename(tmp_path / key.name)
    opened = archives.opened(made.archive.layout.root, made.archive.settings, made.archive.clock)
    before = sorted(tmp_path.iterdir())
    with pytest.raises(StoreError, match="cannot be read"):
        handed_over(opened, tmp_path / "keyless")
    opened.close()
    assert sorted(tmp_path.iterdir()) == before


def test_a_zip_is_the_same_bundle_in_one_file(archive, tmp_path):
    number = batches.numbers(archive.layout)[-1]
    handed_over(archive, tmp_path / "case.zip", selected(checkpoint=number))
    handed_over(archive, tmp_path / "case", selected(checkpoint=number))
    assert failed(tmp_path / "case.zip") == []
    with zipfile.ZipFile(tmp_path / "case.zip") as packed:
        names = set(packed.namelist())
        inside = packed.read("case/tagmanifest-sha512.txt")
    assert names == {
        f"case/{path.relative_to(tmp_path / 'case').as_posix()}"
        for path in (tmp_path / "case").rglob("*")
        if path.is_file()
    }
    assert inside == (tmp_path / "case/tagmanifest-sha512.txt").read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["case", "case.zip"]


def test_full_withholds_nothing(archive, tmp_path):
    exported = handed_over(archive, tmp_path / "full", full=True)
    assert failed(tmp_path / "full") == []
    assert all(not each["withheld"] and not each["left_out"] for each in exported.captures)
    assert names_where(tmp_path / "full", "5550001234567")


def test_that_it_was_made_is_in_the_ledger_and_the_archive_is_sound(archive, tmp_path):
    exported = handed_over(archive, tmp_path / "told")
    told = [each for _, each in archive.custody.chain("instagram", TARGET.name).after(0)]
    handed = [each for each in told if each["event"] == "export"][-1]
    right = sha256(bytes.fromhex(handed["nonce"]) + bytes.fromhex(exported.digest)).hexdigest()
    assert (handed["bundle"], handed["captures"]) == (f"sha256:{right}", len(exported.captures))
    assert verifier.exit_code(verifier.verify(archive.layout.root)) == 0


def test_a_target_s_event_tells_nothing_of_others_that_were_handed_over_with_it(archive, tmp_path):
    exported = export(archive, Wish(Selection(), tmp_path / "all", Rules()), Silent())
    last = {
        target: [
            each
            for _, each in archive.custody.chain("instagram", target.name).after(0)
            if each["event"] == "export"
        ][-1]
        for target in (TARGET, OTHER)
    }
    assert sum(each["captures"] for each in last.values()) == len(exported.captures)
    assert all(each["captures"] for each in last.values())
    assert last[TARGET]["bundle"] != last[OTHER]["bundle"]


def test_what_rules_name_is_taken_out_but_never_of_a_post_s_own_object(archive, tmp_path):
    rules = tmp_path / "rules.txt"
    rules.write_text(f"# what a witness asked for\n{TARGET.name}\nsomebody else\n")
    handed_over(archive, tmp_path / "cut", redaction=redacting.read([str(rules)]))
    assert failed(tmp_path / "cut") == []
    bodies = [text for name, text in texts(tmp_path / "cut") if name.endswith(".warc.gz")]
    assert all(b"a letter of somebody else" not in body for body in bodies)
    counted = json.loads((tmp_path / "cut/data/bundle.json").read_bytes())["captures"]
    assert any("redacted" in each["withheld"] for each in counted)
    assert not (tmp_path / "cut/data/pictures").exists()
    assert any(f'"code":"{HELD.code}"'.encode() in body for body in bodies)


@pytest.mark.parametrize(("content", "said"), [("ab\n", "too short"), (None, "cannot be read")])
def test_rules_that_cannot_be_used_are_refused(tmp_path, content, said):
    rules = tmp_path / "rules.txt"
    if content is not None:
        rules.write_text(content)
    with pytest.raises(UsageError, match=said):
        redacting.read([str(rules)])


def test_segments_that_are_revealed_are_shown_and_the_rest_is_not(archive, made, tmp_path):
    capture = str(made.captures[0])
    map_ = json.loads((made.folder / "data/captures" / capture / "disclosure.json").read_bytes())
    position, number = next(
        (record["position"], withheld[0])
        for record in map_["records"]
        if "block" in record
        for withheld in record["block"]["withheld"]
        if withheld[2] == ["cookie"]
    )
    handed_over(
        archive,
        tmp_path / "more",
        revealed=revealing.segments([f"{capture}:{position}:block:{number}"]),
    )
    assert failed(tmp_path / "more") == []
    after = json.loads((tmp_path / "more/data/captures" / capture / "disclosure.json").read_bytes())
    before_, after_ = (
        {each[0] for each in found["records"][position]["block"]["withheld"]} for found in (map_, after)
    )
    assert before_ - after_ == {number}


@pytest.mark.parametrize(
    "text", ["", "x:1", "instagram/acme/20261124T034221Z-0a1b2c3d:1:block:9-3", "a/b/c:1:head:1"]
)
def test_segments_that_are_none_are_refused(text):
    with pytest.raises(UsageError, match="names no segments"):
        revealing.segments([text])


def test_an_archive_without_a_checkpoint_hands_nothing_over(tmp_path):
    from ledger_building import new_archive

    empty = new_archive(tmp_path)
    with pytest.raises(SelectionError, match="no checkpoint"):
        whole_bundle.export(
            empty, whole_bundle.Wish(Selection(), tmp_path / "out", whole_bundle.Rules()), Silent()
        )
    empty.close()


def test_what_the_ledger_does_not_conclude_yet_is_told_as_pending():
    def told(state, sentence):
        return {"post": "instagram:one", "state": state, "sentence": sentence}

    def document(*removals):
        return {"instagram:acme": {"removals": list(removals)}}

    found = as_concluded(document(told("concluded", "Post one …"), told("withdrawn", None)), frozenset())
    assert found == document(told("pending", None), told("withdrawn", None))
    known = document(told("concluded", "Post one …"))
    assert as_concluded(known, frozenset({"instagram:one"})) == document(told("concluded", "Post one …"))
