"""`verify.html` in a browser: opened from a disk, given a bundle, and read as a person does."""

from contextlib import contextmanager
from pathlib import Path

import pytest

from archiver.verify.kinds import verified
from archiver.verify.outside import Given

CHROMIUM = "/usr/bin/chromium"
OPEN_THERE = {"time stamps", "time stamps of the bundle", "sealing times", "signer", "verifier"}
"""Checks of the verifier that the page does not make, or makes in part.

Time stamps need `openssl` and certificates; the signer is told apart from the steps; and what `verify.pyz` is made of
says nothing of a page that does not run it.
"""


@contextmanager
def chromium():
    """Start a browser of this machine's."""
    from playwright.sync_api import sync_playwright

    if not Path(CHROMIUM).exists():
        pytest.skip("no Chromium here")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@contextmanager
def disconnected(browser):
    """Give the page as it is opened from a disk, without a network; nothing but files may be asked for."""
    context = browser.new_context(offline=True)
    page = Opened(context.new_page())
    yield page
    context.close()
    assert page.faults == []
    assert {asked.split(":")[0] for asked in page.asked} <= {"file", "blob"}


class Opened:
    """A page, and what it asked for and failed at."""

    def __init__(self, page) -> None:
        self.page = page
        self.asked: list[str] = []
        self.faults: list[str] = []
        page.on("request", lambda asked: self.asked.append(asked.url))
        page.on("pageerror", lambda fault: self.faults.append(str(fault)))
        page.on("dialog", lambda dialog: self.faults.append(dialog.message))

    def open(self, file: Path) -> None:
        self.page.goto(file.as_uri())

    def check(self, chosen: Path, fingerprint: str = "") -> str:
        """Choose a folder or ZIP, wait for the end, and give the status of the whole."""
        if fingerprint:
            self.page.fill("#fingerprint", fingerprint)
        self.page.set_input_files("#zip" if chosen.is_file() else "#folder", str(chosen))
        self.page.wait_for_selector("#verdict:not([hidden])", timeout=60_000)
        return self.status

    @property
    def status(self) -> str:
        return self.page.get_attribute("#verdict", "data-status")

    @property
    def verdict(self) -> str:
        return self.page.inner_text("#verdict")

    def counts(self) -> dict[str, int]:
        told = self.page.eval_on_selector_all(
            "#counts > div", "all => all.map(one => [one.dataset.count, one.querySelector('dd').innerText])"
        )
        return {name: int(number.replace(",", "")) for name, number in told}

    def findings(self) -> list[tuple[str, str, str, str]]:
        """Check, subject, status and words of all that is told in the steps."""
        return [
            tuple(each)
            for each in self.page.eval_on_selector_all(
                "#steps .finding",
                "all => all.map(one => [one.dataset.check, one.dataset.subject, one.dataset.status, one.textContent])",
            )
        ]

    def failed(self) -> set[tuple[str, str]]:
        return {(check, subject) for check, subject, status, _ in self.findings() if status == "failed"}


def failed_elsewhere(bundle: Path) -> set[tuple[str, str]]:
    """What the verifier finds wrong, where the page looks too."""
    found = verified(bundle, Given()).findings
    return {
        (each.check, each.subject)
        for each in found
        if each.status == "failed" and each.check not in OPEN_THERE
    }
