"""Bundles as ZIP files: each byte is accounted for, and what is hostile is refused in a sentence."""

import os
import random
import shutil
import subprocess
import zipfile

import pytest
from bundle_building import Sealer, bagged
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from zip_building import packed, put

from archiver.export import zipped
from archiver.verify import bag as bag_check
from archiver.verify import sealed
from archiver.verify.finding import Status
from archiver.verify.unpacked import NotPackedError, unpacked
from archiver.verify.zip_form import MOST

SEALER = Sealer()
ADVICE = "Another program packed it: unpack it first, and verify the folder."
TWO = [("CASE-1/a", b"first"), ("CASE-1/b", b"second")]


def contents(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


@pytest.fixture(scope="module")
def bundle(tmp_path_factory):
    folder = bagged(tmp_path_factory.mktemp("bundle") / "CASE-1")
    SEALER.seal(folder, {})
    return folder


@pytest.fixture(scope="module")
def whole(bundle):
    file = bundle.parent / "whole.zip"
    zipped.write(file, bundle)
    return file.read_bytes()


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """The smallest there is, every byte of which is tried."""
    folder = tmp_path_factory.mktemp("small")
    zipped.write(folder / "small.zip", bagged(folder / "C", {"data/a": b"x"}, {}))
    return (folder / "small.zip").read_bytes()


@pytest.fixture
def refused(tmp_path):
    """See that a ZIP is refused, that nothing of it was written outside, and give what is said."""

    def give(content, most=MOST):
        file = tmp_path / "hostile" / "given.zip"
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(content)
        with pytest.raises(NotPackedError) as told, unpacked(file, most):
            pass
        assert [path.name for path in tmp_path.rglob("*")] == ["hostile", "given.zip"]
        return str(told.value)

    return give


def taken(file, most=MOST):
    with unpacked(file, most) as folder:
        return folder.name, contents(folder)


# what export writes


def test_what_was_packed_is_unpacked_and_gone_when_the_block_ends(bundle, tmp_path):
    zipped.write(tmp_path / "bundle.zip", bundle)
    with unpacked(tmp_path / "bundle.zip") as folder:
        assert contents(folder) == contents(bundle)
        assert folder.name == "CASE-1"
        assert {one.status for one in bag_check.check(folder)} == {Status.VERIFIED}
        assert Status.FAILED not in {one.status for one in sealed.check(folder, SEALER.public, [], None)}
    assert not folder.exists()
    assert not folder.parent.exists()


def test_it_is_gone_too_where_the_block_fails(bundle, tmp_path):
    zipped.write(tmp_path / "bundle.zip", bundle)
    with pytest.raises(RuntimeError), unpacked(tmp_path / "bundle.zip") as folder:
        raise RuntimeError
    assert not folder.parent.exists()


@settings(max_examples=60, deadline=None)
@given(
    sizes=st.lists(st.integers(0, 400), min_size=1, max_size=9),
    most=st.sampled_from([MOST, 1, 2, 5, 9, 200, 350, 1000, 2500]),
)
def test_both_who_write_the_form_down_write_the_same(tmp_path_factory, sizes, most):
    folder = tmp_path_factory.mktemp("form")
    files = {f"data/{number}": bytes([number]) * size for number, size in enumerate(sizes)}
    bagged(folder / "CASE-1", files)
    zipped.write(folder / "bundle.zip", folder / "CASE-1", most)
    found = contents(folder / "CASE-1")
    by_hand = packed([(f"CASE-1/{name}", found[name]) for name in sorted(found)], most=most)
    assert (folder / "bundle.zip").read_bytes() == by_hand
    assert taken(folder / "bundle.zip", most) == ("CASE-1", found)


@pytest.mark.parametrize("most", [1, 3, 100])
def test_64_bits_where_they_are_not_needed_are_another_form(refused, most):
    assert ADVICE in refused(packed(TWO, most=most))
    assert ADVICE in refused(packed(TWO), most)


def test_the_end_of_the_32_bits_is_where_the_standard_has_it():
    from archiver.verify.zip_form import Entry, central, local

    for size, extra in ((MOST - 1, 0), (MOST, 20), (MOST + 1, 20)):
        entry = Entry("a/b", size, 0, 0)
        assert len(local(entry)) == 30 + 3 + extra
        assert len(central(entry)) == 46 + 3 + extra
        assert len(central(Entry("a/b", 0, 0, size))) == 46 + 3 + (12 if extra else 0)
    assert MOST == 2**32 - 1


# no byte unguarded


def test_any_byte_of_all(small, refused):
    draws = random.Random(7)
    for at in range(len(small)):
        changed = bytearray(small)
        changed[at] ^= 1 << draws.randrange(8)
        assert refused(bytes(changed)).endswith("."), at


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_byte_for_any_other(whole, refused, data):
    at = data.draw(st.integers(0, len(whole) - 1))
    byte = data.draw(st.integers(0, 255).filter(lambda byte: byte != whole[at]))
    refused(whole[:at] + bytes([byte]) + whole[at + 1 :])


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data(), more=st.binary(min_size=1, max_size=40))
def test_bytes_that_were_put_in_anywhere(whole, refused, data, more):
    at = data.draw(st.integers(0, len(whole)))
    refused(whole[:at] + more + whole[at:])


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_bytes_that_were_taken_out_anywhere(whole, refused, data):
    at = data.draw(st.integers(0, len(whole) - 1))
    refused(whole[:at] + whole[at + data.draw(st.integers(1, 200)) :])


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(max_size=200), head=st.sampled_from([b"", b"PK\3\4", packed(TWO)[:60]]))
def test_any_bytes_end_in_one_error(refused, content, head):
    refused(head + content)


