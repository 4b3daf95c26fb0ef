"""Concordance load files: `exhibits.dat` names documents with their fields, `exhibits.opt` their pictures.

A convention, and no standard. Fields are between `þ`, 0x14 separates them, `®` stands for a line's end, lines end in
CRLF; UTF-8 with a mark. A text that holds one of these letters has something like it instead: what was captured stands,
to the letter, in the file that TEXTPATH names. A post is a document, and each medium that stands beside the captures is
one attached to it. Paths begin at the root of the bundle.
"""

from collections.abc import Callable, Iterator, Sequence

from archiver.export.exhibit_list import Link, Out
from archiver.export.exhibits import times
from archiver.export.exhibits.exhibit import Exhibit, Medium

DAT, OPT, TEXTS = "loadfile/exhibits.dat", "loadfile/exhibits.opt", "loadfile/text"
VOLUME = "VOL001"
_FIELD, _QUOTE, _LINE = "\x14", "þ", "®"
_INSTEAD = str.maketrans({_FIELD: " ", "þ": "th", "®": "(R)", "\r": None, "\n": _LINE})
_MARK = "\ufeff"
COLUMNS = (
    *("DOCID", "BEGBATES", "ENDBATES", "BEGATTACH", "ENDATTACH", "CUSTODIAN", "URL", "AUTHOR", "POSTDATE"),
    *("CAPTUREDATE", "STATUS", "TEXTPATH", "NATIVEPATH", "SHA256HASH"),
)


class Concordance:
    """The load files in the making."""

    def __init__(
        self,
        begin: Callable[[str], Out],
        write: Callable[[str, list[bytes]], object],
        link: Link,
        custodian: str,
    ) -> None:
        """Begin both; `begin` begins a file by its name, `write` writes one, `custodian` is who hands over."""
        self._dat, self._opt, self._write = begin(DAT), begin(OPT), write
        self._link, self._custodian = link, custodian
        self._dat.write(_line(COLUMNS, mark=_MARK))

    def take(self, exhibit: Exhibit) -> None:
        """Write a post's document, and those of its media."""
        text = f"{TEXTS}/{exhibit.document}.txt"
        told = "\n\n".join(value for _, value in exhibit.texts)
        self._write(text, [f"{_MARK}{told}\n".encode()])
        attached = [(medium, link) for medium in exhibit.media if (link := self._link(medium))]
        named = [f"{exhibit.document}.{number:03d}" for number in range(1, len(attached) + 1)]
        family = (exhibit.document, named[-1] if named else exhibit.document)
        self._dat.write(_line(self._row(exhibit, exhibit.document, family, _path(text), "", "")))
        for document, (medium, link) in zip(named, attached, strict=True):
            row = self._row(exhibit, document, family, "", _path(link), medium.sha256)
            self._dat.write(_line(row))
        self._opt.write("".join(_pictures(named, attached)).encode())

    def _row(
        self, exhibit: Exhibit, document: str, family: tuple[str, str], text: str, native: str, digest: str
    ) -> tuple[str, ...]:
        return (
            *(document, document, document, *family),
            *(self._custodian, exhibit.address or "", exhibit.owner_name),
            *(times.plain(exhibit.published_at), times.plain(exhibit.first_shown), exhibit.standing.value),
            *(text, native, digest),
        )

    def close(self) -> None:
        """End both."""
        self._dat.close()
        self._opt.close()


def written(value: str) -> str:
    """Give a value as a field can hold it."""
    return value.translate(_INSTEAD)


def _line(values: Sequence[str], mark: str = "") -> bytes:
    fields = _FIELD.join(f"{_QUOTE}{written(value)}{_QUOTE}" for value in values)
    return f"{mark}{fields}\r\n".encode()


def _pictures(named: Sequence[str], attached: Sequence[tuple[Medium, str]]) -> Iterator[str]:
    for document, (medium, link) in zip(named, attached, strict=True):
        if medium.mime.startswith("image/"):
            yield f"{document},{VOLUME},{_path(link)},Y,,,1\r\n"


def _path(path: str) -> str:
    """Write a path as review platforms, which run on Windows, read it."""
    return ".\\" + path.replace("/", "\\")
