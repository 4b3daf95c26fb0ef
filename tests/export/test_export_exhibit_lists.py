"""Lists of exhibits for others' programs: read again by their own rules they hold the same."""

import csv
import io
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from exhibit_building import LOOKS, all_shown, book_of, post, removal, stamped, watched
from hypothesis import given
from hypothesis import strategies as st

from archiver.export import case, concordance
from archiver.export.case import Case
from archiver.export.concordance import Concordance, written
from archiver.export.exhibit_list import COLUMNS, ExhibitList, harmless
from archiver.export.exhibits.reading import exhibits

CAPTIONS = {
    "A": 'Zwei Zeilen,\n"mit" Komma; und þorn ® und \x14',
    "B": '=HYPERLINK("http://a.example";"klick")',
    "C": "Наши станки 新款铣床 ماكينة",
    "D": "",
}


class Files:
    """Files by their names, in memory."""

    def __init__(self):
        self.kept = {}

    def begin(self, name):
        made = io.BytesIO()
        made.close = lambda: self.kept.__setitem__(name, made.getvalue())
        return made

    def write(self, name, pieces):
        self.kept[name] = b"".join(pieces)


def link(medium):
    return f"data/media/{medium.sha256}.jpg" if medium.asset != "elsewhere.jpg" else ""


@pytest.fixture
def told(tmp_path):
    posts = [post(key, caption, media=(f"{key}.jpg", "elsewhere.jpg")) for key, caption in CAPTIONS.items()]
    seen = watched(*LOOKS, stamped(1, 6))
    return list(exhibits(book_of(tmp_path, posts, removals=[removal("A")]), seen, all_shown)), seen


def test_the_csv_is_read_again_by_python_s_own_reader(told):
    found, seen = told
    files = Files()
    listed = ExhibitList(files.begin("list"), seen, link)
    for each in found:
        listed.take(each)
    listed.close()
    content = files.kept["list"]
    assert content.startswith(b"\xef\xbb\xbfexhibit,document,ref")
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert tuple(rows[0]) == COLUMNS
    assert [(row["ref"], row["text"].removeprefix("'")) for row in rows] == [
        (each.ref, dict(each.texts).get("caption", "")) for each in found
    ]
    gone = next(row for row in rows if row["ref"] == "instagram:A")
    assert (gone["standing"], gone["looked_from"]) == ("no_longer_shown", "logged_out")
    assert gone["says"] == found[0].says
    assert gone["stamped_by"] == "one"
    assert len(gone["sha256"].split()) == 2
    assert gone["media"] == link(found[0].media[0])


@given(st.text(min_size=1))
def test_no_cell_begins_as_a_formula_does(value):
    made = harmless(value)
    assert not made.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert made.removeprefix("'") == value.removeprefix("'")


def read_dat(content):
    """Read a DAT file as its convention says."""
    assert content.startswith("\ufeffþ".encode())
    lines = content.decode("utf-8-sig").split("\r\n")
    assert lines.pop() == ""
    rows = [[field.removeprefix("þ").removesuffix("þ") for field in line.split("\x14")] for line in lines]
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]


def test_the_dat_is_read_again_to_the_same_rows(told):
    found, _ = told
    files = Files()
    made = Concordance(files.begin, files.write, link, "Redaktion þ")
    for each in found:
        made.take(each)
    made.close()
    rows = read_dat(files.kept[concordance.DAT])
    posts = [row for row in rows if row["TEXTPATH"]]
    assert [row["DOCID"] for row in posts] == [each.document for each in found]
    assert [row["URL"] for row in posts] == [each.address for each in found]
    assert [row["STATUS"] for row in posts] == [each.standing.value for each in found]
    assert {row["CUSTODIAN"] for row in rows} == {"Redaktion th"}
    for row, each in zip(posts, found, strict=True):
        text = files.kept[row["TEXTPATH"].removeprefix(".\\").replace("\\", "/")].decode("utf-8-sig")
        assert text == f"{dict(each.texts).get('caption', '')}\n"
        assert (row["BEGATTACH"], row["ENDATTACH"]) == (each.document, f"{each.document}.001")
    media = [row for row in rows if row["NATIVEPATH"]]
    assert [(row["SHA256HASH"], row["DOCID"]) for row in media] == [
        (each.media[0].sha256, f"{each.document}.001") for each in found
    ]
    pictures = [line.split(",") for line in files.kept[concordance.OPT].decode().splitlines()]
    assert [(line[0], line[2]) for line in pictures] == [(row["DOCID"], row["NATIVEPATH"]) for row in media]
    assert {(line[1], *line[3:]) for line in pictures} == {("VOL001", "Y", "", "", "1")}


@given(st.lists(st.text(), min_size=1, max_size=5))
def test_a_field_can_hold_any_text_without_ending(values):
    fields = [written(value) for value in values]
    line = "\x14".join(f"þ{field}þ" for field in fields)
    assert "\n" not in line
    assert [each[1:-1] for each in line.split("\x14")] == fields
    assert all("þ" not in field for field in fields)


@pytest.mark.prove
def test_the_graph_is_valid_case(told, tmp_path):
    """Judged by the validator of the standard's own makers, with its ontology."""
    found, seen = told
    with (tmp_path / case.NAME).open("wb") as file:
        made = Case(file, seen, link, "archiver/00")
        for each in found:
            made.take(each)
        made.close()
    graph = json.loads((tmp_path / case.NAME).read_text("utf-8"))["@graph"]
    records = [each for each in graph if each["@type"] == "case-investigation:ProvenanceRecord"]
    assert [each["case-investigation:exhibitNumber"] for each in records] == ["1", "2", "3", "4"]
    hashes = {each["@id"] for each in graph if each["@type"] == "uco-observable:File"}
    assert {one["@id"] for each in records for one in each["uco-core:object"]} >= hashes
    assert len(hashes) == 5, "a file of several posts stands once"
    judge = Path(sys.executable).with_name("case_validate")
    if not judge.exists() and shutil.which("case_validate") is None:
        pytest.skip("case-utils is not installed")
    ran = subprocess.run([judge, tmp_path / case.NAME], capture_output=True, text=True, check=False)
    assert (ran.returncode, "Conforms: True" in ran.stdout) == (0, True), ran.stdout + ran.stderr


@pytest.mark.prove
def test_the_judge_finds_what_is_wrong(tmp_path):
    judge = Path(sys.executable).with_name("case_validate")
    if not judge.exists():
        pytest.skip("case-utils is not installed")
    wrong = {
        "@context": {
            "case-investigation": "https://ontology.caseontology.org/case/investigation/",
            "kb": "urn:uuid:",
        },
        "@graph": [
            {"@id": "kb:5b0d5d0e-8a6c-5c1f-9a53-2f6f0c6e1d0a", "@type": "case-investigation:NoSuchThing"}
        ],
    }
    (tmp_path / "wrong.jsonld").write_text(json.dumps(wrong))
    ran = subprocess.run([judge, tmp_path / "wrong.jsonld"], capture_output=True, text=True, check=False)
    assert ran.returncode != 0