def test_one_who_changes_a_file_and_packs_it_anew_is_found_by_what_is_in_it(bundle, tmp_path):
    draws = random.Random(7)
    for name in sorted(contents(bundle)):
        folder = tmp_path / name.replace("/", "_") / "CASE-1"
        shutil.copytree(bundle, folder)
        content = bytearray((folder / name).read_bytes() or b"\0")
        content[draws.randrange(len(content))] ^= 1
        (folder / name).write_bytes(content)
        zipped.write(folder.parent / "bundle.zip", folder)
        with unpacked(folder.parent / "bundle.zip") as found:
            findings = [*bag_check.check(found), *sealed.check(found, SEALER.public, [], None)]
        assert name in {one.subject for one in findings if one.status is Status.FAILED}


# cut short


def test_a_zip_that_is_cut_short_anywhere_says_so(refused):
    content = packed(TWO)
    for at in range(4, len(content)):
        assert refused(content[:at]).startswith(
            ("The ZIP is cut short, ", "Where the directory should speak of CASE-1/a", "It is no ZIP")
        ), at
    assert refused(content[:33]) == "The ZIP is cut short, within a header."
    assert refused(content[:-1]) == "The ZIP is cut short, at its end."
    first = content.index(b"first")
    assert refused(content[: first + 4]) == "The ZIP is cut short, within CASE-1/a."
    directory = content.index(b"PK\1\2")
    assert refused(content[:directory]) == "The ZIP is cut short, within its directory."


@pytest.mark.parametrize("content", [b"", b"P", b"%PDF-1.7", packed([]), b"MZ" + packed(TWO)])
def test_what_is_no_zip_of_a_bundle(refused, content):
    assert refused(content) == "It is no ZIP of a bundle: it does not begin with a file that is packed."


# names


@pytest.mark.parametrize(
    "name",
    [
        "../evil",
        "CASE-1/../../evil",
        "/evil",
        "//host/evil",
        "C:/evil",
        "C:evil",
        "CASE-1\\..\\evil",
        "CASE-1/a\\b",
        "CASE-1/",
        "CASE-1/a/",
        "CASE-1//a",
        "CASE-1/./a",
        "CASE-1/.hidden",
        "CASE-1/a\0b",
        "CASE-1/a\n",
        "CASE-1/a b",
        "CASE-1/\u00e4",
        "CASE-1/a:stream",
        f"CASE-1/{'a' * 101}",
        "CASE-1/" + "a/" * 10 + "a",
        "",
    ],
)
def test_a_name_that_no_file_of_a_bundle_has(refused, name):
    said = refused(packed([(name, b"x")], local=lambda header: header))
    assert said.startswith("It holds a name that no file of a bundle has, and nothing is unpacked: ")
    assert said.isascii()
    assert said.isprintable()


