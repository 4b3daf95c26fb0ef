"""Read recorded exchanges: pages of a site, the documents they link to, and what the site lets be asked.

A page is a post, known by its canonical address; its owner is its site, known by its host. Where the home page leads
on, to one in a language perhaps, what it leads to stands for it. Total: any bytes give a reading.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

import trafilatura

from archiver.formats.page_encoding import decoded
from archiver.model.account import Account
from archiver.model.digest import Digest
from archiver.model.exchange import Exchange
from archiver.model.gap import Gap, GapReason
from archiver.model.post import Candidate, Medium, MediumKind, Observation
from archiver.model.reading import Availability, Kind, ListingPage, Page, Reading, RobotsRules
from archiver.model.refs import PostRef, Ref, TargetRef
from archiver.platforms.web import addresses, answers, content, robots
from archiver.platforms.web.content import Content, NotReadableError
from archiver.platforms.web.films import Shown

VERSION = f"web/4 trafilatura/{trafilatura.__version__}"
PAGES = "pages"
"""The one surface of a site: its known addresses, each asked by itself."""
_DIRECT = "direct"
_HTML = ("text/html", "application/xhtml+xml")


@dataclass(frozen=True, slots=True)
class _Answer:
    """An answer to a question of ours."""

    exchange: Exchange
    address: str
    """Canonical."""
    home: bool
    """Whether it stands for the site's home page: at its address, or where that leads to."""

    @property
    def leads_to(self) -> str:
        """Address that was to be asked instead; empty where there is none."""
        location = self.exchange.location
        return (addresses.canonical(location, self.exchange.address) or "") if location else ""


def extract(exchanges: Sequence[Exchange]) -> Reading:
    """Read exchanges in order."""
    reading = Reading()
    led_home = ""
    for exchange in exchanges:
        address = addresses.canonical(exchange.address) if _stands_alone(exchange) else None
        if address is None:
            continue
        answer = _Answer(exchange, address, home=addresses.is_home(address) or address == led_home)
        reading += _one(answer)
        led_home = answer.leads_to if answer.home and answers.is_same_site(address, answer.leads_to) else ""
    return reading


def _stands_alone(exchange: Exchange) -> bool:
    """Tell whether an answer is to a question of ours: a page, or a document that was fetched."""
    return exchange.is_document or (exchange.obtained == _DIRECT and addresses.is_document(exchange.address))


def _one(answer: _Answer) -> Reading:
    exchange = answer.exchange
    if robots.is_robots(answer.address):
        text = robots.rules_of(exchange).text
        return Reading(robots=(RobotsRules(addresses.site_of(answer.address), text, exchange.record),))
    refused = answers.of_status(exchange)
    if refused is not None:
        return _answered(answer, refused)
    if exchange.is_document and exchange.mime in (*_HTML, ""):
        return _page(answer)
    return _document(answer)


def _answered(answer: _Answer, kind: Kind, shown: Content | None = None) -> Reading:
    """Give the page that an answer is, and of one that is not there or led on, that its listing says so."""
    exchange, ref = answer.exchange, _ref(answer.address)
    if exchange.kept_copy and kind.availability is Availability.NOT_FOUND:
        # It may have come back since.
        kind = _of_copy(exchange)
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
        language=shown.language if shown and answer.home else "",
        leads_to=shown.leads_to if shown else tuple(filter(None, (answer.leads_to,))),
        led_on=bool(exchange.location),
    )
    absent = kind.availability is Availability.NOT_FOUND
    told = isinstance(ref, PostRef) and (absent or page.led_on)
    listings = (_listed(answer, absent=absent),) if told else ()
    return Reading(pages=(*_as_home(answer, page), page), listings=listings)


def _as_home(answer: _Answer, page: Page) -> tuple[Page, ...]:
    """Give the home page, where another page stands for it."""
    if not answer.home or addresses.is_home(answer.address):
        return ()
    home = TargetRef(addresses.NAME, addresses.site_of(answer.address))
    return (replace(page, address=addresses.address(home), subject=home),)


def _page(answer: _Answer) -> Reading:
    exchange, address = answer.exchange, answer.address
    if exchange.body is None:
        return _not_whole(answer)
    try:
        shown = content.read(decoded(exchange.body, exchange.content_type), address)
    except NotReadableError as error:
        gap = Gap(GapReason.UNKNOWN_SHAPE, address, str(error), exchange.record)
        return _answered(answer, Kind(Availability.UNKNOWN, "no page that can be read")) + Reading(
            gaps=(gap,), seen=1
        )
    kind = answers.of_content(shown)
    if kind.availability is not Availability.LIVE:
        return _answered(answer, kind, shown)
    account = (_account(answer, shown),) if answer.home else ()
    return _shown(answer, kind, _observed(answer, shown), shown) + Reading(accounts=account)


def _document(answer: _Answer) -> Reading:
    """Read the answer to the question for a document: that it is there, its bytes being kept as they came."""
    exchange, address = answer.exchange, answer.address
    if exchange.broken_off:
        return _not_whole(answer)
    if exchange.mime in _HTML or (
        (exchange.body or b"").lstrip()[:1] == b"<" and not addresses.is_feed(address)
    ):
        return _page_in_place_of(answer)
    medium = Medium(
        address,
        MediumKind.DOCUMENT,
        (Candidate(address, None, None),),
        permanent_id=address,
        digest=_digest(address, exchange.body),
    )
    name = urlsplit(address).path.rpartition("/")[2]
    seen = _blank(answer, "document", name, (medium,))
    return _shown(answer, Kind(Availability.LIVE, exchange.mime or "a document"), seen)


