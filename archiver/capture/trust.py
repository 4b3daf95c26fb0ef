"""Whom a visit trusts: the system's authorities, and beside them the operator's own."""

import ssl

import httpx

from archiver.config import Network


def own_trust(network: Network) -> ssl.SSLContext:
    """Make a TLS context of the system's authorities and those of the settings."""
    context = httpx.create_ssl_context()
    if network.ca_file is not None:
        context.load_verify_locations(cafile=network.ca_file)
    # One stand-in answers for many hosts: it is held to the CA that the operator trusts, not to their names.
    context.check_hostname = not network.hosts
    return context
