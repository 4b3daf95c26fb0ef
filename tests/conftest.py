import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))


def pytest_configure(config):
    """Have the many processes that tests start, of ours and of browsers' drivers, find what they need compiled."""
    if config.pluginmanager.hasplugin("cacheprovider"):
        os.environ.setdefault("NODE_COMPILE_CACHE", str(config.cache.mkdir("node")))
        os.environ.setdefault("PYTHONPYCACHEPREFIX", str(config.cache.mkdir("pyc")))


def pytest_xdist_auto_num_workers():
    """Run one test more than there are cores: many wait for a page."""
    return (os.cpu_count() or 1) + 1
