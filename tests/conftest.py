import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))


def pytest_xdist_auto_num_workers():
    """Run one test more than there are cores: many wait for a page."""
    return (os.cpu_count() or 1) + 1
