"""Which pages show an account's stories: that of the day's, where there may be one, and that of each highlight."""

from collections.abc import Sequence

from archiver.model.account import Account
from archiver.model.reading import Reading
from archiver.model.refs import TargetRef
from archiver.model.tray import STORIES
from archiver.platforms.instagram import urls


def of(reading: Reading, target: TargetRef, account: Account) -> Sequence[str]:
    """Give the pages; not that of the day's stories where the account itself says that it has none."""
    own = [tray for tray in reading.trays if tray.owner_id == account.account_id and tray.name == STORIES]
    says_none = bool(own) and not any(tray.entries for tray in own)
    named = (
        name for shelf in reading.shelves if shelf.owner_id == account.account_id for name in shelf.highlights
    )
    highlights = dict.fromkeys(name.partition(":")[2] for name in named if name is not None)
    day = [] if says_none else [urls.stories_address(target)]
    return [*day, *map(urls.highlight_address, highlights)]
