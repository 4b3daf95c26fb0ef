"""`archiver report`, `statement`, `handover` and `letter` as they are typed, with whatever else is typed."""

import csv
import io
import re
import resource
import shutil
import subprocess
import sys
from pathlib import Path

import lxml.html
import pytest
import whole_bundle
from fakes import environment

CLAIMS = re.compile(r"\b(deleted|removed by|proves|publicly)\b", re.IGNORECASE)
"""What no sentence of ours says; `publicly` but where the one sentence does, and its condition holds."""
PAPERS = {
    "report.html": ("report", "--out", "DIR"),
    "us-902": ("statement", "us-902", "CASE-1", "--out", "FILE"),
    "plain": ("statement", "plain", "CASE-1", "--out", "FILE"),
    "receipt": ("handover", "CASE-1", "--to", "Dr. Weber", "--out", "FILE"),
    "platform": ("letter", "platform", "--out", "FILE"),
    "company": ("letter", "company", "--out", "FILE"),
}


@pytest.fixture(scope="module")
def folder(handed_over):
    return handed_over


@pytest.fixture
def written(archiver, folder, tmp_path):
    """Write a paper, and give what was said and the file."""

    def write(name):
        out = tmp_path / name
        words = [{"DIR": str(out), "FILE": str(out)}.get(each, each) for each in PAPERS[name]]
        ran = archiver(*words)
        assert ran.code == 0, ran.err
        return ran, out / "report.html" if out.is_dir() else out

    return write


def text_of(page: Path) -> str:
    """What is to be read in it, without what was captured: a person reads that as others' words."""
    root = lxml.html.fromstring(page.read_bytes(), parser=lxml.html.HTMLParser(encoding="utf-8"))
    for each in root.xpath("//*[contains(concat(' ', @class, ' '), ' captured ')] | //style"):
        each.drop_tree()
    return " ".join(root.text_content().split())


@pytest.mark.some(of=2)
@pytest.mark.parametrize("name", PAPERS)
def test_no_paper_claims_more_than_records_carry(name, written):
    ran, page = written(name)
    for text in (text_of(page), ran.out, ran.err):
        assert not CLAIMS.search(text), CLAIMS.search(text)


@pytest.mark.some(of=2)
@pytest.mark.parametrize("name", PAPERS)
def test_a_paper_loads_nothing_and_names_nobody_who_looked(name, written):
    _, page = written(name)
    root = lxml.html.fromstring(page.read_bytes())
    assert not root.xpath("//script | //link | //iframe | //object | //*[@onload or @onclick]")
    assert all(each.startswith("data:image/jpeg;base64,") for each in root.xpath("//img/@src"))
    (policy,) = root.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy.startswith("default-src 'none'")
    for secret in ("Jane Roe", "jane", "5550001234567", "newsroom-laptop", "zq7w31kv", str(Path.home())):
        assert secret not in page.read_text("utf-8")


def test_a_report_is_written_and_told_of(archiver, folder, tmp_path):
    told = archiver("report", "--out", tmp_path / "r", "--json", whole_bundle.TARGET).json
    assert told["exhibits"] == 2
    assert sum(told["counts"].values()) == 2
    assert {path.name for path in (tmp_path / "r").iterdir()} == {
        "report.html",
        "technical.html",
        "exhibits.csv",
    }
    rows = list(csv.DictReader(io.StringIO((tmp_path / "r/exhibits.csv").read_text("utf-8-sig"), newline="")))
    assert [row["exhibit"] for row in rows] == ["1", "2"]
    assert rows[0]["standing"] == "no_longer_shown"


def test_the_bundle_s_report_says_what_the_one_without_a_bundle_says(archiver, folder, tmp_path):
    archiver("report", "--out", tmp_path / "r", whole_bundle.TARGET)

    def exhibits(page):
        root = lxml.html.fromstring(page.read_bytes())
        return [" ".join(each.text_content().split()) for each in root.xpath("//p[contains(@class, 'says')]")]

    # What the ledger covers since then is another event, of nothing that either tells.
    assert exhibits(tmp_path / "r/report.html") == exhibits(folder / "CASE-1/report.html") != []


