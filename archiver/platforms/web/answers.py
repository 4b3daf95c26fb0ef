"""What an address of a site was answered: its page, one of the ways to say that there is none, or something else.

A site has several such ways: 404, 410, a redirect to the home page, and "page not found" with status 200. All of them
count as not found; which it was is the answer's signal.
"""

import re
from http import HTTPStatus

from archiver.model.exchange import Exchange
from archiver.model.probe import PARKED_SIGNAL
from archiver.model.reading import Availability, Kind
from archiver.platforms.web import addresses
from archiver.platforms.web.content import Content

TO_HOME = "a redirect to the home page"
TO_HOME_OF_LANGUAGE = "a redirect to the home page of its language"
KEPT_COPY = "a copy"
TOO_LONG = "longer than a capture keeps"
_GONE = {HTTPStatus.NOT_FOUND: "HTTP 404", HTTPStatus.GONE: "HTTP 410"}
_REDIRECTS = range(300, 400)
_LANGUAGE = re.compile(r"([a-z]{2})(?:[-_][a-z]{2,4})?", re.IGNORECASE)
"""A folder that is named as languages are, with a country perhaps: `en`, `de-at`, `zh_hans`."""
_NOT_FOUND = re.compile(
    r"\b(?:page|site|content|document) (?:\w+ ){0,2}(?:not (?:be )?(?:found|exist)|gone|be found)|\bnot found\b|"
    r"(?:couldn|can).t find (?:this|that|the) page|^(?:error |fehler |erreur |ошибка )?404\b|\berror 404\b|"
    r"(?:die |diese )?seite (?:wurde |konnte )?(?:leider )?nicht (?:gefunden|vorhanden)|nicht gefunden|"
    r"gibt es (?:leider )?nicht mehr|existiert (?:leider )?nicht(?: mehr)?|nicht (?:mehr )?verfügbar|"
    r"introuvable|no (?:se )?encontrad[ao]|"
    r"non trovata|niet gevonden|nie znaleziono|bulunamad.|"
    r"не найден|не существует|页面不存在|找不到",
    re.IGNORECASE,
)
_FEW_LINES = 12
"""Blocks that a page which only says that there is none holds at most."""
_PARTS = re.compile(r"\s[|\u2013\u2014·:»-]\s|[|»]|[.!]\s")
_MOST_OF = 0.5
"""The share of a heading that such words make up: in a longer one they may be about anything, such as a job."""
_CHECK = re.compile(
    r"just a moment|checking your browser|attention required|verify(?:ing)? (?:that )?you are (?:a )?human|"
    r"enable javascript and cookies|access denied|ddos protection|are you a robot",
    re.IGNORECASE,
)
_PARKED = re.compile(
    r"domain (?:is |may be |name is )?(?:for sale|parked)|buy this domain|this domain (?:has )?expired|domain parking|"
    r"diese domain (?:steht zum verkauf|ist verfügbar|wurde registriert)|домен (?:продаётся|продается)",
    re.IGNORECASE,
)


_LANGUAGES = frozenset(
    "ar az be bg bs ca cs da de el en es et eu fa fi fr ga gl he hi hu hy id is it ja ka kk ko lt lv mk ms nb nl nn "
    "no pl pt ro ru sk sl sq sr sv th tr uk ur uz vi zh".split()
)
"""Codes of ISO 639-1 that stand in companies' addresses, without those that mean something else there as often."""


def of_status(exchange: Exchange) -> Kind | None:
    """Classify an answer by its status alone; None for one that may carry a page."""
    status = exchange.status
    if status in _GONE:
        return Kind(Availability.NOT_FOUND, _GONE[HTTPStatus(status)])
    if status in _REDIRECTS:
        return _of_redirect(exchange)
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return Kind(Availability.RATE_LIMITED, f"HTTP {status}")
    if status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
        return Kind(Availability.WALLED, f"HTTP {status}")
    if status == HTTPStatus.UNAVAILABLE_FOR_LEGAL_REASONS:
        return Kind(Availability.GATED, f"HTTP {status}")
    if status != HTTPStatus.OK:
        return Kind(Availability.UNKNOWN, f"HTTP {status}", empty=True)
    return None


def _of_redirect(exchange: Exchange) -> Kind:
    asked, led_to = (
        addresses.canonical(exchange.address),
        addresses.canonical(exchange.location, exchange.address),
    )
    if asked and led_to and is_same_site(asked, led_to) and not addresses.is_home(asked):
        if addresses.is_home(led_to):
            return Kind(Availability.NOT_FOUND, TO_HOME)
        if _is_front_of_its_language(led_to, asked):
            return Kind(Availability.NOT_FOUND, TO_HOME_OF_LANGUAGE)
    return Kind(Availability.UNKNOWN, f"a redirect to {led_to}" if led_to else f"HTTP {exchange.status}")


def _is_front_of_its_language(led_to: str, asked: str) -> bool:
    """Tell whether an address is the home page of the language in whose folder another lies."""
    folder = addresses.part_of(asked)
    named = _LANGUAGE.fullmatch(folder)
    return bool(named and named[1].lower() in _LANGUAGES) and (
        addresses.is_front_of(led_to, folder) and led_to != asked
    )


def is_same_site(one: str, other: str) -> bool:
    """Tell whether two addresses are of one site, whichever of its two names they are asked under."""
    return addresses.host_of(addresses.site_of(one)) == addresses.host_of(addresses.site_of(other))


def of_content(shown: Content) -> Kind:
    """Classify a page that came with status 200."""
    words = " \n ".join((shown.title, *shown.headings, *shown.lines))
    if len(shown.lines) <= _FEW_LINES:
        if _CHECK.search(words):
            return Kind(Availability.WALLED, "a question whether one is human")
        if _PARKED.search(words):
            return Kind(Availability.UNKNOWN, PARKED_SIGNAL)
        if any(map(_says_not_found, (shown.title, *shown.headings[:1]))):
            return Kind(Availability.NOT_FOUND, "“page not found” with status 200")
    if not (shown.title or shown.lines or shown.pictures):
        return Kind(Availability.UNKNOWN, "a page without content", empty=True)
    return Kind(Availability.LIVE, "content")


def _says_not_found(heading: str) -> bool:
    """Tell whether a heading, or a part of it, says this and hardly anything else, and does not ask it."""
    for part in _PARTS.split(heading):
        found = _NOT_FOUND.search(part.strip())
        if found is not None and "?" not in part and len(found[0]) >= _MOST_OF * len(part.strip()):
            return True
    return False
