"""Folders that other programs filled, and downloads: what of them tells of posts, what shows some, and nothing else.

A folder may hold sessions, cookies and private messages. Of it no file is ever copied but documents that a platform
knows as those of posts, and pictures and films that belong to one of them.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from archiver import platforms
from archiver.formats import foreign_tree, media_signature
from archiver.formats.foreign_tree import Member, Tree
from archiver.model.digest import Digest
from archiver.model.foreign import DOCUMENT, DocumentKind, Form, PassedOver
from archiver.operations.foreign_refused import ForeignFileError

_CHUNK = 1 << 20
_LONGEST_NAME = 200
"""Characters of what a file calls its maker that are kept."""
_DOCUMENTS = (".json", f".json{foreign_tree.PACKED}")
_MOST_OF_DOCUMENTS = 2 << 30
"""Bytes, unpacked, that all documents together may have."""
_NUMBERED = re.compile(r"_\d+\Z")


@dataclass(frozen=True, slots=True)
class Entry:
    """A file that may be kept."""

    member: Member
    digest: Digest
    """Of what is kept of it."""
    size: int
    mime: str
    platform: str = ""
    """Of a document: whose posts it tells of."""
    newest: datetime | None = None
    """Of a document: the latest time that it names of a post."""


@dataclass(frozen=True, slots=True)
class ForeignFolder:
    """A folder, ZIP or single document that another program made."""

    path: Path
    form: Form
    digest: Digest
    """Of a folder that of its list of digests; else the file's own."""
    size: int
    """Bytes of all its files."""
    software: str
    documents: tuple[tuple[Entry, tuple[Entry, ...]], ...]
    """Each with the media that belong to it."""
    passed_over: tuple[PassedOver, ...]


@dataclass(slots=True)
class _Looked:
    """What was found while a tree was looked through."""

    documents: dict[str, tuple[Entry, DocumentKind]] = field(default_factory=dict)
    others: list[Member] = field(default_factory=list)
    passed: list[PassedOver] = field(default_factory=list)
    digests: dict[str, tuple[Digest, str]] = field(default_factory=dict)
    """Of a folder's files: their digest, and as what they begin."""
    read: int = 0
    """Bytes of all that may be documents, unpacked."""


def recognised(path: Path, now: datetime, most: int = foreign_tree.MOST_FILES) -> ForeignFolder | None:
    """Say what a folder, a ZIP or a document is, by what stands in it; None where no document of a post does.

    Raises ForeignFileError.
    """
    try:
        with foreign_tree.opened(path, now, most) as tree:
            looked = _looked_through(tree, whole=path.is_dir())
            forms = {kind.form for _, kind in looked.documents.values()}
            if len(forms) > 1:
                named = " and ".join(sorted(form.value for form in forms))
                raise ForeignFileError(
                    f"{path} holds documents of {named} together.", "Give the folder of each by itself."
                )
            return _folder(path, tree, forms.pop(), looked) if forms else None
    except foreign_tree.TooManyError as error:
        raise ForeignFileError(
            f"{path} holds more than {most:,} files, or documents of more than {_MOST_OF_DOCUMENTS:,} bytes.",
            "Give a part of it at a time.",
        ) from error
    except OSError as error:
        raise ForeignFileError(f"{path} cannot be read: {error.strerror}.") from error
    except foreign_tree.BROKEN as error:
        raise ForeignFileError(
            f"{path} is a ZIP that cannot be read: it is cut short, or spoiled."
        ) from error


def _folder(path: Path, tree: Tree, form: Form, looked: _Looked) -> ForeignFolder:
    by_document = _with_media(tree, form, looked)
    software = (kind.software for _, kind in looked.documents.values() if kind.software)
    is_folder = path.is_dir()
    if is_folder:
        digest = foreign_tree.digest((looked.digests[each.path][0], each.path) for each in tree.members)
    else:
        with path.open("rb") as file:
            digest = Digest.of(iter(lambda: file.read(_CHUNK), b""))
    return ForeignFolder(
        path=path,
        form=form,
        digest=digest,
        size=sum(member.size for member in tree.members) if is_folder else path.stat().st_size,
        software=one_line(next(software, "")),
        documents=tuple(
            (entry, tuple(by_document.get(name, ()))) for name, (entry, _) in looked.documents.items()
        ),
        passed_over=(*looked.passed, *[PassedOver.NOT_FOLLOWED] * tree.not_followed),
    )


def _looked_through(tree: Tree, *, whole: bool) -> _Looked:
    """Read what may be documents, and of a folder digest every file. Raises OSError for a file that cannot be read."""
    looked = _Looked()
    for member in tree.members:
        if member.path.lower().endswith(_DOCUMENTS):
            _look_at(tree, member, looked, whole=whole)
        else:
            looked.others.append(member)
    # Where nothing is known there, it is not read for nothing: it may be all that somebody has.
    for member in looked.others if whole and looked.documents else ():
        looked.digests[member.path] = _digested(tree, member)
    return looked