def test_each_paragraph_of_a_statement_says_whence_it_comes(written):
    _, page = written("us-902")
    root = lxml.html.fromstring(page.read_bytes())
    numbered = root.xpath("//body/ol/li")
    assert len(numbered) == 18
    tags = [each.xpath("string(.//span[contains(@class, 'tag')][1])") for each in numbered]
    assert set(tags) == {"from the record", "you must know this yourself; delete if not"}
    text = text_of(page)
    for part in (
        "Rule 902(13)",
        "Rule 902(14)",
        "28 U.S.C. § 1746",
        "an inference, which needs a witness",
        "Executed on",
    ):
        assert part in text
    for each in (
        "who controls the accounts",
        "what was shown there is true",
        "server sent it",
    ):
        assert each in text
    assert len(root.xpath("//span[@class='blank']")) > 15


def test_of_a_bundle_that_does_not_verify_nothing_is_stated(archiver, folder, tmp_path):
    spoilt = tmp_path / "spoilt"
    shutil.copytree(folder / "CASE-1", spoilt)
    (spoilt / "report.html").write_bytes(b"another")
    ran = archiver("statement", "plain", spoilt, "--out", tmp_path / "s.html")
    assert (ran.code, "does not verify" in ran.err) == (1, True), ran.err
    assert not (tmp_path / "s.html").exists()
    ran = archiver(
        "statement", "plain", folder / "CASE-1", "--trust", "SHA256:x", "--out", tmp_path / "s.html"
    )
    assert ran.code == 1


def test_a_zip_is_stated_about_as_its_folder_is(archiver, tmp_path):
    archiver("export", "--offline", "--out", tmp_path / "b.zip", whole_bundle.TARGET)
    told = archiver("statement", "us-902", tmp_path / "b.zip", "--out", tmp_path / "s.html", "--json").json
    assert told["bundle"] in (tmp_path / "s.html").read_text("utf-8")
    assert told["concluded"] == 1


def test_a_handover_is_in_the_ledger_by_a_number_that_only_its_archive_can_make(archiver, folder, tmp_path):
    first = archiver(
        "handover", "CASE-1", "--to", "Kanzlei Weber", "--out", tmp_path / "1.html", "--json"
    ).json
    again = archiver(
        "handover", "CASE-1", "--to", "Kanzlei Weber", "--out", tmp_path / "2.html", "--json"
    ).json
    assert first["bundle"] == again["bundle"]
    assert again["events"][0]["number"] > first["events"][0]["number"]
    assert first["events"][0]["leaf"] in (tmp_path / "1.html").read_text("utf-8")
    ledger = b"".join(
        path.read_bytes() for path in sorted((folder / "evidence/ledger").rglob("events.jsonl"))
    )
    lines = [line for line in ledger.splitlines() if b'"transfer"' in line]
    assert len(lines) >= 2
    assert b"Weber" not in ledger
    assert first["bundle"].encode() not in ledger
    told = [re.search(rb'"to":"([^"]+)"', line)[1] for line in lines[-2:]]
    assert told[0] == told[1]
    assert archiver("verify").code == 0
    archiver("export", "--offline", "--out", tmp_path / "later", whole_bundle.TARGET)
    assert archiver("verify", tmp_path / "later").code == 0


def test_a_platform_is_told_its_numbers_of_what_was_asked_for_without_an_account_alone(written, folder):
    _, page = written("platform")
    rows = lxml.html.fromstring(page.read_bytes()).xpath("//table[2]//tr[td]")
    told = [[cell.text_content() for cell in row] for row in rows]
    archived = sorted((folder / "evidence/captures/instagram" / whole_bundle.TARGET.name).iterdir())
    first, signed_in, third = (f"Aq{path.name}" for path in archived)
    assert [row[1:] for row in told] == [["www.instagram.com", first], ["www.instagram.com", third]]
    assert signed_in not in page.read_text("utf-8")
    assert "Those of requests with a signed-in account are left out" in text_of(page)
    assert "Please confirm within" in text_of(page)


