"""One folder a network. Discovery finds them: a new network is a new folder and no edit elsewhere."""

import pkgutil
from functools import cache
from importlib import import_module

from archiver.errors import AddressError
from archiver.model.refs import Ref
from archiver.ports import Platform


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
    for platform in every():
        ref = platform.parse(text)
        if ref is not None:
            return ref
    raise AddressError(f"No platform here understands {text!r}.")
