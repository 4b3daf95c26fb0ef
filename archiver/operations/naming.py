"""What a text means that names a post or target: a bare key, a written ref, or an address."""

from archiver import platforms
from archiver.archive import Archive
from archiver.errors import AddressError
from archiver.model.refs import PostRef, Ref, TargetRef


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
    ref = ref_of(archive, text)
    if isinstance(ref, PostRef):
        raise AddressError(f"{text} is a single post, and a target is asked for.")
    if archive.catalog.latest_capture(ref) is None:
        raise AddressError(
            f"No capture in this archive is of {ref}.", f"Capture it with: archiver crawl {ref}"
        )
    return ref


def filed_under(archive: Archive, post: PostRef) -> TargetRef:
    """Give the target whose captures show a post. Raises AddressError where none does."""
    found = archive.catalog.post(post)
    if found is None:
        raise AddressError(
            f"No capture in this archive shows {post}.", "Capture it with 'archiver crawl' and its URL."
        )
    platform, _, name = found.rows[0]["target"].partition(":")
    return TargetRef(platform, name)