def test_a_company_is_told_no_numbers_of_requests(written):
    _, page = written("company")
    assert "Aq" not in text_of(page)
    assert "drafts, instructions and correspondence" in text_of(page)


BAD = {
    "a report over another": (("report", "--out", "CASE-1"), 2, "exists already"),
    "a report within the archive": (("report", "--out", "evidence/r"), 2, "lies within the archive"),
    "a report of nobody": (
        ("report", "instagram:nobody", "--out", "r"),
        2,
        "No capture in this archive is of",
    ),
    "a report of no checkpoint": (("report", "--at", "99", "--out", "r"), 2, "There is no checkpoint 99"),
    "a statement of no kind": (("statement", "fr-1", "CASE-1"), 2, "fr-1"),
    "a statement about nothing": (("statement", "plain", "nowhere"), 2, "There is no nowhere."),
    "a statement about a folder": (("statement", "plain", "config"), 2, "is no bundle"),
    "a statement about a file": (("statement", "plain", "config/archiver.toml"), 2, "is no bundle"),
    "a statement over a file": (
        ("statement", "plain", "CASE-1", "--out", "config/archiver.toml"),
        2,
        "exists already",
    ),
    "a handover to nobody": (("handover", "CASE-1", "--to", " "), 2, "Say whom it goes to"),
    "a handover of nothing": (("handover", "nowhere", "--to", "X"), 2, "There is no nowhere."),
    "a handover with a name that breaks lines": (
        ("handover", "CASE-1", "--to", "a\x1bb"),
        2,
        "Say whom it goes to",
    ),
    "a letter to somebody else": (("letter", "editor"), 2, "editor"),
    "a letter about what is shown": (
        ("letter", "company", "instagram:staalborg"),
        2,
        "nothing to be preserved",
    ),
    "formats that there are not": (
        ("export", "--offline", "--out", "x", "--also", "pdf"),
        2,
        "There are: case, concordance.",
    ),
}


@pytest.mark.some(of=3)
@pytest.mark.parametrize("case", BAD)
def test_what_cannot_be_done_is_said_in_a_sentence_and_leaves_nothing(case, archiver, folder):
    arguments, code, said = BAD[case]
    before = sorted(path.name for path in folder.iterdir())
    ran = archiver(*arguments)
    assert (ran.code, said in ran.err) == (code, True), ran.err
    assert ran.err.count("\n") == 1
    assert sorted(path.name for path in folder.iterdir()) == before


def test_a_bundle_that_does_not_verify_is_not_handed_over(archiver, folder, tmp_path):
    spoilt = tmp_path / "spoilt"
    shutil.copytree(folder / "CASE-1", spoilt)
    (spoilt / "data/posts.jsonl").write_bytes(b"{}")
    before = transfers(folder)
    ran = archiver("handover", spoilt, "--to", "X", "--out", tmp_path / "x.html")
    assert (ran.code, "does not verify" in ran.err) == (1, True), ran.err
    assert transfers(folder) == before


def test_a_receipt_that_cannot_be_written_leaves_nothing_in_the_ledger(archiver, folder, tmp_path):
    before = transfers(folder)
    ran = archiver("handover", "CASE-1", "--to", "X", "--out", tmp_path / "nowhere/x.html")
    assert (ran.code, "cannot be used" in ran.err) == (3, True), ran.err
    assert transfers(folder) == before


def transfers(folder):
    """How often the ledger says that something was handed over."""
    paths = [
        *(folder / "evidence/ledger").rglob("events.jsonl"),
        *(folder / "evidence/ledger/pending").iterdir(),
    ]
    return sum(path.read_bytes().count(b'"event":"transfer"') for path in paths)


DOCUMENTS = {
    "no list of captures": ("data/bundle.json", b"{}"),
    "a list": ("data/bundle.json", b"[1]"),
    "a number": ("data/removals.json", b"7"),
    "posts that are none": ("data/posts.jsonl", b"[]\n"),
}


