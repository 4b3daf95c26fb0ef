"""A page as a small content management system writes it: the author's words amid its own, which change by the hour."""

import hashlib
import json
from dataclasses import dataclass
from html import escape

from archiver.simulator.website import files, players, wording
from archiver.simulator.website.addresses import address_of
from archiver.simulator.website.phrases import TEASERS, Phrases, phrases
from archiver.simulator.website.site import Page, Picture, Site

_VISITS = 104_233
_IMPRINT, _PRIVACY = "/impressum.html", "/datenschutz.html"


@dataclass(frozen=True, slots=True)
class Moment:
    """What makes one writing of a page unlike another."""

    seed: str
    turn: int
    now: float

    @property
    def token(self) -> str:
        """Give a value that no other request is given."""
        return hashlib.sha256(f"{self.seed}/{self.turn}".encode()).hexdigest()[:32]


def written(site: Site, page: Page, moment: Moment, *, shell: bool = False) -> str:
    """Write a page; as a shell, without what it is about."""
    words = phrases(page.language)
    main = '<main id="inhalt"></main>' if shell else _main(site, page, words)
    return "\n".join(
        (
            "<!DOCTYPE html>",
            f'<html lang="{page.language}">',
            _head(site, page),
            f'<body class="seite" data-token="{moment.token}">',
            _banner(words),
            _header(site, page, words, moment),
            '<div class="spalten">',
            main,
            _aside(site, page, words, moment),
            "</div>",
            _footer(site, page, words, moment),
            f'<script src="{files.SCRIPT}?v={moment.token[:6]}"></script>',
            "</body>",
            "</html>",
            "",
        )
    )


def missing(site: Site, asked: str, moment: Moment) -> str:
    """Write that there is no such page, in the language of the part that it is looked for in."""
    language = "en" if asked.startswith("/en/") else "de"
    words = phrases(language)
    page = Page(asked, words.missing, (words.missing_more,), site.pages[0].changed, language)
    return written(site, page, moment)


def _head(site: Site, page: Page) -> str:
    others = (
        f'<link rel="alternate" hreflang="{language}" href="{escape(one.address)}">'
        for language, one in _alternates(site, page)
    )
    known = (
        (f'<script type="application/ld+json">{_organisation(site)}</script>',) if page.path == "/" else ()
    )
    lines = (
        "<head>",
        page.encoding.meta,
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta name="generator" content="Kleinwerk 4.2">',
        f"<title>{escape(page.title, quote=False)} | {escape(site.name)}</title>",
        f'<meta name="description" content="{escape(page.text[0])}">',
        f'<link rel="canonical" href="{escape(page.address)}">',
        *others,
        f'<link rel="stylesheet" href="{files.STYLE}">',
        f'<link rel="icon" href="{files.ICON}">',
        *known,
        "</head>",
    )
    return "\n".join(filter(None, lines))


def _alternates(site: Site, page: Page) -> list[tuple[str, Page]]:
    """Give languages and pages that say the same, as far as they are there."""
    found = ((language, site.page(path)) for language, path in page.alternates)
    return [(language, one) for language, one in found if one and site.shows(one)]


def _organisation(site: Site) -> str:
    told = {
        "@context": "https://schema.org",
        "@type": "Organization",
        "name": site.name,
        "url": address_of("/"),
        "vatID": "DE999417203",
        "telephone": "+49 341 555 0 417",
        "sameAs": [address for _, address in site.accounts],
    }
    return json.dumps(told).replace("<", "\\u003C")


def _banner(words: Phrases) -> str:
    return (
        f'<div id="cookie-hinweis" role="dialog" aria-live="polite"><p>{words.cookies}</p>'
        f"<button>{words.accept}</button> <button>{words.decline}</button></div>"
    )


