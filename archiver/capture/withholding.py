"""What of a request may be written: an allow-list. Everything else is replaced before a byte is written.

Our side of the talk is not evidence. Kept are the method, the path, and the parameters, form fields and headers
that are known to name content and never a viewer; every other value becomes a placeholder. Of a response the
values of `Set-Cookie` are replaced, and any withheld value that another header repeats.

Rule `requests/1`: the lists below, and what the platform adds to them.
"""

import json
import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator
from urllib.parse import quote, unquote, unquote_plus, urlsplit, urlunsplit

from archiver.formats.encodings import encodings, within_base64
from archiver.model.exchange import Headers
from archiver.model.secret import Secret
from archiver.ports import WrittenForm

RULE = "requests/1"
PLACEHOLDER = "__withheld__"
SHORTEST_SECRET = 6
"""Shorter values, in bytes, stand everywhere by chance and are not sought."""
SHORTEST_REPEATED = 8
"""Shorter values are not replaced where something else repeats them, likewise."""

_HEADERS = frozenset(
    (
        "accept accept-encoding accept-language cache-control connection content-length content-type host origin "
        "pragma priority range sec-ch-ua sec-ch-ua-mobile sec-ch-ua-platform sec-fetch-dest sec-fetch-mode "
        "sec-fetch-site sec-fetch-user te upgrade-insecure-requests user-agent"
    ).split()
)
_ADDRESS_HEADERS = frozenset(("referer", "location", "content-location"))
_SESSION = re.compile(r"(?:\w*sess(?:ion)?_?(?:id)?|sid|token|auth|key|signature)", re.IGNORECASE)
"""What names a visitor even on a company's own pages."""
_SIGNING_IN = ("cookie", "set-cookie", "token", "viewer")
_NAME = re.compile(r"[A-Za-z0-9_.:\-\[\]$]{1,64}")


class _Every:
    """The names of all parameters but those of sessions."""

    def __contains__(self, name: object) -> bool:
        return _SESSION.fullmatch(str(name)) is None


_EVERY = _Every()


