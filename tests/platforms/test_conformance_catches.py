"""Each property of the suite is one that a wrong network fails."""

import ast
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from conformance import Conformance
from grown_tree import grown, run_there

WRONG = Path(__file__).with_name("wrong_toys.py")


def wrong_ones():
    """Give each wrong network's class and the test that is to catch it, without running either."""
    classes = [
        node for node in ast.parse(WRONG.read_text(encoding="utf-8")).body if isinstance(node, ast.ClassDef)
    ]
    return {node.name: ast.literal_eval(node.body[0].value) for node in classes}


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory):
    """Run of each wrong network the test that is to catch it, where the guide was followed; say how each went."""
    tree = grown(tmp_path_factory.mktemp("tree"))
    report = tree / "report.xml"
    asked = [f"tests/platforms/wrong_toys.py::{name}::{test}" for name, test in wrong_ones().items()]
    done = run_there(tree, "pytest", "-q", "-p", "no:cacheprovider", "--junitxml", report, *asked)
    assert report.exists(), done.stdout + done.stderr
    cases = ET.parse(report).iter("testcase")
    return {
        case.get("classname").rpartition(".")[2]: next((child.tag for child in case), "passed")
        for case in cases
    }


def test_each_test_of_the_suite_has_a_wrong_network_that_it_is_to_catch():
    assert set(wrong_ones().values()) == {name for name in dir(Conformance) if name.startswith("test_")}


@pytest.mark.prove
@pytest.mark.parametrize("name", wrong_ones())
def test_a_wrong_network_is_caught(outcomes, name):
    assert outcomes[name] == "failure", f"{name} passed {wrong_ones()[name]}"
