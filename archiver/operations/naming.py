"""What a text means that names a post or target: a bare key, a written ref, or an address."""

from archiver import platforms
from archiver.archive import Archive
from archiver.errors import AddressError
from archiver.model.refs import PostRef, Ref, TargetRef
from archiver.store.layout import UNKNOWN_OWNER

_NAME_A_TARGET = (
    "Name a target: its profile's address such as https://www.instagram.com/NAME/, or instagram:NAME."
)


def ref_of(archive: Archive, text: str) -> Ref:
    """Give the post or target that a text names. Raises AddressError where no platform understands it."""
    bare = archive.catalog.keys_named(text)
    if len(bare) == 1:
        return bare[0]
    platform, _, key = text.partition(":")
    written = PostRef(platform, key)
    return written if archive.catalog.post(written) is not None else platforms.parse(text)


def target_of(archive: Archive, text: str) -> TargetRef:
    """Give the target that a text names. Raises AddressError where it names none, or one never looked at."""
    try:
        ref = ref_of(archive, text)
    except AddressError as error:
        raise AddressError(error.sentence, _NAME_A_TARGET) from error
    if isinstance(ref, PostRef):
        raise AddressError(
            f"{text} is a single post, and a target is asked for.", _name_the_target_of(archive, ref)
        )
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
    """Give the target whose captures show a post. Raises AddressError where none does."""
    found = archive.catalog.post(post)
    if found is None:
        raise AddressError(
            f"No capture in this archive shows {post}.", "Capture it with 'archiver crawl' and its URL."
        )
    platform, _, name = found.rows[0]["target"].partition(":")
    return TargetRef(platform, name)
