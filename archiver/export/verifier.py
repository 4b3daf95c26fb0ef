"""The verifier as it is handed over: its source to read, and the very same files as one that runs.

Only the standard library is needed to run it: `python3 -I -S verify.pyz FOLDER`, or `verifier/verify.py` in its place.
The folder has no `__main__.py`: Python would compile that to a file beside it, within the bundle that is verified.
"""

import zipfile
from collections.abc import Iterator
from importlib import resources
from importlib.resources.abc import Traversable
from io import BytesIO

FOLDER = "verifier/"
_RUN, _RUN_PACKED = f"{FOLDER}verify.py", "__main__.py"
_PACKAGE = "archiver.verify"
_SHEBANG = b"#!/usr/bin/env python3\n"
_STUB = b'"""Here only so that `archiver.verify` has its own name."""\n'
# Older Pythons must be able to read it, or they would say something else than that they are too old.
_MAIN = b'''"""Run the verifier that stands beside this file: FOLDER is what it is to verify."""

import os
import sys

if sys.version_info < (3, 11):
    sys.stderr.write("The verifier needs Python 3.11 or newer; this is Python %d.%d.\\n" % sys.version_info[:2])
    sys.exit(2)

# What is verified may hold this file, and then nothing may be written beside it.
sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from archiver.verify.__main__ import main

sys.exit(main())
'''


def files() -> Iterator[tuple[str, bytes]]:
    """Give all files of the verifier, by their names in a bundle, in order."""
    package = resources.files(_PACKAGE)
    inner = dict(_sources(package, f"{FOLDER}{_PACKAGE.replace('.', '/')}/"))
    outer = {_RUN: _MAIN, f"{FOLDER}archiver/__init__.py": _STUB}
    yield from sorted((outer | inner).items())


def pyz() -> bytes:
    """Give the same files as one that Python runs."""
    out = BytesIO()
    # Offsets count from here, as in what `zipapp` writes.
    out.write(_SHEBANG)
    renamed = {
        _RUN_PACKED if name == _RUN else name.removeprefix(FOLDER): content for name, content in files()
    }
    with zipfile.ZipFile(out, "w") as packed:
        for name, content in sorted(renamed.items()):
            entry = zipfile.ZipInfo(name)
            entry.create_system, entry.external_attr = 3, 0o644 << 16
            # Stored: deflated, its bytes would be those of one version of zlib.
            packed.writestr(entry, content, zipfile.ZIP_STORED)
    return out.getvalue()


def _sources(folder: Traversable, path: str) -> Iterator[tuple[str, bytes]]:
    for each in folder.iterdir():
        if each.is_dir() and each.name != "__pycache__":
            yield from _sources(each, f"{path}{each.name}/")
        elif each.name.endswith(".py"):
            yield f"{path}{each.name}", each.read_bytes()
