import shutil
from pathlib import Path

import exported_building
import pytest
from page_reading import CHROMIUM, Opened

from archiver.export import browser_page

READING = """
const bytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
const hex = (found) => [...found].map((each) => each.toString(16).padStart(2, "0")).join("");
const digest = async (blob) => hex(new Uint8Array(await crypto.subtle.digest("SHA-256", await blob.arrayBuffer())));
"""


@pytest.fixture(scope="session")
def untouched(tmp_path_factory):
    """A bundle that nobody may change."""
    return exported_building.made(tmp_path_factory.mktemp("exported"))


@pytest.fixture
def bundle(untouched, tmp_path) -> Path:
    """A copy of it, to be tampered with."""
    return Path(shutil.copytree(untouched.path, tmp_path / "bundle"))


@pytest.fixture(scope="module")
def browser():
    from playwright.sync_api import sync_playwright

    if not Path(CHROMIUM).exists():
        pytest.skip("no Chromium here")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def opened(browser):
    """The page as it is opened from a disk, without a network; nothing but files may be asked for."""
    context = browser.new_context(offline=True)
    page = Opened(context.new_page())
    yield page
    context.close()
    assert page.faults == []
    assert {asked.split(":")[0] for asked in page.asked} <= {"file", "blob"}


@pytest.fixture(scope="module")
def evaluate(browser):
    """Run code in a browser, with what modules of the page export at hand as `parts`."""
    context = browser.new_context(offline=True)
    page = context.new_page()
    page.goto("file:///")

    def run(modules, code, given=None):
        names = modules.split()
        parts = ", ".join(f"...modules['{name}']" for name in names)
        text = f"{browser_page.script(*names)}\nconst parts = {{ {parts} }};\n{READING}{code}"
        return page.evaluate(f"async (given) => {{ {text} }}", given)

    yield run
    context.close()
