"""Files that are none, broken, cut, or made to harm: a sentence and nothing written, or what of them can be read."""

import contextlib
import gzip
import json
import zipfile
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO

import pytest
from fakes import Silent, looks_of, sha256
from foreign_building import as_har, as_warc
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter
from wires import INSTAGRAM

from archiver import archive as archives
from archiver.config import Settings
from archiver.formats import foreign_warc, har
from archiver.model import instant
from archiver.model.foreign import Foreign, PassedOver
from archiver.operations.foreign_files import recognised
from archiver.operations.importing import importing

TARGET = str(INSTAGRAM.target)
THEN = datetime(2025, 3, 2, 10, 0, tzinfo=UTC)


def a_zip(**members):
    content = BytesIO()
    with zipfile.ZipFile(content, "w") as file:
        for name, text in members.items():
            file.writestr(name, text)
    return content.getvalue()


NONE = {
    "an empty file": (b"", "is in no form that is read here"),
    "a text": (b"Dear Sir or Madam", "is in no form that is read here"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + b"\0" * 400, "is in no form that is read here"),
    "JSON that is no HAR": (b'{"posts": []}', "no HAR"),
    "a HAR whose entries are none": (b'{"log": {"entries": 7}}', "no HAR"),
    "JSON without an end": (b'{"log": {"entries": [', "no HAR"),
    "JSON too deep": (b'{"a":' * 200_000, "no HAR"),
    "a ZIP of other things": (a_zip(**{"posts.json": "[]"}), "no WACZ"),
    "a ZIP cut short": (a_zip(**{"archive/a.warc": "x"})[:40], "no WACZ"),
    "gzip of other things": (gzip.compress(b"Dear Sir or Madam"), "no WARC"),
    "gzip cut short": (gzip.compress(b"WARC/1.1\r\n" * 400)[:30], "no WARC"),
    "a WARC of one line": (b"WARC/1.1\r\n", "holds no exchange with Instagram"),
}


@pytest.mark.parametrize(("content", "said"), NONE.values(), ids=NONE)
def test_what_is_none_is_said_in_a_sentence_and_nothing_is_written(archiver, folder, content, said):
    (folder / "some.file").write_bytes(content)
    ran = archiver("import", folder / "some.file", "--target", TARGET)
    assert ran.code == 2, ran.err
    assert said in ran.err
    assert "some.file" in ran.err
    assert not list((folder / "evidence").glob("captures/*/*/*"))


def test_one_that_is_not_there_and_a_folder_are_said(archiver, folder):
    assert "cannot be read: No such file" in archiver("import", folder / "none.warc", "--target", TARGET).err
    (folder / "gallery-dl").mkdir()
    ran = archiver("import", folder / "gallery-dl", "--target", TARGET)
    assert ran.code == 2
    assert "is a folder" in ran.err


def test_one_bad_file_among_several_keeps_all_from_being_begun(archiver, folder, warc):
    (folder / "good.warc").write_bytes(warc)
    (folder / "bad.warc").write_bytes(b"Dear Sir or Madam")
    ran = archiver("import", folder / "good.warc", folder / "bad.warc", "--target", TARGET)
    assert ran.code == 2
    assert "bad.warc" in ran.err
    assert not list((folder / "evidence").glob("captures/*/*/*"))


@pytest.mark.parametrize("target", ["facebook:hartmann.werkzeuge", "web:https://www.example.org"])
def test_a_file_of_another_platform_says_whose_hosts_answered_and_is_not_imported(
    archiver, folder, warc, exchanges, target
):
    (folder / "good.warc").write_bytes(warc)
    ran = archiver("import", folder / "good.warc", "--target", target)
    assert ran.code == 2
    assert f"{len(exchanges)} other host" in ran.err


@pytest.mark.parametrize("target", ["", "nowhere:someone", "https://example.org/x y"])
def test_a_target_that_is_none_is_said(archiver, folder, warc, target):
    (folder / "good.warc").write_bytes(warc)
    ran = archiver("import", folder / "good.warc", "--target", target)
    assert ran.code == 2
    assert ran.err.strip()


