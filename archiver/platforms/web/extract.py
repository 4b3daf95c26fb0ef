"""Read recorded exchanges: pages of a site, the documents they link to, and what the site lets be asked.

A page is a post, known by its canonical address; its owner is its site, known by its host. Total: any bytes give a
reading.
"""

from collections.abc import Sequence
from urllib.parse import urlsplit

import trafilatura

from archiver.formats.page_encoding import decoded
from archiver.model.account import Account
from archiver.model.exchange import Exchange
from archiver.model.gap import Gap, GapReason
from archiver.model.post import Candidate, Medium, MediumKind, Observation
from archiver.model.reading import Availability, Kind, ListingPage, Page, Reading, RobotsRules
from archiver.model.refs import PostRef, Ref, TargetRef
from archiver.platforms.web import addresses, answers, content, robots
from archiver.platforms.web.content import Content, NotReadableError
from archiver.platforms.web.films import Shown

VERSION = f"web/2 trafilatura/{trafilatura.__version__}"
PAGES = "pages"
"""The one surface of a site: its known addresses, each asked by itself."""
_DIRECT = "direct"
_HTML = ("text/html", "application/xhtml+xml")


def extract(exchanges: Sequence[Exchange]) -> Reading:
    """Read exchanges in order."""
    reading = Reading()
    for exchange in exchanges:
        address = addresses.canonical(exchange.address) if _stands_alone(exchange) else None
        if address is not None:
            reading += _one(exchange, address)
    return reading


def _stands_alone(exchange: Exchange) -> bool:
    """Tell whether an answer is to a question of ours: a page, or a document that was fetched."""
    return exchange.is_document or (exchange.obtained == _DIRECT and addresses.is_document(exchange.address))


def _one(exchange: Exchange, address: str) -> Reading:
    if robots.is_robots(address):
        text = robots.rules_of(exchange).text
        return Reading(robots=(RobotsRules(addresses.site_of(address), text, exchange.record),))
    refused = answers.of_status(exchange)
    if refused is not None:
        return _answered(exchange, address, refused)
    if exchange.is_document and exchange.mime in (*_HTML, ""):
        return _page(exchange, address)
    return _document(exchange, address)


def _answered(exchange: Exchange, address: str, kind: Kind, shown: Content | None = None) -> Reading:
    """Give the page that an answer is, and where it was not found, that its listing lacks it."""
    ref = _ref(address)
    page = Page(
        address=exchange.address,
        availability=kind.availability,
        signal=kind.signal,
        record=exchange.record,
        empty=kind.empty,
        # Of a redirect the browser gives no body, and none is missed.
        received=not exchange.broken_off or bool(exchange.location),
        subject=ref,
        at=exchange.at,
        # A site speaks in several languages at once; in which it answers this visitor, its home page tells.
        language=shown.language if shown and addresses.is_home(address) else "",
        leads_to=shown.leads_to if shown else _led_to(exchange),
        led_on=bool(exchange.location),
    )
    absent = isinstance(ref, PostRef) and kind.availability is Availability.NOT_FOUND
    return Reading(
        pages=(page,), listings=(_listed(address, exchange.record, there=False),) if absent else ()
    )


def _led_to(exchange: Exchange) -> tuple[str, ...]:
    address = addresses.canonical(exchange.location, exchange.address) if exchange.location else None
    return (address,) if address is not None else ()


def _page(exchange: Exchange, address: str) -> Reading:
    if exchange.body is None:
        return _answered(exchange, address, Kind(Availability.UNKNOWN, "no whole answer", empty=True))
    try:
        shown = content.read(decoded(exchange.body, exchange.content_type), address)
    except NotReadableError as error:
        gap = Gap(GapReason.UNKNOWN_SHAPE, address, str(error), exchange.record)
        return _answered(exchange, address, Kind(Availability.UNKNOWN, "no page that can be read")) + Reading(
            gaps=(gap,), seen=1
        )
    kind = _unless_cached(answers.of_content(shown), exchange)
    answered = _answered(exchange, address, kind, shown)
    if kind.availability is not Availability.LIVE:
        return answered
    return answered + Reading(
        accounts=(_account(address, shown, exchange),) if addresses.is_home(address) else (),
        listings=(_listed(address, exchange.record, there=True),),
        observations=(_observed(exchange, address, shown),),
        seen=1,
        understood=1,
    )


