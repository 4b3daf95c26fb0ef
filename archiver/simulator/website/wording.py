"""How an author writes: paragraphs with links in braces, headings, lists; and what of that is text.

`{words|address}` is a link, `## ` begins a heading, `- ` a point of a list, a line's end breaks the line.
"""

import re
from html import escape
from itertools import groupby

_LINK = re.compile(r"\{([^|{}]+)\|([^{}]+)\}")
_HEADING, _POINT = "## ", "- "


def plain(paragraph: str) -> str:
    """Give a paragraph's text, as the author wrote it."""
    words = paragraph.removeprefix(_HEADING).removeprefix(_POINT)
    return _LINK.sub(lambda link: link[1], words)


def links(paragraph: str) -> tuple[tuple[str, str], ...]:
    """Give words and address of each link of a paragraph."""
    return tuple((link[1], link[2]) for link in _LINK.finditer(paragraph))


def unlinked(paragraph: str, address: str) -> str:
    """Give a paragraph without its links to an address; the words stay."""
    return _LINK.sub(lambda link: link[1] if link[2] == address else link[0], paragraph)


def html(paragraphs: tuple[str, ...]) -> str:
    """Write paragraphs; points that follow each other make one list."""
    written = []
    for points, run in groupby(paragraphs, key=lambda one: one.startswith(_POINT)):
        blocks = [_block(paragraph) for paragraph in run]
        written.append("\n".join(("<ul>", *blocks, "</ul>") if points else blocks))
    return "\n".join(written)


def _block(paragraph: str) -> str:
    if paragraph.startswith(_HEADING):
        return f"<h2>{_inline(paragraph.removeprefix(_HEADING))}</h2>"
    if paragraph.startswith(_POINT):
        return f"<li>{_inline(paragraph.removeprefix(_POINT))}</li>"
    return f"<p>{_inline(paragraph)}</p>"


def _inline(words: str) -> str:
    linked = _LINK.sub(r'<a href="\2">\1</a>', escape(words, quote=False).replace('"', "&quot;"))
    return linked.replace("\n", "<br>\n")
