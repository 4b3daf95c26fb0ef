"""What of the pictures and films that went from posts is concluded, and which posts are to be read again for it."""

from collections.abc import Iterable

from archiver.archive import Archive
from archiver.derive.conclude_media import conclude_media, next_reading
from archiver.model.media_removal import MediaRemoval
from archiver.model.refs import PostRef, TargetRef
from archiver.model.removal import RemovalState


def media_removals(archive: Archive, target: TargetRef, at_hand: Iterable[str]) -> list[MediaRemoval]:
    """Say how the absence of each medium stands that went from a post of a target."""
    vantages, rule = frozenset(at_hand), archive.settings.rule
    return [
        removal
        for post, readings in sorted(archive.catalog.media_readings(target).items(), key=str)
        for removal in conclude_media(post, readings, vantages, rule)
    ]


def posts_pending(archive: Archive, target: TargetRef, at_hand: Iterable[str]) -> list[PostRef]:
    """Give the posts from which a medium went that is pending still."""
    return _pending(media_removals(archive, target, at_hand))


def due(archive: Archive, target: TargetRef, at_hand: Iterable[str]) -> list[PostRef]:
    """Give the posts that are to be read again now."""
    now, rule = archive.clock.now(), archive.settings.rule
    removals = media_removals(archive, target, at_hand)
    found = []
    for evidence in archive.catalog.evidence(target, _pending(removals)):
        asked = [probe.at for probe in evidence.probes]
        at = next_reading([each for each in removals if each.post == evidence.post], asked, rule)
        if at is None or at <= now:
            found.append(evidence.post)
    return found


def _pending(removals: Iterable[MediaRemoval]) -> list[PostRef]:
    return list(dict.fromkeys(each.post for each in removals if each.state is RemovalState.PENDING))