def test_a_warc_that_breaks_off_gives_what_stands_before_the_break(archiver, folder, warc, exchanges):
    (folder / "cut.warc").write_bytes(warc[: warc.rindex(b"WARC/1.") + 300])
    ran = archiver("import", folder / "cut.warc", "--target", TARGET, "--json")
    assert ran.code == 0, ran.err
    (found,) = ran.json["imports"]
    assert found["exchanges"] in (len(exchanges) - 1, len(exchanges))


SECRET = "geheim-4711-zauberwort"
HEADERS = {
    "cookies joined by a comma": ("Set-Cookie", f"a=1; Path=/; Secure, sessionid={SECRET}; Path=/"),
    "under a crawler's own name": ("X-Archive-Orig-Set-Cookie", f"sessionid={SECRET}"),
    "with a token of the platform's": ("ig-set-authorization", f"Bearer IGT:2:{SECRET}"),
    "in a link": ("Link", f"<https://www.instagram.com/?token={SECRET}>; rel=preload"),
    "in a redirect": ("Location", f"https://www.instagram.com/a/?token={SECRET}"),
}


def sealed(folder):
    """Give all that the archive holds, the records of WARCs unpacked."""
    found = b""
    for path in (folder / "evidence").rglob("*"):
        if path.name == "capture.warc.gz":
            with gzip.open(path) as file:
                found += file.read()
        elif path.is_file():
            found += path.read_bytes()
    return found


@pytest.mark.parametrize("header", HEADERS.values(), ids=HEADERS)
def test_what_an_answer_told_its_asker_alone_is_written_nowhere(archiver, folder, exchanges, header):
    told = [
        (replace(each, response_headers=(*each.response_headers, header)), body, c)
        for each, body, c in exchanges
    ]
    for name, write in (("told.warc", as_warc), ("told.har", as_har)):
        write(folder / name, told)
        ran = archiver("import", folder / name, "--target", TARGET, "--json")
        assert ran.code == 0, ran.err
        assert ran.json["imports"][0]["exchanges"] == len(exchanges)
    assert SECRET.encode() not in sealed(folder)


REQUEST = {"method": "GET", "url": "https://www.instagram.com/a/", "headers": []}
RESPONSE = {"status": 200, "headers": [], "content": {"text": "<p>"}}
SPOILED = {
    "a line within a value": {
        "response": RESPONSE | {"headers": [{"name": "a", "value": f"b\r\nSet-Cookie: {SECRET}"}]}
    },
    "a line within a name": {"response": RESPONSE | {"headers": [{"name": f"a\r\nb{SECRET}", "value": "b"}]}},
    "a line within the status": {"response": RESPONSE | {"statusText": f"OK\r\nCookie: {SECRET}"}},
    "a line within the method": {"request": REQUEST | {"method": f"GET / HTTP/1.1\r\nCookie: {SECRET}"}},
    "half a letter in the address": {"request": REQUEST | {"url": "https://www.instagram.com/\ud800/"}},
    "an address that is none": {"request": REQUEST | {"url": "https://[oops/"}},
    "a status below all": {"response": RESPONSE | {"status": -5}},
    "a status without an end": {"response": RESPONSE | {"status": float("inf")}},
    "a time before all": {"startedDateTime": "0001-01-01T00:00:00+14:00"},
    "the first year": {"startedDateTime": "0001-01-01T00:00:00Z"},
}


@pytest.mark.parametrize("spoiled", SPOILED.values(), ids=SPOILED)
def test_one_entry_that_is_spoiled_is_counted_and_keeps_no_other_from_being_kept(
    archiver, folder, saved, spoiled
):
    told = json.loads(saved)
    told["log"]["entries"].insert(
        1, {"startedDateTime": "2025-03-02T10:00:00Z", "request": REQUEST, "response": RESPONSE} | spoiled
    )
    told["log"]["creator"]["name"] = "A maker\nof many\x1b[2J lines \ud800 " + "x" * 9_000
    (folder / "spoiled.har").write_text(json.dumps(told))
    ran = archiver("import", folder / "spoiled.har", "--target", TARGET, "--json")
    assert ran.code == 0, ran.err
    (found,) = ran.json["imports"]
    assert found["exchanges"] == len(told["log"]["entries"]) - 1
    assert sum(found["passed_over"].values()) == 1
    assert len(found["software"]) <= 200
    assert found["software"].isprintable()
    assert SECRET.encode() not in sealed(folder)
    assert archiver("verify").code in (0, 3)


