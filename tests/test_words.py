"""Words never claim more than the method carries (design §3): what no sentence of the program says."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1] / "archiver"
CLAIMS = re.compile(r"\b(deleted|removed by|proves|publicly)\b", re.IGNORECASE)
_COMMENTS = re.compile(r"/\*.*?\*/|^\s*//[^\n]*$|\{#.*?#\}|<!--.*?-->", re.DOTALL | re.MULTILINE)
_NOT_SPOKEN = {"simulator"}
"""What it says is others' words, as platforms write them."""
PUBLICLY = "derive/sentence.py"
"""Says `publicly` where the last sighting and a later look were logged out, as `test_derive_sentence.py` holds."""
MODULES = [path for path in sorted(ROOT.rglob("*.py")) if path.relative_to(ROOT).parts[0] not in _NOT_SPOKEN]
TEXTS = [
    path
    for kind in ("*.j2", "*.html", "*.css", "*.js", "*.txt")
    for path in sorted(ROOT.rglob(kind))
    if path.relative_to(ROOT).parts[0] not in _NOT_SPOKEN
]


def sentences(path):
    """The texts in a module, docstrings aside."""
    tree = ast.parse(path.read_text("utf-8"))
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(node)
    }
    beside = {id(each.value) for each in ast.walk(tree) if isinstance(each, ast.Expr)}
    for node in ast.walk(tree):
        is_text = isinstance(node, ast.Constant) and isinstance(node.value, str)
        if is_text and id(node) not in docstrings and id(node) not in beside:
            yield node.value


def test_there_is_something_to_be_read():
    assert sum(1 for path in MODULES for _ in sentences(path)) > 3_000
    assert len(TEXTS) > 50


def test_no_module_claims_more():
    found = {
        (str(path.relative_to(ROOT)), text)
        for path in MODULES
        for text in sentences(path)
        if CLAIMS.search(text)
    }
    assert found == {(PUBLICLY, "publicly")}


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.name)
def test_no_page_claims_more(path):
    text = re.sub(
        r"/\*.*?\*/|^\s*//.*$|\{#.*?#\}|<!--.*?-->",
        "",
        path.read_text("utf-8"),
        flags=re.DOTALL | re.MULTILINE,
    )
    assert not CLAIMS.search(text), CLAIMS.search(text)


def test_the_words_are_found_where_they_stand(tmp_path):
    (tmp_path / "one.py").write_text('"""It proves."""\nSAID = f"{1} was deleted"\n"""And publicly."""\n')
    assert [text for text in sentences(tmp_path / "one.py") if CLAIMS.search(text)] == [" was deleted"]


def test_how_it_was_tested_claims_no_more():
    assert not CLAIMS.search((ROOT.parent / "docs/proof.md").read_text("utf-8"))
