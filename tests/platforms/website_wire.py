"""The simulated website as it answers whoever asks for each of its pages, and what is true of them."""

from datetime import UTC, datetime
from functools import cache
from io import BytesIO
from itertools import count
from urllib.parse import parse_qsl, urlsplit

from conformance import Recording, TruePost

from archiver.formats.warc_reading import as_read
from archiver.model.exchange import Fidelity, RecordedExchange
from archiver.model.refs import PostRef, TargetRef
from archiver.simulator.messages import Request
from archiver.simulator.website import truth
from archiver.simulator.website.addresses import HOST
from archiver.simulator.website.hartmann import hartmann
from archiver.simulator.website.network import WebsiteNetwork

SITE = hartmann()
HOME = f"https://{HOST}/"
TARGET = TargetRef("web", f"https://{HOST}")
ACCOUNT = HOST.removeprefix("www.")
AT = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
_numbers = count(1)


def asked(address, network=None, *, obtained="page/document", language="de"):
    """Give an address's answer as extraction is given it."""
    network = network or WebsiteNetwork(SITE, seed="wire", clock=AT.timestamp)
    parts = urlsplit(address)
    query = tuple(parse_qsl(parts.query, keep_blank_values=True))
    headers = (("accept-language", language),)
    answer = network.answer(Request("GET", parts.hostname, parts.path, query, headers))
    whole = answer.cut_after is None and answer.trickle is None
    body = answer.body if whole else answer.body[: answer.cut_after]
    recorded = RecordedExchange(
        method="GET",
        address=address,
        request_headers=(),
        request_body=b"",
        status=answer.status,
        status_text="",
        response_headers=answer.headers,
        body=BytesIO(body),
        at=AT,
        fidelity=Fidelity.WIRE,
        obtained=obtained,
        truncated="" if whole else "disconnect",
    )
    return as_read(recorded, f"urn:test:{next(_numbers)}", body)


def live(kind="page"):
    """Give what is true of every page, or document, that is there."""
    told = truth.truths(SITE)
    return {address: one for address, one in told.items() if one.standing == "live" and one.kind == kind}


@cache
def visited():
    """Record each page of the site, and what is true of it."""
    pages = {page.address: page for page in SITE.pages}
    posts = tuple(
        TruePost(
            ref=PostRef("web", address),
            owner_id=ACCOUNT,
            published_at=None,
            caption="\n".join(one.paragraphs),
            assets=tuple(f"https://{HOST}{picture.path}" for picture in pages[address].pictures),
        )
        for address, one in live().items()
    )
    exchanges = tuple(asked(address) for address in live())
    return Recording(exchanges, TARGET, ACCOUNT, posts, {"pages": tuple(post.ref for post in posts)})
