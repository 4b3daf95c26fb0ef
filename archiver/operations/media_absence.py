"""What of the pictures and films that went from posts is concluded, and which posts are to be read again for it."""

from collections.abc import Container, Iterable
from datetime import UTC, datetime

from archiver import platforms
from archiver.archive import Archive
from archiver.derive.alike import alike
from archiver.derive.conclude_media import conclude_media, next_reading
from archiver.derive.renamed_media import under_one_name
from archiver.model.media_removal import MediaReading, MediaRemoval
from archiver.model.refs import PostRef, TargetRef
from archiver.model.removal import RemovalState

_AT_ONCE = datetime.min.replace(tzinfo=UTC)
_OPEN = (RemovalState.PENDING, RemovalState.CONTRADICTED)
"""States in which another reading may tell more."""


def media_removals(archive: Archive, target: TargetRef, at_hand: Iterable[str]) -> list[MediaRemoval]:
    """Say how the absence of each medium stands that went from a post of a target."""
    vantages, rule = frozenset(at_hand), archive.settings.rule
    return [
        removal
        for post, readings in sorted(_readings(archive, target).items(), key=str)
        for removal in conclude_media(post, readings, vantages, rule)
    ]


def _readings(archive: Archive, target: TargetRef) -> dict[PostRef, tuple[MediaReading, ...]]:
    """Give the readings of posts that were read with other media than before; of pages, by what the media look like."""
    found = archive.catalog.media_readings(target)
    if not platforms.named(target.platform).is_site:
        return found
    assets = {asset for readings in found.values() for reading in readings for asset in reading.assets}
    looks = archive.catalog.likeness(target.platform, assets)
    return {
        post: under_one_name(readings, lambda old, new: alike(looks.get(old), looks.get(new)))
        for post, readings in found.items()
    }


def in_question(archive: Archive, target: TargetRef, at_hand: Iterable[str]) -> list[PostRef]:
    """Give the posts from which a medium went of which nothing is settled yet."""
    return _of(media_removals(archive, target, at_hand), _OPEN)


def due_at(archive: Archive, target: TargetRef, at_hand: Iterable[str]) -> dict[PostRef, datetime]:
    """Give the posts that are to be read again, and when: long past where that is at once."""
    rule, removals = archive.settings.rule, media_removals(archive, target, at_hand)
    found = {}
    for evidence in archive.catalog.evidence(target, _of(removals, _OPEN)):
        asked = [probe.at for probe in evidence.probes]
        open_ = [each for each in removals if each.post == evidence.post and each.state in _OPEN]
        found[evidence.post] = next_reading(open_, asked, rule) or _AT_ONCE
    return found


def _of(removals: Iterable[MediaRemoval], states: Container[RemovalState]) -> list[PostRef]:
    return list(dict.fromkeys(each.post for each in removals if each.state in states))
