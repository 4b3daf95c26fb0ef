import sys
from pathlib import Path

import pytest

sys.path.extend(str(Path(__file__).parents[1] / room) for room in ("absence", "unattended"))


@pytest.fixture
def fleet(tmp_path):
    """Three accounts with nine posts each, watched logged out every six hours."""
    from fleet import Fleet, account

    made = Fleet.of(tmp_path, [account(owner, 9) for owner in range(3)])
    yield made
    made.archive.close()
