"""A photo or film as Facebook describes it, with the renditions it offers, the largest first."""

from archiver.formats import automatic_alt, meta_cdn
from archiver.formats.json_values import Node, identifier, node, objects, size, text
from archiver.model.post import Candidate, Medium, MediumKind

PHOTO, VIDEO = "Photo", "Video"
_PICTURES = ("viewer_image", "photo_image", "image")
_FILMS = ("browser_native_hd_url", "playable_url_quality_hd", "browser_native_sd_url", "playable_url")
_HD = "HD"


def read(media: Node) -> Medium | None:
    """Read a photo or film, of which only its name may be told; None where it is neither.

    The cover of a film is no rendition of it.
    """
    found = {PHOTO: _photo, VIDEO: _film}.get(text(media.get("__typename")) or "")
    return found(media) if found and identifier(media.get("id")) else None


def _photo(media: Node) -> Medium:
    candidates = [found for key in _PICTURES if (found := _candidate(node(media.get(key)))) is not None]
    # Those without a size keep the order in which they are preferred.
    ordered = sorted(dict.fromkeys(candidates), key=lambda one: -(one.width or 0))
    return _medium(media, MediumKind.IMAGE, ordered, meta_cdn.file_of(ordered[0].address) if ordered else "")


def _film(media: Node) -> Medium:
    films = list(dict.fromkeys(_films(media)))
    asset = (meta_cdn.video_asset(films[0]) or meta_cdn.file_of(films[0])) if films else ""
    return _medium(media, MediumKind.VIDEO, [Candidate(film, None, None) for film in films], asset)


def _films(media: Node) -> list[str]:
    result = node(node(media.get("videoDeliveryResponseFragment")).get("videoDeliveryResponseResult"))
    offered = [
        (text(node(one.get("metadata")).get("quality")) or "", text(one.get("progressive_url")) or "")
        for one in objects(result.get("progressive_urls"))
    ]
    offered.sort(key=lambda one: one[0] != _HD)
    legacy = node(media.get("videoDeliveryLegacyFields"))
    older = [text(fields.get(key)) or "" for fields in (legacy, media) for key in _FILMS]
    return [film for film in (*(address for _, address in offered), *older) if film]


def _candidate(picture: Node) -> Candidate | None:
    address = text(picture.get("uri"))
    return Candidate(address, size(picture.get("width")), size(picture.get("height"))) if address else None


def _medium(media: Node, kind: MediumKind, candidates: list[Candidate], asset: str) -> Medium:
    alt = text(media.get("accessibility_caption"))
    return Medium(
        asset=asset,
        kind=kind,
        candidates=tuple(candidates),
        permanent_id=identifier(media.get("id")),
        alt=alt,
        alt_is_guessed=automatic_alt.is_guessed(alt or ""),
    )
