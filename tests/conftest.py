import gc
import os
import sys
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import settings

HERE = Path(__file__).parent
LONG = (HERE / "selftest", HERE / "e2e")
sys.path.insert(0, str(HERE))

# Much is made here that goes by itself: to look for circles among it less often saves a tenth of the time.
gc.set_threshold(100_000, 20, 20)

# How long an example takes says more of the machine than of us.
settings.register_profile("test", max_examples=10, deadline=None)
settings.register_profile("prove", max_examples=1_000, deadline=None, derandomize=True)
settings.load_profile("test")


@pytest.fixture(scope="module", autouse=True)
def _lent_browser():
    """End with a module the browser that its looks shared: the next may drive one of its own."""
    yield
    if "lending" in sys.modules:
        sys.modules["lending"].BROWSER.end()


@pytest.fixture
def disk(tmp_path):
    """Mount a disk of so many megabytes; skip where that is not allowed."""
    from small_disks import mounting

    with mounting(tmp_path) as mount:
        yield mount


def pytest_configure(config):
    """Have the many processes that tests start, of ours and of browsers' drivers, find what they need compiled."""
    if config.pluginmanager.hasplugin("cacheprovider"):
        os.environ.setdefault("NODE_COMPILE_CACHE", str(config.cache.mkdir("node")))
        os.environ.setdefault("PYTHONPYCACHEPREFIX", str(config.cache.mkdir("pyc")))


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Leave to `make prove` all but one in `of` of the cases of a test marked `some`; begin with the long ones."""
    cases = Counter()
    for item in items:
        some = item.get_closest_marker("some")
        if some is not None:
            test = item.nodeid.partition("[")[0]
            if cases[test] % some.kwargs["of"]:
                item.add_marker(pytest.mark.prove)
            cases[test] += 1
    items.sort(key=lambda item: not any(map(item.path.is_relative_to, LONG)))


def pytest_xdist_auto_num_workers():
    """Run one test more than there are cores: many wait for a page."""
    return (os.cpu_count() or 1) + 1
