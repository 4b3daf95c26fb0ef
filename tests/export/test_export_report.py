"""The report's pages: whole, bounded, and nothing in them that captured text could have put there."""

import re

import lxml.html
import pytest
from exhibit_building import (
    LOOKS,
    Drawn,
    at,
    book_of,
    capture,
    change,
    cover,
    event,
    instant,
    medium,
    nothing,
    post,
    removal,
    report_of,
    watched,
)
from hypothesis import example, given
from hypothesis import strategies as st

from archiver.export.exhibits.looks import Watch
from archiver.export.exhibits.standing import Standing
from archiver.export.report import pages, proof, words
from archiver.export.report.chart import gaps
from archiver.export.report.differing import differing
from archiver.export.report.limits import limits
from archiver.export.report.thumbnail import MOST_BYTES, thumbnail
from archiver.export.visible import visible

HOSTILE = {
    "markup": '</blockquote></style></script><script>alert(1)</script><img src=x onerror="alert(1)"><b>fett',
    "an attribute's end": "\"><svg onload=alert(1)> ' onmouseover='alert(1)",
    "a template": "{{ 7 * 7 }} {% raw %} {# #} ${7*7} <%= 7*7 %> {{ cover.__class__ }}",
    "an override": "abc\u202eevil.exe\u202c \u2066isolated\u2069 \u200fعربي\u200f",
    "controls": "a\x00b\x1b[31mred\x07\u2028\u2029\ufeff",
    "a script's address": "javascript:alert(1) data:text/html,<script>alert(1)</script>",
    "entities": "&lt;script&gt; &#x202e; &amp;",
}


def written(folder, book=None, seen=None, **changed):
    """The pages by their names."""
    found = {}
    report = report_of(book or book_of(folder, [post("A")]), seen or watched(*LOOKS), **changed)
    pages.write(report, lambda name, pieces: found.__setitem__(name, b"".join(pieces).decode()))
    return found


def parsed(text):
    return lxml.html.fromstring(text.encode(), parser=lxml.html.HTMLParser(encoding="utf-8"))


def shape(text):
    """What a page is made of: its elements, with the names of their attributes."""
    return [(each.tag, sorted(each.keys())) for each in parsed(text).iter() if isinstance(each.tag, str)]


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_captions_change_nothing_but_the_text(kind, tmp_path):
    hostile = HOSTILE[kind]

    def of(text, folder):
        folder.mkdir()
        fields = post("A")["fields"] | {"alt": text, "tagged": [text], "links": [text]}
        edited = change("edited", "A", [("caption", text, text), ("tagged", [text], None)])
        told = post("A", text, owner={"id": text, "name": text}, fields=fields | {"caption": text})
        told["gaps"] = [{"reason": "no_body", "detail": text}]
        told["post"] = told["post"] | {"url": f"https://a.example/{text}"}
        mark = event("mark", 9, 3, words=text, happened_at=instant.written(at(3)))
        own = change("edited", "A", [("biography", text, f"{text}!")]) | {"post": None}
        state = {"state": "renamed", "lane": "logged_out/de", "since": instant.written(at(1)), "last": None}
        state |= {"posts": [], "now_named": text, "part": text, "leads_to": text}
        book = book_of(folder, [told], removals=[removal("A")], changes=[edited, own], states=[state])
        tie = {
            "kind": "links_to_site",
            "account": text,
            "site": text,
            "said": text,
            "post": text,
            "page": text,
        }
        seen = {"first_capture": capture(0), "last_capture": capture(2), "record": "urn:uuid:x"}
        account = {"ref": text, "id": text, "verified": None, "handles": [{"handle": text, **seen}]}
        account |= {"stated": [{"section": text, "facts": [[text, text]], **seen}]}
        page = {"page": text, "title": text, "emails": [text], "phones": [text], "numbers": [text], **seen}
        attribution = {
            "target": text,
            "accounts": [account],
            "sites": [{"ref": text, "pages": 1, "imprint": [page]}],
            "ties": [{**tie, **seen}],
            "missing": [{"subject": text, "what": "links", "why": text}],
        }
        return written(
            folder,
            book,
            watched(*LOOKS, mark),
            cover=cover(operator=text, case=text),
            attributions=(attribution,),
        )

    plain, spoilt = of("plain", tmp_path / "plain"), of(hostile, tmp_path / "spoilt")
    for name, page in spoilt.items():
        # Letters that steer are written as their code points, an element each; the rest is text.
        made = [each for each in shape(page) if each != ("span", ["class", "title"])]
        assert [each for each in made if each[0] != "del"] == [
            each for each in shape(plain[name]) if each[0] != "del"
        ]
        assert not re.search("[\u202a-\u202e\u2066-\u2069\x00\x07\x1b\u2028\u2029]", page)
    told = parsed(spoilt["report.html"])
    assert "49" not in "".join(told.xpath('//blockquote[@class="captured"]//text()'))
    if kind in ("markup", "a template", "entities", "a script's address"):
        assert hostile in "".join(told.xpath('(//blockquote[@class="captured"])[1]//text()'))
    assert not told.xpath(
        "//script | //img[not(starts-with(@src, 'data:image/jpeg'))] | //iframe | //form | //link"
    )
    assert all(not each.startswith(("http", "javascript", "data")) for each in told.xpath("//a/@href"))


