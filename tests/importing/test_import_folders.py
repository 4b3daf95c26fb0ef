"""Folders that instaloader and gallery-dl filled: kept as they stand, read, and dated by the file system's word."""

import json
import os
import re
import shutil
import subprocess
import zipfile
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from fakes import sha256
from folder_building import COMPANY, PAGE, THEN, documents, of_post, write
from warcio.archiveiterator import ArchiveIterator
from wires import INSTAGRAM

from archiver.simulator.facebook.ids import account_id, medium_id
from archiver.simulator.hartmann import ACCOUNT

TARGET = str(INSTAGRAM.target)
FOLDERS = ("instaloader", "instaloader signed in", "gallery-dl")
DAY = timedelta(days=1)
DOCS = Path(__file__).parents[2] / "docs"
FILM = next(post for post in COMPANY.posts if post.kind == "video")
ALBUM = next(post for post in COMPANY.posts if post.kind == "carousel")


def imported(archiver, *paths, target=TARGET, code=0):
    ran = archiver("import", *paths, "--target", target, "--json")
    assert ran.code == code, ran.err
    return ran.json["imports"]


def manifest(folder, capture):
    return json.loads((folder / "evidence/captures" / capture / "manifest.json").read_bytes())


def kept(folder, capture):
    """Give the records of files of a capture, by path: their head and their bytes."""
    with (folder / "evidence/captures" / capture / "capture.warc.gz").open("rb") as file:
        return {
            record.rec_headers.get_header("WARC-Target-URI").removeprefix("urn:archiver:imported:"): (
                dict(record.rec_headers.headers),
                record.content_stream().read(),
            )
            for record in ArchiveIterator(file)
            if record.rec_type == "resource"
        }


def shown(archiver, post):
    return archiver("show", f"instagram:{post.code}", "--json").json


@pytest.mark.parametrize("name", FOLDERS)
def test_each_folder_gives_every_post_as_the_platform_showed_it(archiver, folder, made, name):
    given = made.copy(name, folder / "given")
    (found,) = imported(archiver, given)
    assert (found["posts"], found["listed"]) == (len(COMPANY.posts), 0)
    assert found["understood"] == [len(COMPANY.posts)] * 2
    assert found["form"] == name.partition(" ")[0]
    assert found["first"] == found["last"] == "2026-11-25T10:00:00.000000Z"
    for post in COMPANY.posts:
        told = shown(archiver, post)
        fields = told["fields"]
        assert fields["caption"] == (post.caption or "")
        assert fields["kind"] == post.kind
        assert fields["published_at"] == f"{post.taken_at:%Y-%m-%dT%H:%M:%S}.000000Z"
        assert len(fields["media"]) == len(post.media)
        assert [each["kind"] for each in fields["media"]] == [
            "video" if medium.is_video else "image" for medium in post.media
        ]
        assert told["owner"] == {"id": str(ACCOUNT.pk), "name": ACCOUNT.username}
        assert told["counts"]["likes"] == {"value": post.likes, "exact": True}
    assert archiver("verify").code in (0, 3)
    assert archiver("rebuild", "--check").code == 0


def test_what_three_programs_saw_of_the_same_is_no_change(archiver, folder, made):
    captures = [
        imported(archiver, made.copy(name, folder / name, THEN + number * DAY))[0]["capture"]
        for number, name in enumerate(FOLDERS)
    ]
    for first, second in pairwise(captures):
        told = archiver("diff", TARGET, "--from", first, "--to", second, "--json").json
        assert told["changes"] == []


@pytest.mark.parametrize("name", FOLDERS)
def test_files_are_kept_as_they_stand_under_the_folder_s_digest_and_say_how_raw_they_are(
    archiver, folder, made, name
):
    given = made.copy(name, folder / "given")
    (found,) = imported(archiver, given)
    said = manifest(folder, found["capture"])
    assert (said["kind"], said["not_authenticated"], said["vantage"]["login"]) == (
        "import",
        "import",
        "imported",
    )
    assert said["import"]["sha256"] == found["sha256"]
    assert said["import"]["bytes"] == sum(path.stat().st_size for path in given.rglob("*") if path.is_file())
    assert (said["import"]["documents"], said["import"]["media"]) == (found["documents"], found["media"])
    records = kept(folder, found["capture"])
    assert len(records) == found["documents"] + found["media"]
    media = [
        path for path in given.iterdir() if path.suffix in (".jpg", ".mp4") and "profile_pic" not in path.name
    ]
    assert found["media"] == len(media) > len(COMPANY.posts)
    for path in media:
        assert records[path.name][1] == path.read_bytes()
    for path in documents(given):
        head, content = records[path.name]
        unpacked = (
            subprocess.run(["xz", "-dc", path], capture_output=True, check=True).stdout
            if path.suffix == ".xz"
            else path.read_bytes()
        )
        assert content == unpacked
        assert head["Archiver-Fidelity"] == "transcoded"
        assert head["WARC-Date"] == "2026-11-25T10:00:00.000000Z"
        assert head["WARC-Payload-Digest"] == head["WARC-Block-Digest"] == f"sha256:{sha256(content)}"


