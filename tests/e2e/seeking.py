"""Seek values in files, however they may stand there: packed, escaped, written in another way."""

import base64
import hashlib
import html
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote_to_bytes

_GZIP = b"\x1f\x8b\x08"
_BASE64 = re.compile(rb"[A-Za-z0-9+/_-]{16,}")
_PEM = re.compile(rb"(?:[A-Za-z0-9+/]{60,76}\r?\n)+")
_ESCAPE = re.compile(rb"\\+(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|([/\"'bfnrt]))")
_PLAIN = bytes.maketrans(b"-_", b"+/")
_WIDE = ("utf-16-le", "utf-16-be")


def contents(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Give all that files hold: names and bytes of each, and of what is packed in them, however deep."""
    for path in sorted(folder.rglob("*")) if folder.is_dir() else [folder]:
        if path.is_file():
            name = path.relative_to(folder).as_posix() if folder.is_dir() else path.name
            yield from _unpacked(name, path.read_bytes())


def _unpacked(name: str, content: bytes) -> Iterator[tuple[str, bytes]]:
    yield f"{name} (its name)", name.encode()
    yield name, content
    if content[:2] == b"PK" or name.endswith((".zip", ".pyz", ".wacz")):
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            for entry in packed.infolist():
                told = f"{entry.filename}\n{entry.comment!r}{entry.extra!r}".encode()
                yield f"{name}!{entry.filename}", told
                yield from _unpacked(f"{name}!{entry.filename}", packed.read(entry))
    elif content.startswith(_GZIP):
        for number, (_, member) in enumerate(members(content)):
            yield from _unpacked(f"{name}#{number}", member)


def members(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Give the members of a gzip file, each as it is packed and what it holds."""
    while content:
        inflate = zlib.decompressobj(zlib.MAX_WBITS + 16)
        held = inflate.decompress(content) + inflate.flush()
        yield content[: len(content) - len(inflate.unused_data)], held
        content = inflate.unused_data


@dataclass
class Seeker:
    """Seeks the same values in many texts, in each text once."""

    values: dict[str, str]
    """What is sought, by what to call it."""
    _seen: dict[bytes, frozenset[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        plain = {value.casefold().encode(): name for name, value in self.values.items()}
        # Each other way to write a value is undone before; of these nothing says where they are meant.
        odd = {form.hex().encode(): name for form, name in plain.items()}
        odd |= {value.casefold().encode(wide): name for name, value in self.values.items() for wide in _WIDE}
        self._names = plain | odd
        self._plain, self._odd = (re.compile(_of_any(list(forms))) for forms in (plain, odd))

    def found(self, text: bytes) -> frozenset[str]:
        """Name the values that stand in a text."""
        key = hashlib.sha256(text).digest()
        if key not in self._seen:
            places = {match[0] for match in self._odd.finditer(folded(text))}
            for view in views(text):
                places |= {match[0] for match in self._plain.finditer(folded(view))}
            self._seen[key] = frozenset(self._names[place] for place in places)
        return self._seen[key]


def _of_any(forms: list[bytes]) -> bytes:
    """Give a pattern of many words that is read letter by letter, as trying one after the other takes too long."""
    if b"" in forms:
        return b""
    by_letter: dict[int, list[bytes]] = {}
    for form in forms:
        by_letter.setdefault(form[0], []).append(form[1:])
    ways = [re.escape(bytes([letter])) + _of_any(rest) for letter, rest in sorted(by_letter.items())]
    return ways[0] if len(ways) == 1 else b"(?:" + b"|".join(ways) + b")"


def folded(text: bytes) -> bytes:
    """Make one of letters' cases."""
    if text.isascii():
        return text.lower()
    return text.decode("utf-8", "surrogateescape").casefold().encode("utf-8", "surrogateescape")


def views(text: bytes) -> Iterator[bytes]:
    """Give a text as it stands, with each way to write it undone, by itself and over each other, and its base64."""
    yield text
    if b"\x00\x00" in text:  # a picture or film
        return
    given = {text}
    inner = text
    for undo in (*_UNDOINGS, *_UNDOINGS):
        inner = undo(inner)
    # Mostly there is little to undo, and what comes out the same again need not be gone through again.
    for undone in (*(undo(text) for undo in _UNDOINGS), inner):
        if undone not in given:
            given.add(undone)
            yield undone
    for packed in _decoded(inner):
        yield packed
        undone = _unescaped(packed)
        if undone != packed:
            yield undone


def _unescaped(text: bytes) -> bytes:
    def plain(match: re.Match[bytes]) -> bytes:
        if match[3]:
            return match[3] if match[3] in b"/\"'" else b"\n"
        return chr(int(match[1] or match[2], 16)).encode("utf-8", "surrogatepass")

    return _ESCAPE.sub(plain, text)


def _unreferred(text: bytes) -> bytes:
    return (
        html.unescape(text.decode("latin-1")).encode("latin-1", "xmlcharrefreplace") if b"&" in text else text
    )


def _unquoted(text: bytes) -> bytes:
    return unquote_to_bytes(text) if b"%" in text else text


def _spaced(text: bytes) -> bytes:
    return text.replace(b"+", b" ")


_UNDOINGS = (_unescaped, _unquoted, _unreferred)


def _decoded(text: bytes) -> Iterator[bytes]:
    runs = [run.translate(_PLAIN) for run in _BASE64.findall(text)]
    runs += [re.sub(rb"\s", b"", run) for run in _PEM.findall(text)]
    for skipped in range(4):
        joined = [_plain(run[skipped:]) for run in runs]
        if joined:
            yield b"\n".join(joined)


def _plain(run: bytes) -> bytes:
    whole = run[: len(run) // 4 * 4 + (len(run) % 4 if len(run) % 4 > 1 else 0)]
    return base64.b64decode(whole + b"=" * (-len(whole) % 4))