def _look_at(tree: Tree, member: Member, looked: _Looked, *, whole: bool) -> None:
    """Read a file that may be a document, and say what it is."""
    try:
        with tree.open(member) as file:
            packed = file.read(foreign_tree.LONGEST_DOCUMENT + 1)
            if whole:
                rest = sha256(packed)
                for chunk in iter(lambda: file.read(_CHUNK), b""):
                    rest.update(chunk)
                looked.digests[member.path] = Digest(f"sha256:{rest.hexdigest()}"), ""
    except foreign_tree.BROKEN as error:
        if whole and isinstance(error, OSError):
            raise
        looked.passed.append(PassedOver.BROKEN_OFF)
        return
    try:
        content = foreign_tree.unpacked(packed, member.path)
    except foreign_tree.BROKEN:
        looked.passed.append(PassedOver.BROKEN_OFF)
        return
    if content is None:
        looked.passed.append(PassedOver.TOO_LARGE)
        return
    looked.read += len(content)
    if looked.read > _MOST_OF_DOCUMENTS:
        raise foreign_tree.TooManyError
    found = _known(content, member)
    if isinstance(found, PassedOver):
        looked.passed.append(found)
    else:
        platform, kind = found
        entry = Entry(member, Digest.of(content), len(content), DOCUMENT, platform, kind.newest)
        looked.documents[member.path] = entry, kind


def _known(content: bytes, member: Member) -> tuple[str, DocumentKind] | PassedOver:
    """Say of which platform's posts a document tells."""
    try:
        told = json.loads(content)
    except (ValueError, RecursionError):
        return PassedOver.NOT_UNDERSTOOD
    kinds = ((platform.name, platform.document_kind(told, member.path)) for platform in platforms.every())
    known = next(((name, kind) for name, kind in kinds if kind is not None), None)
    return known or PassedOver.NO_DOCUMENT


def _digested(tree: Tree, member: Member) -> tuple[Digest, str]:
    """Digest a file, and tell as what it begins. Raises one of `foreign_tree.BROKEN`."""
    with tree.open(member) as file:
        begins = file.read(media_signature.LONGEST)
        found = sha256(begins)
        for chunk in iter(lambda: file.read(_CHUNK), b""):
            found.update(chunk)
    return Digest(f"sha256:{found.hexdigest()}"), media_signature.media_type(begins)


def _with_media(tree: Tree, form: Form, looked: _Looked) -> dict[str, list[Entry]]:
    """Give the media that belong to each document, by its path; all else is passed over."""
    owners = _owners(form, looked)
    found: dict[str, list[Entry]] = {}
    for member in looked.others:
        document = next((owners[name] for name in _names(form, member.path) if name in owners), None)
        kept = PassedOver.NO_DOCUMENT if document is None else _medium(tree, member, looked)
        if isinstance(kept, PassedOver):
            looked.passed.append(kept)
        elif document is not None:
            found.setdefault(document, []).append(kept)
    return found


def _owners(form: Form, looked: _Looked) -> dict[str, str]:
    """Give the documents by how files are called that belong to them."""
    if form is Form.DOWNLOAD:
        return {name: path for path, (_, kind) in looked.documents.items() for name in kind.media}
    return {_stem(path): path for path in looked.documents}


def _stem(path: str) -> str:
    return path.removesuffix(foreign_tree.PACKED).removesuffix(".json")


def _names(form: Form, path: str) -> Iterator[str]:
    """Give how a file may be called by a document that it belongs to."""
    folder, slash, name = path.rpartition("/")
    if form is Form.DOWNLOAD:
        # A download may stand within other folders.
        words = path.split("/")
        yield from ("/".join(words[begin:]) for begin in range(len(words)))
        return
    stem = folder + slash + name.rpartition(".")[0]
    yield from (path, stem, _NUMBERED.sub("", stem)) if form is Form.INSTALOADER else (path, stem)


def _medium(tree: Tree, member: Member, looked: _Looked) -> Entry | PassedOver:
    """Look at a picture or film that a document names."""
    if member.size > foreign_tree.LONGEST_MEDIUM or member.flat:
        return PassedOver.TOO_LARGE
    try:
        digest, mime = looked.digests.get(member.path) or _digested(tree, member)
    except foreign_tree.BROKEN:
        return PassedOver.BROKEN_OFF
    return Entry(member, digest, member.size, mime) if mime else PassedOver.NO_DOCUMENT


def one_line(text: str) -> str:
    """Give what a file calls its maker as a line that may be printed anywhere."""
    return "".join(letter for letter in " ".join(text.split()) if letter.isprintable())[:_LONGEST_NAME]


def counted(passed: tuple[PassedOver, ...]) -> Counter[str]:
    """Count what is passed over, by reason."""
    return Counter(each.value for each in passed)