def test_one_record_that_is_spoiled_spoils_no_other(archiver, folder, warc, exchanges):
    (folder / "spoiled.warc").write_bytes(
        warc.replace(b"HTTP/1.1 200 OK", "HTTP/1.1 ²00 OK".encode(), 1)[:-1] + b"\n"
    )
    spoiled = warc.replace(b"HTTP/1.1 200 OK", b"HTTP/1.1 2x0 OK", 1)
    (folder / "spoiled.warc").write_bytes(spoiled)
    ran = archiver("import", folder / "spoiled.warc", "--target", TARGET, "--json")
    (found,) = ran.json["imports"]
    assert found["exchanges"] == len(exchanges) - 1


def test_a_member_of_a_wacz_that_is_spoiled_is_said(archiver, folder, warc):
    with zipfile.ZipFile(folder / "two.wacz", "w") as file:
        file.writestr("archive/a.warc", warc)
        file.writestr("archive/b.warc", warc)
    content = bytearray((folder / "two.wacz").read_bytes())
    content[content.rindex(b"archive/b.warc", 0, len(content) - 400) + 2_000] ^= 1
    (folder / "two.wacz").write_bytes(content)
    ran = archiver("import", folder / "two.wacz", "--target", TARGET, "--json")
    assert ran.code == 0, ran.err
    assert ran.json["imports"][0]["passed_over"]["broken_off"] == 1


def test_a_bad_file_makes_no_archive(archiver, folder):
    (folder / "some.file").write_bytes(b"Dear Sir or Madam")
    assert archiver("import", folder / "some.file", "--target", TARGET).code == 2
    assert not (folder / "evidence").exists()


@pytest.mark.parametrize("then", [datetime(2999, 1, 1, tzinfo=UTC), datetime(1066, 10, 14, tzinfo=UTC)])
def test_what_is_dated_when_it_cannot_have_been_says_nothing_of_when_it_was(
    archiver, folder, exchanges, then
):
    dated = [(replace(each, at=then), body, cookies) for each, body, cookies in exchanges]
    as_warc(folder / "dated.warc", dated)
    ran = archiver("import", folder / "dated.warc", "--target", TARGET)
    assert ran.code == 2
    assert f"{len(exchanges)} no time" in ran.err


def test_who_stops_it_leaves_an_event_and_nothing_half_made(archiver, folder, warc):
    file = folder / "some.warc"
    file.write_bytes(warc)

    class Stopping(Silent):
        def step(self, what, done, of=None):
            if what.startswith("written"):
                raise KeyboardInterrupt

    archive = archives.create(
        folder / "evidence", Settings(folder / "config/archiver.toml", keys=folder / "keys")
    )
    with closing(archive), pytest.raises(KeyboardInterrupt):
        list(importing(archive, [recognised(file)], INSTAGRAM.target, Stopping()))
    assert list((folder / "evidence/state/work").iterdir()) == []
    assert not list((folder / "evidence/captures").glob("*/*/*"))
    (event,) = looks_of(folder)
    assert (event["kind"], event["outcome"], event["reason"]) == ("import", "failed", "interrupted")
    assert archiver("import", file, "--target", TARGET).code == 0
    assert archiver("verify").code in (0, 3)


def entry(**changed):
    plain = {
        "startedDateTime": "2025-03-02T10:00:00.000Z",
        "request": {"method": "GET", "url": "https://www.instagram.com/a/", "headers": []},
        "response": {"status": 200, "headers": [], "content": {"text": "<p>"}},
    }
    return plain | changed


