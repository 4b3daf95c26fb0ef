"""What is to be looked at, and from which vantages: by what a text says, and what targets.toml says of it."""

from dataclasses import replace

from archiver import platforms
from archiver.archive import Archive
from archiver.config import Session, Settings, WatchedTarget, default_state
from archiver.errors import AddressError, SessionError
from archiver.model.capture import CaptureKind
from archiver.model.refs import PostRef, Ref, TargetRef
from archiver.operations import session_state, targets
from archiver.operations.look import Asked, vantages_of
from archiver.ports import Platform
from archiver.store.layout import UNKNOWN_OWNER


def looks_at(text: str, settings: Settings, session: str = "") -> list[Asked]:
    """Say what a text asks to be looked at, once for each vantage. Raises AddressError, ConfigError.

    A named session is the only vantage; else the entry of targets.toml names them; else it is logged out.
    A session that only targets.toml names wrongly makes a look that fails, so that the others are made.
    """
    asked = asked_for(text)
    entry = next((target for target in settings.targets if _is_watched(asked, target)), WatchedTarget(text))
    if session:
        return [replace(_as_entered(asked, entry), session=_session(settings, session, asked.platform))]
    return _from_each_vantage(asked, entry, settings)


def looks_of(entry: WatchedTarget, settings: Settings) -> list[Asked]:
    """Say what an entry of targets.toml asks to be looked at, once for each vantage. Raises AddressError."""
    return _from_each_vantage(asked_for(entry.ref), entry, settings)


def _as_entered(asked: Asked, entry: WatchedTarget) -> Asked:
    return replace(asked, heeds_robots=entry.heeds_robots, proxy=entry.proxy, stories=entry.stories)


def _from_each_vantage(asked: Asked, entry: WatchedTarget, settings: Settings) -> list[Asked]:
    here = _as_entered(asked, entry)
    looks = [_watching(here, settings, name) for name in entry.sessions]
    return [here, *looks] if entry.logged_out else looks


def _is_watched(asked: Asked, target: WatchedTarget) -> bool:
    return asked.post is None and str(platforms.parse(target.ref)) == str(asked.target)


def _watching(asked: Asked, settings: Settings, name: str) -> Asked:
    """Ask with a session that targets.toml names; where there is none that fits, say why the look must fail."""
    try:
        return replace(asked, session=_session(settings, name, asked.platform))
    except SessionError as error:
        nobodys = Session(name, asked.platform.name, default_state(name))
        return replace(asked, session=nobodys, refused=error)


def _session(settings: Settings, name: str, platform: Platform) -> Session:
    found = next((each for each in settings.sessions if each.name == name), None)
    if found is None:
        raise SessionError(
            f'There is no session "{name}" in {settings.file}.',
            f"Sign in first: archiver login {platform.name} --session {name}",
        )
    if found.platform != platform.name:
        raise SessionError(
            f'The session "{name}" is one of {found.platform}, not of {platform.name}.', "Name another."
        )
    return found


def looks_at_hand(archive: Archive, target: TargetRef) -> list[Asked]:
    """Ask from each vantage of a target's entry, and with each other session here that ever looked at it."""
    looks = looks_at(str(target), archive.settings)
    named = {each.session.name for each in looks if each.session is not None}
    looked = archive.catalog.sessions(target)
    others = (
        replace(asked_for(str(target)), session=session)
        for session in archive.settings.sessions
        if session.platform == target.platform and session.name not in named and session_state.viewer(session)
    )
    return [*looks, *(each for each in others if vantages_of(archive, [each]) <= looked)]


def at_hand_of(archive: Archive, target: TargetRef) -> frozenset[str]:
    """Name the vantages from which a target can be looked at: those of its entry, and others that ever looked.

    Nobody is at hand for posts whose owner no answer named.

    Of a session whose state is not here nobody can say which it was: any that ever looked counts.
    """
    if target.name == UNKNOWN_OWNER:
        return frozenset()
    looks = looks_at_hand(archive, target)
    sessions = [each.session for each in looks if each.session is not None]
    found = vantages_of(archive, looks)
    return found if all(map(session_state.viewer, sessions)) else found | archive.catalog.sessions(target)


def asked_for(text: str) -> Asked:
    """Say what a text asks to be looked at, logged out; raise AddressError."""
    ref: Ref = platforms.parse(text)
    platform = platforms.named(ref.platform)
    match ref:
        case TargetRef():
            return Asked(platform, ref, CaptureKind.CRAWL, platform.address(ref))
        case PostRef():
            unknown = TargetRef(ref.platform, UNKNOWN_OWNER)
            return Asked(platform, unknown, CaptureKind.POST, platform.page_address(text, ref), ref)


def watched(settings: Settings) -> list[Asked]:
    """Ask for the targets of targets.toml; raise AddressError where there is none."""
    entries = [entry for _, entry in targets.watched(settings)]
    if not entries:
        raise AddressError(
            f"There is no target in {settings.targets_file}.",
            "Add one: archiver add https://www.instagram.com/COMPANY/",
        )
    return [look for entry in entries for look in looks_of(entry, settings)]
