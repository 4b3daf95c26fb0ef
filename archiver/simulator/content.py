"""The content network: pictures and films by their file names, and the scripts of the sites' own pages.

An address is good until it expires, whatever became of the post; of its signature nothing is checked.
"""

from collections.abc import Container, Iterable
from dataclasses import replace
from http import HTTPStatus

from archiver.simulator import pictures
from archiver.simulator.company import TRACKS, Company, Medium, Person
from archiver.simulator.messages import Answer, Request, Stream, ranged, text
from archiver.simulator.signing import avatar_name

_HEADERS = (
    ("cache-control", "max-age=1209600, no-transform"),
    ("access-control-allow-origin", "*"),
    ("cross-origin-resource-policy", "cross-origin"),
    ("timing-allow-origin", "*"),
    ("last-modified", "Thu, 19 Nov 2026 13:00:00 GMT"),
)


def answer(request: Request, companies: Iterable[Company], now: float, faces: Container[str] = ()) -> Answer:
    """Answer for a file that is named in an account's posts, or beside them, or is one of the visitors' `faces`."""
    name, form = request.path.rpartition("/")[2], request.parameter("stp")
    own = pictures.rendition(pictures.face(), form) if name in faces else None
    content = own or _file(name, form, tuple(companies))
    if content is None:
        return text("", status=HTTPStatus.NOT_FOUND)
    if _expired(request.parameter("oe"), now):
        return text("URL signature expired", status=HTTPStatus.FORBIDDEN)
    found = ranged(request, content, "video/mp4" if name.endswith(".mp4") else "image/jpeg")
    return replace(found, headers=(*found.headers, *_HEADERS))


def scripted(found: str | None) -> Answer:
    """Answer for a script; None where there is none at its address."""
    if found is None:
        return text("", status=HTTPStatus.NOT_FOUND)
    served = text(found, "application/x-javascript")
    return replace(served, headers=(*served.headers, *_HEADERS[:4]))


def _file(name: str, form: str, companies: tuple[Company, ...]) -> bytes | Stream | None:
    for company in companies:
        for medium in _media(company):
            if name == medium.picture_name:
                return pictures.rendition(medium.picture, form)
            if medium.is_video:
                for track in TRACKS:
                    if name == medium.track_name(track):
                        return medium.served(track)
    if any(name == avatar_name(person) for company in companies for person in _people(company)):
        return pictures.rendition(pictures.picture(name, 1080, 1080), form)
    return None


def _media(company: Company) -> Iterable[Medium]:
    yield from (story.medium for story in company.stories)
    for post in company.posts:
        enclosed = (post.link.picture,) if post.link and post.link.picture else ()
        for medium in (*post.media, *post.removed, *enclosed):
            yield medium
            # What was written anew is called otherwise if it is a film; the ones before it are there still.
            yield from (replace(medium, encoding=before) for before in range(medium.encoding))
            if medium.reworked:
                yield replace(medium, muted=False, footage="")


def _people(company: Company) -> set[Person]:
    """Give everybody whose face is shown."""
    faces = {company.account}
    for post in company.posts:
        faces |= {company.owner_of(post), *post.coauthors}
        faces |= {person for medium in post.media for person in medium.tagged}
        faces |= {post.comment.author} if post.comment else set()
        faces |= {post.shared.author} if post.shared else set()
    return faces


def _expired(expiry: str, now: float) -> bool:
    try:
        return int(expiry, 16) < now
    except ValueError:
        return True
