"""Pages of HTML for people: filled in from templates, escaped, with a policy by which they load and run nothing."""

import base64
from hashlib import sha256
from importlib import resources
from types import MappingProxyType

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from archiver.export.exhibits.times import moment
from archiver.export.visible import visible

_POLICY = "default-src 'none'; {images}style-src 'sha256-{style}'; base-uri 'none'; form-action 'none'"
PICTURES_WITHIN = "img-src data:; "
"""That a page may show pictures which stand within it, and no others."""
_FILTERS = MappingProxyType({"moment": moment, "visible": visible, "count": "{:,}".format})


def environment(package: str) -> Environment:
    """Give what fills in the templates of a package: all that is not our own is escaped."""
    made = Environment(
        loader=PackageLoader(package),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= _FILTERS
    return made


def head(package: str, style: str, images: str = "") -> dict[str, object]:
    """Give what the head of a page is filled in with: its one style sheet, and the policy that names its digest."""
    text = resources.files(package).joinpath(f"templates/{style}").read_text("utf-8")
    digest = base64.b64encode(sha256(text.encode()).digest()).decode()
    # It is our own, and stands in a file of its own.
    return {"style": Markup(text), "policy": _POLICY.format(images=images, style=digest)}  # noqa: S704
