"""Files of the site that are no author's: its looks, its script, its banners, and what robots and indexes read."""

import hashlib
from html import escape
from http import HTTPStatus

from archiver.simulator import pictures
from archiver.simulator.messages import Answer, Request, ranged, text
from archiver.simulator.website.addresses import address_of
from archiver.simulator.website.phrases import TEASERS
from archiver.simulator.website.site import Site

STYLE, SCRIPT, LOGO = "/theme/stil.css", "/theme/site.js", "/theme/logo.jpg"
ICON = "/favicon.ico"
ROBOTS, SITEMAP = "/robots.txt", "/sitemap.xml"

_MODIFIED = "Mon, 09 Nov 2026 08:00:00 GMT"
_STYLE = """body{font:16px/1.5 sans-serif;margin:0 auto;max-width:80rem}
nav ul{display:flex;gap:1rem;list-style:none}main{min-height:40rem}img{max-width:100%;height:auto}
#cookie-hinweis{position:fixed;bottom:0;left:0;right:0;background:#222;color:#fff;padding:1rem}
footer{border-top:1px solid #999;font-size:smaller}
"""
_SCRIPT = """document.querySelectorAll('#cookie-hinweis button').forEach(button => {
  button.addEventListener('click', () => { document.getElementById('cookie-hinweis').remove(); });
});
"""


def teaser(turn: int) -> str:
    """Give where a banner's picture lies."""
    return f"/theme/teaser-{turn + 1}.jpg"


def own(request: Request, site: Site) -> Answer | None:
    """Answer for a file of the machinery's; None for anything else."""
    if request.path == ROBOTS:
        return text(robots(site))
    if request.path == SITEMAP:
        return text(sitemap(site), "application/xml")
    if request.path == STYLE:
        return file(request, _STYLE.encode(), "text/css; charset=utf-8")
    if request.path == SCRIPT:
        # Else a page in another encoding would have it read in its own.
        return file(request, _SCRIPT.encode(), "text/javascript; charset=utf-8")
    if request.path == ICON:
        return file(request, pictures.icon(), "image/x-icon")
    if request.path in (LOGO, *map(teaser, range(TEASERS))):
        return file(request, pictures.picture(request.path, 240, 160), "image/jpeg")
    return None


def file(request: Request, content: bytes, mime: str) -> Answer:
    """Answer for a file: in whole, a range of it, or that it is the one the visitor has (RFC 9110, section 13)."""
    tag = f'"{hashlib.sha256(content).hexdigest()[:20]}"'
    headers = (("etag", tag), ("last-modified", _MODIFIED), ("cache-control", "max-age=3600"))
    if tag in (known.strip() for known in request.header("if-none-match").split(",")):
        return Answer(HTTPStatus.NOT_MODIFIED, headers)
    found = ranged(request, content, mime)
    return Answer(found.status, (*found.headers, *headers), found.body)


def robots(site: Site) -> str:
    """Write what robots are asked to stay away from."""
    asked = (f"Disallow: {beginning}" for beginning in site.disallowed)
    return "\n".join(("User-agent: *", *asked, "Allow: /", "", f"Sitemap: {address_of(SITEMAP)}", ""))


def sitemap(site: Site) -> str:
    """Write the index of what is there; what robots are to stay away from is not in it."""
    listed = (page for page in site.pages if site.shows(page) and not page.path.startswith(site.disallowed))
    rows = (
        f"<url><loc>{escape(page.address)}</loc><lastmod>{page.changed}</lastmod></url>" for page in listed
    )
    body = "\n".join(rows)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{body}\n</urlset>\n'
    )
