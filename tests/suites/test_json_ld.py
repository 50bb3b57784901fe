"""The W3C JSON-LD 1.1 API test suites, through our own `expand` and `to_graph`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ld_convert.model import Json
from tests.support.json_ld_suite import (
    canonical,
    cases,
    comparable,
    expanded,
    folder,
    identity,
    kind,
    quads,
)

pytestmark = pytest.mark.suites

NAMELESS = "an @id that stays relative cannot be an IRI: a finding, and a thing without an @id"
EXPAND_EXCEPTIONS = {
    "t0060": NAMELESS,
    "t0122": "a reference to null is left out, it says nothing",
    "ter04": "a context that is not at hand is a finding, and the rest of the document is read",
}
NO_DIRECTION = "base direction is not written: no RDF 1.1 reader knows the two experimental forms"
FRACTION = "a number with a fraction is a double: 1.0 may be a version, and is not the integer 1"
MENDED = "what is illegal in an IRI is percent-encoded with a finding, and the statement is kept"
TO_RDF_EXCEPTIONS = {
    "te060": NAMELESS,
    "tdi09": NO_DIRECTION,
    "tdi10": NO_DIRECTION,
    "tdi11": NO_DIRECTION,
    "tdi12": NO_DIRECTION,
    "te111": MENDED,
    "te112": MENDED,
    "ter04": EXPAND_EXCEPTIONS["ter04"],
    "tli12": MENDED,
    "tli14": "a list member that names nothing is left out with its cell",
    "trt01": FRACTION,
    "ttn02": FRACTION,
    "twf01": MENDED,
    "twf03": MENDED,
    "twf04": MENDED,
    "twf05": "the text is kept without the language tag, with a finding",
    "twf07": MENDED,
}


def mark(test: Json, exceptions: dict[str, str]) -> Json:
    """The test as a parameter; a listed exception must really differ."""
    reason = exceptions.get(identity(test))
    marks = [pytest.mark.xfail(reason=reason, strict=True)] if reason else []
    return pytest.param(test, id=identity(test), marks=marks)


@pytest.mark.parametrize("test", [mark(test, EXPAND_EXCEPTIONS) for test in cases("expand")])
def test_expand_agrees_with_the_suite(shared: Path, test: Json) -> None:
    """Marking nodes, mending contexts and naming nodes changes no expansion."""
    suites = folder()
    assert suites is not None, shared
    found, codes = expanded(suites, test)
    if kind(test) == "NegativeEvaluationTest":
        assert {"LD302", "LD325", "LD326"} & set(codes)
    else:
        expected = json.loads((suites / test["expect"]).read_text("utf-8"))
        assert comparable(found.nodes) == comparable(expected)


@pytest.mark.parametrize("test", [mark(test, TO_RDF_EXCEPTIONS) for test in cases("toRdf")])
def test_to_graph_agrees_with_the_suite(shared: Path, test: Json) -> None:
    """Our statements are those of the specification's algorithm, up to blank node labels."""
    suites = folder()
    assert suites is not None, shared
    found, codes = expanded(suites, test)
    if kind(test) == "NegativeEvaluationTest":
        assert {"LD302", "LD325", "LD326"} & set(codes)
    elif kind(test) == "PositiveEvaluationTest":
        assert quads(found) == canonical((suites / test["expect"]).read_bytes())
    else:
        assert "LD302" not in codes
