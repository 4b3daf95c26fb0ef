"""What the platforms give an account's owner to download: kept, its words repaired, and tied to no post."""

import json
import shutil
import zipfile
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from fakes import sha256
from folder_building import THEN, write
from warcio.archiveiterator import ArchiveIterator

from archiver.formats.warc_reading import documents

INSTAGRAM, FACEBOOK = "instagram:hartmann.werkzeuge", "facebook:hartmann.werkzeuge"
REAL = Path(__file__).parents[2].parent / "shared" / "real" / "export" / "instagram_posts_1.json"
WORDS = "Grüße aus Lindenau 🔩 „Präzision“\nÄ"
SECRET = "geheim-4711-zauberwort"
AT = int(datetime.fromisoformat("2024-05-01T08:30:00+00:00").timestamp())
JPEG = b"\xff\xd8\xff" + b"2" * 900
FILM = b"\0\0\0\x18ftypisom" + b"3" * 900


def as_written(told):
    """Write JSON as the platforms do: each byte of a text as a letter of its own."""
    return (
        json.dumps(told, ensure_ascii=False)
        .encode()
        .decode("latin-1")
        .encode("ascii", "backslashreplace")
        .replace(b"\\x", b"\\u00")
    )


def of_instagram(root):
    """Fill a folder as an account's download of November 2025 was laid out."""
    posts = [
        {"media": [{"uri": "media/posts/202405/1.jpg", "creation_timestamp": AT, "title": WORDS}]},
        {
            "media": [
                {"uri": "media/posts/202405/2.jpg", "creation_timestamp": AT + 60, "title": ""},
                {"uri": "media/posts/202405/3.mp4", "creation_timestamp": AT + 60, "title": ""},
            ],
            "title": "Album",
            "creation_timestamp": AT + 61,
        },
        {"media": {"uri": "media/posts/202405/4.jpg", "creation_timestamp": AT + 90, "title": "Alone"}},
    ]
    activity = root / "your_instagram_activity"
    write(activity / "media/posts_1.json", as_written(posts))
    reel = {"uri": "media/reels/202405/5.mp4", "creation_timestamp": AT + 120, "title": "Ein Reel für euch"}
    write(activity / "media/reels.json", as_written({"ig_reels_media": [{"media": [reel]}]}))
    story = {"uri": "media/stories/202405/6.jpg", "creation_timestamp": AT + 150, "title": ""}
    write(activity / "media/stories.json", as_written({"ig_stories": [story]}))
    # What nobody else was shown.
    write(activity / "media/archived_posts.json", as_written(posts))
    write(activity / "messages/inbox/x/message_1.json", {"messages": [{"content": SECRET}]})
    write(root / "personal_information/personal_information.json", {"profile_user": [{"email": SECRET}]})
    for name in ("posts/202405/1.jpg", "posts/202405/2.jpg", "posts/202405/4.jpg", "stories/202405/6.jpg"):
        write(root / "media" / name, JPEG + name.encode())
    for name in ("posts/202405/3.mp4", "reels/202405/5.mp4"):
        write(root / "media" / name, FILM + name.encode())
    write(root / "your_instagram_activity/messages/inbox/x/photos/1.jpg", JPEG + SECRET.encode())
    write(root / "media/archived_posts/202405/7.jpg", JPEG + SECRET.encode())
    return root


def of_facebook(root):
    """Fill a folder as a page's download was laid out, with entries of three forms."""
    where = root / "this_profile's_activity_across_facebook/posts"
    photo = {
        "uri": f"{where.relative_to(root)}/media/1.jpg",
        "creation_timestamp": AT,
        "description": "Ein Foto",
    }
    entries = [
        {
            "timestamp": AT,
            "title": "Hartmann hat etwas gepostet.",
            "data": [{"post": WORDS}, {}],
            "attachments": [],
        },
        {"timestamp": AT + 60, "attachments": [{"data": [{"media": photo}]}], "data": []},
        {
            "timestamp": AT + 90,
            "media": [],
            "fbid": "1220974898289481",
            "label_values": [{"label": "Text", "value": "Grüße"}, {"label": "Ort", "value": "Lindenau"}],
        },
    ]
    write(where / "profile_posts_1.json", as_written(entries))
    write(
        where / "album/0.json", as_written({"name": "Werk", "photos": [photo], "last_modified_timestamp": AT})
    )
    film = {"uri": f"{where.relative_to(root)}/media/2.mp4", "creation_timestamp": AT + 5, "title": "Fräsen"}
    write(where / "videos.json", as_written({"videos_v2": [film]}))
    write(where / "media/1.jpg", JPEG)
    write(where / "media/2.mp4", FILM)
    write(root / "messages/inbox/x/message_1.json", {"messages": [{"timestamp": AT, "title": SECRET}]})
    write(root / "search/your_search_history.json", {"searches_v2": [{"timestamp": AT, "title": SECRET}]})
    return root


def imported(archiver, path, target):
    ran = archiver("import", path, "--target", target, "--json")
    assert ran.code == 0, ran.err
    (found,) = ran.json["imports"]
    return found


