"""Whether a look reads stories: the settings say so, a session looks, and the ledger says that it was agreed to."""

from collections.abc import Sequence

from archiver.archive import Archive
from archiver.model.tray import STORIES, is_highlight
from archiver.operations.look import Asked, Look

ONLY_THERE = "Stories are read of Instagram only"


def are_read(archive: Archive, asked: Asked) -> bool:
    """Tell whether stories are read; the archive's index must hold what its ledger holds."""
    return asked.stories and asked.session is not None and not why_not(archive, [asked])


def why_not(archive: Archive, looks: Sequence[Asked]) -> str:
    """Say why none of the looks at one target reads stories, though the settings ask for it; empty where one does."""
    asked = looks[0]
    if not asked.stories:
        return ""
    if not asked.platform.has_stories:
        return f"{ONLY_THERE}: take stories out of the entry of {asked.target} in targets.toml."
    if not archive.has_agreed(asked.target):
        return (
            f"The stories of {asked.target} are not read: targets.toml asks for it, and nobody agreed to what that may "
            f"show. To agree: archiver add {asked.target} --stories --i-understand"
        )
    if all(look.session is None for look in looks):
        return (
            f"Stories are shown only to a session: archiver login {asked.platform.name} --session NAME, and then "
            f'sessions = ["NAME"] for {asked.target} in targets.toml.'
        )
    return ""


def counted(taken: Look) -> tuple[int | None, int | None]:
    """Count the stories of the day, and the highlights, that a look was shown; None where it read none."""
    if not taken.reads_stories or taken.found is None:
        return None, None
    trays = taken.found.snapshot.stories.trays
    day = sum(len(tray.keys) for tray in trays if tray.name == STORIES)
    return day, sum(is_highlight(tray.name) for tray in trays)