@pytest.mark.skipif(shutil.which("sha256sum") is None, reason="no coreutils here")
def test_anybody_can_say_which_folder_it_was(archiver, folder, made):
    given = made.copy("gallery-dl", folder / "given")
    write(given / "further" / "A\\ name\nof two lines.txt", b"-")
    write(given / "Grüße.txt", b"")
    (given / "led elsewhere").symlink_to("further")
    (found,) = imported(archiver, given)
    (line,) = re.findall(r"^    (cd FOLDER.*)$", (DOCS / "format.md").read_text("utf-8"), re.MULTILINE)
    done = subprocess.run(["sh", "-c", line.replace("FOLDER", f"'{given}'")], capture_output=True, check=True)
    assert done.stdout.split()[0].decode() == found["sha256"]
    assert found["passed_over"] == {"no_document": 2, "not_followed": 1}


def test_the_same_folder_again_is_said_to_have_been_imported_wherever_it_stands(archiver, folder, made):
    (first,) = imported(archiver, made.copy("gallery-dl", folder / "given"))
    (again,) = imported(archiver, made.copy("gallery-dl", folder / "elsewhere"))
    assert (first["new"], again["new"]) == (True, False)
    assert again["capture"] == first["capture"]
    write(folder / "given/note.txt", b"Changed")
    (third,) = imported(archiver, folder / "given")
    assert third["new"]
    assert third["sha256"] != first["sha256"]


def test_a_folder_that_was_added_to_for_weeks_is_a_capture_for_each_day_that_it_was(archiver, folder, made):
    given = made.copy("gallery-dl", folder / "given")
    later = of_post(given, ALBUM.code)
    for place, path in enumerate(later):
        os.utime(path, ((THEN + 3 * DAY).timestamp() + place,) * 2)
    one, two = imported(archiver, given)
    assert (one["part"], two["part"]) == ([1, 2], [2, 2])
    assert (one["posts"], two["posts"]) == (len(COMPANY.posts) - 1, 1)
    assert one["sha256"] == two["sha256"]
    assert shown(archiver, ALBUM)["first_capture"] == two["capture"]
    assert shown(archiver, FILM)["last_capture"] == one["capture"]
    assert not any(each["new"] for each in imported(archiver, given))
    assert archiver("rebuild", "--check").code == 0


def test_what_a_later_program_reads_anew_is_read_from_the_capture_alone(archiver, folder, made):
    imported(archiver, made.copy("instaloader", folder / "given"))
    before = shown(archiver, ALBUM)
    shutil.rmtree(folder / "given")
    (folder / "evidence/catalog.sqlite").unlink()
    assert archiver("rebuild").code == 0
    assert shown(archiver, ALBUM) == before
    assert archiver("rebuild", "--explain").code == 0


def test_versions_stand_in_the_order_in_which_files_were_written(archiver, folder, made):
    newer = made.copy("gallery-dl", folder / "newer", THEN + DAY)
    for path in of_post(newer, FILM.code):
        write(path, json.loads(path.read_bytes()) | {"description": "Later words"}, THEN + DAY)
    imported(archiver, newer)
    imported(archiver, made.copy("instaloader", folder / "older"))
    told = shown(archiver, FILM)
    assert [version["fields"]["caption"] for version in told["versions"]] == [FILM.caption, "Later words"]
    assert told["fields"]["caption"] == "Later words"


WHEN = {
    "before its post": lambda post: post.taken_at - DAY,
    "the very second of its post, as gallery-dl dates files if asked to": lambda post: post.taken_at,
    "before there were pages": lambda _: THEN.replace(year=1985),
    "yet to come": lambda _: THEN.replace(year=2999),
}


@pytest.mark.parametrize("when", WHEN.values(), ids=WHEN)
def test_a_document_dated_when_it_cannot_have_been_written_shows_nothing_and_is_counted(
    archiver, folder, made, when
):
    given = made.copy("gallery-dl", folder / "given")
    (path,) = of_post(given, FILM.code)
    os.utime(path, (when(FILM).timestamp(),) * 2)
    (found,) = imported(archiver, given)
    assert found["posts"] == len(COMPANY.posts) - 1
    assert found["passed_over"] == {"no_time": 2}, "the document and its film"
    assert archiver("show", f"instagram:{FILM.code}").code != 0


def test_where_no_document_has_a_time_nothing_is_imported(archiver, folder, made):
    ran = archiver(
        "import", made.copy("gallery-dl", folder / "given", THEN.replace(year=1985)), "--target", TARGET
    )
    assert ran.code == 2
    assert "no document of Instagram's posts that could be kept: " in ran.err
    assert "no time" in ran.err
    assert not list((folder / "evidence").glob("captures/*/*/*"))