def _header(site: Site, page: Page, words: Phrases, moment: Moment) -> str:
    entries = (
        f'<li><a href="{one.path}"{_here(one, page)}>{escape(one.menu)}</a></li>'
        for one in site.pages
        if one.menu and site.shows(one) and (one.language == "de") is (page.language == "de")
    )
    others = (
        f'<a href="{one.path}" lang="{language}">{language.upper()}</a>'
        for language, one in _alternates(site, page)
    )
    return (
        f'<header><a class="logo" href="/"><img src="{files.LOGO}" alt="{escape(site.name)}" width="120" '
        f'height="60"></a><span class="heute">{words.today} {words.now(moment.now)} UTC</span>'
        f'<span class="sprachen">{" ".join(others)}</span></header>\n'
        f'<nav id="menue"><ul>\n{chr(10).join(entries)}\n</ul></nav>'
    )


def _here(one: Page, page: Page) -> str:
    return ' aria-current="page"' if one.path == page.path else ""


def _main(site: Site, page: Page, words: Phrases) -> str:
    on = page.published
    dated = f'<p class="datum"><time datetime="{on}">{words.day(on)}</time></p>' if on else ""
    figures = (_figure(picture, first=place == 0) for place, picture in enumerate(page.pictures))
    lines = (
        '<main id="inhalt"><article>',
        f"<h1>{escape(page.title, quote=False)}</h1>",
        dated,
        wording.html(page.paragraphs),
        *figures,
        *map(players.written, page.films),
        "</article>",
        _traps(site) if page.path == "/" else "",
        "</main>",
    )
    return "\n".join(filter(None, lines))


def _figure(picture: Picture, *, first: bool) -> str:
    """Write a picture; all but the first are fetched once a reader comes near."""
    lazy = "" if first else ' loading="lazy"'
    return (
        f'<figure><img src="{picture.path}" srcset="{picture.small_path} 480w, {picture.path} {picture.width}w" '
        f'sizes="(max-width: 480px) 480px, {picture.width}px" width="{picture.width}" height="{picture.height}" '
        f'alt="{escape(picture.alt)}"{lazy}></figure>'
    )


def _traps(site: Site) -> str:
    links = (f'<a href="{path}">{escape(words)}</a>' for words, path in site.traps)
    return f'<nav class="mehr">{" · ".join(links)}</nav>' if site.traps else ""


def _aside(site: Site, page: Page, words: Phrases, moment: Moment) -> str:
    """Write the banner that is another each time, with the token of a form that is, too."""
    turn = moment.turn % TEASERS
    contact = "/kontakt/" if page.language == "de" else "/en/contact/"
    target = next((one.path for one in site.pages if one.path == contact and site.shows(one)), "/")
    return (
        f'<aside><div class="teaser" data-nr="{turn + 1}"><a href="{target}?utm_source=teaser&amp;utm_content='
        f'{turn + 1}"><img src="{files.teaser(turn)}" alt="" width="240" height="160"><strong>'
        f"{words.teasers[turn]}</strong></a></div>\n"
        f'<form action="/rundbrief/" method="post"><input type="hidden" name="csrf" value="{moment.token}">'
        f'<input type="email" name="adresse"><button>{words.newsletter}</button></form></aside>'
    )


def _footer(site: Site, page: Page, words: Phrases, moment: Moment) -> str:
    accounts = (f'<a href="{address}" rel="me">{name}</a>' for name, address in site.accounts)
    counted = f"{_VISITS + moment.turn:,}".replace(",", ".")
    return (
        f"<footer><p>{words.follow} {' '.join(accounts)}</p>\n"
        f'<p><a href="{_IMPRINT}">{words.imprint}</a> <a href="{_PRIVACY}">{words.privacy}</a> '
        f'<a href="mailto:post@hartmann-werkzeuge.example">post@hartmann-werkzeuge.example</a> <a href="#">↑</a></p>\n'
        f'<p class="stand">{words.changed} {words.day(page.changed)}</p>\n'
        f'<p class="zaehler">{words.visits} {counted}</p></footer>'
    )
