"""A film as Meta's networks offer it: in one file, and in a manifest as pictures and sound apart, often larger.

One file is taken where it is as large as the largest pictures: there is nothing to put together then.
"""

from collections.abc import Iterable, Sequence

from archiver.formats import dash, meta_cdn
from archiver.formats.dash import Manifest, NotAManifestError
from archiver.model.post import Candidate


def offered(in_one_file: Sequence[Candidate], manifests: Iterable[str]) -> tuple[Candidate, ...]:
    """Give a film's renditions, the best first: larger ones in parts before those in one file.

    Those in one file keep their order. Before one of unknown size all others come: a manifest tells all sizes.
    """
    largest = max(map(_side, in_one_file), default=0)
    apart = [each for text in manifests for each in _apart(text, largest)]
    return tuple(dict.fromkeys((*sorted(apart, key=_told_side, reverse=True), *in_one_file)))


def flaws(manifests: Iterable[str]) -> list[str]:
    """Say what of manifests was not read."""
    found = []
    for text in manifests:
        try:
            read = dash.read(text)
        except NotAManifestError as error:
            found.append(f"a film's manifest: {error}")
        else:
            if read.passed_over:
                found.append(f"{read.passed_over} of a film's renditions: protected, in pieces or nowhere")
    return found


def _apart(text: str, larger_than: int) -> list[Candidate]:
    """Give the renditions of a manifest that are larger than a side, the best of each size, with the best sound."""
    try:
        manifest = dash.read(text)
    except NotAManifestError:
        return []
    sizes: dict[int, Candidate] = {}
    for stream in manifest.pictures:
        if stream.side > larger_than or not larger_than:
            found = Candidate(stream.address, stream.width, stream.height, _sound(manifest), manifest.seconds)
            sizes.setdefault(stream.side, found)
    return list(sizes.values())


def _sound(manifest: Manifest) -> str:
    return manifest.sounds[0].address if manifest.sounds else ""


def _side(candidate: Candidate) -> int:
    """Give the shorter side of a film in one file, as its address tells it: beside that the original's may stand."""
    return meta_cdn.quality(candidate.address) or _told_side(candidate)


def _told_side(candidate: Candidate) -> int:
    return min(candidate.width or 0, candidate.height or 0)
