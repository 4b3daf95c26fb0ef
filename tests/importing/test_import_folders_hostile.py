"""Folders and ZIPs that are none, hold what nobody may copy, lead out of themselves, or were made to harm."""

import contextlib
import gzip
import json
import lzma
import os
import zipfile
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest
from fakes import Silent, looks_of
from folder_building import COMPANY, THEN, documents, of_post, write
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wires import INSTAGRAM

from archiver import archive as archives
from archiver.config import Settings
from archiver.formats import foreign_tree
from archiver.model.foreign import Form
from archiver.operations import foreign_folders
from archiver.operations.foreign_files import recognised
from archiver.operations.foreign_refused import ForeignFileError
from archiver.operations.importing import importing

TARGET = str(INSTAGRAM.target)
POST = COMPANY.grid[3]
SECRET = "geheim-4711-zauberwort"


def plain(**changed):
    """Write a document as gallery-dl does, without gallery-dl."""
    return {
        "category": "instagram",
        "subcategory": "posts",
        "post_id": str(POST.pk),
        "post_shortcode": POST.code,
        "owner_id": str(COMPANY.account.pk),
        "username": COMPANY.account.username,
        "description": "Words",
        "post_date": f"{POST.taken_at:%Y-%m-%d %H:%M:%S}",
        "count": 1,
        "num": 1,
        "media_id": str(POST.pk),
        "display_url": "https://scontent.cdninstagram.com/v/t51.82787-15/1_2_3_n.jpg",
    } | changed


def refused(archiver, path, target=TARGET):
    ran = archiver("import", path, "--target", target)
    assert ran.code == 2, ran.out
    assert ran.err.count("\n") <= 2
    return ran.err


def imported(archiver, path):
    ran = archiver("import", path, "--target", TARGET, "--json")
    assert ran.code == 0, ran.err
    (found,) = ran.json["imports"]
    return found


def everything(folder):
    found = b""
    for path in (folder / "evidence").rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            found += path.name.encode() + (
                gzip.decompress(content) if path.name == "capture.warc.gz" else content
            )
    return found


def test_an_empty_folder_and_one_of_other_things_say_what_is_read(archiver, folder):
    (folder / "empty").mkdir()
    for path in (folder / "empty", write(folder / "other/posts.json", [1, 2]).parent):
        said = refused(archiver, path)
        assert "is a folder that holds no post's document" in said
        assert "folders of instaloader and of gallery-dl" in said
    assert not (folder / "evidence").exists()


def test_one_of_two_programs_is_refused(archiver, folder, made):
    made.copy("gallery-dl", folder / "mixed/one")
    made.copy("instaloader", folder / "mixed/two")
    assert "holds documents of gallery-dl and instaloader together. Give the folder of each" in refused(
        archiver, folder / "mixed"
    )


def test_nothing_is_copied_but_documents_and_media_that_belong_to_them(archiver, folder):
    given_ = folder / "given"
    write(given_ / "1.jpg.json", plain())
    (given_ / "1.jpg").write_bytes(b"\xff\xd8\xff" + b"1" * 600)
    (given_ / "1.mp4").write_bytes(b"not a film, " + SECRET.encode())
    (given_ / "2.jpg").write_bytes(b"\xff\xd8\xff" + SECRET.encode())
    for name in (
        "cookies.txt",
        "session-analyst",
        "config.json",
        "1.txt",
        "hartmann_comments.json",
        "1.jpg.txt",
    ):
        write(given_ / name, {"sessionid": SECRET})
    write(given_ / ".config/gallery-dl/config.json", {"extractor": {"cookies": SECRET}})
    write(
        given_ / "iterator_1.json",
        {"node": {"context_username": SECRET}, "instaloader": {"node_type": "FrozenNodeIterator"}},
    )
    found = imported(archiver, given_)
    assert (found["documents"], found["media"], found["passed_over"]) == (1, 1, {"no_document": 10})
    assert SECRET.encode() not in everything(folder)
    assert b"session-analyst" not in everything(folder)
    assert b"\xff\xd8\xff" + b"1" * 600 in everything(folder)


def test_no_link_is_followed_out_of_a_folder_or_within_it(archiver, folder):
    private = write(folder / "private/1.json", plain(description=SECRET))
    given_ = folder / "given"
    write(given_ / "1.jpg.json", plain())
    (given_ / "1.jpg").symlink_to(private)
    (given_ / "private").symlink_to(private.parent)
    (given_ / "2.json").symlink_to(private)
    (given_ / "round").symlink_to(".")
    os.mkfifo(given_ / "pipe.json")
    found = imported(archiver, given_)
    assert (found["documents"], found["media"]) == (1, 0)
    assert found["passed_over"] == {"not_followed": 5}
    assert SECRET.encode() not in everything(folder)


def a_zip(path, members):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in members.items():
            member = zipfile.ZipInfo(name, THEN.timetuple()[:6])
            member.compress_type = zipfile.ZIP_DEFLATED
            file.writestr(member, content if isinstance(content, bytes) else json.dumps(content))
    return path


