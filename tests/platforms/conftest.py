import pytest
from instagram_visits import FakeHoldings, MemberSite, Site

from archiver.simulator.hartmann import hartmann

# So that what every network must hold says what it met instead.
pytest.register_assert_rewrite("conformance")


@pytest.fixture
def site():
    """Six told posts, and all of them listed."""
    return Site(hartmann())


@pytest.fixture
def long_site():
    """More posts than one page of the listing holds."""
    return Site(hartmann(older=20))


@pytest.fixture
def member_site():
    """Sixty posts, as a session is shown them."""
    return MemberSite(hartmann(older=54))


@pytest.fixture
def holdings():
    return FakeHoldings()
