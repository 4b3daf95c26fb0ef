"""The technical report: how it was all collected (Berkeley Protocol, paragraphs 154 to 156).

Its fields are those that paragraph 155, SWGDE 21-F-001 and ISO/IEC 27037 ask for. Each says where its value stands;
what is not recorded says so, with its reason.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from archiver.export.exhibits.looks import Watch
from archiver.export.exhibits.times import span

_SHOWN_OF_TOOLS = (
    *("name", "version", "python", "playwright", "yt_dlp", "browser"),
    *("extractor", "locale", "viewport", "user_agent"),
)


@dataclass(frozen=True, slots=True)
class Installation:
    """The program and the machine that made a report, when it was made."""

    lock: str
    """SHA-256 of its lock file, which names every library by version and digest; empty where there is none."""
    differing: tuple[str, ...]
    """Libraries that are installed in another version than the lock file names."""
    commit: str
    """Of its source; empty where it does not run from a checkout."""
    changed: bool | None
    """Whether its files differ from that commit, or from what was installed; None where that cannot be told."""
    how_known: str
    """By what that was told, or why it cannot be."""
    key_readers: str
    """Who can read the key that signs, in words."""


@dataclass(frozen=True, slots=True)
class Clocks:
    """How the collecting machine's clock stood."""

    compared: int
    """Looks in which servers told their time."""
    least: timedelta | None
    """The servers' time minus the machine's, at the least and at the most; None where none told it."""
    most: timedelta | None
    enclosed: int
    """Looks that began after an authority's stamp and were sealed before another."""


@dataclass(frozen=True, slots=True)
class Technical:
    """What the technical report says beside what its cover says."""

    installation: Installation
    clocks: Clocks
    tools: tuple[tuple[str, tuple[tuple[str, int], ...]], ...]
    """By what was collected: each part with its versions, and in how many looks."""
    alterations: tuple[tuple[str, int], ...]
    """Each with in how many looks."""
    protocols: tuple[str, ...]
    vantages: tuple[tuple[str, int], ...]
    every: tuple[tuple[str, str], ...]
    """How often targets were to be looked at, as it was declared."""
    countries: tuple[str, ...]


def technical(watch: Watch, installation: Installation) -> Technical:
    """Put together what looks say of how they were made."""
    looks = [look for look in watch.looks if look.capture]
    return Technical(
        installation=installation,
        clocks=_clocks(watch),
        tools=tuple(_tools(look.tool for look in looks)),
        alterations=tuple(Counter(each for look in looks for each in look.alterations).most_common()),
        protocols=tuple(sorted({each for look in looks for each in look.protocols})),
        vantages=tuple(Counter(look.who for look in looks).most_common()),
        every=tuple(sorted((target, span(every)) for target, every in watch.every.items())),
        countries=tuple(sorted({look.country for look in looks} - {"", "unknown"})),
    )


def _tools(tools: Iterable[Mapping[str, object]]) -> Iterable[tuple[str, tuple[tuple[str, int], ...]]]:
    told = list(tools)
    for name in _SHOWN_OF_TOOLS:
        found = Counter(_written(tool[name]) for tool in told if name in tool)
        if found:
            yield name, tuple(found.most_common())


def _written(value: object) -> str:
    return " by ".join(map(str, value)) if isinstance(value, list) else str(value)


def _clocks(watch: Watch) -> Clocks:
    clocks = [look.clock for look in watch.looks if look.clock]
    offsets = [clock.offset for clock in clocks if clock.offset is not None]
    enclosed = sum(bool(look.clock and look.clock.opened and look.stamp) for look in watch.looks)
    return Clocks(len(offsets), min(offsets, default=None), max(offsets, default=None), enclosed)
