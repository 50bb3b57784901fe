"""Findings as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

import orjson

from ld_convert.findings import codes, severity

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ld_convert.model import Finding, Json


def json_report(findings: Sequence[Finding]) -> str:
    """Return a JSON array with one object for each finding."""
    return orjson.dumps([as_json(f) for f in findings], option=orjson.OPT_INDENT_2).decode() + "\n"


def as_json(finding: Finding) -> Json:
    """Return a finding as a JSON object."""
    return {
        "code": finding.code,
        "name": codes()[finding.code].name,
        "severity": severity(finding),
        "message": finding.message,
        "place": finding.place._asdict(),
    }
