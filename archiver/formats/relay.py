"""The data-sjs form in which Instagram's and Facebook's pages carry the answers to their own queries.

`<script type="application/json" data-sjs>` blocks hold scheduler calls; an answer is the argument of
`["RelayPrefetchedStreamCache", "next", [], [<query name>, {"__bbox": {"result": {"data": …}}}]]`. An answer may come
in several calls, of which the later ones name the `path` at which they belong. Other blocks carry timings, modules, in
`canonicalRouteName` what kind of page the server meant to send, and for whom it was made: in
`["CurrentUserInitialData", [], {…}]`, and of Instagram in `["PolarisViewer", [], {"data": {…}}]`.
Older pages wrote the same calls into plain scripts, `requireLazy([…], function(…){…})`.
"""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from archiver.formats import graphql_stream, meta_tokens

_OPENING = re.compile(rb"<script\b[^<>]*>", re.IGNORECASE)
_DATA = re.compile(rb"\bdata-sjs\b", re.IGNORECASE)
_CALL = re.compile(r'\["(?:RelayPrefetchedStreamCache|CurrentUserInitialData)",')
_CLOSING = re.compile(rb"</script", re.IGNORECASE)
_PRELOADER = re.compile(r"^adp_|RelayPreloader_.*$")
_ROUTE = "canonicalRouteName"
_LANGUAGE = re.compile(rb"<html\b[^<>]*\blang=[\"']?([A-Za-z]{2,8})", re.IGNORECASE)
_HEAD_BYTES = 4096
NOBODY = "0"
"""The id by which a page names a visitor who is not signed in."""
_UNREADABLE = object()
_DECODER = json.JSONDecoder()
_MOST_BROKEN = 20


@dataclass(frozen=True, slots=True)
class Failure:
    """What the platform reported as failed beside an answer's data."""

    message: str
    path: tuple[str | int, ...] = ()
    """Keys and places that lead to what failed; nothing where it names none."""

    def __str__(self) -> str:
        """Write it in one line."""
        return f"{self.message} at {'/'.join(map(str, self.path))}" if self.path else self.message


@dataclass(frozen=True, slots=True)
class Failed:
    """What of a connection failed."""

    edges: frozenset[int] = frozenset()
    """Places of the edges within which something failed."""
    somewhere: bool = False
    """Whether something failed that may lie anywhere in it: a failure that names no path, or edges of something."""

    def beyond(self, edges: int) -> bool:
        """Tell whether an edge failed that is not there at all."""
        return any(place >= edges for place in self.edges)


def leave_out(data: object, failures: Iterable[Failure]) -> None:
    """Take what failed out of an answer's data: its null says that nothing is known, not that there is nothing."""
    for failure in failures:
        holder: object = data
        for step in failure.path:
            if isinstance(holder, dict) and isinstance(step, str) and step in holder:
                if holder[step] is None:
                    del holder[step]
                    break
                holder = holder[step]
            elif isinstance(holder, list) and isinstance(step, int) and 0 <= step < len(holder):
                holder = holder[step]
            else:
                break


def failed(failures: Iterable[Failure], connection: str) -> Failed:
    """Say what of a connection, named by its key, failed."""
    edges, somewhere = set(), False
    for failure in failures:
        if connection not in failure.path:
            somewhere |= not failure.path or "edges" in failure.path
            continue
        match failure.path[failure.path.index(connection) + 1 :]:
            case ("edges", int(place), *_):
                edges.add(place)
            case _:
                somewhere = True
    return Failed(frozenset(edges), somewhere)


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer that the page carries."""

    query: str
    """Name of the query, without its preloader's frame."""
    data: Any
    errors: tuple[Failure, ...]
    path: tuple[str | int, ...] = ()
    """Of a later part: where in the answer it belongs."""
    preloader: str = ""
    """What names the answer among all of the page, the same for all its parts."""


@dataclass(frozen=True, slots=True)
class RelayPage:
    """What the data-sjs blocks of one page hold, and the calls in its plain scripts."""

    blocks: int
    unreadable: int
    """Blocks and calls that are no JSON, or nested deeper than can be read."""
    routes: tuple[str, ...]
    """Route names, last part only: `PolarisErrorRoute`."""
    answers: tuple[Answer, ...]
    viewer: dict[str, str]
    """What it says of whoever it was made for: `USER_ID`, `NAME`; nothing where it does not say."""
    business: dict[str, str] = field(default_factory=dict)
    """What it says of the same person at work: `email`, `first_name`; nothing where it does not say."""
    configured: tuple[dict[str, Any], ...] = ()
    """What its settings say of the account that is signed in, as they write accounts; nothing for nobody."""
    tokens: frozenset[str] = frozenset()
    """Credentials that stand in it for its script to send back."""

    @property
    def signed_in(self) -> bool | None:
        """Tell whether it was made for somebody signed in; None where it does not say."""
        viewer = self.viewer.get("USER_ID")
        return None if viewer is None else viewer != NOBODY