@pytest.mark.parametrize("second", ["CASE-1/a", "CASE-1/A", "CASE-1/a/b", "case-1/a"])
def test_a_name_that_stands_twice(refused, second):
    names = sorted(["CASE-1/a", second])
    said = refused(packed([(name, b"x") for name in names]))
    assert "twice, if only in another case" in said or "Not all of it stands in one folder" in said


def test_a_folder_that_is_a_file_in_another_case(refused):
    said = refused(packed([("CASE-1/A/b", b"x"), ("CASE-1/a", b"y")]))
    assert said == "CASE-1/a stands in it twice, if only in another case, or as file and folder."


@pytest.mark.parametrize("names", [["CASE-1/a", "CASE-2/a"], ["CASE-1"], ["CASE-1", "CASE-1/a"]])
def test_no_single_folder(refused, names):
    said = refused(packed([(name, b"x") for name in names]))
    assert said.startswith("Not all of it stands in one folder: ")


def test_names_that_are_not_in_order(refused):
    said = refused(packed(reversed(TWO)))
    assert said == f"CASE-1/a is not in order, behind CASE-1/b. {ADVICE}"


# headers, as a forger writes them who knows the form

FLAGS, METHOD, TIME, CRC, SIZE, NAMED, EXTRA = 6, 8, 10, 14, 18, 26, 28
"""Where these stand in a local header; in the directory two bytes later."""


@pytest.mark.parametrize("flags", [1, 1 << 6, 1 << 13])
def test_encrypted(refused, flags):
    said = refused(packed(TWO, local=lambda header: put(header, FLAGS, flags)))
    assert said == "CASE-1/a is encrypted; no file of a bundle is."


@pytest.mark.parametrize("method", [8, 9, 12, 14, 93, 99])
def test_compressed(refused, method):
    said = refused(packed(TWO, local=lambda header: put(header, METHOD, method)))
    assert said == f"CASE-1/a is compressed; no file of a bundle's ZIP is. {ADVICE}"


@pytest.mark.parametrize(("at", "value"), [(4, 10), (FLAGS, 8), (FLAGS, 1 << 11), (TIME, 1), (TIME + 2, 34)])
def test_a_header_that_says_something_else(refused, at, value):
    said = refused(packed(TWO, local=lambda header: put(header, at, value)))
    assert said == f"The header of CASE-1/a is not as a bundle's ZIP has it. {ADVICE}"


def test_an_extra_field(refused):
    said = refused(packed(TWO, local=lambda header: put(header, EXTRA, 4) + b"\x99\x99\0\0"))
    assert said == f"The header of CASE-1/a is not as a bundle's ZIP has it. {ADVICE}"


def test_two_sizes_that_disagree(refused):
    said = refused(packed(TWO, local=lambda header: put(header, SIZE + 4, 4, 4)))
    assert "The header of CASE-1/a" in said
    for at in (20, 24):
        said = refused(packed(TWO, central=lambda header, at=at: put(header, at, 4, 4)))
        assert said.startswith("The directory says something else of CASE-1/a than stands before its bytes.")


def test_files_that_overlap(refused):
    """The directory points twice at the same bytes, as in a bomb without recursion."""
    said = refused(packed(TWO, central=lambda header: put(header, 42, 0, 4)))
    assert said.startswith("The directory says something else of CASE-1/b than stands before its bytes.")


@pytest.mark.parametrize("size", [10_000, MOST - 1])
def test_more_bytes_than_there_are(refused, size):
    said = refused(packed(TWO, local=lambda header: put(put(header, SIZE, size, 4), SIZE + 4, size, 4)))
    assert said == "The ZIP is cut short, within CASE-1/a."


@pytest.mark.parametrize("size", [MOST, 2**63, 2**64 - 1])
def test_more_bytes_than_any_disk_has(refused, size):
    def changed(header):
        large = put(put(put(header, 4, 45), SIZE, MOST, 4), SIZE + 4, MOST, 4)
        extra = b"\1\0\x10\0" + size.to_bytes(8, "little") * 2
        return put(large, EXTRA, len(extra)) + extra

    assert refused(packed(TWO, local=changed)) == "The ZIP is cut short, within CASE-1/a."


