"""`verify.html` on whole bundles: it says what the verifier says, and names the file where something is wrong."""

import re
import shutil
from hashlib import sha256

import exported_building
import forgeries
import pytest
from page_reading import OPEN_THERE, failed_elsewhere

from archiver.export import browser_page, zipped
from archiver.verify.kinds import verified
from archiver.verify.outside import Given

pytestmark = [pytest.mark.browser, pytest.mark.some(of=4)]


def test_a_whole_bundle_is_verified_with_the_same_numbers(opened, untouched):
    opened.open(untouched.path / "verify.html")
    assert opened.check(untouched.path, untouched.keys[-1]) == "verified"
    told = {
        each.check: each.detail
        for each in verified(untouched.path, Given()).findings
        if each.status == "verified"
    }
    captures = untouched.exported.captures
    counts = opened.counts()
    assert counts["captures"] == len(captures) == 3
    assert counts["records"] == sum(each["records"] for each in captures) == 35
    assert told["ledger"].startswith(
        f"{counts['events']} events are in the trees of {counts['checkpoints']} checkpoints"
    )
    assert told["bag"].startswith(f"{counts['files']} files of ")
    assert counts["media"] == untouched.exported.media


def test_it_says_of_each_file_what_the_verifier_says(opened, untouched):
    opened.open(untouched.path / "verify.html")
    opened.check(untouched.path)
    here = {(check, subject) for check, subject, status, _ in opened.findings() if status == "verified"}
    there = {
        (each.check, each.subject)
        for each in verified(untouched.path, Given()).findings
        if each.status == "verified"
    }
    off = {check for check, _ in here ^ there}
    assert off <= OPEN_THERE
    assert len(here) > 30


@pytest.mark.some(of=16)
@pytest.mark.parametrize("forge", forgeries.ALL, ids=lambda forge: forge.__name__)
def test_a_forgery_is_found_and_its_file_named(opened, bundle, untouched, forge):
    wrong = forge(bundle)
    opened.open(untouched.path / "verify.html")
    assert opened.check(bundle) == "failed"
    found = opened.failed()
    assert wrong in {subject for _, subject in found}
    assert found == failed_elsewhere(bundle)


@pytest.mark.prove
def test_a_root_that_nothing_leads_to_is_none(opened, bundle, untouched):
    wrong = forgeries.root_that_nothing_leads_to(bundle)
    opened.open(untouched.path / "verify.html")
    opened.check(bundle)
    assert ("commitments", wrong) in opened.failed() & failed_elsewhere(bundle)


def test_the_signer_is_held_against_what_was_told(opened, untouched):
    opened.open(untouched.path / "verify.html")
    assert opened.check(untouched.path) == "not_checked"
    assert "by whom is not known" in opened.verdict
    page, (first, last) = opened.page, untouched.keys
    page.fill("#fingerprint", f"  {last.removeprefix('SHA256:')} ")
    assert opened.status == "verified"
    page.fill("#fingerprint", first)
    assert opened.status == "verified"
    assert f"The signer is {last}, which follows the one you were told" in page.inner_text("#first")
    page.fill("#fingerprint", last.swapcase())
    assert (opened.status, "another key" in opened.verdict) == ("failed", True)
    page.fill("#fingerprint", "what she said")
    assert opened.status == "not_checked"
    assert page.is_visible("#no-fingerprint")


@pytest.mark.prove
def test_a_key_that_is_only_named_is_no_signer(opened, bundle, untouched):
    forgeries.sealed_by_another(bundle)
    opened.open(untouched.path / "verify.html")
    assert opened.check(bundle, untouched.keys[-1]) == "failed"
    assert (
        "It names the key that you were told, which did not sign it as it stands"
        in opened.page.inner_text("#first")
    )


def test_stand_ins_and_what_is_not_checked_are_said_first(opened, untouched):
    opened.open(untouched.path / "verify.html")
    opened.check(untouched.path, untouched.keys[-1])
    assert "NOT THE PLATFORM: 3 of 3 captures met stand-ins" in opened.verdict
    first = opened.page.inner_text("#first")
    assert "3 of 3 captures met stand-ins, not the platform's own servers." in first
    assert "Not checked by this page: whether authorities' time stamps hold" in first
    steps = dict(
        opened.page.eval_on_selector_all(
            ".step", "all => all.map(one => [one.dataset.step, one.querySelector('.badge').innerText])"
        )
    )
    assert steps.pop("stamps") == "not checked"
    assert set(steps.values()) == {"verified"}
    assert len(steps) == 12


def test_what_is_withheld_is_counted_by_class(opened, untouched):
    opened.open(untouched.path / "verify.html")
    opened.check(untouched.path)
    rows = opened.page.eval_on_selector_all(
        "#withheld-rows tr", "all => all.map(one => [...one.cells].map(cell => cell.innerText))"
    )
    segments = sum(
        each["withheld"].get("collector", {}).get("segments", 0) for each in untouched.exported.captures
    )
    assert rows == [["Pieces of records", "names, ids and places of the collector", str(segments)]]


def test_the_page_in_a_bundle_is_the_page(untouched):
    assert (untouched.path / "verify.html").read_bytes() == browser_page.page()
    assert "verify.html" in (untouched.path / "VERIFY.txt").read_text()


@pytest.mark.prove
def test_a_zip_is_read_where_it_stands(opened, untouched, tmp_path):
    zipped.write(tmp_path / "bundle.zip", untouched.path)
    opened.open(untouched.path / "verify.html")
    assert opened.check(tmp_path / "bundle.zip", untouched.keys[-1]) == "verified"
    assert opened.counts()["records"] == 35


