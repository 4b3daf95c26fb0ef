"""Add and targets: what is watched, kept in targets.toml with the operator's own comments left as they are."""

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import AoT, Array

from archiver import platforms
from archiver.config import Settings
from archiver.errors import AddressError, ConfigError, StoreError
from archiver.model.refs import PostRef, TargetRef
from archiver.operations.own_files import put_in_place


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


@dataclass(frozen=True, slots=True)
class Added:
    """What adding gave."""

    target: Watched
    file: Path
    new: bool
    """False where the target was watched already."""
    caution: str = ""
    """What should be known of its platform before."""


def add(settings: Settings, address: str, label: str, case: str) -> Added:
    """Add a target to targets.toml. Raises AddressError, ConfigError, StoreError."""
    target = _target(address)
    platform = platforms.named(target.platform)
    watched = Watched(str(target), platform.address(target), label, case)
    file = settings.targets_file
    if any(known.ref == watched.ref for known in listed(settings)):
        return Added(watched, file, new=False)
    entry = tomlkit.table()
    for key, value in (("ref", watched.ref), ("label", label), ("case", case)):
        if value:
            entry.add(key, value)
    try:
        text = file.read_text(encoding="utf-8") if file.exists() else ""
        document = tomlkit.parse(text if text.endswith("\n") or not text else f"{text}\n")
        entries = document.setdefault("target", tomlkit.aot())
        if isinstance(entries, Array):
            inline = tomlkit.inline_table()
            inline.update(entry)
            entries.append(inline)
        elif isinstance(entries, AoT):
            entries.append(entry)
        else:
            raise ConfigError(
                f"{file}: [[target]] is no list of targets.", "Correct the file, then add more."
            )
        put_in_place(file, tomlkit.dumps(document))
    except TOMLKitError as error:
        raise ConfigError(f"{file} is not valid TOML: {error}.") from error
    except OSError as error:
        raise StoreError(f"{file} cannot be written: {error.strerror}.") from error
    return Added(watched, file, new=True, caution=platform.caution)


def listed(settings: Settings) -> list[Watched]:
    """Give the targets of targets.toml. Raises ConfigError where one is none."""
    found = []
    for target in settings.targets:
        try:
            ref = _target(target.ref)
        except AddressError as error:
            raise ConfigError(
                f"{settings.targets_file}: [target] ref: {error.sentence}", error.advice
            ) from error
        url = platforms.named(ref.platform).address(ref)
        found.append(
            Watched(str(ref), url, target.label, target.case, target.sessions, logged_out=target.logged_out)
        )
    return found


def _site_of(page: PostRef) -> str:
    parts = urlsplit(page.key)
    return f"{parts.scheme}://{parts.netloc}"


def _by_number(text: str, post: PostRef) -> str:
    """Say how an account is named by its number, where that stands by itself and may be either's."""
    if not post.key.isdecimal() or not text.rstrip("/").endswith(f".com/{post.key}"):
        return ""
    target = platforms.named(post.platform).address(TargetRef(post.platform, post.key))
    return f"; if the number is an account's, name that: {target}"


def _target(text: str) -> TargetRef:
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
