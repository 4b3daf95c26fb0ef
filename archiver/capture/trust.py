"""Whom a visit trusts: the authorities that browsers do, and beside them the operator's own."""

import ssl

import certifi

from archiver.config import Network


def own_trust(network: Network) -> ssl.SSLContext:
    """Make a TLS context of the authorities that browsers trust, as Mozilla lists them, and those of the settings."""
    context = ssl.create_default_context(cafile=certifi.where())
    if network.ca_file is not None:
        context.load_verify_locations(cafile=network.ca_file)
    # One stand-in answers for many hosts: it is held to the CA that the operator trusts, not to their names.
    context.check_hostname = not network.hosts
    return context
