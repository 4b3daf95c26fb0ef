"""The bag that a bundle is: whatever is wrong with it is found, and the file that is wrong is named."""

import os
import shutil
from hashlib import sha256, sha512

import bagit
import pytest
from bundle_building import FILES, INFO, bagged, rebagged

from archiver.verify import bag as checking
from archiver.verify.finding import BUNDLE, Status

DECLARATION = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
MANIFESTS = [
    f"{kind}-{algorithm}.txt" for kind in ("manifest", "tagmanifest") for algorithm in ("sha256", "sha512")
]


@pytest.fixture(scope="module")
def untouched(tmp_path_factory):
    return bagged(tmp_path_factory.mktemp("bag") / "CASE-1")


@pytest.fixture
def bag(untouched, tmp_path):
    shutil.copytree(untouched, tmp_path / "CASE-1")
    return tmp_path / "CASE-1"


def wrong(folder):
    """Give the files that are wrong, with what is said of each."""
    findings = checking.check(folder)
    assert {one.check for one in findings} == {"bag"}
    assert all(one.detail.endswith(".") for one in findings)
    return sorted((one.subject, one.detail) for one in findings if one.status is not Status.VERIFIED)


def subjects(folder):
    return [subject for subject, _ in wrong(folder)]


def test_nothing_is_wrong_with_what_nobody_touched(bag):
    (found,) = checking.check(bag)
    assert (found.subject, found.status) == (BUNDLE, Status.VERIFIED)
    assert found.detail == "4 files of 374 bytes, each with the two digests that the manifests state."


def test_what_stands_in_proof_is_another_step_s_affair(bag):
    (bag / "proof").mkdir()
    (bag / "proof/anything").touch()
    assert wrong(bag) == []


def test_progress_is_told_of_each_file_of_the_payload(bag):
    seen = []
    checking.check(bag, lambda what, done, of: seen.append((what, done, of)))
    names = sorted(name for name in FILES if name.startswith("data/"))
    assert seen == [(name, done, len(names)) for done, name in enumerate(names)]


# files


PRESENT = [*FILES, "bagit.txt", "bag-info.txt", *MANIFESTS]
CHANGES = {
    "cut short": lambda path: path.write_bytes(path.read_bytes()[:-1]),
    "longer": lambda path: path.write_bytes(path.read_bytes() + b"\n"),
    "missing": lambda path: path.unlink(),
    "empty": lambda path: path.write_bytes(b""),
    "a folder": lambda path: (path.unlink(), path.mkdir()),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
@pytest.mark.parametrize("name", PRESENT)
def test_a_file_that_is_not_as_it_was_is_named_and_no_other(bag, name, change):
    before = (bag / name).read_bytes()
    change(bag / name)
    if (bag / name).is_file() and (bag / name).read_bytes() == before:
        return
    found = subjects(bag)
    assert set(found) == {name}
    assert len(found) == 1 or name.startswith("tagmanifest"), "what an empty one lacks is told of each file"


# Of a small archive every byte is tried in `test_verify_bits.py` in a test run, and of a bundle many.
@pytest.mark.prove
@pytest.mark.parametrize("name", PRESENT)
def test_any_byte_of_any_file(bag, name):
    whole = (bag / name).read_bytes()
    for at in range(0, len(whole), 3 if len(whole) > 500 else 1):
        changed = bytearray(whole)
        changed[at] ^= 1 << at % 8
        (bag / name).write_bytes(changed)
        assert set(subjects(bag)) == {name}, at


@pytest.mark.parametrize("name", [*FILES, "bagit.txt"])
def test_a_link_in_a_file_s_place(bag, name):
    shutil.move(bag / name, bag.parent / "elsewhere")
    (bag / name).symlink_to(bag.parent / "elsewhere")
    assert wrong(bag) == [(name, "It is a symbolic link; a bundle holds none.")]


def test_a_link_in_a_folder_s_place_is_not_followed(bag):
    shutil.move(bag / "data/captures", bag.parent / "elsewhere")
    (bag / "data/captures").symlink_to(bag.parent / "elsewhere")
    assert ("data/captures", "It is a symbolic link; a bundle holds none.") in wrong(bag)
    assert ("data/captures/acme/manifest.json", "It is missing.") in wrong(bag)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_a_pipe_holds_nobody_up(bag):
    (bag / "data/empty").unlink()
    os.mkfifo(bag / "data/empty")
    assert wrong(bag) == [("data/empty", "It is a pipe, socket or device; a bundle holds none.")]


@pytest.mark.parametrize("name", ["data/more", "more", "verifier/more", "data/captures/acme/\udce9\n"])
def test_a_file_that_no_manifest_names(bag, name):
    (bag / name).touch()
    assert wrong(bag) == [(name, "No manifest names it.")]


@pytest.mark.parametrize("name", ["data/more/of/it", "more"])
def test_an_empty_folder(bag, name):
    (bag / name).mkdir(parents=True)
    told = "It is an empty folder, which says nothing and has no place."
    assert wrong(bag) == [(name, told)]


def test_a_folder_that_is_none(tmp_path):
    assert {"tagmanifest-sha256.txt", "data"} <= set(subjects(tmp_path / "nowhere"))
    (tmp_path / "empty").mkdir()
    assert set(subjects(tmp_path / "empty")) == {"data", "bagit.txt", "bag-info.txt", *MANIFESTS}


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="whoever may read everything")
def test_a_file_that_may_not_be_read_is_not_checked(bag):
    (bag / "data/empty").chmod(0)
    findings = [one for one in checking.check(bag) if one.subject == "data/empty"]
    assert [one.status for one in findings] == [Status.NOT_CHECKED]


