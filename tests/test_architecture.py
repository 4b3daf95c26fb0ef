"""The rules of the house, held by a machine: floors, sizes, docstrings, and what a quick command may import."""

import ast
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from fakes import environment

ROOT = Path(__file__).parents[1]
MODULES = sorted((ROOT / "archiver").rglob("*.py"))
HEAVY = ("playwright", "sqlalchemy", "alembic", "PIL", "av", "yt_dlp")

FLOORS = "floors: a room imports only from the floors below it"
VERIFIER = "the verifier stands alone"
SIMULATOR = "the simulator knows nothing of ours"
REHEARSAL = "only the rehearsal imports the simulator"
COMMANDS = "the command line drives no browser and no database"
MODEL = "the model is the standard library alone"
SQL = "only the catalogue speaks SQL"
BROWSER = "only the capture room drives a browser"
PLATFORMS = "platforms are independent of each other"

PLANTED = [
    ("model/post.py", "from archiver.store import layout", FLOORS),
    ("model/post.py", "import certifi", MODEL),
    ("store/lock.py", "from archiver.catalog import tables", FLOORS),
    ("ledger/events.py", "from archiver.store import layout", FLOORS),
    ("verify/trees.py", "from archiver.formats import merkle", VERIFIER),
    ("verify/trees.py", "from archiver import errors", VERIFIER),
    ("verify/trees.py", "import certifi", VERIFIER),
    ("simulator/pages.py", "from archiver.model import post", SIMULATOR),
    ("operations/show.py", "from archiver.simulator import pages", REHEARSAL),
    ("cli/show.py", "import sqlalchemy", COMMANDS),
    ("operations/show.py", "import sqlalchemy", SQL),
    ("operations/show.py", "import playwright", BROWSER),
    ("utils.py", "", FLOORS),
    ("platforms/toy/__init__.py", "from archiver.platforms.instagram import urls", PLATFORMS),
    ("platforms/instagram/urls.py", "from archiver.platforms import toy", PLATFORMS),
]