@pytest.mark.parametrize("name", ["instaloader", "gallery-dl"])
def test_a_folder_s_zip_and_a_single_document_are_read_likewise(archiver, folder, made, name):
    given = made.copy(name, folder / "given")
    at = THEN.timetuple()[:6]
    with zipfile.ZipFile(folder / "given.zip", "w") as file:
        for path in given.iterdir():
            file.writestr(zipfile.ZipInfo(f"outer/{path.name}", at), path.read_bytes())
    (found,) = imported(archiver, folder / "given.zip")
    assert (found["posts"], found["form"]) == (len(COMPANY.posts), name)
    assert found["sha256"] == sha256((folder / "given.zip").read_bytes())
    assert found["media"] > len(COMPANY.posts)
    alone = next(
        path
        for path in documents(given)
        if b"Profile" not in path.read_bytes() and "hartmann" not in path.name
    )
    (one,) = imported(archiver, alone)
    assert (one["posts"], one["documents"], one["media"]) == (1, 1, 0)
    assert one["sha256"] == sha256(alone.read_bytes())


def test_a_zip_s_extended_time_is_in_utc_and_goes_before_its_own(archiver, folder, made):
    (path,) = of_post(made.copy("gallery-dl", folder / "given"), FILM.code)
    stamp = b"UT\x05\x00\x01" + int(THEN.timestamp()).to_bytes(4, "little")
    member = zipfile.ZipInfo("a.json", (1999, 1, 1, 0, 0, 0))
    member.extra = stamp
    with zipfile.ZipFile(folder / "given.zip", "w") as file:
        file.writestr(member, path.read_bytes())
    (found,) = imported(archiver, folder / "given.zip")
    assert found["first"] == "2026-11-25T10:00:00.000000Z"


def test_posts_of_another_than_the_target_are_kept_and_are_not_the_target_s(archiver, folder, made):
    ran = archiver("import", made.copy("gallery-dl", folder / "given"), "--target", "instagram:somebody.else")
    assert ran.code == 0, ran.err
    assert "none of them is of instagram:somebody.else, by the owner that each names" in ran.out
    assert archiver("show", f"instagram:{FILM.code}").code != 0


def test_another_platform_s_folder_is_refused(archiver, folder, made):
    ran = archiver(
        "import", made.copy("gallery-dl", folder / "given"), "--target", "facebook:hartmann.werkzeuge"
    )
    assert ran.code == 2
    assert "other platform" in ran.err


def test_photos_of_facebook_are_of_the_account_by_its_number(archiver, folder, made):
    given = made.copy("facebook", folder / "given", THEN)
    (found,) = imported(archiver, given, target=f"facebook:{account_id(ACCOUNT)}")
    stills = [medium for post in PAGE.posts for medium in post.media if not medium.is_video]
    assert found["understood"] == [len(stills)] * 2
    assert found["documents"] == found["media"] == found["posts"] == len(stills)
    for post in PAGE.posts:
        for medium in post.media:
            told = archiver("show", f"facebook:{medium_id(medium)}", "--json")
            assert (told.code == 0) is not medium.is_video
            if told.code == 0:
                assert told.json["fields"]["made_at"] == f"{post.taken_at:%Y-%m-%dT%H:%M:%S}.000000Z"
                assert told.json["owner"] == {"id": account_id(ACCOUNT), "name": ""}
    (elsewhere,) = imported(archiver, given, target="facebook:hartmann.werkzeuge")
    assert elsewhere["posts"] == 0, "nothing there says which number goes by that name"


def test_nothing_of_it_is_handed_over(archiver, folder, made):
    imported(archiver, made.copy("gallery-dl", folder / "given"))
    ran = archiver("export", "--offline", "--out", folder / "bundle", TARGET)
    assert ran.code == 2


def test_it_is_told_by_whose_word_it_is_dated(archiver, folder, made):
    ran = archiver("import", made.copy("instaloader", folder / "given"), "--target", TARGET)
    assert "by the file system's word" in ran.out
    assert "made by instaloader 4." in ran.out
    assert "by its own word" not in ran.out


def test_the_salt_and_all_commitments_hold_over_files_of_others(archiver, folder, made):
    (found,) = imported(archiver, made.copy("gallery-dl", folder / "given"))
    path = folder / "evidence/captures" / found["capture"] / "capture.warc.gz"
    path.chmod(0o644)
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    assert archiver("verify").code == 1


def test_each_reason_for_which_something_is_passed_over_is_said_in_words():
    from archiver.cli.importing import REASONS
    from archiver.model.foreign import PassedOver

    assert set(REASONS) == {each.value for each in PassedOver}