def test_a_page_loads_and_runs_nothing_by_its_own_policy(tmp_path):
    for page in written(tmp_path).values():
        (policy,) = parsed(page).xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
        assert policy.startswith("default-src 'none'; img-src data:; style-src 'sha256-")
        assert "unsafe" not in policy
        assert " style=" not in page


def test_two_hundred_exhibits_stand_in_a_file_and_each_once(tmp_path):
    book = book_of(tmp_path, [post(f"P{number:04d}") for number in range(401)])
    found = written(tmp_path, book, pictures=Drawn())
    assert list(found) == ["report.html", "report-2.html", "report-3.html", "technical.html"]
    told = [re.findall(r'id="exhibit-(\d+)"', page) for page in found.values()]
    assert [len(each) for each in told] == [200, 200, 1, 0]
    assert [int(each) for part in told for each in part] == list(range(1, 402))
    first = parsed(found["report.html"])
    assert first.xpath("//ol[@class='parts']//a/@href") == ["report.html", "report-2.html", "report-3.html"]
    known = {*found, "verify.html", "report.html#limits", "report.html#withheld"}
    for page in found.values():
        assert set(parsed(page).xpath("//a[not(starts-with(@href, '#'))]/@href")) <= known


def test_without_a_post_there_is_a_report_all_the_same(tmp_path):
    found = written(tmp_path, book_of(tmp_path, []), watched())
    assert list(found) == ["report.html", "technical.html"]
    assert "No post is among what was chosen." in found["report.html"]
    assert "no complete look is told of here" in found["report.html"]


def test_at_the_end_stands_what_was_not_seen_how_it_was_tested_and_what_is_withheld(tmp_path):
    seen = watched(*LOOKS, nothing(4, 5), gaps=[{"reason": "no_body"}, {"reason": "no_body"}])
    page = written(tmp_path, seen=seen)["report.html"]
    text = " ".join(parsed(page).text_content().split())
    assert "Posts published and withdrawn between two looks were never seen." in text
    assert (
        "Longest gap logged out115 minutes without a complete look, "
        "from 2026-11-24 09:05:00 UTC to 2026-11-24 11:00:00 UTC" in text
    )
    assert "3 posts listed of 4 that it says it has, on grid" in text
    assert "no body: 6" in text
    assert "1 that came to nothing" in text
    for each in proof.tested().proofs:
        assert each.name in page
    for each in proof.tested().untested:
        assert " ".join(each.split()) in text
    assert "cookie12480" in text


def test_a_rehearsal_and_stand_ins_are_said_before_anything_else(tmp_path):
    for changed, said in (
        ({"simulated": True}, "This was made by the rehearsal"),
        ({"stood_in": 2}, "2 of 3 captures met stand-ins"),
    ):
        for page in written(folder_below(tmp_path, said), cover=cover(**changed)).values():
            assert said in parsed(page).xpath("string(//body/*[1])")


def folder_below(folder, name):
    below = folder / name[:12].replace(" ", "-")
    below.mkdir()
    return below


def test_each_alternative_names_records_that_the_exhibit_lists(tmp_path):
    page = parsed(written(tmp_path, book_of(tmp_path, [post("A")], removals=[removal("A")]))["report.html"])
    named = re.findall(r"\d+\.\d+", " ".join(page.xpath("//tr[@class='excluded']//strong/text()")))
    listed = {each.removeprefix("record-") for each in page.xpath("//ol[contains(@class, 'records')]/li/@id")}
    assert named
    assert set(named) <= listed
    rows = page.xpath("//table[contains(@class, 'explanations')]//tr/@class")
    assert rows == sorted(rows, reverse=True), "what is not excluded comes first"


