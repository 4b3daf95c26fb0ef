"""Films of the site: its own, which a page shows by itself, and those that a film house's player shows."""

from html import escape

from archiver.simulator.messages import Answer, Request, ranged, text
from archiver.simulator.website.addresses import address_of
from archiver.simulator.website.site import Film, Site

HOST = "player.filmhaus.example"


def address(film: Film) -> str:
    """Give where a film's file lies."""
    return f"https://{HOST}/dateien/{film.name}.mp4" if film.elsewhere else address_of(film.path)


def embedded(film: Film) -> str:
    """Give the address of the player that shows a film."""
    return f"https://{HOST}/embed/{film.name}"


def written(film: Film) -> str:
    """Write a film into a page of the site."""
    if film.elsewhere:
        return (
            f'<div class="film"><iframe src="{embedded(film)}" width="640" height="360" title="{escape(film.alt)}" '
            "allowfullscreen></iframe></div>"
        )
    return (
        f'<video controls preload="none" width="640" poster="{film.poster.path}">'
        f'<source src="{film.path}" type="video/mp4"></video>'
    )


def own(request: Request, site: Site) -> Answer | None:
    """Answer for a file of a film of the site's own; None for anything else."""
    film = next((one for one in _films(site) if not one.elsewhere and request.path == one.path), None)
    return None if film is None else ranged(request, film.content, "video/mp4")


def elsewhere(request: Request, site: Site) -> Answer | None:
    """Answer as the film house does; None where it has no such film."""
    for film in _films(site):
        if film.elsewhere and request.path == f"/embed/{film.name}":
            return text(_page(film), "text/html")
        if film.elsewhere and request.path == f"/dateien/{film.name}.mp4":
            return ranged(request, film.content, "video/mp4")
    return None


def _films(site: Site) -> tuple[Film, ...]:
    return tuple(film for page in site.pages if site.shows(page) for film in page.films)


def _page(film: Film) -> str:
    title = escape(film.alt)
    return (
        f'<!DOCTYPE html><html lang="de"><head><title>{title}</title></head><body>'
        f'<video id="film" controls preload="none"><source src="{address(film)}" type="video/mp4"></video>'
        "</body></html>"
    )
