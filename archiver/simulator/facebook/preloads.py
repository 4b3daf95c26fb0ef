"""Answers that a page brings along for its own script, in the wrapper of now and in that of three years ago.

Both carry the same calls, one for each part of an answer. Now they stand in blocks of JSON; before, in scripts
that were run.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from archiver.simulator.facebook.chunks import Chunk
from archiver.simulator.facebook.pieces import Json
from archiver.simulator.facebook.signing import Signer
from archiver.simulator.markup import block, embedded, handled
from archiver.simulator.spoiling import mishaps

Wrapper = Literal["scheduled", "lazy"]

_LAZY = (
    '<script nonce="{nonce}">requireLazy(["JSScheduler","ServerJS","ScheduledApplyEach"],'
    "function(JSScheduler,ServerJS,ScheduledApplyEach){{JSScheduler.runWithPriority(3,function(){{"
    "(new ServerJS()).handleWithCustomApplyEach(ScheduledApplyEach,{call});}});}});</script>"
)


@dataclass(frozen=True, slots=True)
class Preload:
    """One of a page's own queries with its answer."""

    query: str
    document: Json
    """What comes first, with `data`."""
    chunks: Sequence[Chunk] = ()
    variables: Json = field(default_factory=dict)

    def calls(self, signer: Signer) -> list[list[object]]:
        """Give the calls that carry the answer, in order."""
        name = f"adp_{self.query}RelayPreloader_{signer.hexadecimal(12)}"
        told = [self.document | {"extensions": {"is_final": not self.chunks}}]
        told += [chunk.written(last=chunk is self.chunks[-1]) for chunk in self.chunks]
        return [
            [
                "RelayPrefetchedStreamCache",
                "next",
                [],
                [
                    name,
                    {
                        "__bbox": {
                            "complete": place == len(told) - 1,
                            "result": one,
                            "sequence_number": place,
                            "variables": self.variables,
                            "extra_context": None,
                        }
                    },
                ],
            ]
            for place, one in enumerate(told)
        ]


def written(preload: Preload, wrapper: Wrapper, signer: Signer, nonce: str) -> str:
    """Write an answer into a page."""
    calls = preload.calls(signer)
    if wrapper == "lazy":
        return "\n".join(lazy({"require": [call]}, nonce) for call in calls)
    scheduling = ["CometResourceScheduler", "registerHighPriHashes", None, [[signer.token(5)]]]
    blocks = [handled({"__bbox": {"require": [call]}}, {"__bbox": None}) for call in calls[1:]]
    return "\n".join(
        map(block, [handled({"__bbox": {"require": [calls[0], scheduling]}}, {"__bbox": None}), *blocks])
    )


def lazy(call: object, nonce: str) -> str:
    """Write a call as scripts made it before."""
    return _LAZY.format(nonce=nonce, call=embedded(call))


def with_mishaps(data: Json) -> Json:
    """Give a document of data, with an error beside it for each edge that is null."""
    amiss = mishaps(data)
    return {"data": data, **({"errors": amiss} if amiss else {})}
