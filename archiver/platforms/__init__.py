"""One folder a network. Discovery finds them: a new network is a new folder and no edit elsewhere."""

import pkgutil
from functools import cache
from importlib import import_module
from urllib.parse import urlsplit

from archiver.errors import AddressError
from archiver.model.refs import Ref
from archiver.ports import Platform

_ANY_HOST = "*"


@cache
def every() -> tuple[Platform, ...]:
    """Give all platforms, by name: each folder here offers its own as `PLATFORM`."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__) if module.ispkg)
    return tuple(import_module(f"{__name__}.{name}").PLATFORM for name in names)


def named(name: str) -> Platform:
    """Give the platform of a name; raise AddressError where there is none."""
    for platform in every():
        if platform.name == name:
            return platform
    raise AddressError(f"There is no platform named {name!r} here.")


def parse(text: str) -> Ref:
    """Read an address or a written reference; raise AddressError where no platform understands it."""
    # One that understands any host's addresses is asked last, and not of a network's own that are none of its posts.
    for platform in sorted(every(), key=lambda each: _ANY_HOST in each.hosts):
        if _ANY_HOST in platform.hosts and _is_a_network_s(text):
            continue
        ref = platform.parse(text)
        if ref is not None:
            return ref
    raise AddressError(f"No platform here understands {text!r}.")


def _is_a_network_s(text: str) -> bool:
    """Tell whether an address is on a host of a network that has a folder of its own here."""
    host = urlsplit(text).hostname or ""
    known = (
        pattern
        for platform in every()
        for pattern in (*platform.hosts, urlsplit(platform.login_address).hostname)
    )
    domains = {".".join(pattern.split(".")[-2:]) for pattern in known if pattern and pattern != _ANY_HOST}
    return any(host == domain or host.endswith(f".{domain}") for domain in domains)