def lint(folder):
    program = Path(sys.executable).with_name("lint-imports")
    if not program.exists():
        pytest.skip("import-linter is not installed")
    done = subprocess.run(
        [program, "--no-cache"],
        cwd=folder,
        env=environment(folder) | {"NO_COLOR": "1", "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    """A copy of the package, with a second platform that breaks no rule."""
    folder = tmp_path_factory.mktemp("house")
    shutil.copytree(ROOT / "archiver", folder / "archiver", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    toy = folder / "archiver" / "platforms" / "toy"
    toy.mkdir()
    (toy / "__init__.py").write_text('"""A toy."""\n')
    return folder


def test_the_house_keeps_its_own_rules():
    code, said = lint(ROOT)
    assert code == 0, said
    assert "0 broken" in said


def test_a_second_platform_breaks_no_rule(house):
    code, said = lint(house)
    assert code == 0, said


@pytest.mark.some(of=4)
@pytest.mark.parametrize(("module", "line", "contract"), PLANTED)
def test_a_planted_violation_is_caught(house, module, line, contract):
    path = house / "archiver" / module
    before = path.read_text() if path.exists() else None
    try:
        path.write_text(f"{before or ''}\n{line}\n")
        code, said = lint(house)
    finally:
        path.unlink() if before is None else path.write_text(before)
    assert code != 0
    if module == "utils.py":
        assert "utils" in said
        assert FLOORS in said
    else:
        assert f"{contract} BROKEN" in said


def test_no_file_is_longer_than_400_lines():
    assert len(MODULES) > 80
    lengths = {path: len(path.read_text().splitlines()) for path in MODULES}
    assert not {path: length for path, length in lengths.items() if length > 400}


def definitions(path):
    """Give every class and function of a module, with whether all of the names it stands under are public."""
    pending = [(ast.parse(path.read_text()), True, "")]
    while pending:
        node, public, name = pending.pop()
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
                seen = public and not child.name.startswith("_") and not isinstance(node, ast.FunctionDef)
                full = f"{name}.{child.name}".lstrip(".")
                yield child, seen, full
                pending.append((child, seen, full))


def test_no_function_is_longer_than_50_lines():
    lengths = {
        f"{path.relative_to(ROOT)}:{name}": node.end_lineno - node.lineno + 1
        for path in MODULES
        for node, _, name in definitions(path)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    assert len(lengths) > 500
    assert not {name: length for name, length in lengths.items() if length > 50}


def test_every_module_says_what_it_is():
    assert not [path for path in MODULES if not ast.get_docstring(ast.parse(path.read_text()))]


def test_every_public_class_and_function_says_what_it_is_and_what_it_gives():
    silent, untyped, met = [], [], 0
    for path in MODULES:
        for node, public, name in definitions(path):
            place = f"{path.relative_to(ROOT)}:{name}"
            met += public
            if public and not ast.get_docstring(node):
                silent.append(place)
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.returns is None:
                untyped.append(place)
    assert met > 300
    assert (silent, untyped) == ([], [])


def test_no_module_is_named_for_nothing():
    empty = {"utils", "util", "helpers", "helper", "common", "manager", "misc"}
    assert not [path for path in MODULES if empty & {path.stem, *path.relative_to(ROOT).parts}]


ASK = """
import json, sys
from archiver.cli.app import run
code = run(sys.argv[1:])
print(json.dumps([code, sorted(sys.modules)]))
"""


def modules_after(folder, *arguments):
    """Run a command line in a process of its own; give its exit code and the modules it left loaded."""
    done = subprocess.run(
        [sys.executable, "-c", ASK, *map(str, arguments)],
        cwd=folder,
        env=environment(folder) | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    code, modules = json.loads(done.stdout.splitlines()[-1])
    return code, {name.partition(".")[0] for name in modules}


def commands():
    import typer

    from archiver.cli.app import app

    return sorted(typer.main.get_command(app).commands)


def test_the_commands_are_the_known_ones():
    known = {"add", "crawl", "demo", "doctor", "init", "rebuild", "show", "targets", "verify"}
    assert known <= set(commands())


@pytest.mark.some(of=8)
@pytest.mark.parametrize("command", [*commands(), ""])
def test_help_loads_nothing_heavy(command, tmp_path):
    code, modules = modules_after(tmp_path, *filter(None, [command]), "--help")
    assert code == 0
    assert "typer" in modules
    assert not modules & set(HEAVY)


def test_verify_loads_nothing_heavy(tmp_path):
    made, loaded = modules_after(tmp_path, "init")
    assert made == 0
    assert "sqlalchemy" in loaded, "the test would see it"
    code, modules = modules_after(tmp_path, "verify")
    assert code in (0, 3)
    assert not modules & set(HEAVY)


def tracked():
    git = shutil.which("git")
    if git is None:
        pytest.skip("git is not installed")
    done = subprocess.run([git, "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if done.returncode != 0:
        pytest.skip("this is no checkout")
    return [ROOT / name for name in done.stdout.decode().split("\0") if name and (ROOT / name).is_file()]


def test_no_tracked_text_names_a_place_of_the_machine_it_was_made_on():
    # Written apart, so that this file is none of those it looks for.
    hosts = ["pypi" + ".org", "python" + "hosted"]
    foreign = re.compile(r"(?<![\w.~-])/(?:work|root)/|" + "|".join(map(re.escape, hosts)))
    assert foreign.search('"/' + 'work/main"')
    assert not foreign.search("evidence/state/" + "work/")
    found = []
    for path in tracked():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        found += [
            f"{path.relative_to(ROOT)}:{number}: {line.strip()[:100]}"
            for number, line in enumerate(text.splitlines(), start=1)
            if foreign.search(line)
        ]
    assert not found