def test_names_in_a_zip_that_lead_out_of_it_are_left_alone(archiver, folder):
    names = ["../1.json", "/etc/1.json", "a/../../1.json", "C:/1.json", "..\\1.json"]
    found = imported(
        archiver, a_zip(folder / "out.zip", {"1.json": plain()} | {name: plain() for name in names})
    )
    assert (found["documents"], found["passed_over"]) == (1, {"not_followed": len(names)})


def test_a_link_and_a_second_file_of_a_name_in_a_zip_are_left_alone(archiver, folder):
    path = a_zip(folder / "link.zip", {"1.json": plain()})
    link = zipfile.ZipInfo("2.json")
    link.external_attr = 0o120777 << 16
    with zipfile.ZipFile(path, "a") as file:
        file.writestr(link, "/etc/passwd")
        with pytest.warns(UserWarning, match="Duplicate"):
            file.writestr("1.json", json.dumps(plain(description="Other words")))
    assert imported(archiver, path)["passed_over"] == {"not_followed": 2}
    assert archiver("show", f"instagram:{POST.code}", "--json").json["fields"]["caption"] == "Words"


def test_what_unpacks_to_more_than_is_read_is_counted_and_nothing_of_it_is_held(archiver, folder):
    given_ = folder / "given"
    write(given_ / "1.jpg.json", plain())
    write(given_ / "2.json.xz", lzma.compress(b'{"category": "' + bytes(foreign_tree.LONGEST_DOCUMENT)))
    assert imported(archiver, given_)["passed_over"] == {"too_large": 1}
    bomb = {"1.jpg.json": plain(), "1.jpg": b"\xff\xd8\xff" + bytes(8 << 20), "2.json": bytes(33 << 20)}
    found = imported(archiver, a_zip(folder / "bomb.zip", bomb))
    assert found["passed_over"] == {"too_large": 2}


SPOILED = {
    "cut short": (lambda content: content[:-20], {"broken_off": 1}),
    "no xz at all": (lambda _: b"Dear Sir or Madam", {"broken_off": 1}),
    "empty": (lambda _: b"", {"broken_off": 1}),
    "of no JSON": (lambda _: lzma.compress(b"Dear Sir or Madam"), {"not_understood": 1}),
    "of JSON that is too deep": (lambda _: lzma.compress(b"[" * 200_000), {"not_understood": 1}),
    "of a number too long": (lambda _: lzma.compress(b"1" * 9_000), {"not_understood": 1}),
    "of a text": (lambda _: lzma.compress(b'"node"'), {"no_document": 1}),
}


@pytest.mark.parametrize(("spoil", "passed"), SPOILED.values(), ids=SPOILED)
def test_a_document_that_is_spoiled_is_counted_and_spoils_no_other(archiver, folder, spoil, passed):
    write(folder / "given/1.json", plain())
    write(folder / "given/2.json.xz", spoil(lzma.compress(json.dumps(plain()).encode())))
    found = imported(archiver, folder / "given")
    assert (found["posts"], found["passed_over"]) == (1, passed)


NOT_UNDERSTOOD = {
    "an id that is another post's": {"post_id": str(POST.pk + 1)},
    "no owner": {"owner_id": None},
    "an owner that is no number": {"owner_id": ["1"]},
}


@pytest.mark.parametrize("changed", NOT_UNDERSTOOD.values(), ids=NOT_UNDERSTOOD)
def test_a_post_that_contradicts_itself_is_kept_and_not_shown(archiver, folder, changed):
    write(folder / "given/1.json", plain(**changed))
    found = imported(archiver, folder / "given")
    assert (found["documents"], found["understood"], found["posts"]) == (1, [0, 1], 0)
    assert archiver("show", f"instagram:{POST.code}").code != 0