class Withholding:
    """Writes requests by allow-list, counts what it replaced, and remembers the secrets of one visit."""

    def __init__(self, form: WrittenForm, public: str = "") -> None:
        """Keep what `form` names beside the general list, and never take a part of `public` for a secret."""
        self._form = form
        self._public = public
        self._own_host = (urlsplit(public).hostname or "") if form.own_site else ""
        self._values: dict[str, str] = {}
        self._beginnings: dict[str, list[str]] = {}
        """Values long enough to be replaced where they are repeated, by their first letters."""
        self.counts: Counter[str] = Counter()

    def address(self, address: str) -> str:
        """Write an address: no user, no fragment, and only harmless parameters' values."""
        parts = urlsplit(address)
        for credential in filter(None, (parts.username, parts.password)):
            self._withhold("parameter", credential)
        own = self._own_host == parts.hostname != ""
        query = self._pairs(parts.query, "parameter", _EVERY if own else self._form.parameters)
        host = parts.netloc.rpartition("@")[2]
        return _ascii(urlunsplit((parts.scheme, host, self._masked(parts.path), query, "")))

    def request_headers(self, headers: Iterable[tuple[str, str]]) -> Headers:
        """Write request headers, names kept, values only where they are on the list."""
        return tuple(
            (name, self._request_header(name.lower(), value)) for name, value in headers if name[:1] != ":"
        )

    def request_body(self, body: bytes, media_type: str) -> bytes:
        """Write a request's body: a form or JSON with its harmless values, anything else as a placeholder."""
        if not body:
            return b""
        if media_type == "application/x-www-form-urlencoded":
            return self._pairs(body.decode("utf-8", "replace"), "field", self._form.fields).encode()
        if media_type == "application/json":
            return self._json(body.decode("utf-8", "replace")).encode()
        self._withhold("field", body.decode("latin-1"))
        return PLACEHOLDER.encode()

    def response_headers(self, headers: Iterable[tuple[str, str]]) -> Headers:
        """Write response headers as received, but for cookies and what repeats a withheld value."""
        return tuple((name, self._response_header(name.lower(), value)) for name, value in headers)

    def text(self, text: str) -> str:
        """Write a text of ours (a reason, an error) without any value withheld so far."""
        return self._masked(text)

    def secrets(self) -> Iterator[Secret]:
        """Give every withheld value in each encoding it may turn up in; of what signs in, within base64 too."""
        for value, kind in self._values.items():
            within = within_base64(value.encode()) if kind in _SIGNING_IN else {}
            for encoding, encoded in (encodings(value) | within).items():
                yield Secret(kind, encoding, encoded)

    def learn(self, kind: str, value: str) -> None:
        """Take a value to be secret though no request has carried it yet, such as a session's cookies."""
        for form in (value, unquote(value)):
            if len(form.encode()) >= SHORTEST_SECRET and form not in self._values:
                self._values[form] = kind
                if len(form) >= SHORTEST_REPEATED and form not in self._public:
                    self._beginnings.setdefault(form[:SHORTEST_REPEATED], []).append(form)

    def _withhold(self, kind: str, value: str) -> str:
        self.counts[kind] += 1
        self.learn(kind, value)
        return PLACEHOLDER

    def _request_header(self, name: str, value: str) -> str:
        if name == "cookie":
            return "; ".join(self._cookie(pair, "cookie") for pair in value.split("; "))
        if name in _ADDRESS_HEADERS:
            return self.address(value)
        if name in _HEADERS or name in self._form.headers:
            return self._masked(value)
        return self._withhold("header", value)

    def _response_header(self, name: str, value: str) -> str:
        if name == "set-cookie":
            first, separator, attributes = value.partition(";")
            return self._cookie(first, "set-cookie") + separator + attributes
        return self.address(value) if name in _ADDRESS_HEADERS else self._masked(value)

    def _cookie(self, pair: str, kind: str) -> str:
        name, separator, value = pair.partition("=")
        if not separator:
            return self._withhold(kind, pair)
        return f"{name}={self._withhold(kind, value)}"

    def _pairs(self, text: str, kind: str, kept: Container[str]) -> str:
        return "&".join(self._pair(pair, kind, kept) for pair in text.split("&")) if text else ""

    def _pair(self, pair: str, kind: str, kept: Container[str]) -> str:
        name, separator, value = pair.partition("=")
        if not separator or not _NAME.fullmatch(unquote_plus(name)):
            # A parameter without a name that is one is a value by itself.
            return self._withhold(kind, unquote_plus(pair)) if pair and pair not in kept else pair
        if unquote_plus(name) not in kept:
            return f"{name}={self._withhold(kind, unquote_plus(value)) if value else ''}"
        plain = unquote_plus(value)
        written = self._json(plain) if plain[:1] in ("{", "[") else self._masked(plain)
        # What was not changed is written as it was asked, to the letter.
        return pair if written == plain else f"{name}={quote(written)}"

    def _json(self, text: str) -> str:
        try:
            document = json.loads(text)
        except (ValueError, RecursionError):
            return self._withhold("field", text)
        written = self._leaf(document, "")
        return text if written == document else json.dumps(written, ensure_ascii=False, separators=(",", ":"))

    def _leaf(self, value: object, key: str) -> object:
        if isinstance(value, dict):
            return {self._key(name): self._leaf(inner, name) for name, inner in value.items()}
        if isinstance(value, list):
            return [self._leaf(inner, key) for inner in value]
        if value is None or isinstance(value, bool) or key in self._form.fields:
            return value if not isinstance(value, str) else self._masked(value)
        return self._withhold("field", str(value))

    def _key(self, name: str) -> str:
        return name if _NAME.fullmatch(name) else self._withhold("field", name)

    def _masked(self, text: str) -> str:
        for value in self._repeated(text):
            if value in text:
                self.counts["repeated"] += 1
                text = text.replace(value, PLACEHOLDER)
        return text

    def _repeated(self, text: str) -> list[str]:
        """Give the withheld values in a text, longest first; looked up, since a visit withholds thousands."""
        places = range(len(text) - SHORTEST_REPEATED + 1)
        begun = {text[place : place + SHORTEST_REPEATED] for place in places} & self._beginnings.keys()
        found = [value for beginning in begun for value in self._beginnings[beginning] if value in text]
        return sorted(found, key=len, reverse=True)


def _ascii(address: str) -> str:
    """Percent-encode what no address may hold; a page's script may have written anything."""
    return "".join(letter if "!" <= letter <= "~" else quote(letter) for letter in address)
