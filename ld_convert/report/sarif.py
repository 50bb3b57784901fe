"""Findings as SARIF 2.1.0 (OASIS Static Analysis Results Interchange Format)."""

from __future__ import annotations

import re
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from ld_convert.findings.codes import clause, codes, rule_of, severity
from ld_convert.findings.report import folded
from ld_convert.report.advice import advice
from ld_convert.report.json_report import dumps
from ld_convert.report.text import message_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ld_convert.model import Finding, Json, Place
    from ld_convert.report.overview import Overview

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
LEVELS = {"info": "note", "warning": "warning", "violation": "error"}
"""SARIF level (section 3.27.10) by severity."""

URI_SAFE = "/!*'();@&=+$,~"
NO_CHARACTER = re.compile("[\ud800-\udc7f\udd00-\udfff]")


def sarif_report(findings: Iterable[Finding], overview: Overview) -> Iterator[str]:
    """Yield a SARIF log of one run; its rules are those with results.

    A rule is a code, or a code and a shape; its helpUri is the clause.
    """
    yield f'{{"$schema":"{SCHEMA}","version":"2.1.0","runs":[{{"columnKind":"unicodeCodePoints",'
    yield '"results":['
    rules: dict[str, Json] = {}
    before = "\n"
    for finding, count, key, is_new in overview.states(folded(findings)):
        rule = rule_of(finding)
        rules.setdefault(rule, _rule(rule, finding))
        result = _result(finding, list(rules).index(rule), key, count)
        if overview.baseline:
            result["baselineState"] = "new" if is_new else "unchanged"
        yield before + dumps(result)
        before = ",\n"
    driver = {
        "name": "ld-convert",
        "semanticVersion": version("ld-convert"),
        "rules": list(rules.values()),
    }
    yield f'\n],"tool":{{"driver":{dumps(driver)}}}}}]}}\n'


def _rule(rule: str, finding: Finding) -> Json:
    """Return a reportingDescriptor (section 3.49)."""
    code = codes()[finding.code]
    found: Json = {
        "id": rule,
        "name": code.name,
        "shortDescription": {"text": _short(rule, finding)},
        "fullDescription": {"text": code.why},
        "help": {"text": advice(finding)},
        "defaultConfiguration": {"level": LEVELS[severity(finding)]},
    }
    if clause(finding):
        found["helpUri"] = clause(finding)
    return found


def _short(rule: str, finding: Finding) -> str:
    """Return what a rule is about: the message of its shape, else the name of its code."""
    return message_of(finding) if "/" in rule else codes()[finding.code].name.replace("-", " ")


def _result(finding: Finding, index: int, key: str, count: int) -> Json:
    """Return a result (section 3.27)."""
    return {
        "ruleId": rule_of(finding),
        "ruleIndex": index,
        "level": LEVELS[severity(finding)],
        "message": {"text": finding.message},
        "locations": [_location(finding)],
        "partialFingerprints": {"ldConvert/v1": key},
        "occurrenceCount": count,
    }


def _location(finding: Finding) -> Json:
    """Return a location (section 3.28): the region in the capture, and the JSON pointer."""
    place = finding.place
    physical: Json = {"artifactLocation": {"uri": artifact_uri(place.source)}}
    if place.line is not None:
        physical["region"] = {"startLine": place.line, "startColumn": place.column}
    logical = [name for name in (_pointer(place), _focus(finding)) if name]
    return {"physicalLocation": physical} | ({"logicalLocations": logical} if logical else {})


def artifact_uri(source: str) -> str:
    """Return the name of a capture as a URI reference (RFC 3986)."""
    # Bytes of a file name that are not UTF-8 are kept; other lone surrogates become U+FFFD.
    name = NO_CHARACTER.sub("\ufffd", source).encode("utf-8", "surrogateescape")
    if Path(source).is_absolute():
        return "file://" + quote(name, safe=URI_SAFE + ":")
    # A colon in the first segment would read as a scheme (section 4.2).
    return quote(name, safe=URI_SAFE)


def _pointer(place: Place) -> Json:
    return place.pointer and {"fullyQualifiedName": place.pointer, "kind": "value"}


def _focus(finding: Finding) -> Json:
    focus = finding.detail.focus if finding.detail else ""
    return focus and {"fullyQualifiedName": focus, "kind": "resource"}
