import os
import sys
from collections import Counter
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))


def pytest_configure(config):
    """Have the many processes that tests start, of ours and of browsers' drivers, find what they need compiled."""
    if config.pluginmanager.hasplugin("cacheprovider"):
        os.environ.setdefault("NODE_COMPILE_CACHE", str(config.cache.mkdir("node")))
        os.environ.setdefault("PYTHONPYCACHEPREFIX", str(config.cache.mkdir("pyc")))


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Leave to `make prove` all but one in `of` of the cases of a test that is marked `some`."""
    cases = Counter()
    for item in items:
        some = item.get_closest_marker("some")
        if some is not None:
            test = item.nodeid.partition("[")[0]
            if cases[test] % some.kwargs["of"]:
                item.add_marker(pytest.mark.prove)
            cases[test] += 1


def pytest_xdist_auto_num_workers():
    """Run one test more than there are cores: many wait for a page."""
    return (os.cpu_count() or 1) + 1
