"""What a text means that names a post or target: a bare key, a written ref, or an address."""

from archiver import platforms
from archiver.archive import Archive
from archiver.errors import AddressError
from archiver.ledger.events import CONCLUSION
from archiver.model.refs import PostRef, Ref, TargetRef
from archiver.store.layout import UNKNOWN_OWNER

_NAME_A_TARGET = "Name a target: the address of its profile or page, or PLATFORM:NAME such as instagram:NAME."


def ref_of(archive: Archive, text: str) -> Ref:
    """Give the post or target that a text names. Raises AddressError where no platform understands it."""
    bare = archive.catalog.keys_named(text)
    if len(bare) == 1:
        return bare[0]
    platform, _, key = text.partition(":")
    written = PostRef(platform, key)
    if archive.catalog.post(written) is not None:
        return written
    try:
        return platforms.parse(text)
    except AddressError as error:
        if not key or platform not in {each.name for each in platforms.every()}:
            raise
        raise AddressError(
            f"No capture in this archive shows {text}.",
            "Capture it by its URL. Where all that showed it was disposed of, the ledger alone tells of it: "
            "archiver removals TARGET",
        ) from error


def target_of(archive: Archive, text: str, *, or_concluded: bool = False) -> TargetRef:
    """Give the target that a text names. Raises AddressError where it names none, or one never looked at.

    One of which the ledger tells, though no capture is left, is enough where `or_concluded` says so.
    """
    try:
        ref = ref_of(archive, text)
    except AddressError as error:
        own = error.advice != AddressError.advice
        raise AddressError(error.sentence, error.advice if own else _NAME_A_TARGET) from error
    if isinstance(ref, PostRef):
        raise AddressError(
            f"{text} is a single post, and a target is asked for.", _name_the_target_of(archive, ref)
        )
    if or_concluded and archive.catalog.events(ref, CONCLUSION):
        return ref
    return captured(archive, ref)


def captured(archive: Archive, target: TargetRef) -> TargetRef:
    """Give a target of which there is a capture. Raises AddressError where there is none."""
    if archive.catalog.latest_capture(target) is None:
        raise AddressError(
            f"No capture in this archive is of {target}.", f"Capture it with: archiver crawl {target}"
        )
    return target


def _name_the_target_of(archive: Archive, post: PostRef) -> str:
    found = archive.catalog.post(post)
    targets = [row["target"] for row in found.rows] if found else []
    owners = [target for target in targets if not target.endswith(f":{UNKNOWN_OWNER}")]
    return f"Name the target that shows it: {owners[0]}" if owners else _NAME_A_TARGET


def filed_under(archive: Archive, post: PostRef) -> TargetRef:
    """Give the target whose captures show a post, the post's owner where that is one; raise AddressError."""
    found = archive.catalog.post(post)
    if found is None:
        raise AddressError(
            f"No capture in this archive shows {post}.", "Capture it with 'archiver crawl' and its URL."
        )
    targets = [TargetRef(post.platform, row["target"].partition(":")[2]) for row in found.rows]
    owners = {row["owner_id"] for row in found.rows}
    known = [target for target in targets if target.name != UNKNOWN_OWNER]
    if not known:
        raise AddressError(
            f"Whose post {post} is was never shown, so there is nobody to ask beside it.",
            "Capture it with a session: archiver crawl URL --session NAME",
        )
    return next((each for each in known if archive.catalog.account_id(each) in owners), known[0])
