"""Add and targets: what is watched, kept in targets.toml with the operator's own comments left as they are."""

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from archiver import platforms
from archiver.config import Settings, WatchedTarget, spans
from archiver.errors import AddressError, ConfigError
from archiver.model.refs import PostRef, TargetRef
from archiver.operations.targets_file import add_entry, set_in_entry


@dataclass(frozen=True, slots=True)
class Watched:
    """A target as it is listed."""

    ref: str
    url: str
    label: str
    case: str
    sessions: tuple[str, ...] = ()
    """Names of the sessions it is looked at with."""
    logged_out: bool = True
    """Whether it is also looked at without a session."""
    every: timedelta | None = None
    """How often it is to be looked at; None where that is not said."""
    stories: bool = False
    """Whether its stories are read."""


@dataclass(frozen=True, slots=True)
class Added:
    """What adding gave."""

    target: Watched
    file: Path
    new: bool
    """False where the target was watched already."""
    caution: str = ""
    """What should be known of its platform before."""


def add(settings: Settings, address: str, label: str, case: str, every: timedelta | None = None) -> Added:
    """Add a target to targets.toml, or give one that is there another interval, where one is told.

    Raises AddressError, ConfigError, StoreError.
    """
    target = target_of(address)
    platform = platforms.named(target.platform)
    new = Watched(str(target), platform.address(target), label, case, every=every)
    file = settings.targets_file
    place = next((place for place, known in enumerate(listed(settings)) if known.ref == new.ref), None)
    if place is not None:
        if every is not None:
            set_in_entry(file, place, "every", value=spans.written(every))
        return Added(new, file, new=False)
    told = (("ref", new.ref), ("label", label), ("case", case), ("every", every and spans.written(every)))
    add_entry(file, {key: value for key, value in told if value})
    return Added(new, file, new=True, caution=platform.caution)


def listed(settings: Settings) -> list[Watched]:
    """Give the targets of targets.toml. Raises ConfigError where one is none."""
    return [
        Watched(
            str(ref),
            platforms.named(ref.platform).address(ref),
            target.label,
            target.case,
            target.sessions,
            logged_out=target.logged_out,
            every=target.every,
            stories=target.stories,
        )
        for ref, target in watched(settings)
    ]


def watched(settings: Settings) -> list[tuple[TargetRef, WatchedTarget]]:
    """Give the entries of targets.toml, each with the target that it names.

    Raises ConfigError where one names none, or two the same.
    """
    found = [(_ref_of(settings, target), target) for target in settings.targets]
    counts = Counter(ref for ref, _ in found)
    twice = next((ref for ref, count in counts.items() if count > 1), None)
    if twice is not None:
        raise ConfigError(
            f"{settings.targets_file}: {twice} is listed {counts[twice]} times, and each would be looked at by itself.",
            "Leave one of its entries.",
        )
    return found


def _ref_of(settings: Settings, target: WatchedTarget) -> TargetRef:
    try:
        return target_of(target.ref)
    except AddressError as error:
        raise ConfigError(f"{settings.targets_file}: [target] ref: {error.sentence}", error.advice) from error


def _site_of(page: PostRef) -> str:
    parts = urlsplit(page.key)
    return f"{parts.scheme}://{parts.netloc}"


def _by_number(text: str, post: PostRef) -> str:
    """Say how an account is named by its number, where that stands by itself and may be either's."""
    if not post.key.isdecimal() or not text.rstrip("/").endswith(f".com/{post.key}"):
        return ""
    target = platforms.named(post.platform).address(TargetRef(post.platform, post.key))
    return f"; if the number is an account's, name that: {target}"


def target_of(text: str) -> TargetRef:
    """Give the target that a text names. Raises AddressError where it names none, or a single post."""
    ref = platforms.parse(text)
    if isinstance(ref, PostRef) and platforms.named(ref.platform).is_site:
        raise AddressError(
            f"{text} is a single page, and only whole sites are watched.",
            f"Watch its site with: archiver add {_site_of(ref)}; or capture the page with: archiver crawl {text}",
        )
    if isinstance(ref, PostRef):
        raise AddressError(
            f"{text} is a single post, and only accounts are watched.",
            f"Capture it with: archiver crawl {text}{_by_number(text, ref)}",
        )
    return ref
