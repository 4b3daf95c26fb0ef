"""`verify.html`: what checks a bundle in a browser, put together of its sources into one file that loads nothing.

The sources are modules that browsers and people read as they are (`browser/`). Here each becomes a function that gives
what it exports, in an order in which none comes before what it imports. The same sources give the same bytes. The
page's policy lets no other script run than this one, and no text become one: what it shows is hostile.
"""

import base64
import re
from collections.abc import Iterator
from hashlib import sha256
from importlib import resources

NAME = "verify.html"
_FOLDER = resources.files("archiver.export").joinpath("browser")
_ENTRY = "main"
_IMPORT = re.compile(r'^import \{([^}]*)\} from "\./(\w+)\.js";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:function\*?|class|const) (\w+))", re.MULTILINE)
_LEFT = re.compile(r"^(?:import|export)\b", re.MULTILINE)
_POLICY = (
    "default-src 'none'; script-src {script}; style-src {style}; worker-src blob:; base-uri 'none'; "
    "form-action 'none'; require-trusted-types-for 'script'; trusted-types checker"
)


def page() -> bytes:
    """Give the page."""
    inner = {"script": f"\n{script(_ENTRY)}", "style": f"\n{_source('page.css')}"}
    policy = _POLICY.format(**{name: _digest(text) for name, text in inner.items()})
    filled = {**inner, "policy": policy}
    return re.sub(r"\{\{(\w+)\}\}", lambda match: filled[match[1]], _source("page.html")).encode()


def script(*entries: str) -> str:
    """Give one script of modules and all that they import. Raises ValueError where these are not written as here."""
    written: list[str] = []
    functions = [text for entry in entries for text in _functions(entry, (), written)]
    return "".join(['"use strict";\nconst modules = {};\n', *functions])


def _functions(name: str, above: tuple[str, ...], written: list[str]) -> Iterator[str]:
    """Write a module as a function, once, behind all that it imports."""
    if name in above:
        raise ValueError(f"{name}.js imports itself, by way of {', '.join(above)}")
    if name in written:
        return
    text = _source(f"{name}.js")
    for _, imported in _IMPORT.findall(text):
        yield from _functions(imported, (*above, name), written)
    written.append(name)
    exported = ", ".join(_EXPORT.findall(text))
    body = _EXPORT.sub("", _IMPORT.sub(r'const {\1} = modules["\2"];' "\n", text))
    if _LEFT.search(body) or "</script" in body or "<!--" in body:
        raise ValueError(f"{name}.js cannot be put into a page")
    yield f'\nmodules["{name}"] = (() => {{\n{body}\nreturn {{ {exported} }};\n}})();\n'


def _source(name: str) -> str:
    return _FOLDER.joinpath(name).read_text("utf-8")


def _digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(sha256(text.encode()).digest()).decode()}'"