def records(folder, capture):
    with (folder / "evidence/captures" / capture / "capture.warc.gz").open("rb") as file:
        return {
            record.rec_headers.get_header("WARC-Target-URI"): record.content_stream().read()
            for record in ArchiveIterator(file)
        }


def zipped(folder, into, at=THEN):
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as file:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                member = zipfile.ZipInfo(str(path.relative_to(folder)), at.timetuple()[:6])
                file.writestr(member, path.read_bytes(), zipfile.ZIP_DEFLATED)
    return into


@pytest.mark.parametrize("form", ["folder", "zip", "within another"])
def test_instagram_s_download_is_kept_and_its_posts_are_told_by_date_and_words(archiver, folder, form):
    given = of_instagram(folder / "given")
    if form == "zip":
        given = zipped(given, folder / "given.zip")
    elif form == "within another":
        given = shutil.move(given, folder / "outer/instagram-2025")
        given = folder / "outer"
    found = imported(archiver, given, INSTAGRAM)
    assert (found["form"], found["documents"], found["media"]) == ("download", 3, 6)
    assert found["passed_over"] == {"no_document": 5}
    assert (found["posts"], found["listed"], found["understood"]) == (0, 0, [0, 4])
    assert [(each["published_at"], each["text"], len(each["media"])) for each in found["untied"]] == [
        ("2024-05-01T08:30:00.000000Z", WORDS, 1),
        ("2024-05-01T08:31:01.000000Z", "Album", 2),
        ("2024-05-01T08:31:30.000000Z", "Alone", 1),
        ("2024-05-01T08:32:00.000000Z", "Ein Reel für euch", 1),
    ]
    everything = b"".join(records(folder, found["capture"]).values())
    assert SECRET.encode() not in everything
    assert b"Gr\\u00c3\\u00bc\\u00c3\\u009fe" in everything, "as the platform wrote it"
    if form == "zip":
        assert found["sha256"] == sha256(given.read_bytes())
    assert archiver("verify").code in (0, 3)
    assert archiver("rebuild", "--check").code == 0


def test_facebook_s_download_is_kept_and_its_posts_are_told_by_date_and_words(archiver, folder):
    found = imported(archiver, of_facebook(folder / "given"), FACEBOOK)
    assert (found["form"], found["documents"], found["media"]) == ("download", 3, 2)
    assert found["passed_over"] == {"no_document": 2}
    assert sorted(each["text"] for each in found["untied"]) == sorted(
        [WORDS, "Ein Foto", "Text: Grüße\nOrt: Lindenau", "Ein Foto", "Fräsen"]
    )
    assert found["posts"] == 0, "none of them says which post it is"
    assert SECRET.encode() not in b"".join(records(folder, found["capture"]).values())


def test_no_post_is_made_up_of_a_download(archiver, folder):
    imported(archiver, of_instagram(folder / "given"), INSTAGRAM)
    told = archiver("show", INSTAGRAM, "--json").json
    assert told["posts"] == []
    ran = archiver("import", folder / "given", "--target", INSTAGRAM)
    assert "4 posts name neither an id nor an address, so that they are tied to no post" in ran.out


def test_a_download_without_times_of_its_own_was_there_when_it_was_imported(archiver, folder):
    given = zipped(of_instagram(folder / "given"), folder / "given.zip", THEN.replace(year=1980))
    found = imported(archiver, given, INSTAGRAM)
    assert found["documents"] == 3
    assert found["first"] > "2026-11"


def test_a_download_is_one_capture_however_long_it_took(archiver, folder):
    given = of_instagram(folder / "given")
    write(
        given / "your_instagram_activity/media/reels.json",
        (given / "your_instagram_activity/media/reels.json").read_bytes(),
        THEN - timedelta(days=9),
    )
    assert imported(archiver, given, INSTAGRAM)["part"] == [1, 1]


def test_of_media_only_those_are_kept_that_a_post_names(archiver, folder):
    given = of_instagram(folder / "given")
    (given / "media/posts/202405/2.jpg").write_bytes(b"Dear Sir or Madam")
    (given / "media/posts/202405/4.jpg").unlink()
    found = imported(archiver, given, INSTAGRAM)
    assert (found["media"], found["passed_over"]) == (4, {"no_document": 6})


@pytest.mark.skipif(not REAL.is_file(), reason="no captured payload is here")
def test_a_captured_download_is_understood(archiver, folder):
    plain = json.loads(REAL.read_bytes())
    write(folder / "given/your_instagram_activity/media/posts_1.json", REAL.read_bytes())
    found = imported(archiver, folder / "given", INSTAGRAM)
    assert found["understood"] == [0, len(plain)]
    for told, entry in zip(found["untied"], plain, strict=True):
        assert len(told["media"]) == len(entry["media"])
        assert told["published_at"] is not None
    (capture,) = (folder / "evidence").rglob("capture.warc.gz")
    with capture.open("rb") as file:
        (document,) = documents(file)
    assert document.content == REAL.read_bytes()