@pytest.mark.some(of=3)
@pytest.mark.parametrize("case", DOCUMENTS)
def test_of_documents_that_are_none_of_ours_it_is_said_that_they_cannot_be_read(case, folder, tmp_path):
    """Who signs a bundle can write into them what he likes, and it verifies all the same where nothing proves them."""
    from archiver.operations.handed import Checked, NotAsSealedError, _read, understood

    name, content = DOCUMENTS[case]
    spoilt = tmp_path / "spoilt"
    shutil.copytree(folder / "CASE-1", spoilt)
    (spoilt / name).chmod(0o644)
    (spoilt / name).write_bytes(content)
    with pytest.raises(NotAsSealedError, match="is not what this program writes"), understood(spoilt):
        _read("spoilt", spoilt, Checked(None, "", 0, 0, {}))


@pytest.mark.parametrize("words", [("statement", "plain", "FILES"), ("letter", "company")])
def test_a_paper_is_there_whole_or_not_at_all(words, folder, tmp_path):
    """On a disk that is full within the paper."""
    said = [str(folder / "CASE-1") if each == "FILES" else each for each in words]
    done = subprocess.run(
        [sys.executable, "-m", "archiver", *said, "--out", str(tmp_path / "paper.html")],
        cwd=folder,
        env=environment(folder) | {"PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (4_000, 4_000)),
    )
    assert done.returncode == 3, done.stderr
    assert "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_bundle_named_by_a_way_to_it_has_its_own_name_in_the_paper(archiver, tmp_path):
    ran = archiver("statement", "plain", "CASE-1/data/..", "--out", tmp_path / "s.html")
    assert ran.code == 0, ran.err
    assert "CASE-1" in (tmp_path / "s.html").read_text("utf-8")


def test_of_a_part_of_an_archive_a_statement_says_which_and_counts_what_is_shown(archiver, tmp_path):
    out = tmp_path / "later"
    since = "2026-11-24T05:00:00"
    archiver("export", "--offline", "--out", out, "--since", since, whole_bundle.TARGET)
    assert archiver("statement", "us-902", out, "--out", tmp_path / "s.html").code == 0
    text = text_of(tmp_path / "s.html")
    assert "made of: captures that began on 2026-11-24T05:00:00" in text
    # The first one's manifest goes along with the media that it holds for the others.
    told = "Of 3 looks that the ledger in the bundle tells of, 3 are shown in it: 2 logged out, 1 with a"
    assert f"{told} signed-in account" in text
    report = (out / "report.html").read_text("utf-8")
    assert "captures that began on 2026-11-24T05:00:00" in report


def test_a_bundle_of_one_post_names_no_other_and_excludes_nothing_by_records_it_lacks(archiver, tmp_path):
    out = tmp_path / "alone"
    gone, held = whole_bundle.GONE.code, whole_bundle.HELD.code
    archiver("export", "--offline", "--out", out, "--posts", f"instagram:{gone}")
    for name in ("report.html", "technical.html", "exhibits.csv", "data/removals.json", "data/posts.jsonl"):
        assert held not in (out / name).read_text("utf-8")
    assert "single posts, and nothing of what stands beside them" in (out / "report.html").read_text("utf-8")


def test_a_bundle_of_another_archive_is_not_handed_over(archiver, folder, tmp_path):
    (tmp_path / "config").mkdir()
    (tmp_path / "config/archiver.toml").write_text('[keys]\nfolder = "../keys"\n')
    other = whole_bundle.whole_bundle(tmp_path)
    ran = archiver("handover", other.folder, "--to", "X", "--out", tmp_path / "x.html")
    assert (ran.code, "is no bundle that this archive handed out" in ran.err) == (2, True), ran.err


def test_also_writes_for_others_programs_and_the_bundle_verifies(archiver, tmp_path):
    out = tmp_path / "also"
    ran = archiver("export", "--offline", "--out", out, "--also", "case,concordance", whole_bundle.TARGET)
    assert ran.code == 0, ran.err
    for name in ("exhibits.csv", "exhibits.case.jsonld", "loadfile/exhibits.dat", "loadfile/exhibits.opt"):
        assert (out / name).is_file()
    assert archiver("verify", out).code == 0
