"""What Meta's platforms give an account's owner to download has alike: entries with times, and media by their paths.

Texts stand there with each byte written as a letter (`mojibake.py`). Posts have neither ids nor addresses there.
"""

from collections.abc import Iterator

from archiver.formats.json_values import Node, objects, text, time
from archiver.formats.mojibake import repaired_throughout
from archiver.model.foreign import DocumentKind, Form, Untied

_TIMES = ("creation_timestamp", "timestamp")


def nodes(value: object) -> Iterator[Node]:
    """Give all objects within a value out of JSON, in any depth, outer before inner."""
    pending = [value]
    while pending:
        here = pending.pop()
        if isinstance(here, dict):
            yield here
            pending.extend(reversed(list(here.values())))
        elif isinstance(here, list):
            pending.extend(reversed(here))


def kind(told: object) -> DocumentKind | None:
    """Say when a document was at the earliest, and which media it names; None where it is too deep to be one."""
    try:
        plain = repaired_throughout(told)
    except RecursionError:
        return None
    found = list(nodes(plain))
    times = (time(node.get(key)) for node in found for key in _TIMES)
    return DocumentKind(Form.DOWNLOAD, "", max(filter(None, times), default=None), media(found))


def media(found: Iterator[Node] | list[Node]) -> tuple[str, ...]:
    """Give the paths of pictures and films that objects name, each once."""
    paths = (text(node.get("uri")) for node in found)
    return tuple(dict.fromkeys(path for path in paths if path and ":" not in path))


def untied(entry: Node, words: list[str | None], record: str) -> Untied:
    """Give an entry as a post that is tied to none, with the first words that say anything."""
    times = (time(node.get(key)) for node in [entry, *nodes(entry)] for key in _TIMES)
    return Untied(
        published_at=next(filter(None, times), None),
        text=next((each for each in words if each), ""),
        media=media(nodes(entry)),
        record=record,
    )


def titles(entry: Node) -> list[str | None]:
    """Give what an entry and its media are called, in order: the words of a post with one medium stand with that."""
    beside = entry.get("media")
    inner = [beside] if isinstance(beside, dict) else objects(beside)
    return [text(each.get("title")) for each in (entry, *inner)]
