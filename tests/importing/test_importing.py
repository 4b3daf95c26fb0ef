"""Captures that others made: sealed with the digest of their file, read, compared, and nothing concluded from them."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from fakes import sha256
from foreign_building import SOFTWARE, as_har, as_wacz, as_warc, seen_by_others
from wires import INSTAGRAM

from archiver.model.exchange import Fidelity
from archiver.simulator import happenings
from archiver.simulator.hartmann import hartmann

TARGET = INSTAGRAM.target
THEN = datetime(2025, 3, 2, 10, 0, tzinfo=UTC)
LATER = THEN + timedelta(days=30)
COMPANY = hartmann(older=30)


@pytest.fixture(scope="module")
def exchanges():
    return list(seen_by_others(COMPANY, THEN))


def imported(archiver, *files, code=0):
    ran = archiver("import", *files, "--target", str(TARGET), "--json")
    assert ran.code == code, ran.err
    return ran.json["imports"]


def manifest(folder, capture):
    return json.loads((folder / "evidence/captures" / capture / "manifest.json").read_bytes())


def written(folder, form, exchanges):
    if form == "warc":
        return as_warc(folder / "made.warc", exchanges)
    if form == "warc.gz":
        return as_warc(folder / "made.warc.gz", exchanges, requests="before", packed=True)
    if form == "wacz":
        return as_wacz(folder / "made.wacz", as_warc(folder / "data.warc.gz", exchanges))
    return as_har(folder / "made.har", exchanges)


FORMS = ("warc", "warc.gz", "wacz", "har")


@pytest.mark.parametrize("form", FORMS)
def test_each_form_gives_every_post_and_is_sealed_with_its_digest_and_times(
    archiver, folder, exchanges, form
):
    file = written(folder, form, exchanges)
    (found,) = imported(archiver, file)
    assert (found["posts"], found["listed"]) == (len(COMPANY.posts), len(COMPANY.posts))
    assert found["exchanges"] == len(exchanges)
    assert found["understood"][0] == found["understood"][1] > 0
    assert found["sha256"] == sha256(file.read_bytes())
    assert found["software"] == ("Firefox 144.0" if form == "har" else SOFTWARE)
    assert found["capture"].startswith("instagram/hartmann.werkzeuge/20250302T10")
    said = manifest(folder, found["capture"])
    assert (said["kind"], said["not_authenticated"]) == ("import", "import")
    assert said["vantage"]["login"] == "imported"
    assert said["import"]["sha256"] == found["sha256"]
    assert said["import"]["form"] == form.partition(".")[0]
    assert archiver("verify").code in (0, 3)
    assert archiver("rebuild", "--check").code == 0


@pytest.mark.parametrize("form", FORMS)
def test_of_whoever_made_it_nothing_secret_is_written(archiver, folder, exchanges, form):
    written(folder, form, exchanges)
    imported(archiver, folder / f"made.{form}")
    cookies = exchanges[0][2]
    everything = b"".join(
        path.read_bytes()
        for path in (folder / "evidence").rglob("*")
        if path.is_file() and "WARC" not in path.name
    )
    from archiver.formats.warc_reading import blocks

    for warc in (folder / "evidence").rglob("capture.warc.gz"):
        with warc.open("rb") as file:
            everything += b"".join(
                record.raw_stream.read() for record in blocks(file) if record.rec_type == "request"
            )
    assert not [name for name, value in cookies.items() if len(value) > 8 and value.encode() in everything]


def test_a_thousand_posts_and_later_five_fewer_are_five_missing_and_nothing_is_concluded(archiver, folder):
    company = hartmann(older=994)
    gone = [post.code for post in company.grid[400:405]]
    after = company
    for code in gone:
        after = happenings.delete(after, code)
    first = as_warc(folder / "first.warc.gz", seen_by_others(company, THEN))
    second = as_warc(folder / "second.warc.gz", seen_by_others(after, LATER))
    one, two = imported(archiver, first, second)
    assert (one["listed"], two["listed"]) == (1000, 995)
    told = archiver("diff", str(TARGET), "--json").json
    assert sorted(each["post"] for each in told["changes"] if each["kind"] == "missing") == sorted(
        f"instagram:{code}" for code in gone
    )
    assert {each["kind"] for each in told["changes"]} == {"missing"}
    found = archiver("removals", str(TARGET), "--json").json
    assert (found["removals"], found["media"], found["account_states"]) == ([], [], [])
    events = [json.loads(path.read_bytes()) for path in (folder / "evidence/ledger").rglob("*.json")]
    assert not [event for event in events if event.get("event") == "conclusion"]


def test_the_same_file_again_is_said_to_have_been_imported_and_nothing_is_done(archiver, folder, exchanges):
    file = written(folder, "warc", exchanges)
    (first,) = imported(archiver, file)
    (again,) = imported(archiver, file)
    assert (first["new"], again["new"]) == (True, False)
    assert again["capture"] == first["capture"]
    assert len(list((folder / "evidence/captures").glob("*/*/*"))) == 1


def test_versions_of_posts_stand_in_the_order_of_when_they_were_not_of_when_they_came(archiver, folder):
    post = COMPANY.grid[3]
    edited = happenings.edit_caption(COMPANY, post.code, "Later words")
    newer = as_warc(folder / "newer.warc.gz", seen_by_others(edited, LATER))
    older = as_warc(folder / "older.warc.gz", seen_by_others(COMPANY, THEN))
    imported(archiver, newer)
    imported(archiver, older)
    shown = archiver("show", f"instagram:{post.code}", "--json").json
    assert shown["fields"]["caption"] == "Later words"
    assert [version["fields"]["caption"] for version in shown["versions"]] == [post.caption, "Later words"]


def test_requests_that_are_lacking_leave_a_listing_that_proves_nothing(archiver, folder, exchanges):
    """Without what was asked nobody can tell whether one page follows from another."""
    first = as_warc(folder / "first.warc", exchanges, requests="nowhere")
    after = happenings.delete(COMPANY, COMPANY.grid[20].code)
    second = as_warc(folder / "second.warc", seen_by_others(after, LATER), requests="nowhere")
    one, two = imported(archiver, first, second)
    assert one["posts"] == len(COMPANY.posts)
    assert two["posts"] == len(COMPANY.posts) - 1
    told = archiver("diff", str(TARGET), "--json").json
    assert "missing" not in {each["kind"] for each in told["changes"]}


def test_fidelity_is_what_the_source_allows(exchanges, folder):
    from archiver.operations.foreign_files import recognised

    def fidelities(form):
        return {each.fidelity for each in recognised(written(folder, form, exchanges)).exchanges()}

    assert fidelities("warc") == {Fidelity.WIRE}, "lengths agree, and no encoding is named"
    assert fidelities("warc.gz") == {Fidelity.DECODED}, "undone here"
    assert fidelities("har") == {Fidelity.TRANSCODED}
    for place, encoding in enumerate(("gzip", "br", "zstd")):
        named = (("content-encoding", encoding),)
        unlike = [(replace(each, response_headers=named), body, cookies) for each, body, cookies in exchanges]
        told = {each.fidelity for each in recognised(as_warc(folder / f"{place}.warc", unlike)).exchanges()}
        assert told == {Fidelity.DECODED}, "whoever made it undid what the headers name"


def test_nothing_of_it_is_handed_over_and_that_is_said(archiver, folder, exchanges):
    imported(archiver, written(folder, "warc", exchanges))
    ran = archiver("export", "--offline", "--out", folder / "bundle", str(TARGET))
    assert ran.code == 2
    assert "Traceback" not in ran.err
