"""A photo or film as Facebook describes it, with the renditions it offers, the largest first."""

from collections.abc import Iterator

from archiver.formats import automatic_alt, meta_cdn, meta_films
from archiver.formats.json_values import Node, identifier, node, objects, size, text
from archiver.model.post import Candidate, Medium, MediumKind

PHOTO, VIDEO = "Photo", "Video"
_PICTURES = ("viewer_image", "photo_image", "image")
_FILMS = ("browser_native_hd_url", "playable_url_quality_hd", "browser_native_sd_url", "playable_url")
_HD = "HD"
_MANIFESTS = ("dash_manifest", "dash_manifest_xml_string")


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
    films = [Candidate(film, None, None) for film in dict.fromkeys(_films(media))]
    offered = meta_films.offered(films, _manifests(media))
    first = next(iter((*films, *offered)), None)
    asset = (meta_cdn.video_asset(first.address) or meta_cdn.file_of(first.address)) if first else ""
    return _medium(media, MediumKind.VIDEO, list(offered), asset)


def _films(media: Node) -> list[str]:
    result = _delivery(media)
    offered = [
        (text(node(one.get("metadata")).get("quality")) or "", text(one.get("progressive_url")) or "")
        for one in objects(result.get("progressive_urls"))
    ]
    offered.sort(key=lambda one: one[0] != _HD)
    older = [text(fields.get(key)) or "" for fields in _older(media) for key in _FILMS]
    return [film for film in (*(address for _, address in offered), *older) if film]


def _manifests(media: Node) -> Iterator[str]:
    """Give the manifests that describe a film, each once: of its parts, pictures and sound."""
    told = [one.get("manifest_xml") for one in objects(_delivery(media).get("dash_manifests"))]
    older = [fields.get(key) for fields in _older(media) for key in _MANIFESTS]
    yield from dict.fromkeys(manifest for each in (*told, *older) if (manifest := text(each)))


def _delivery(media: Node) -> Node:
    return node(node(media.get("videoDeliveryResponseFragment")).get("videoDeliveryResponseResult"))


def _older(media: Node) -> tuple[Node, Node]:
    return node(media.get("videoDeliveryLegacyFields")), media


def unread_of(media: Node) -> list[str]:
    """Say which of a film's renditions were not read."""
    return meta_films.flaws(_manifests(media)) if text(media.get("__typename")) == VIDEO else []


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
        streamless=kind is MediumKind.VIDEO and not candidates,
    )
