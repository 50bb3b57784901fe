"""Findings as lines of text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ld_convert.findings import codes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ld_convert.model import Finding


def line(finding: Finding, *, hint: bool = False) -> str:
    """Return `page.html:4:35 /datePublished: LD401 'last spring' cannot be read as date`."""
    text = f"{finding.place}: {finding.code} {finding.message}"
    return f"{text}\n  {codes()[finding.code].hint}" if hint else text


def text_report(findings: Sequence[Finding]) -> str:
    """Return one line for each finding."""
    return "".join(f"{line(finding)}\n" for finding in findings)
