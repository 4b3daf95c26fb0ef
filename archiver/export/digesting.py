"""Digest what passes by, in threads of their own: digesting lets others work meanwhile, and is most of the work."""

import hashlib
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor

_AT_ONCE = 4
"""Pieces that wait to be digested, at most."""
_SMALL = 64 << 10
"""Bytes up to which a piece is sooner digested than handed over."""


class Digesting:
    """One text, digested by several algorithms side by side."""

    def __init__(self, *algorithms: str) -> None:
        """Begin with the names of algorithms, such as `sha256`."""
        self._digesters = [hashlib.new(name) for name in algorithms]
        self._pools: list[ThreadPoolExecutor] = []
        self._waiting: deque[list[Future[None]]] = deque()
        self.size = 0
        """Bytes so far."""

    def update(self, piece: bytes) -> None:
        """Take the next bytes."""
        self.size += len(piece)
        if not self._pools and len(piece) <= _SMALL:
            for digester in self._digesters:
                digester.update(piece)
            return
        # One thread for each keeps its pieces in order.
        self._pools = self._pools or [ThreadPoolExecutor(1) for _ in self._digesters]
        pairs = zip(self._pools, self._digesters, strict=True)
        self._waiting.append([pool.submit(digester.update, piece) for pool, digester in pairs])
        if len(self._waiting) > _AT_ONCE:
            self._wait()

    def _wait(self) -> None:
        for done in self._waiting.popleft():
            done.result()

    def finished(self) -> tuple[str, ...]:
        """Give the digests in hex, in the order of the algorithms."""
        while self._waiting:
            self._wait()
        for pool in self._pools:
            pool.shutdown()
        self._pools = []
        return tuple(digester.hexdigest() for digester in self._digesters)
