"""How an answer's documents are put on the wire: on lines of their own or not, guarded or not, or as one."""

import json
from collections.abc import Sequence
from typing import Literal

from archiver.simulator.facebook.pieces import Json
from archiver.simulator.facebook.signing import Signer
from archiver.simulator.messages import Answer, text

Framing = Literal["lines", "returns", "guarded", "guarded lines", "run together", "whole"]
FRAMINGS: tuple[Framing, ...] = ("lines", "returns", "guarded", "guarded lines", "run together", "whole")
"""Of these `whole` alone is one document: all edges stand in it, and where the listing goes on."""

_GUARD = "for (;;);"
_KINDS = ("text/html", "application/json")


def framed(documents: Sequence[Json], framing: Framing, signer: Signer) -> Answer:
    """Give an answer of documents; what it calls itself is chance."""
    written = [json.dumps(document, separators=(",", ":")) for document in documents]
    match framing:
        case "returns":
            body = "\r\n".join(written) + "\r\n"
        case "guarded":
            body = _GUARD + "\n".join(written)
        case "guarded lines":
            body = "\n".join(_GUARD + line for line in written)
        case "run together":
            body = "".join(written)
        case _:
            body = "\n".join(written)
    return text(body, signer.either(_KINDS))
