"""How a site turns visitors away, and what it answers where there is nothing, or nothing of its own any more."""

from dataclasses import replace
from http import HTTPStatus

from archiver.simulator.conditions import Challenge, Conditions, RateLimit
from archiver.simulator.messages import Answer, redirect, text
from archiver.simulator.refusals import too_many
from archiver.simulator.visitors import Visitor
from archiver.simulator.website import frame
from archiver.simulator.website.addresses import DOMAIN, HOST, address_of
from archiver.simulator.website.conditions import Fail
from archiver.simulator.website.frame import Moment
from archiver.simulator.website.site import How, Site

_HTML = "text/html"


def before(conditions: Conditions, visitor: Visitor, moment: Moment) -> Answer | None:
    """Refuse; None where there is something to be answered."""
    if conditions.one(RateLimit, visitor):
        limited = too_many()
        return replace(limited, headers=(*limited.headers, ("retry-after", "120")))
    if conditions.one(Challenge, visitor):
        return challenge(moment)
    failure = conditions.one(Fail, visitor)
    return failed(failure.status) if failure else None


def challenge(moment: Moment) -> Answer:
    """Look at the visitor's browser before anything is shown, as a guard in front of many sites does."""
    page = (
        "<!DOCTYPE html>\n"
        '<html lang="en"><head><title>Just a moment...</title><meta name="robots" content="noindex,nofollow">'
        f'</head><body><main><h1>{HOST}</h1><p id="guard-text">Checking your browser before accessing {HOST}.</p>'
        "<p>This process is automatic. Your browser will redirect to your requested content shortly.</p>"
        f"<noscript>Please turn JavaScript on and reload the page.</noscript><p>Ray ID: {moment.token[:16]}</p>"
        "</main></body></html>\n"
    )
    answer = text(page, _HTML, HTTPStatus.FORBIDDEN)
    return replace(answer, headers=(*answer.headers, ("guard-mitigated", "challenge")))


def failed(status: int) -> Answer:
    """Say in the server's own words that something is amiss."""
    said = f"{status} {HTTPStatus(status).phrase}"
    page = f"<html><head><title>{said}</title></head><body><center><h1>{said}</h1></center></body></html>\n"
    return text(page, _HTML, status)


def nothing(site: Site, asked: str, how: How, moment: Moment) -> Answer:
    """Answer for an address at which there is nothing, in one of the ways there are."""
    if how == "home":
        return redirect(address_of("/"))
    if how == "410":
        return failed(HTTPStatus.GONE)
    status = HTTPStatus.OK if how == "soft" else HTTPStatus.NOT_FOUND
    return text(frame.missing(site, asked, moment), _HTML, status)


def closed() -> Answer:
    """Say that nobody is at home."""
    return failed(HTTPStatus.SERVICE_UNAVAILABLE)


def parked(moment: Moment) -> Answer:
    """Offer the domain for sale, whatever was asked for."""
    topics = ("Werkzeugmaschinen", "Fräsen lernen", "Gebrauchtmaschinen", "Günstige Flüge", "Kredite")
    turned = topics[moment.turn % len(topics) :] + topics[: moment.turn % len(topics)]
    links = "".join(
        f'<li><a href="/?q={topic.split()[0]}&amp;t={moment.token}">{topic}</a></li>' for topic in turned
    )
    page = (
        "<!DOCTYPE html>\n"
        f'<html lang="de"><head><title>{DOMAIN} steht zum Verkauf</title></head><body>'
        f"<h1>{DOMAIN}</h1><p>Diese Domain steht zum Verkauf! Jetzt Angebot abgeben.</p>"
        f"<h2>Verwandte Suchbegriffe</h2><ul>{links}</ul>"
        "<footer>Der Inhaber dieser Domain parkt diese beim Domain-Parking-Programm.</footer></body></html>\n"
    )
    return text(page, _HTML)
