"""Pieces of pages that both platforms write alike: blocks of JSON for the scheduler, tags, references.

A block is JSON within a script element, so `<` and `/` are written as escapes: a caption with `</script>` in
it ends nothing.
"""

import json
from html import escape
from typing import Any

_AT = ("@", "&#064;")


def block(document: object) -> str:
    """Write a data-sjs block."""
    body = embedded(document)
    return f'<script type="application/json"  data-content-len="{len(body)}" data-sjs>{body}</script>'


def embedded(document: object) -> str:
    """Write JSON so that it may stand within a script element."""
    return json.dumps(document, separators=(",", ":")).replace("<", "\\u003C").replace("/", "\\/")


def handled(*calls: object) -> dict[str, Any]:
    """Give calls as the scheduler is handed them."""
    return {"require": [["ScheduledServerJS", "handle", None, list(calls)]]}


def timing(client: str, *marks: str | int) -> dict[str, Any]:
    """Give a mark of the page's own stopwatch."""
    return {"require": [["qplTimingsServerJS", None, None, [client, *marks]]]}


def tag(name: str, content: str) -> str:
    """Write a meta tag, `og:` ones by property and others by name."""
    kind = "property" if ":" in name and not name.startswith("twitter:") else "name"
    return f'<meta {kind}="{name}" content="{attribute(content)}" />'


def attribute(words: str) -> str:
    """Write words into an attribute as the platform does: all but ASCII, and the at sign, as references."""
    escaped = escape(words).replace(*_AT)
    return "".join(letter if letter.isascii() else f"&#x{ord(letter):x};" for letter in escaped)


def text(words: str) -> str:
    """Write words between tags."""
    return escape(words, quote=False)
