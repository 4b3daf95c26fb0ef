"""Documents as gallery-dl saves them of Facebook: one for each photo or film, by its own number.

Of a set that came of one post (`pcb.<post>`) the post's number is known; else the photo stands by itself, as on its own
page. An owner is named by number, and by the name that people read, never by that in an address.
"""

import re

from archiver.formats import gallery_dl, meta_cdn
from archiver.formats.json_values import Node, identifier, text
from archiver.model.account import Account
from archiver.model.foreign import DocumentKind, Form
from archiver.model.post import Candidate, Medium, MediumKind, Observation
from archiver.model.refs import PostRef
from archiver.platforms.facebook import urls
from archiver.platforms.facebook.stories import NotUnderstoodError

_OF_POST = re.compile(r"pcb\.([1-9]\d{4,24})")


def kind(told: Node) -> DocumentKind | None:
    """Say what a document is; None where it is none of a photo or film."""
    if not gallery_dl.is_of(told, urls.NAME) or not identifier(told.get("id")):
        return None
    return DocumentKind(Form.GALLERY_DL, "", gallery_dl.newest(told))


def is_shown(told: Node) -> bool:
    """Tell whether a document is of a photo or film, and not of a film's sound, which is a file of its own."""
    return text(told.get("type")) != "audio"


def account(told: Node, record: str) -> Account | None:
    """Read whose a document's photo is; None where it does not say by number."""
    number = identifier(told.get("user_id"))
    if not number:
        return None
    return Account(
        platform=urls.NAME,
        account_id=number,
        handle=number,
        name=text(told.get("username")),
        biography=None,
        links=None,
        private=None,
        verified=None,
        posts=None,
        followers=None,
        record=record,
    )


def post(told: Node, record: str) -> Observation:
    """Read the photo or film of a document as the one medium that it shows of its post; raise NotUnderstoodError."""
    medium, owner = identifier(told.get("id")), identifier(told.get("user_id"))
    if not owner:
        raise NotUnderstoodError("a photo without an owner")
    of_post = _OF_POST.fullmatch(text(told.get("set_id")) or "")
    number = of_post[1] if of_post else medium
    alone = number == medium
    film = text(told.get("type")) == "video"
    address = text(told.get("url")) or ""
    # What a film is fetched by may be no address of one file.
    candidates = (Candidate(address, None, None),) if meta_cdn.asset(address) else ()
    shown = MediumKind.VIDEO if film else MediumKind.IMAGE
    return Observation(
        ref=PostRef(urls.NAME, number),
        permanent_id=number,
        owner_id=owner,
        # Left open, so that the photo is put in the place of its post where a look of ours knows that.
        owner_name="",
        kind=shown.value,
        product="",
        published_at=None,
        # An empty one is also written where none was found. In a set it is the photo's, and not the post's.
        caption=(text(told.get("caption")) or None) if alone else None,
        alt=None,
        location=None,
        tagged=(),
        coauthors=None,
        media=(
            Medium(
                asset=meta_cdn.file_of(address) if candidates else "",
                kind=shown,
                candidates=candidates,
                permanent_id=medium,
            ),
        ),
        counts=(),
        whole=False,
        record=record,
        made_at=gallery_dl.time(told.get("date")) if alone else None,
    )
