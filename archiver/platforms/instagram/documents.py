"""Documents that other programs wrote of Instagram's posts, and its own downloads: which they are, and what they show.

A post is attributed to the owner that its document names. Total: any bytes give a reading.
"""

from collections.abc import Iterable
from functools import partial

from archiver.formats.json_values import node
from archiver.model.foreign import Document, DocumentKind, Form
from archiver.model.reading import Reading
from archiver.platforms.instagram import download, gallery_dl, instaloader
from archiver.platforms.instagram.dialects import IdMismatchError
from archiver.visiting.documents import Found


def kind(told: object, path: str) -> DocumentKind | None:
    """Say which program's document a value out of JSON is; None where it is none of a post."""
    flat = node(told)
    return instaloader.kind(flat) or gallery_dl.kind(flat) or download.kind(told, path)


def read(documents: Iterable[Document]) -> Reading:
    """Read all documents of a capture."""
    found, pieces = Found(), dict[str, list[gallery_dl.Piece]]()

    def take(told: object, document: Document) -> bool:
        here = kind(told, document.path)
        match here.form if here is not None else None:
            case Form.INSTALOADER:
                found.told_of(instaloader.account(node(told), document.record))
                if instaloader.is_post(node(told)):
                    read_it = partial(instaloader.post, node(told), document.record)
                    found.post(instaloader.code(node(told)), document.record, read_it, IdMismatchError)
            case Form.GALLERY_DL:
                found.told_of(gallery_dl.account(node(told), document.record))
                piece = gallery_dl.piece(node(told), document.record)
                if piece is not None:
                    pieces.setdefault(gallery_dl.code(piece), []).append(piece)
            case Form.DOWNLOAD:
                found.untied(list(download.posts(told, document.record)), document.record)
        return here is not None

    found.each(documents, take)
    for code, each in pieces.items():
        found.post(code, each[0].record, partial(gallery_dl.post, each), IdMismatchError)
    return found.reading()