ENTRIES = {
    "no answer": (entry(response={"status": 0, "headers": [], "content": {}}), PassedOver.NO_EXCHANGE),
    "an answer that was not waited for": (
        entry(response={"status": -1, "headers": [], "content": {}}),
        PassedOver.NO_EXCHANGE,
    ),
    "no address": (entry(request={"method": "GET", "url": "about:blank"}), PassedOver.NO_EXCHANGE),
    "no time": (entry(startedDateTime="yesterday"), PassedOver.NO_TIME),
    "a time without a zone": (entry(startedDateTime="2025-03-02T10:00:00"), PassedOver.NO_TIME),
    "nothing": ({}, PassedOver.NOT_UNDERSTOOD),
    "a number": (7, PassedOver.NOT_UNDERSTOOD),
    "headers that are none": (
        entry(request={"method": "GET", "url": "https://a.example/", "headers": [7]}),
        PassedOver.NOT_UNDERSTOOD,
    ),
    "base64 that is none": (
        entry(response={"status": 200, "content": {"text": "%%%", "encoding": "base64"}}),
        None,
    ),
}


@pytest.mark.parametrize(("told", "why"), ENTRIES.values(), ids=ENTRIES)
def test_an_entry_that_is_none_is_counted_by_its_reason(told, why):
    (found,) = har.exchanges(json.dumps({"log": {"entries": [told]}}).encode())
    assert found is why or (why is None and found is not None)


CHANGES = st.lists(st.tuples(st.integers(0, 1 << 30), st.integers(0, 255)), min_size=1, max_size=20)
QUIET = settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


def changed(content, changes, cut):
    told = bytearray(content)
    for place, value in changes:
        told[place % len(told)] = value
    return bytes(told[: len(told) - cut % len(told)] if cut else told)


def read_through(found):
    count = 0
    for each in found:
        count += 1
        if isinstance(each, Foreign) and each.body is not None:
            assert each.body.read() is not None
            assert each.at.tzinfo is not None
    return count


@QUIET
@given(changes=CHANGES, cut=st.integers(0, 1 << 30))
def test_any_bytes_in_a_warc_are_read_or_refused(warc, changes, cut):
    content = changed(warc, changes, cut)
    with contextlib.suppress(ValueError):
        read_through(foreign_warc.exchanges(lambda: BytesIO(content)))


@QUIET
@given(changes=CHANGES, cut=st.integers(0, 1 << 30))
def test_any_bytes_in_a_har_are_read_or_refused(saved, changes, cut):
    with contextlib.suppress(ValueError):
        read_through(har.exchanges(changed(saved, changes, cut)))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=20,
)


@given(
    entries=st.lists(
        JSON | st.fixed_dictionaries({"startedDateTime": JSON, "request": JSON, "response": JSON})
    )
)
def test_any_json_in_a_har_is_read_or_counted(entries):
    assert read_through(har.exchanges(json.dumps({"log": {"entries": entries}}).encode())) == len(entries)


def test_what_one_warc_of_a_wacz_refers_to_is_found_in_another(archiver, folder, exchanges):
    """The two stand apart in the file, and are read as one."""
    exchange, body, cookies = exchanges[0]
    as_warc(folder / "a.warc", [(exchange, body, cookies)])
    with (folder / "b.warc").open("wb") as file:
        writer = WARCWriter(file, gzip=False)
        writer.write_record(
            writer.create_revisit_record(
                exchange.address,
                f"sha256:{sha256(body)}",
                exchange.address,
                instant.written(exchange.at),
                http_headers=StatusAndHeaders("200 OK", [], protocol="HTTP/1.1"),
                warc_headers_dict={"WARC-Date": instant.written(exchange.at)},
            )
        )
    with zipfile.ZipFile(folder / "two.wacz", "w") as file:
        file.write(folder / "b.warc", "archive/a.warc")
        file.writestr("pages/pages.jsonl", "x" * 5_000)
        file.write(folder / "a.warc", "archive/b.warc")
    found = recognised(folder / "two.wacz").exchanges()
    assert [each.body.read() for each in found if isinstance(each, Foreign)] == [body, body]