NONE = {
    "a ZIP cut short": (lambda whole: whole[: len(whole) // 2], "no WACZ"),
    "a ZIP of nothing": (lambda _: b"PK\x05\x06" + bytes(18), "is in no form that is read here"),
    "xz of other things": (lambda _: lzma.compress(b"{}"), "is in no form that is read here"),
    "a list": (lambda _: b"[{}]", "is in no form that is read here"),
}


@pytest.mark.parametrize(("spoil", "said"), NONE.values(), ids=NONE)
def test_a_file_that_is_none_is_said_in_a_sentence(archiver, folder, spoil, said):
    whole = a_zip(folder / "whole.zip", {"1.json": plain()}).read_bytes()
    write(folder / "some.file", spoil(whole))
    assert said in refused(archiver, folder / "some.file")
    assert not (folder / "evidence").exists()


def test_a_member_that_is_spoiled_or_locked_is_counted(archiver, folder):
    members = {"1.json": plain(), "2.json": plain(), "1.jpg": b"\xff\xd8\xff" + os.urandom(4000)}
    path = a_zip(folder / "spoiled.zip", members)
    content = bytearray(path.read_bytes())
    content[content.index(b"2.json") + 20] ^= 0xFF
    content[content.index(b"1.jpg") + 200] ^= 0xFF
    path.write_bytes(content)
    assert imported(archiver, path)["passed_over"] == {"broken_off": 2}


@pytest.mark.parametrize("form", ["folder", "zip"])
def test_more_files_than_are_looked_through_are_said(folder, form):
    names = [f"{number}.json" for number in range(4)]
    for name in names:
        write(folder / "given" / name, plain())
    path = folder / "given" if form == "folder" else a_zip(folder / "a.zip", dict.fromkeys(names, plain()))
    now = datetime.now(UTC)
    assert len(foreign_folders.recognised(path, now, most=4).documents) == 4
    with pytest.raises(ForeignFileError, match=r"holds more than 3 files.* Give a part of it at a time\."):
        foreign_folders.recognised(path, now, most=3)


class Interfering(Silent):
    """Does something once the first document was written."""

    def __init__(self, act):
        self.act = act

    def step(self, what, done, of=None):
        if what.startswith("written") and done == 1:
            self.act()


def stop():
    raise KeyboardInterrupt


CHANGES = {
    "another word": lambda path: path.write_bytes(path.read_bytes().replace(b"Words", b"Wordy")),
    "longer": lambda path: path.write_bytes(path.read_bytes() + b"\n"),
    "shorter": lambda path: path.write_bytes(path.read_bytes()[:-5]),
    "gone": lambda path: path.unlink(),
    "a link now": lambda path: (
        path.rename(path.with_suffix(".was")),
        path.symlink_to(path.with_suffix(".was")),
    ),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_file_that_is_changed_meanwhile_keeps_all_from_being_sealed(archiver, folder, change):
    write(folder / "given/1.json", plain())
    last = write(folder / "given/2.json", plain())
    archive = archives.create(
        folder / "evidence", Settings(folder / "config/archiver.toml", keys=folder / "keys")
    )
    found = recognised(folder / "given")
    with closing(archive), pytest.raises(ForeignFileError, match="was changed while it was read"):
        list(importing(archive, [found], INSTAGRAM.target, Interfering(lambda: change(last))))
    assert not list((folder / "evidence/captures").glob("*/*/*"))
    (event,) = looks_of(folder)
    assert (event["kind"], event["outcome"]) == ("import", "failed")
    assert archiver("verify").code in (0, 3)


def test_who_stops_it_between_two_captures_goes_on_with_the_second(archiver, folder, made):
    given_ = made.copy("gallery-dl", folder / "given")
    for path in of_post(given_, POST.code):
        os.utime(path, ((THEN + timedelta(days=4)).timestamp(),) * 2)
    archive = archives.create(
        folder / "evidence", Settings(folder / "config/archiver.toml", keys=folder / "keys")
    )
    seen = []

    class Stopping(Silent):
        def step(self, what, done, of=None):
            seen.append(of)
            if what.startswith("written") and of == len(of_post(given_, POST.code)):
                stop()

    with closing(archive), pytest.raises(KeyboardInterrupt):
        list(importing(archive, [recognised(given_)], INSTAGRAM.target, Stopping()))
    assert len(list((folder / "evidence/captures").glob("*/*/*"))) == 1
    ran = archiver("import", given_, "--target", TARGET, "--json")
    assert [(each["part"], each["new"]) for each in ran.json["imports"]] == [([1, 2], False), ([2, 2], True)]
    assert archiver("verify").code in (0, 3)
    assert archiver("rebuild", "--check").code == 0


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=12,
)


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    members = {"a/1.json": plain(), "a/1.jpg": b"\xff\xd8\xff" + bytes(99), "2.json.xz": lzma.compress(b"{}")}
    return a_zip(tmp_path_factory.mktemp("whole") / "whole.zip", members).read_bytes()


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    changes=st.lists(st.tuples(st.integers(0, 1 << 20), st.integers(0, 255)), max_size=8),
    cut=st.integers(0, 1 << 20),
)
def test_any_bytes_in_a_zip_are_read_or_refused(tmp_path, whole, changes, cut):
    content = bytearray(whole)
    for place, value in changes:
        content[place % len(content)] = value
    path = write(tmp_path / "some.zip", bytes(content[: cut % len(content)] if cut % 4 == 0 else content))
    with contextlib.suppress(ForeignFileError):
        found = recognised(path)
        assert sum(len(media) + 1 for _, media in found.documents) + len(found.passed_over) <= 3


@settings(max_examples=60)
@given(content=st.binary(max_size=400) | JSON.map(lambda told: json.dumps(told).encode()))
def test_any_bytes_in_a_document_are_read_or_counted(tmp_path_factory, content):
    folder = tmp_path_factory.mktemp("any")
    write(folder / "1.json", plain())
    write(folder / "2.json", content)
    found = foreign_folders.recognised(folder, datetime.now(UTC))
    assert found.form is Form.GALLERY_DL
    assert len(found.documents) + len(found.passed_over) == len(documents(folder)) == 2
