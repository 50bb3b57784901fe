"""Findings as a SHACL validation report in Turtle (SHACL, section 3.6)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rdflib import Literal, URIRef

from ld_convert.findings.codes import clause, severity
from ld_convert.findings.report import folded
from ld_convert.report.advice import advice

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ld_convert.model import Detail, Finding, Place
    from ld_convert.report.overview import Overview

HEAD = """\
@prefix dct: <http://purl.org/dc/terms/> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix ptr: <http://www.w3.org/2009/pointers#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

"""
SEVERITY = {"info": "sh:Info", "warning": "sh:Warning", "violation": "sh:Violation"}
IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|^`\\]*")
LONGEST_VALUE = 1000
"""Longer values are left out: a report need not repeat a description of a megabyte."""

UNLABELLED = re.compile(r"^[^A-Za-z0-9_]+|[^A-Za-z0-9_-]")
"""Characters that are replaced in a blank node label."""


def turtle_report(findings: Iterable[Finding], _: Overview) -> Iterator[str]:
    """Yield a sh:ValidationReport, with the place of each result in its capture.

    Findings of other stages than validation are no results of shapes. They are a
    sh:AbstractResult that the report has by dct:hasPart, and sh:conforms does not count them.
    """
    yield HEAD
    conforms = True
    for number, (finding, count) in enumerate(folded(findings), 1):
        is_result = finding.detail is not None and bool(finding.detail.component)
        conforms &= not is_result
        link = "sh:result" if is_result else "dct:hasPart"
        yield f"_:report {link} _:result{number} .\n"
        statements = [*_statements(finding, count), *_shacl(finding)]
        kind = "sh:ValidationResult" if is_result else "sh:AbstractResult"
        yield f"_:result{number} a {kind} ;\n    " + " ;\n    ".join(statements) + " .\n"
    yield f"_:report a sh:ValidationReport ; sh:conforms {str(conforms).lower()} .\n"


def _statements(finding: Finding, count: int) -> Iterator[str]:
    yield f"sh:resultSeverity {SEVERITY[severity(finding)]}"
    yield f"sh:resultMessage {_text(finding.message)}"
    yield f"dct:identifier {_text(finding.code)}"
    yield f"rdfs:comment {_text(advice(finding))}"
    yield f"prov:atLocation {_place(finding.place)}"
    if count > 1:
        yield f"prov:value {count}"
    if clause(finding):
        yield f"rdfs:seeAlso {_iri(clause(finding))}"


def _shacl(finding: Finding) -> Iterator[str]:
    """Yield the SHACL properties of a result that the finding knows."""
    if finding.detail is None:
        return
    detail = finding.detail
    yield f"sh:focusNode {_focus(detail.focus)}"
    for name, iri in (
        ("sh:resultPath", detail.path),
        ("sh:sourceConstraintComponent", detail.component),
        ("sh:sourceShape", detail.shape),
    ):
        if IRI.fullmatch(iri):
            yield f"{name} {_iri(iri)}"
    if detail.value and len(detail.value) <= LONGEST_VALUE:
        yield f"sh:value {_value(detail)}"


def _place(place: Place) -> str:
    """Return a pointer into the source (W3C Pointer Methods in RDF 1.0)."""
    parts = [f"dct:source {_text(place.source)}"]
    if place.line is not None:
        parts.append(f"ptr:lineNumber {place.line} ; ptr:charNumber {place.column}")
    if place.pointer:
        parts.append(f"ptr:expression {_text(place.pointer)}")
    return f"[ a ptr:LineCharPointer ; {' ; '.join(parts)} ]"


def _focus(name: str) -> str:
    """Return an IRI or a blank node in Turtle."""
    return _iri(name) if IRI.fullmatch(name) else f"_:{UNLABELLED.sub('-', name) or 'unknown'}"


def _value(detail: Detail) -> str:
    """Return the wrong value as a Turtle term."""
    kind, value = detail.value_type, _plain(detail.value)
    if kind in ("iri", "blank"):
        return _focus(value)
    if kind.startswith("@"):
        return Literal(value, lang=kind[1:]).n3()
    # Never the short form of a number or a boolean: the value may not be one.
    return _text(value) + (f"^^{_iri(kind)}" if IRI.fullmatch(kind) else "")


def _iri(iri: str) -> str:
    return URIRef(iri).n3()


def _text(value: str) -> str:
    return Literal(_plain(value)).n3()


def _plain(value: str) -> str:
    """Return a text with lone surrogates, as in some file names, as escapes."""
    return value.encode("utf-8", "backslashreplace").decode()
