"""Findings as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

import orjson

from ld_convert.findings.codes import clause, codes, severity
from ld_convert.findings.report import folded
from ld_convert.report.advice import advice

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ld_convert.model import Detail, Finding, Json
    from ld_convert.report.overview import Overview


LONGEST_TEXT = 1000
"""Characters written of a value: a report need not repeat a description of a megabyte."""


def json_report(findings: Iterable[Finding], overview: Overview) -> Iterator[str]:
    """Yield a JSON array with one object for each finding, one a line."""
    before = "[\n"
    for finding, count, key, is_new in overview.states(folded(findings)):
        row = as_json(finding) | {"count": count, "fingerprint": key, "new": is_new}
        yield before + dumps(row)
        before = ",\n"
    yield "[]\n" if before == "[\n" else "\n]\n"


def as_json(finding: Finding) -> Json:
    """Return a finding as a JSON object."""
    code = codes()[finding.code]
    return {
        "code": finding.code,
        "name": code.name,
        "severity": severity(finding),
        "message": finding.message,
        "about": finding.about._asdict(),
        "place": finding.place._asdict(),
        "excerpt": finding.excerpt and finding.excerpt._asdict(),
        "detail": finding.detail and _detail(finding.detail),
        "hint": advice(finding),
        "clause": clause(finding),
    }


def _detail(detail: Detail) -> Json:
    """Return the detail as an object; a text that is cut ends in an ellipsis."""
    return {
        key: text if len(text) <= LONGEST_TEXT or key == "trace" else text[: LONGEST_TEXT - 1] + "…"
        for key, text in detail._asdict().items()
    }


def dumps(value: Json) -> str:
    """Return JSON on one line; lone surrogates, as in some file names, as escapes."""
    try:
        return orjson.dumps(value).decode()
    except TypeError:
        return orjson.dumps(_plain(value)).decode()


def _plain(value: Json) -> Json:
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    if isinstance(value, str):
        return value.encode("utf-8", "backslashreplace").decode()
    return value