def test_gaps_are_those_longer_than_was_declared_or_the_longest():
    seen = watched(*LOOKS)
    looks = list(seen.looks)
    assert [(end - start).total_seconds() for start, end in gaps(looks, None)] == [6_900.0]
    assert gaps(looks, at(3) - at(0)) == []
    assert len(gaps(looks, at(1) - at(0))) == 2
    assert gaps(looks[:1], None) == []


def test_a_look_that_broke_off_ends_no_gap_nor_one_of_another_kind_of_visitor():
    seen = watched(LOOKS[0], LOOKS[1] | {"outcome": "partial", "reason": "walled"}, LOOKS[2])
    (found,) = limits(seen, ["instagram:hartmann"], at(5))
    assert (found.looks, found.complete) == (3, 2)
    assert found.longest == (("logged out", at(1 / 12), at(4)),)
    session = {"login": "session", "session": "ab", "locale": "en-US", "country": "DE"}
    mixed = Watch((*watched(LOOKS[0], LOOKS[2]).looks, *watched(LOOKS[1], vantage=session).looks))
    (found,) = limits(
        Watch(tuple(sorted(mixed.looks, key=lambda each: each.began))), ["instagram:hartmann"], at(5)
    )
    assert found.longest == (
        ("logged out", at(1 / 12), at(4)),
        ("with a signed-in account", at(2 + 1 / 12), at(5)),
    )
    assert (found.countries, found.unknown) == (("DE",), 2)


def test_the_time_since_the_last_look_is_a_gap_too():
    (found,) = limits(watched(*LOOKS), ["instagram:hartmann"], at(40))
    assert found.longest == (("logged out", at(4 + 1 / 12), at(40)),)


def test_what_deviates_from_the_interval_is_said_with_what_held_it_back(tmp_path):
    late = [
        event(
            "late look", 4, 5, due_at=instant.written(at(3)), late_seconds=3_600, reason="budget", vantage=""
        ),
        event(
            "late look",
            5,
            30,
            due_at=instant.written(at(9)),
            late_seconds=72_000,
            reason="not_run",
            vantage="",
        ),
    ]
    spans = {"since": instant.written(at(6)), "until": instant.written(at(54))}
    hot = event("closer watch", 6, 6, every_seconds=900, reason="<b>they called</b>", operator="", **spans)
    seen = watched(*LOOKS, *late, hot)
    (found,) = limits(seen, ["instagram:hartmann"], at(60))
    assert [(each.since, each.reason) for each in found.late] == [(at(9), "not_run"), (at(3), "budget")]
    assert [(each.since, each.until) for each in found.closer] == [(at(6), at(54))]
    assert found.ended == (("logged out", None),)
    text = " ".join(parsed(written(tmp_path, seen=seen)["report.html"]).text_content().split())
    assert "2; the latest was due on" in text
    assert "20 hours after that (not run)" in text
    assert "<b>they called</b>" in text


def test_what_the_operator_said_stands_there_whenever_it_was(tmp_path):
    said = {-30: "they said that they would move", 90: "called again"}
    marks = [
        event("mark", number, 3, words=words, happened_at=instant.written(at(hours)))
        for number, (hours, words) in enumerate(said.items())
    ]
    page = written(tmp_path, seen=watched(*LOOKS, *marks))["report.html"]
    assert "they said that they would move" in page
    assert "called again" in page


@pytest.mark.parametrize("state", ["concluded", "contradicted", "pending", "withdrawn"])
def test_only_of_what_is_concluded_it_is_said_when_it_ceased_to_be_shown(state, tmp_path):
    book = book_of(tmp_path, [post("A")], removals=[removal("A", state)])
    text = parsed(written(tmp_path, book)["report.html"]).xpath("string(//article//dl)")
    assert ("it ceased to be shown" in text) is (state == "concluded")
    assert ("by some look" in text) is (state != "concluded")


def test_what_was_chosen_is_said_at_the_head(tmp_path):
    for page in written(tmp_path, cover=cover(chosen="captures that began on Monday")).values():
        assert "captures that began on Monday" in page


