"""A copy of the project, with what `docs/adding-a-platform.md` tells a person to write, and nothing else edited."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
GUIDE = ROOT / "docs" / "adding-a-platform.md"
_BLOCK = re.compile(r"^\*\*`([^`\n]+)`\*\*\n\n```python\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_FOLDERS = ("archiver", "migrations", "tests/platforms", "tests/golden")
_FILES = ("pyproject.toml", "README.md", "tests/conftest.py", "tests/fakes.py")


def blocks():
    """Give the files that the guide has a person write, by path."""
    return dict(_BLOCK.findall(GUIDE.read_text(encoding="utf-8")))


def grown(folder):
    """Copy the project and write the guide's files there."""
    unwanted = shutil.ignore_patterns("__pycache__", ".*")
    for name in _FOLDERS:
        shutil.copytree(ROOT / name, folder / name, ignore=unwanted)
    for name in _FILES:
        shutil.copy(ROOT / name, folder / name)
    for name, content in blocks().items():
        assert not (folder / name).exists(), f"{name} is there already: nothing else is edited"
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(content, encoding="utf-8")
    return folder


def run_there(tree, program, *arguments, folder=None):
    """Run a program of the environment, or a file, so that it meets the copy."""
    if program in ("archiver", "pytest"):
        command = [sys.executable, "-m", program]
    elif Path(program).suffix == ".py":
        command = [sys.executable, program]
    else:
        installed = Path(sys.executable).with_name(program)
        if not installed.exists():
            pytest.skip(f"{program} is not installed")
        command = [installed]
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "SYSTEMROOT") if name in os.environ}
    place = {
        "HOME": str(folder or tree),
        "PYTHONPATH": str(tree),
        "PYTHONDONTWRITEBYTECODE": "1",
        "NO_COLOR": "1",
    }
    return subprocess.run(
        [*command, *map(str, arguments)],
        cwd=folder or tree,
        env=kept | place,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