def _page_in_place_of(answer: _Answer) -> Reading:
    """Read a page that came where a document was asked for: it may say that there is none, and is no document."""
    kind = Kind(Availability.UNKNOWN, "a page in the place of a document")
    try:
        shown = content.read(
            decoded(answer.exchange.body or b"", answer.exchange.content_type), answer.address
        )
    except NotReadableError:
        return _answered(answer, kind)
    told = answers.of_content(shown)
    return _answered(answer, told if told.availability is not Availability.LIVE else kind)


def _digest(address: str, body: bytes | None) -> Digest | None:
    """Digest a document; not one that servers write anew for each who asks, such as a feed."""
    return Digest.of(body) if body is not None and not addresses.is_feed(address) else None


def _not_whole(answer: _Answer) -> Reading:
    too_long = answer.exchange.truncated == "length"
    signal = answers.TOO_LONG if too_long else "no whole answer"
    return _answered(answer, Kind(Availability.UNKNOWN, signal, empty=True))


def _shown(answer: _Answer, kind: Kind, seen: Observation, shown: Content | None = None) -> Reading:
    """Give what is shown, and that it stands where it was asked for.

    A copy that an intermediary had kept is read, and is no sighting: the site itself was not asked.
    """
    read = Reading(observations=(seen,), seen=1, understood=1)
    if answer.exchange.kept_copy:
        return _answered(answer, _of_copy(answer.exchange), shown) + read
    listed = Reading(listings=(_listed(answer, there=True),))
    return _answered(answer, kind, shown) + listed + read


def _of_copy(exchange: Exchange) -> Kind:
    return Kind(Availability.UNKNOWN, f"{answers.KEPT_COPY}: {exchange.kept_copy}")


def _ref(address: str) -> Ref:
    return (
        TargetRef(addresses.NAME, addresses.site_of(address))
        if addresses.is_home(address)
        else PostRef(addresses.NAME, address)
    )


def _listed(answer: _Answer, *, there: bool = False, absent: bool = False) -> ListingPage:
    """Give one known address of the site, asked by itself: there, not there, or leading on to another."""
    post = PostRef(addresses.NAME, answer.address)
    return ListingPage(
        surface=PAGES,
        owner_id=_owner(answer.address),
        entries=(post,) if there else (),
        asked=answer.address,
        next="",
        more=None,
        record=answer.exchange.record,
        absent=(post,) if absent else (),
        by_itself=True,
        led_to="" if there or absent else answer.leads_to,
    )


def _owner(address: str) -> str:
    return addresses.host_of(addresses.site_of(address))


def _account(answer: _Answer, shown: Content) -> Account:
    site, owner = addresses.site_of(answer.address), _owner(answer.address)
    other = f"https://{'' if '//www.' in site else 'www.'}{owner}"
    return Account(
        platform=addresses.NAME,
        account_id=owner,
        handle=site,
        # A kept copy tells how the site is called at some time, and not at this.
        name=None if answer.exchange.kept_copy else shown.title or None,
        biography=None,
        links=None,
        private=None,
        verified=None,
        posts=None,
        followers=None,
        record=answer.exchange.record,
        also=(other,),
    )


def _observed(answer: _Answer, shown: Content) -> Observation:
    pictures: dict[str, str | None] = {each.address: each.alt for each in shown.pictures}
    for film in shown.films:
        if film.poster:
            pictures.setdefault(film.poster, None)
    names = _names([*pictures, *(film.name for film in shown.films)])
    media = (
        *(_picture(picture, alt, names[picture]) for picture, alt in pictures.items()),
        *(_film(film, names[film.name]) for film in shown.films),
    )
    words = "\n".join(filter(None, (shown.title, *shown.lines)))
    seen = _blank(answer, "page", words, media, (*shown.documents, *shown.outward))
    return replace(seen, outlinks=shown.outlinks, whole=shown.entire, cut=not shown.entire)


def _names(media: list[str]) -> dict[str, str]:
    """Give what each medium of a page is known by: its address without what servers change of it by themselves.

    Where two would be known by the same, each is known by all of its address.
    """
    stable = {address: addresses.stable(address) for address in media}
    times = Counter(stable.values())
    return {address: name if times[name] == 1 else address for address, name in stable.items()}


def _picture(address: str, alt: str | None, name: str) -> Medium:
    return Medium(address, MediumKind.IMAGE, (Candidate(address, None, None),), permanent_id=name, alt=alt)


def _film(film: Shown, name: str) -> Medium:
    """Give a film: with its files, or where it has none with the player by which its streams are sought."""
    return Medium(
        film.name,
        MediumKind.VIDEO,
        tuple(Candidate(address, None, None) for address in film.addresses),
        permanent_id=name,
        streamless=not film.addresses,
        player=film.player,
    )


def _blank(
    answer: _Answer,
    kind: str,
    words: str,
    media: tuple[Medium, ...],
    links: tuple[str, ...] = (),
) -> Observation:
    return Observation(
        ref=PostRef(addresses.NAME, answer.address),
        permanent_id=answer.address,
        owner_id=_owner(answer.address),
        owner_name=addresses.site_of(answer.address),
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
        record=answer.exchange.record,
        links=tuple(dict.fromkeys(links)),
        kept_copy=bool(answer.exchange.kept_copy),
    )