# manifests, by somebody who writes the others anew


def put(bag, manifest, text):
    """Write a payload manifest, and the tag manifests that name it."""
    (bag / manifest).write_bytes(text)
    for name, digest in (("tagmanifest-sha256.txt", sha256), ("tagmanifest-sha512.txt", sha512)):
        lines = (bag / name).read_text().splitlines()
        kept = [
            f"{digest(text).hexdigest()}  {manifest}" if line.endswith(f" {manifest}") else line
            for line in lines
        ]
        (bag / name).write_text("".join(f"{line}\n" for line in kept))


def test_a_forger_who_writes_all_manifests_anew_is_not_found_here(bag):
    rebagged(bag, [("data/archive.json", b"{}")])
    assert wrong(bag) == []


@pytest.mark.parametrize("algorithm", ["sha256", "sha512"])
def test_manifests_that_contradict_each_other(bag, algorithm):
    name, other = f"manifest-{algorithm}.txt", {"sha256": "sha512", "sha512": "sha256"}[algorithm]
    lines = (bag / name).read_bytes().splitlines(keepends=True)
    put(bag, name, lines[0] + lines[1].replace(lines[1][:8], b"00000000") + b"".join(lines[2:]))
    told = (
        "It states another digest of data/captures/acme/capture.warc.gz than the file has, which "
        f"manifest-{other}.txt states."
    )
    assert wrong(bag) == [(name, told)]
    put(bag, name, b"".join(lines[1:]))
    assert wrong(bag) == [(name, f"It does not name data/archive.json, as manifest-{other}.txt does.")]
    put(bag, name, b"".join(lines) + b"0" * (64 if algorithm == "sha256" else 128) + b"  data/more\n")
    more = f"It names data/more, which is not here, and which manifest-{other}.txt does not name."
    assert wrong(bag) == [(name, more)]


@pytest.mark.parametrize("name", ["VERIFY.txt", "proof/a", "dat/a", "DATA/a"])
def test_a_payload_manifest_that_names_something_else(bag, name):
    told = []
    for algorithm, digest in (("sha256", sha256), ("sha512", sha512)):
        lines = (bag / f"manifest-{algorithm}.txt").read_text().splitlines()
        lines.append(f"{digest(b'').hexdigest()}  {name}")
        lines.sort(key=lambda line: line.partition("  ")[2])
        put(bag, f"manifest-{algorithm}.txt", "".join(f"{line}\n" for line in lines).encode())
        told.append((f"manifest-{algorithm}.txt", f"It names {name}, which has no place in it."))
    assert wrong(bag) == told


