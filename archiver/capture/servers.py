"""What a visit learned of the servers that answered it: certificates, protocol, address."""

import ssl
from dataclasses import dataclass, field
from typing import Any

from archiver.model.digest import Digest


@dataclass(slots=True)
class Servers:
    """The servers of one visit, by host."""

    addresses: dict[str, str]
    """Kept by the gate."""
    _chains: dict[str, tuple[bytes, ...]] = field(default_factory=dict)
    _protocols: dict[str, str] = field(default_factory=dict)

    def met_by_browser(self, host: str, protocol: str, chain: tuple[bytes, ...]) -> None:
        """Take down what the browser reports of a host: protocol, and its chain in DER, leaf first."""
        self._protocols[host] = protocol
        if chain:
            self._chains[host] = chain

    def met_directly(self, host: str, leaf: bytes) -> None:
        """Take down the leaf certificate (DER) that a direct fetch met."""
        self._protocols.setdefault(host, "http/1.1")
        if leaf:
            self._chains.setdefault(host, (leaf,))

    def chains(self) -> list[tuple[str, bytes]]:
        """Give each host's chain as PEM."""
        return [
            (host, "".join(map(ssl.DER_cert_to_PEM_cert, chain)).encode())
            for host, chain in sorted(self._chains.items())
        ]

    def shown(self) -> dict[str, Any]:
        """Say of each host what may be shown: digests of its certificates, and the protocol."""
        return {
            host: {
                "certificates": [str(Digest.of(certificate)) for certificate in self._chains.get(host, ())],
                "protocol": protocol,
            }
            for host, protocol in sorted(self._protocols.items())
        }

    def kept(self) -> dict[str, Any]:
        """Say of each host what stays in the house: the address that answered, which tells where we asked from."""
        return {
            host: {"address": self.addresses.get(host, "unknown"), "protocol": protocol}
            for host, protocol in sorted(self._protocols.items())
        }
