"""Several answers that show one post, put together: the fuller leads, the others fill what it does not show."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from archiver.model.post import Medium, MediumKind, Observation
from archiver.model.reading import ListingPage, Reading
from archiver.model.refs import PostRef


def together(known: Observation, other: Observation) -> Observation:
    """Put two observations of one post together; the later leads where neither is fuller."""
    known, other = _unless_fewer(known, other), _unless_fewer(other, known)
    leading, filling = (known, other) if _fullness(known) > _fullness(other) else (other, known)
    counts = dict(filling.counts) | dict(leading.counts)
    # Of two dates the one that is marked as set by the author is the displayed one, whichever answer leads.
    dated = filling if filling.set_back and not leading.set_back else leading
    published_at = dated.published_at or leading.published_at or filling.published_at
    made_at = leading.made_at or filling.made_at
    merged = replace(
        leading,
        owner_id=leading.owner_id or filling.owner_id,
        owner_name=leading.owner_name or filling.owner_name,
        product=leading.product or filling.product,
        published_at=published_at,
        caption=filling.caption if leading.caption is None else leading.caption,
        alt=filling.alt if leading.alt is None else leading.alt,
        location=leading.location if _tells(leading, leading.location) else filling.location,
        tagged=leading.tagged or (() if leading.whole else filling.tagged),
        coauthors=leading.coauthors if _tells(leading, leading.coauthors) else filling.coauthors,
        media=leading.media if leading.whole else _all_media(known, other),
        counts=tuple(sorted(counts.items())),
        pinned_on=tuple(sorted({*leading.pinned_on, *filling.pinned_on})),
        links=leading.links if _tells(leading, leading.links) else filling.links,
        made_at=made_at if made_at != published_at else None,
        set_back=leading.set_back or filling.set_back,
        shared=leading.shared or filling.shared,
        promised=leading.promised if leading.promised is not None else filling.promised,
        expires_at=leading.expires_at or filling.expires_at,
    )
    return replace(merged, whole=True) if _is_whole_now(merged) else merged


def merged(observations: Iterable[Observation]) -> dict[PostRef, Observation]:
    """Give each post once, all that was observed of it put together."""
    posts: dict[PostRef, Observation] = {}
    for observation in observations:
        known = posts.get(observation.ref)
        posts[observation.ref] = observation if known is None else together(known, observation)
    return posts


def by_post(reading: Reading) -> Reading:
    """Give a reading with posts in the place of their media: a listing of pictures names those alone."""
    posts = {
        PostRef(seen.ref.platform, medium.permanent_id): seen.ref
        for seen in reading.observations
        for medium in seen.media
        if medium.permanent_id and medium.permanent_id != seen.ref.key
    }
    if not any(entry in posts for page in reading.listings for entry in page.entries):
        return reading
    return replace(
        reading,
        listings=tuple(_by_post(page, posts) for page in reading.listings),
        observations=tuple(seen for seen in reading.observations if seen.ref not in posts),
    )


def unattributed(observations: Sequence[Observation]) -> set[PostRef]:
    """Give what a listing names by itself, of which no answer says whose it is."""
    return {seen.ref for seen in observations} - {seen.ref for seen in observations if seen.owner_name}


def _by_post(page: ListingPage, posts: dict[PostRef, PostRef]) -> ListingPage:
    entries = (None if entry is None else posts.get(entry, entry) for entry in page.entries)
    return replace(page, entries=tuple(entries))


def _unless_fewer(post: Observation, beside: Observation) -> Observation:
    """Take a post for whole no more where another answer promises more media than it has."""
    fewer = post.whole and (beside.promised or 0) > len(post.media)
    return replace(post, whole=False, promised=None) if fewer else post


def _fullness(post: Observation) -> tuple[bool, int]:
    """Say how much an observation tells: all, or of how many media it knows."""
    return post.whole, -1 if post.promised is None else post.promised


def _tells(leading: Observation, shown: tuple[str, ...] | None) -> bool:
    """Tell whether the fuller of two observations has the last word on a field; an empty one of an abridged has not."""
    return leading.whole or bool(shown)


def _all_media(known: Observation, other: Observation) -> tuple[Medium, ...]:
    """Give the media of two abridged forms in the order they came, where both tell how they are called."""
    named = all(medium.permanent_id for medium in (*known.media, *other.media))
    if not named or {known.promised, other.promised} == {None}:
        return max(other.media, known.media, key=len)
    media: dict[str, Medium] = {}
    for medium in (*known.media, *other.media):
        held = media.get(medium.permanent_id)
        media[medium.permanent_id] = medium if held is None else _larger(held, medium)
    return tuple(media.values())


def _larger(one: Medium, other: Medium) -> Medium:
    """Give of two forms of a medium the one with the larger first rendition; of a film never its cover."""
    return max(one, other, key=_size)


def _size(medium: Medium) -> tuple[bool, int]:
    width = medium.candidates[0].width or 0 if medium.candidates else -1
    return medium.kind is MediumKind.VIDEO, width


def _is_whole_now(post: Observation) -> bool:
    """Tell whether what several abridged forms show makes a whole: date, words, and as many media as there are."""
    return (
        not post.whole
        and post.promised is not None
        and post.promised == len(post.media)
        and all(medium.candidates for medium in post.media)
        and (post.published_at is not None or post.made_at is not None)
        and post.caption is not None
    )
