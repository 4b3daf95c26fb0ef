import shutil
from pathlib import Path

import exported_building
import pytest
from page_reading import chromium, disconnected

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
    with chromium() as browser:
        yield browser


@pytest.fixture
def opened(browser):
    with disconnected(browser) as page:
        yield page


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
