"""Two simulated time-stamp authorities for a rehearsal, reached over HTTP as real ones are."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from archiver.config import Authority
from archiver.simulator.authority.authority import Authority as Simulated
from archiver.simulator.server import StandIn

_NAMES = ("simulated-one", "simulated-two")
_RSA_BITS = 2048


@contextmanager
def running(folder: Path) -> Iterator[tuple[Authority, ...]]:
    """Run them for a `with` block, their roots in files below a folder; one has keys of RSA, one on curves."""
    with ExitStack() as stack:
        found = []
        for name, bits in zip(_NAMES, (_RSA_BITS, None), strict=True):
            simulated = Simulated(f"Rehearsal authority {name}", rsa_bits=bits)
            server = stack.enter_context(StandIn(simulated.answer, hosts=()))
            roots = folder / f"{name}.pem"
            roots.write_bytes(simulated.root)
            found.append(Authority(name, f"http://{server.address}/", roots))
        yield tuple(found)