@pytest.mark.parametrize("size", [(8_000, 8_000), (10, 20_000), (1, 1), (1080, 1350)])
def test_a_thumbnail_is_small(size):
    import io
    import random

    from PIL import Image

    noise = random.Random(1).randbytes(3 * 64 * 64)
    picture, content = Image.frombytes("RGB", (64, 64), noise).resize(size), io.BytesIO()
    picture.save(content, "PNG" if size[0] < 100 else "JPEG")
    for tiny in (False, True):
        content.seek(0)
        made = thumbnail(content, "image/png", tiny=tiny)
        assert made is not None
        assert len(made) <= MOST_BYTES
        assert max(Image.open(io.BytesIO(made)).size) <= (160 if tiny else 480)


@pytest.mark.parametrize("mime", ["image/jpeg", "video/mp4", "application/pdf", ""])
def test_of_what_is_no_picture_there_is_none(mime):
    import io

    assert thumbnail(io.BytesIO(b"no picture at all"), mime) is None


@given(st.text())
@example("\u202e\u2066\x00&<>\"'")
def test_all_of_a_text_stays_visible(text):
    """What is shown is the text, but for letters that steer, which are named; and no markup comes of it."""
    made = str(visible(text))
    found = lxml.html.fragment_fromstring(f"<p>{made}</p>")
    assert {each.tag for each in found.iter()} <= {"p", "span"}
    assert "".join(found.itertext()) == "".join(
        f"U+{ord(letter):04X}" if str(visible(letter)).startswith("<span") else letter for letter in text
    )


@given(st.text(max_size=60), st.text(max_size=60))
@example("机器启动了", "机器停止了")
def test_two_texts_side_by_side_are_still_whole(before, after):
    sides = differing(before, after)
    assert ["".join(piece.text for piece in side) for side in sides] == [before, after]
    same = [[piece.text for piece in side if not piece.differs] for side in sides]
    assert "".join(same[0]) == "".join(same[1])


def test_a_long_text_is_compared_by_lines_and_a_longer_one_not_at_all():
    lines = [f"Zeile {number} mit Wörtern" for number in range(1_000)]
    before, after = differing("\n".join(lines), "\n".join([*lines[:5], "eine andere", *lines[6:]]))
    assert [piece.text for piece in after if piece.differs] == ["eine andere\n"]
    assert [piece.text for piece in before if piece.differs] == ["Zeile 5 mit Wörtern\n"]
    sides = "a\n" * 50_000, "b\na\n" * 25_000
    assert [[(piece.text, piece.differs) for piece in side] for side in differing(*sides)] == [
        [(side, False)] for side in sides
    ]


def test_pictures_that_were_exchanged_stand_side_by_side(tmp_path):
    edit = change(
        "edited", "A", [("media", ["id of a.jpg", "id of b.jpg"], ["id of c.jpg", "an id without a file"])]
    )
    whole, now = post("A", media=("a.jpg", "b.jpg")), post("A", media=("c.jpg",), first=2, last=4)
    told = now | {
        "media": [*whole["media"], *now["media"]],
        "versions": [*whole["versions"], *now["versions"]],
    }
    page = parsed(
        written(tmp_path, book_of(tmp_path, [told], changes=[edit]), pictures=Drawn("data/"))["report.html"]
    )
    sides = page.xpath("//div[@class='sides']/div")
    shown = [[each.rpartition("/")[2] for each in side.xpath(".//a/@href")] for side in sides]
    assert shown == [
        [f"{medium(each)['sha256']}.jpg" for each in "a.jpg b.jpg".split()],
        [f"{medium('c.jpg')['sha256']}.jpg"],
    ]
    assert sides[1].xpath("string(.//div[@class='nothing'])") == "an id without a file"


def test_of_very_many_edits_some_are_shown_and_the_rest_is_counted(tmp_path):
    edits = [change("edited", "A", [("caption", f"{n}", f"{n + 1}")]) for n in range(25)]
    page = parsed(written(tmp_path, book_of(tmp_path, [post("A")], changes=edits))["report.html"])
    assert len(page.xpath("//div[@class='sides']")) == 20
    assert "And 5 more edits" in page.text_content()


def test_a_standing_is_said_in_words_in_each_place(tmp_path):
    page = written(tmp_path)["report.html"]
    assert Standing.SHOWN.value in page
    assert set(words.STANDINGS) == set(words.EXPLAINED) == set(Standing)
