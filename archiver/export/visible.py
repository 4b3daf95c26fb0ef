"""Captured text within a page: as it was written, but for letters that would steer how the page itself is read."""

import re
import unicodedata

from markupsafe import Markup

_STEERING = re.compile(
    "[\u202a-\u202e\u2066-\u2069\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029\ufff9-\ufffb\ufeff]"
)
"""Embeddings, overrides and isolates of direction, and what terminals obey; marks and joiners of scripts stay."""


def plainly(text: object) -> str:
    """Write letters that steer as their code points, where a drawing holds no marks."""
    return _STEERING.sub(lambda found: f"[U+{ord(found[0]):04X}]", str(text))


def visible(text: object) -> Markup:
    """Escape captured text, and write letters that steer as their code points."""
    parts = _STEERING.split(str(text))
    found = _STEERING.findall(str(text))
    written = [Markup.escape(parts[0])]
    for letter, part in zip(found, parts[1:], strict=True):
        name = unicodedata.name(letter, "control")
        written.append(Markup('<span class="code" title="{}">U+{:04X}</span>').format(name, ord(letter)))
        written.append(Markup.escape(part))
    return Markup("").join(written)
