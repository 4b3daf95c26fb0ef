"""Documents that other programs wrote of Facebook's posts, and its own downloads: which they are, and what they show.

A post is attributed to the owner that its document names. Total: any bytes give a reading.
"""

from collections.abc import Iterable
from functools import partial

from archiver.formats.json_values import identifier, node
from archiver.model.foreign import Document, DocumentKind, Form
from archiver.model.reading import Reading
from archiver.platforms.facebook import download, gallery_dl
from archiver.platforms.facebook.stories import IdMismatchError
from archiver.visiting.documents import Found


def kind(told: object, path: str) -> DocumentKind | None:
    """Say which program's document a value out of JSON is; None where it is none of a post."""
    return gallery_dl.kind(node(told)) or download.kind(told, path)


def read(documents: Iterable[Document]) -> Reading:
    """Read all documents of a capture."""
    found = Found()

    def take(told: object, document: Document) -> bool:
        here = kind(told, document.path)
        if here is not None and here.form is Form.GALLERY_DL:
            photo = node(told)
            found.told_of(gallery_dl.account(photo, document.record))
            read_it = partial(gallery_dl.post, photo, document.record)
            if gallery_dl.is_shown(photo):
                found.post(identifier(photo.get("id")), document.record, read_it, IdMismatchError)
        elif here is not None:
            found.untied(list(download.posts(told, document.record)), document.record)
        return here is not None

    found.each(documents, take)
    return found.reading()