def language_of(html: bytes) -> str:
    """Give the language that a page says it is written in, first subtag only; empty where it does not say."""
    said = _LANGUAGE.search(html, 0, _HEAD_BYTES)
    return said[1].decode().lower() if said else ""


def read(html: bytes) -> RelayPage:
    """Read a page's data-sjs blocks and the calls in its plain scripts; total on any bytes."""
    parsed = [document for data, script in _scripts(html) for document in _documents(script, data=data)]
    documents = [document for document in parsed if document is not _UNREADABLE]
    nodes = [node for document in documents for node in walk(document)]
    return RelayPage(
        blocks=len(parsed),
        unreadable=len(parsed) - len(documents),
        routes=tuple(dict.fromkeys(_routes(nodes))),
        answers=tuple(answer for node in nodes if (answer := _answer(node)) is not None),
        viewer=_first("CurrentUserInitialData", nodes),
        business=_first("CurrentBusinessUser", nodes),
        configured=tuple(account for node in nodes if (account := _configured(node)) is not None),
        tokens=meta_tokens.of_page(html),
    )


def _scripts(html: bytes) -> Iterator[tuple[bool, bytes]]:
    """Give each script's content, and whether it is a data-sjs block."""
    # Each byte is passed over once, however many openings never close: a page is not trusted to be well made.
    place = 0
    while opening := _OPENING.search(html, place):
        closing = _CLOSING.search(html, opening.end())
        if closing is None:
            return
        yield _DATA.search(opening[0]) is not None, html[opening.end() : closing.start()]
        place = closing.end()


def _documents(script: bytes, *, data: bool) -> Iterator[Any]:
    """Read a block, or each call within a plain script."""
    if data:
        yield _parsed(script)
        return
    text = (
        script.decode("utf-8", "replace") if b"RelayPrefetched" in script or b"CurrentUser" in script else ""
    )
    place = broken = 0
    while (call := _CALL.search(text, place)) and broken < _MOST_BROKEN:
        try:
            document, place = _DECODER.raw_decode(text, call.start())
        except (ValueError, RecursionError):
            # Each that does not end is read to the script's end: after a few the rest is given up.
            document, place, broken = _UNREADABLE, call.end(), broken + 1
        yield document


def walk(document: object) -> Iterator[Any]:
    """Give every object and array of a JSON document, outer before inner, in document order."""
    pending = [document]
    while pending:
        node = pending.pop()
        if isinstance(node, dict):
            yield node
            pending.extend(value for value in reversed(node.values()) if isinstance(value, dict | list))
        elif isinstance(node, list):
            yield node
            pending.extend(value for value in reversed(node) if isinstance(value, dict | list))


def _parsed(block: bytes) -> Any:  # noqa: ANN401 - JSON is what it is
    try:
        return json.loads(block)
    except (ValueError, RecursionError):
        return _UNREADABLE


def _routes(nodes: list[Any]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, dict) and isinstance(name := node.get(_ROUTE), str):
            yield name.rpartition(".")[2]


def _answer(node: object) -> Answer | None:
    match node:
        case ["RelayPrefetchedStreamCache", "next", _, [str(name), {"__bbox": {"result": {} as result}}, *_]]:
            return Answer(
                _PRELOADER.sub("", name),
                result.get("data"),
                tuple(failures_of(result)),
                graphql_stream.path_of(result),
                name,
            )
        case _:
            return None


def _first(name: str, nodes: Iterable[object]) -> dict[str, str]:
    """Give the words of the first definition of a name that has any."""
    return next((words for node in nodes if (words := _defined(name, node))), {})


def _defined(name: str, node: object) -> dict[str, str]:
    match node:
        case [str(defined), _, {} as said, *_] if defined == name:
            return {key: value for key, value in said.items() if isinstance(value, str) and value}
        case _:
            return {}


def _configured(node: object) -> dict[str, Any] | None:
    match node:
        case ["PolarisViewer", _, {"data": {} as account}, *_]:
            return dict(account)
        case ["XIGSharedData", _, {"native": {"config": {"viewer": {} as account}}}, *_]:
            return dict(account)
        case _:
            return None


def failures_of(result: dict[str, Any]) -> Iterator[Failure]:
    """Give what a GraphQL answer's `errors` say, with the path of what they concern where they name one."""
    errors = result.get("errors")
    for error in errors if isinstance(errors, list) else ():
        told = error if isinstance(error, dict) else {}
        message, path = told.get("message"), told.get("path")
        words = message if isinstance(message, str) else "an error without a message"
        steps = path if isinstance(path, list) else []
        yield Failure(words, tuple(step if isinstance(step, int) else str(step) for step in steps))
