"""Canaries: seal what the owner of an account says of its posts, look, and count what is concluded against it."""

from dataclasses import dataclass

from archiver.archive import Archive
from archiver.derive.canary import tally
from archiver.ledger import canaries, conclusions
from archiver.ledger.events import CANARY, CONCLUSION
from archiver.model.canary import AskedAgain, Reliability, Tally, TruthList
from archiver.model.refs import TargetRef
from archiver.model.removal import RemovalState
from archiver.operations import covering
from archiver.operations.canary_list import Listed
from archiver.operations.indexing import index_events
from archiver.store import layout


@dataclass(frozen=True, slots=True)
class Canary:
    """An account whose truth is known, and how what was concluded of it stands to that."""

    target: TargetRef
    last: TruthList
    lists: int
    tally: Tally


def seal(archive: Archive, listed: Listed) -> None:
    """Seal a truth list: an event of its target, covered by a checkpoint before anybody looks. Raises StoreError."""
    target = listed.target
    with archive.indexing():
        archive.custody.append(target, CANARY, canaries.said(listed.digest, listed.entries))
        index_events(archive, target.platform, layout.slug(target.name))
    covering.cover(archive)


def all_canaries(archive: Archive) -> list[Canary]:
    """Give every target of which a truth list was ever sealed."""
    return [found for target in archive.catalog.targets() if (found := canary(archive, target)) is not None]


def canary(archive: Archive, target: TargetRef) -> Canary | None:
    """Count what was concluded of one target; None where no truth list of it was sealed."""
    lists = [canaries.read(event) for event in archive.catalog.events(target, CANARY)]
    if not lists:
        return None
    said = map(conclusions.read, archive.catalog.events(target, CONCLUSION))
    return Canary(target, lists[-1], len(lists), tally(lists, said))


def asked_again(archive: Archive) -> AskedAgain:
    """Count over all targets that are no canaries."""
    concluded = again = returned = 0
    for target in archive.catalog.targets():
        if archive.catalog.events(target, CANARY):
            continue
        said = [conclusions.read(event) for event in archive.catalog.events(target, CONCLUSION)]
        first = {each.post: each for each in reversed(said) if each.state is RemovalState.CONCLUDED}
        visited = {
            evidence.post
            for evidence in archive.catalog.evidence(target, first)
            if any(probe.at > first[evidence.post].last_checked for probe in evidence.probes)
        }
        concluded += len(first)
        again += len(visited)
        returned += len({each.post for each in said if each.state is RemovalState.WITHDRAWN})
    return AskedAgain(concluded, again, returned)


def reliability(archive: Archive) -> Reliability:
    """Give the counts over all canaries, and over all that was concluded of others: no name of any of them."""
    found = [each.tally for each in all_canaries(archive)]
    return Reliability(
        canaries=len(found),
        gone=sum(each.gone for each in found),
        concluded=sum(len(each.concluded) for each in found),
        wrong=sum(len(each.wrong) for each in found),
        not_yet=sum(len(each.not_yet) for each in found),
        others=asked_again(archive),
    )
