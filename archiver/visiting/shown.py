"""What was shown of posts: by this look, and by the one before that it goes on from."""

from archiver.model.merging import merged
from archiver.model.post import Observation
from archiver.model.refs import PostRef
from archiver.ports import Holdings, Visit


def posts(visit: Visit, holdings: Holdings | None = None) -> dict[PostRef, Observation]:
    """Give each post once, all that was shown of it put together."""
    earlier = holdings.earlier if holdings is not None else None
    before = earlier.posts if earlier is not None else ()
    return merged((*before, *visit.reading.observations))
