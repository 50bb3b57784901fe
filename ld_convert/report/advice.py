"""What to do about a finding, and what it gains in the quality score."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ld_convert.findings.codes import codes, rule_of, severity
from ld_convert.score.indicators import indicators, quality
from ld_convert.vocab.namespaces import curie

if TYPE_CHECKING:
    from ld_convert.model import Finding

COMPLIANCE = "dcatApCompliance"
MISSING = "#MinCountConstraintComponent"
THINGS = ("dataset", "distribution")
"""Things with indicators of their own."""


def points_of(finding: Finding) -> int:
    """Return the points that a dataset gains without this finding (MQA, 405 points)."""
    detail, thing = finding.detail, thing_of(finding)
    if detail is None or not thing:
        return 0
    path = curie(detail.path) if detail.component.endswith(MISSING) else ""
    missing = {i.id for i in indicators(thing) if path and i.property == path}
    broken = {COMPLIANCE} if severity(finding) == "violation" else set()
    return sum(i.points for i in indicators() if i.id in missing | broken)


def advice(finding: Finding) -> str:
    """Return what to do about a finding, with an example to copy if there is one.

    RDF that was checked as it is gets the property; a page gets members of JSON-LD.
    """
    detail = finding.detail
    if detail is None or not detail.component.endswith(MISSING):
        return codes()[finding.code].hint
    if detail.form == "rdf":
        return f"add {curie(detail.path)}"
    example = example_for(rule_of(finding).partition("/")[2], detail.path)
    return f"add {example}" if example else codes()[finding.code].hint


def example_for(shape: str, path: str) -> str:
    """Return members of JSON-LD that give a property to what a shape is about; else an empty text.

    `shape` is the last part of its IRI, as `Catalog-issued-recommended`.
    """
    return quality().examples.get(_kind(shape), {}).get(curie(path), "")


def thing_of(finding: Finding) -> str:
    """Return dataset or distribution for a finding of a shape on one; empty for others."""
    kind = _kind(rule_of(finding).partition("/")[2])
    return kind if kind in THINGS else ""


def _kind(shape: str) -> str:
    """Return the first word of a shape's name, which says of what it is: `catalog`."""
    return shape.partition("-")[0].lower()
