"""How answers are written where the platform has several ways: by turns, or always the same one."""

from dataclasses import dataclass

from archiver.simulator.facebook.feedback import Counts
from archiver.simulator.facebook.framing import FRAMINGS, Framing
from archiver.simulator.facebook.preloads import Wrapper
from archiver.simulator.facebook.signing import Signer


@dataclass(frozen=True, slots=True)
class Manner:
    """What is always done the same way; by turns where nothing is said."""

    wrapper: Wrapper | None = None
    framing: Framing | None = None
    counts: Counts | None = None

    def wrapped(self, signer: Signer, *, older: bool) -> Wrapper:
        """Give how a page carries its answers; who is sent the older layout is sent the older wrapper."""
        if older:
            return "lazy"
        every: tuple[Wrapper, ...] = (self.wrapper,) if self.wrapper else ("scheduled", "scheduled", "lazy")
        return signer.either(every)

    def framed(self, signer: Signer) -> Framing:
        """Give how an answer's documents are put on the wire."""
        return signer.either((self.framing,) if self.framing else FRAMINGS)
