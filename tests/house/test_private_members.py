from __future__ import annotations

import ast
import inspect
import tomllib
from pathlib import Path

import pytest
from rdflib.plugins.parsers.notation3 import RDFSink
from rdflib.plugins.parsers.nquads import NQuadsParser
from rdflib.plugins.parsers.rdfxml import RDFXMLHandler

from ld_convert.expand.pyld_offline import PROCESSOR, expand_iri, initial_context

ROOT = Path(__file__).parents[2]
PLACES = {
    "ld_convert/expand/pyld_offline.py": {"_expand_iri", "_get_initial_context"},
    "ld_convert/vocab/terms.py": {"_datatype", "_ill_typed", "_language", "_value"},
}
"""Private members of other packages that are used: by file."""
PUBLIC = {"_asdict", "_exit", "_fields", "_make", "_replace"}
"""Methods of named tuples and of os that are no secret."""


def private_of_others(path: Path) -> set[str]:
    """Private attributes that a file takes from anything but its own objects and classes."""
    tree = ast.parse(path.read_text("utf-8"))
    own = {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
    own |= {
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and ast.unparse(node.value) in ("self", "cls")
    }
    return {
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and node.attr.startswith("_")
        and not node.attr.startswith("__")
        and node.attr not in own | PUBLIC
    }


def test_private_members_of_other_packages_are_used_in_two_places() -> None:
    """Each is worth more than 5 % of a conversion, see there."""
    files = sorted((ROOT / "ld_convert").rglob("*.py"))
    found = {str(file.relative_to(ROOT)): private_of_others(file) for file in files}
    assert {file: names for file, names in found.items() if names} == PLACES


@pytest.mark.parametrize("name", ["pyld", "rdflib"])
def test_packages_whose_insides_are_used_have_an_upper_bound(name: str) -> None:
    """The next major version is tried before it is allowed."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    [wanted] = [text for text in project["dependencies"] if text.startswith(name)]
    assert "<" in wanted


def test_pyld_expands_an_iri_as_it_did() -> None:
    """By the context, against a base, and with a vocabulary."""
    parameters = list(inspect.signature(PROCESSOR._expand_iri).parameters)  # noqa: SLF001
    assert parameters[:4] == ["active_ctx", "value", "base", "vocab"]
    start = initial_context()
    assert start["mappings"] == {}
    active = PROCESSOR.process_context(start, {"@vocab": "urn:v:", "a": "urn:a"}, {})
    assert expand_iri(active, "a", vocab=True) == "urn:a"
    assert expand_iri(active, "b", vocab=True) == "urn:v:b"
    assert expand_iri(active, "c", base="http://h/x") == "http://h/c"
    assert expand_iri(active, "@odd", vocab=True) is None


def test_rdflib_parsers_have_the_parts_that_are_replaced() -> None:
    """`rdf.verbatim` makes literals in their place (tests/pipeline/test_host_program.py)."""
    assert list(inspect.signature(RDFSink.newLiteral).parameters) == ["self", "s", "dt", "lang"]
    assert list(inspect.signature(RDFSink.normalise).parameters) == ["self", "f", "n"]
    assert list(inspect.signature(NQuadsParser.literal).parameters) == ["self"]
    for name in ("property_element_start", "property_element_end", "literal_element_char"):
        assert callable(getattr(RDFXMLHandler, name))
