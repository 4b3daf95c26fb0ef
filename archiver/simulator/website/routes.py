"""What lies at an address of the site as it is now."""

from http import HTTPStatus

from archiver.simulator.messages import Answer, Request, redirect
from archiver.simulator.website import files, frame, players, refusals, traps
from archiver.simulator.website.addresses import address_of, key
from archiver.simulator.website.frame import Moment
from archiver.simulator.website.site import Document, Page, Picture, Site


def found(request: Request, site: Site, moment: Moment, *, shell: bool = False) -> Answer:
    """Answer for an address; with `shell`, its page is sent without what it is about."""
    asked = key(request.path, request.query)
    part = site.part_gone(asked)
    if part:
        return refusals.nothing(site, asked, part, moment)
    answer = files.own(request, site) or traps.found(request, site, moment)
    answer = answer or _picture(request, site) or players.own(request, site)
    if answer:
        return answer
    document, page = site.document(asked), site.page(asked)
    if document:
        return _document(request, site, document, moment)
    if page:
        return _page(site, page, moment, shell=shell)
    onward = forwarded(site, asked)
    if onward:
        return redirect(address_of(onward), HTTPStatus.MOVED_PERMANENTLY)
    return refusals.nothing(site, asked, site.unknown, moment)


def forwarded(site: Site, asked: str) -> str:
    """Give the path that one is sent on to from a shortcut, or from a folder's name without its stroke."""
    bare, _, query = asked.partition("?")
    shortcut = dict(site.shortcuts).get(bare)
    if shortcut:
        return shortcut
    folder = f"{bare}/?{query}" if query else f"{bare}/"
    return folder if site.page(folder) and not bare.endswith("/") else ""


def _page(site: Site, page: Page, moment: Moment, *, shell: bool) -> Answer:
    if page.moved:
        return redirect(address_of(page.moved), HTTPStatus.MOVED_PERMANENTLY)
    if page.gone:
        return refusals.nothing(site, page.path, page.gone, moment)
    headers = (
        ("content-type", page.encoding.content_type),
        ("content-language", page.language),
        ("cache-control", "private, no-cache"),
        ("vary", "Accept-Encoding"),
        ("set-cookie", f"kleinwerk={moment.token}; path=/; Secure; HttpOnly; SameSite=Lax"),
    )
    html = frame.written(site, page, moment, shell=shell)
    return Answer(HTTPStatus.OK, headers, page.encoding.encoded(html))


def _document(request: Request, site: Site, document: Document, moment: Moment) -> Answer:
    if document.gone:
        return refusals.nothing(site, document.path, document.gone, moment)
    return files.file(request, document.content, document.mime)


def _picture(request: Request, site: Site) -> Answer | None:
    """Answer for a picture of a page that shows it still; what was taken out everywhere is no longer there."""
    picture = next((one for one in _pictures(site) if request.path in (one.path, one.small_path)), None)
    if picture is None:
        return None
    content = picture.content if request.path == picture.path else picture.small
    return files.file(request, content, "image/jpeg")


def _pictures(site: Site) -> tuple[Picture, ...]:
    shown = (page for page in site.pages if not page.moved)
    return tuple(picture for page in shown for picture in (*page.pictures, *_posters(page)))


def _posters(page: Page) -> tuple[Picture, ...]:
    return tuple(film.poster for film in page.films if not film.elsewhere)
