"""The W3C tests of JSON-LD in HTML, through our own reader of pages, `expand` and `to_graph`."""

from __future__ import annotations

import json
from itertools import chain
from pathlib import Path

import pytest
from pyld import jsonld

from ld_convert.expand import expand
from ld_convert.findings.report import Report
from ld_convert.model import Expanded, Fragment, Json, Location, Origin, Text
from tests.suites.content import json_ld_scripts
from tests.support.json_ld_suite import (
    GENERATED,
    canonical,
    cases,
    comparable,
    folder,
    identity,
    kind,
    quads,
)

pytestmark = pytest.mark.suites

BASE = "https://w3c.github.io/json-ld-api/tests/"
CODES = {"loading document failed": "LD254", "invalid script element": "LD220"}
"""Our finding for each error of the specification."""
NOWHERE = Origin("script", Location("a page without scripts"))


def converted(suites: Path, test: Json) -> tuple[Expanded | None, list[str]]:
    """What the page of a test holds, expanded, and the codes of the findings; None for nothing.

    The specification makes one array of several scripts. Our `extract` keeps them apart, so that
    equal blank node labels of two scripts name two things.
    """
    options = test.get("option", {})
    # Since 2024-07-10 the default of toRdf is to take all scripts.
    name, hash_sign, fragment = test["input"].partition("#")
    every = not fragment and options.get("extractAllScripts", "jld:ToRDFTest" in test["@type"])
    page, url = Text.whole((suites / name).read_bytes()), BASE + name + hash_sign + fragment
    report = Report()
    found = list(json_ld_scripts(page, url, report, base=options.get("base", ""), every=every))
    value = together([d.value for d in found]) if every else found[0].value if found else None
    if value is None:
        return None, [finding.code for finding in report.findings]
    origins = tuple(Origin(d.kind, d.location) for d in found) or (NOWHERE,)
    expanded = expand(Fragment(value, origins, found[0].base if found else None), report)
    return expanded, [finding.code for finding in report.findings]


def together(values: list[Json]) -> Json:
    """Several documents as one array."""
    return list(chain.from_iterable(v if isinstance(v, list) else [v] for v in values))


def nodes(suites: Path, test: Json) -> Json:
    """The expanded nodes of a page, without our names for the nameless."""
    expanded, codes = converted(suites, test)
    assert expanded is not None
    assert codes == []
    return nameless(expanded.nodes)


def nameless(value: Json) -> Json:
    """Expanded JSON-LD without the labels that we give to nameless nodes, in its own order."""
    if isinstance(value, list):
        return [nameless(item) for item in value]
    if not isinstance(value, dict):
        return value
    ours = GENERATED.match(str(value.get("@id", "")))
    return {key: nameless(v) for key, v in value.items() if not (ours and key == "@id")}


def chosen(operation: str) -> list[Json]:
    """The tests of one operation that have an expected result, as parameters."""
    return [
        pytest.param(test, id=identity(test))
        for test in cases("html")
        if f"jld:{operation}Test" in test["@type"] and kind(test) == "PositiveEvaluationTest"
    ]


def expected(suites: Path, test: Json) -> Json:
    return json.loads((suites / test["expect"]).read_text("utf-8"))


def context(suites: Path, test: Json) -> Json:
    return json.loads((suites / test["context"]).read_text("utf-8"))


def suites_of(shared: Path) -> Path:
    found = folder()
    assert found is not None, shared
    return found


@pytest.mark.parametrize("test", chosen("Expand"))
def test_a_page_expands_as_the_suite_says(shared: Path, test: Json) -> None:
    """The scripts chosen, their text and their base are those of the specification."""
    suites = suites_of(shared)
    assert comparable(nodes(suites, test)) == comparable(expected(suites, test))


@pytest.mark.parametrize("test", chosen("ToRDF"))
def test_a_page_becomes_the_statements_of_the_suite(shared: Path, test: Json) -> None:
    """Named graphs included, up to the labels of blank nodes."""
    suites = suites_of(shared)
    expanded, _ = converted(suites, test)
    assert expanded is not None
    assert quads(expanded) == canonical((suites / test["expect"]).read_bytes())


@pytest.mark.parametrize("test", chosen("Compact"))
def test_a_page_compacts_as_the_suite_says(shared: Path, test: Json) -> None:
    """What we expanded compacts, by pyld, to the expected document."""
    suites = suites_of(shared)
    compacted = jsonld.compact(nodes(suites, test), context(suites, test))
    assert comparable(compacted) == comparable(expected(suites, test))


@pytest.mark.parametrize("test", chosen("Flatten"))
def test_a_page_flattens_as_the_suite_says(shared: Path, test: Json) -> None:
    """What we expanded flattens, by pyld, to the expected document."""
    suites = suites_of(shared)
    flattened = jsonld.flatten(nodes(suites, test), context(suites, test))
    assert comparable(flattened) == comparable(expected(suites, test))


@pytest.mark.parametrize(
    "test",
    [
        pytest.param(test, id=identity(test))
        for test in cases("html")
        if kind(test) == "NegativeEvaluationTest"
    ],
)
def test_an_error_of_the_suite_is_a_finding(shared: Path, test: Json) -> None:
    """Without repairs, each error that the specification names is one finding and gives no data."""
    expanded, codes = converted(suites_of(shared), test)
    assert codes == [CODES[test["expectErrorCode"]]]
    assert expanded is None or expanded.nodes == []


def test_every_test_of_the_suite_is_run(shared: Path) -> None:
    """No test of the manifest is left out by its kind or its type."""
    assert shared
    operations = ("Expand", "ToRDF", "Compact", "Flatten")
    negative = [test for test in cases("html") if kind(test) == "NegativeEvaluationTest"]
    assert len(cases("html")) == len(negative) + sum(len(chosen(name)) for name in operations)