def test_a_zip_that_is_none_of_ours_is_refused(opened, untouched, tmp_path):
    shutil.make_archive(str(tmp_path / "other"), "zip", untouched.path.parent, "bundle")
    opened.open(untouched.path / "verify.html")
    opened.page.set_input_files("#zip", str(tmp_path / "other.zip"))
    opened.page.wait_for_selector("#refused:not([hidden])")
    assert "unpack it first" in opened.page.inner_text("#refused")


def test_a_folder_that_is_no_bundle_is_refused(opened, untouched):
    opened.open(untouched.path / "verify.html")
    opened.page.set_input_files("#folder", str(untouched.path / "verifier"))
    opened.page.wait_for_selector("#refused:not([hidden])")
    assert "This is no bundle" in opened.page.inner_text("#refused")
    assert opened.check(untouched.path) == "not_checked"
    assert not opened.page.is_visible("#refused")


def test_a_newer_bundle_is_not_judged(opened, bundle, untouched):
    exported_building.forged_json(
        bundle, "data/bundle.json", lambda document: document.update(format="archiver-bundle/2")
    )
    opened.open(untouched.path / "verify.html")
    assert opened.check(bundle, untouched.keys[-1]) == "not_checked"
    assert "a newer version wrote this bundle" in opened.verdict


def test_hostile_names_do_not_become_markup(opened, bundle, untouched):
    name = "<img src=x onerror=alert(1)>\u202e.txt"
    forgeries.removal_made_up(bundle)
    (bundle / name).write_text("x")
    opened.open(untouched.path / "verify.html")
    assert opened.check(bundle) == "failed"
    assert opened.page.eval_on_selector_all("img, b, script:not(:last-of-type)", "all => all.length") == 0
    told = [words for *_, words in opened.findings()]
    assert any(r"<img src=x onerror=alert(1)>\u{202e}.txt" in words for words in told)
    assert any("<b>none</b>" in words for words in told)


def test_what_a_computer_put_there_is_told_as_that(opened, bundle, untouched):
    (bundle / "data/.DS_Store").write_bytes(b"")
    opened.open(untouched.path / "verify.html")
    assert opened.check(bundle) == "failed"
    assert any("delete it, and check again" in words for *_, words in opened.findings())


def test_it_can_be_stopped_and_never_calls_that_verified(opened, bundle, untouched):
    forgeries.large_medium_listed(bundle)
    opened.open(untouched.path / "verify.html")
    opened.page.set_input_files("#folder", str(bundle))
    opened.page.locator("#far", has_text=re.compile(r"^[\d.]+ MB of 4\.3 GB read$")).wait_for()
    opened.page.click("#stop")
    assert (opened.status, "stopped before its end" in opened.verdict) == ("not_checked", True)


def test_without_a_place_beside_the_page_it_runs_in_it(opened, untouched, tmp_path):
    stricter = (
        (untouched.path / "verify.html").read_bytes().replace(b"worker-src blob:", b"worker-src 'none'")
    )
    (tmp_path / "verify.html").write_bytes(stricter)
    opened.open(tmp_path / "verify.html")
    assert opened.check(untouched.path, untouched.keys[-1]) == "verified"


@pytest.mark.prove
def test_a_folder_can_be_dropped(opened, untouched):
    opened.open(untouched.path / "verify.html")
    session = opened.page.context.new_cdp_session(opened.page)
    data = {"items": [], "files": [str(untouched.path)], "dragOperationsMask": 1}
    for kind in ("dragEnter", "dragOver", "drop"):
        session.send("Input.dispatchDragEvent", {"type": kind, "x": 300, "y": 300, "data": data})
    opened.page.wait_for_selector("#verdict:not([hidden])")
    assert opened.counts()["records"] == 35


def test_it_can_be_used_with_the_keyboard_alone(opened, untouched):
    opened.open(untouched.path / "verify.html")
    reached = []
    for _ in range(4):
        opened.page.keyboard.press("Tab")
        reached.append(opened.page.evaluate("document.activeElement.id"))
    assert reached[:3] == ["fingerprint", "folder", "zip"]
    opened.check(untouched.path)
    assert opened.page.evaluate("document.activeElement.id") == "verdict"
    assert "stands as it was sealed" in opened.page.text_content("#live")


@pytest.mark.prove
def test_the_result_can_be_saved(opened, untouched, tmp_path):
    opened.open(untouched.path / "verify.html")
    opened.check(untouched.path, untouched.keys[-1])
    with opened.page.expect_download() as download:
        opened.page.click("#save")
    download.value.save_as(tmp_path / "result.txt")
    text = (tmp_path / "result.txt").read_text()
    assert text.startswith("NOT THE PLATFORM: 3 of 3 captures")
    assert "by the key you were told" in text
    assert "WHAT THIS PAGE CANNOT DO" in text
    assert f"verified  signer: bundle: The signer is the one you were told: {untouched.keys[-1]}." in text


def test_nothing_but_its_own_script_may_run(opened, untouched):
    opened.open(untouched.path / "verify.html")
    tried = opened.page.evaluate(
        """() => { try { document.body.innerHTML = "<b>x</b>"; return "became markup" } catch { return "refused" } }"""
    )
    assert tried == "refused"
    assert (
        opened.page.evaluate("fetch('http://127.0.0.1:9/').then(() => 'asked', () => 'refused')") == "refused"
    )
    opened.asked.clear()


def test_the_page_is_the_same_bytes_each_time():
    assert browser_page.page() == browser_page.page()
    assert sha256(browser_page.page()).hexdigest() == sha256(browser_page.page()).hexdigest()
    assert b"http://" not in browser_page.page().replace(b"http://www.w3.org", b"")