def test_a_link(refused):
    said = refused(packed(TWO, central=lambda header: put(header, 38, 0o120777 << 16, 4)))
    assert said == "CASE-1/a is a symbolic link; a bundle holds none."


@pytest.mark.parametrize(("at", "value"), [(4, 20), (6, 10), (36, 1), (38, 0x10), (40, 0o755), (16, 0)])
def test_a_directory_that_says_something_else(refused, at, value):
    said = refused(packed(TWO, central=lambda header: put(header, at, value)))
    assert said.startswith("The directory says something else of CASE-1/a than stands before its bytes.")


def test_a_comment_on_a_file(refused):
    said = refused(packed(TWO, central=lambda header: put(header, 32, 2) + b"hi"))
    assert said.startswith("The directory says something else of CASE-1/a")


def test_bytes_between(refused):
    content = packed(TWO)
    second = content.index(b"PK\3\4", 4)
    assert refused(content[:second] + b"more" + content[second:]).startswith(
        "Where the directory should speak"
    )
    directory = content.index(b"PK\1\2")
    assert refused(content[:directory] + b"more" + content[directory:]) == (
        "Where the directory should speak of CASE-1/a stands something that belongs to no file."
    )


def test_a_comment_on_all_and_what_stands_behind(refused):
    said = refused(packed(TWO, end=lambda end: put(end, 20, 2) + b"hi"))
    assert said == f"The ZIP does not end as that of a bundle does. {ADVICE}"
    told = "Behind the end of the ZIP stands more, which belongs to no file."
    assert refused(packed(TWO) + b"\0") == told
    assert refused(packed(TWO) + packed([("CASE-1/c", b"")])) == told


@pytest.mark.parametrize("at", range(4, 20))
def test_an_end_that_says_something_else(refused, at):
    said = refused(packed(TWO, end=lambda end: put(end, at, end[at] ^ 1, 1)))
    assert said == f"The ZIP does not end as that of a bundle does. {ADVICE}"


def test_a_file_that_the_directory_does_not_name(refused):
    content = packed(TWO)
    directory = content.index(b"PK\1\2")
    second = content.index(b"PK\1\2", directory + 4)
    assert refused(content[:second] + content[content.index(b"PK\5\6") :]).startswith("Where the directory")


# other programs


def by_zipfile(tmp_path, kind, **how):
    with zipfile.ZipFile(tmp_path / "other.zip", "w", kind) as file:
        for name, content in TWO:
            file.writestr(zipfile.ZipInfo(name, **how), content, kind)
    content = (tmp_path / "other.zip").read_bytes()
    (tmp_path / "other.zip").unlink()
    return content


def test_the_zips_of_other_programs_are_to_be_unpacked_first(refused, tmp_path):
    deflated = refused(by_zipfile(tmp_path, zipfile.ZIP_DEFLATED))
    assert deflated == f"CASE-1/a is compressed; no file of a bundle's ZIP is. {ADVICE}"
    later = by_zipfile(tmp_path, zipfile.ZIP_STORED, date_time=(2026, 11, 24, 3, 0, 0))
    assert refused(later) == f"The header of CASE-1/a is not as a bundle's ZIP has it. {ADVICE}"


@pytest.mark.skipif(shutil.which("zip") is None, reason="no zip on this machine")
def test_the_zip_of_info_zip_is_refused(refused, bundle, tmp_path):
    told = ["zip", "-q", "-0", "-X", "-r", "-", "CASE-1"]
    content = subprocess.run(told, cwd=bundle.parent, capture_output=True, check=True).stdout
    assert refused(content)


# what is around it


def test_a_file_that_is_none(tmp_path):
    for path in (tmp_path / "nowhere.zip", tmp_path):
        with pytest.raises(OSError, match=path.name), unpacked(path):
            pass


@pytest.mark.skipif(os.name != "posix", reason="modes of files are told so")
def test_nothing_that_is_unpacked_can_be_run(tmp_path):
    (tmp_path / "given.zip").write_bytes(packed(TWO))
    with unpacked(tmp_path / "given.zip") as folder:
        assert not {path for path in folder.iterdir() if path.stat().st_mode & 0o111}