def _document(exchange: Exchange, address: str) -> Reading:
    """Read the answer to the question for a document: that it is there, its bytes being kept as they came."""
    if exchange.broken_off:
        return _answered(exchange, address, Kind(Availability.UNKNOWN, "no whole answer", empty=True))
    kind = _unless_cached(Kind(Availability.LIVE, exchange.mime or "a document"), exchange)
    answered = _answered(exchange, address, kind)
    if kind.availability is not Availability.LIVE:
        return answered
    medium = Medium(address, MediumKind.DOCUMENT, (Candidate(address, None, None),), permanent_id=address)
    name = urlsplit(address).path.rpartition("/")[2]
    seen = _blank(exchange, address, "document", name, (medium,))
    listed = _listed(address, exchange.record, there=True)
    return answered + Reading(listings=(listed,), observations=(seen,), seen=1, understood=1)


def _unless_cached(kind: Kind, exchange: Exchange) -> Kind:
    """Take a copy that an intermediary had kept for no sighting: the site itself was not asked."""
    if kind.availability is Availability.LIVE and exchange.kept_copy:
        return Kind(Availability.UNKNOWN, f"a copy: {exchange.kept_copy}")
    return kind


def _ref(address: str) -> Ref:
    return (
        TargetRef(addresses.NAME, addresses.site_of(address))
        if addresses.is_home(address)
        else PostRef(addresses.NAME, address)
    )


def _listed(address: str, record: str, *, there: bool) -> ListingPage:
    """Give one known address of the site, asked by itself."""
    post = PostRef(addresses.NAME, address)
    return ListingPage(
        surface=PAGES,
        owner_id=_owner(address),
        entries=(post,) if there else (),
        asked=address,
        next="",
        more=None,
        record=record,
        absent=() if there else (post,),
        by_itself=True,
    )


def _owner(address: str) -> str:
    return addresses.host_of(addresses.site_of(address))


def _account(address: str, shown: Content, exchange: Exchange) -> Account:
    site = addresses.site_of(address)
    other = f"https://{'' if '//www.' in site else 'www.'}{_owner(address)}"
    return Account(
        platform=addresses.NAME,
        account_id=_owner(address),
        handle=site,
        name=shown.title or None,
        biography=None,
        links=None,
        private=None,
        verified=None,
        posts=None,
        followers=None,
        record=exchange.record,
        also=(other,),
    )


def _observed(exchange: Exchange, address: str, shown: Content) -> Observation:
    pictures: dict[str, str | None] = {each.address: each.alt for each in shown.pictures}
    for film in shown.films:
        if film.poster:
            pictures.setdefault(film.poster, None)
    media = (
        *(_picture(picture, alt) for picture, alt in pictures.items()),
        *(_film(film) for film in shown.films),
    )
    words = "\n".join(filter(None, (shown.title, *shown.lines)))
    return _blank(exchange, address, "page", words, media, (*shown.documents, *shown.outward))


def _picture(address: str, alt: str | None) -> Medium:
    return Medium(address, MediumKind.IMAGE, (Candidate(address, None, None),), permanent_id=address, alt=alt)


def _film(film: Shown) -> Medium:
    """Give a film: with its files, or where it has none with the player by which its streams are sought."""
    return Medium(
        film.name,
        MediumKind.VIDEO,
        tuple(Candidate(address, None, None) for address in film.addresses),
        permanent_id=film.name,
        streamless=not film.addresses,
        player=film.player,
    )


def _blank(
    exchange: Exchange,
    address: str,
    kind: str,
    words: str,
    media: tuple[Medium, ...],
    links: tuple[str, ...] = (),
) -> Observation:
    return Observation(
        ref=PostRef(addresses.NAME, address),
        permanent_id=address,
        owner_id=_owner(address),
        owner_name=addresses.site_of(address),
        kind=kind,
        product="",
        published_at=None,
        caption=words,
        alt=None,
        location=None,
        tagged=(),
        coauthors=None,
        media=media,
        counts=(),
        whole=True,
        record=exchange.record,
        links=tuple(dict.fromkeys(links)),
    )