@pytest.mark.parametrize(
    "name", ["fetch.txt", "Fetch.txt", "data/a", "Data/a", "proof/a", "PROOF/a", "tagmanifest-sha256.txt"]
)
def test_a_tag_manifest_that_names_what_no_manifest_may(bag, name):
    for manifest, digest in (("tagmanifest-sha256.txt", sha256), ("tagmanifest-sha512.txt", sha512)):
        lines = (bag / manifest).read_text().splitlines()
        lines.append(f"{digest(b'').hexdigest()}  {name}")
        lines.sort(key=lambda line: line.partition("  ")[2])
        (bag / manifest).write_text("".join(f"{line}\n" for line in lines))
    assert wrong(bag) == [
        (f"tagmanifest-{algorithm}.txt", f"It names {name}, which has no place in it.")
        for algorithm in ("sha256", "sha512")
    ]


@pytest.mark.parametrize("name", ["bagit.txt", "bag-info.txt", "manifest-sha256.txt", "manifest-sha512.txt"])
def test_what_every_bag_has_is_missed_although_nothing_names_it(bag, name):
    (bag / name).unlink()
    for manifest in ("tagmanifest-sha256.txt", "tagmanifest-sha512.txt"):
        lines = (bag / manifest).read_text().splitlines()
        kept = [line for line in lines if not line.endswith(f" {name}")]
        (bag / manifest).write_text("".join(f"{line}\n" for line in kept))
    assert wrong(bag) == [(name, "It is missing.")]


def test_both_payload_manifests_are_gone(bag):
    for algorithm in ("sha256", "sha512"):
        (bag / f"manifest-{algorithm}.txt").unlink()
    assert wrong(bag) == [
        ("data", "No manifest of it is right."),
        ("manifest-sha256.txt", "It is missing."),
        ("manifest-sha512.txt", "It is missing."),
    ]


def test_both_tag_manifests_are_gone(bag):
    for algorithm in ("sha256", "sha512"):
        (bag / f"tagmanifest-{algorithm}.txt").unlink()
    assert subjects(bag) == ["tagmanifest-sha256.txt", "tagmanifest-sha512.txt"]


# words


@pytest.mark.parametrize(
    "text",
    [
        DECLARATION.replace(b"1.0", b"0.97"),
        DECLARATION.replace(b"\n", b"\r\n"),
        b"\xef\xbb\xbf" + DECLARATION,
        DECLARATION[:-1],
        b"",
    ],
)
def test_another_declaration(bag, text):
    forge_tag(bag, "bagit.txt", text)
    assert wrong(bag) == [("bagit.txt", "It does not declare BagIt 1.0 and UTF-8, in two lines.")]


@pytest.mark.parametrize(
    "line",
    [
        b"Payload-Oxum: 373.4\n",
        b"Payload-Oxum: 374.5\n",
        b"Payload-Oxum: 0374.4\n",
        b"payload-oxum: 374.4\n",
        b"Payload-Oxum:  374.4\n",
        b"Payload-Oxum: 374.4\nPAYLOAD-OXUM: 1.1\n",
        b"Payload-Oxum: 374.4\n .5\n",
        b"",
    ],
)
def test_another_oxum(bag, line):
    text = (bag / "bag-info.txt").read_bytes()
    forge_tag(bag, "bag-info.txt", text.replace(b"Payload-Oxum: 374.4\n", line))
    told = "It does not say once that the payload has 4 files of 374 bytes."
    assert wrong(bag) == [("bag-info.txt", told)]


def forge_tag(bag, name, text):
    (bag / name).write_bytes(text)
    for manifest, digest in (("tagmanifest-sha256.txt", sha256), ("tagmanifest-sha512.txt", sha512)):
        lines = (bag / manifest).read_text().splitlines()
        kept = [
            f"{digest(text).hexdigest()}  {name}" if line.endswith(f" {name}") else line for line in lines
        ]
        (bag / manifest).write_text("".join(f"{line}\n" for line in kept))


# beside the judge


def test_bagit_py_agrees_where_it_looks(bag):
    assert bagit.Bag(str(bag)).is_valid()
    (bag / "data/empty").write_bytes(b"x")
    assert not bagit.Bag(str(bag)).is_valid()
    assert subjects(bag) == ["data/empty"]


def test_a_bag_of_nothing(tmp_path):
    bagged(tmp_path / "bag", {"VERIFY.txt": b""}, INFO)
    assert wrong(tmp_path / "bag") == []


def test_damage_without_number_is_counted(bag):
    for number in range(300):
        (bag / f"data/more{number}").touch()
    found = wrong(bag)
    assert len(found) == 101
    assert ("bundle", "200 more of the same check are not listed.") in found
