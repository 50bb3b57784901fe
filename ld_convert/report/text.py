"""Findings as lines of text."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from ld_convert.findings.codes import clause, codes, severity
from ld_convert.findings.excerpt import printable, visible
from ld_convert.findings.report import folded

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ld_convert.model import Excerpt, Finding
    from ld_convert.report.overview import Overview

LONGEST_STATED = 120
WIDE = ("W", "F")
"""Classes of characters that take two columns (Unicode Standard Annex 11)."""


def line(finding: Finding, count: int = 1) -> str:
    """Return `page.html:4:35 /datePublished: LD401 'last spring' cannot be read as date`."""
    times = f" ({count} times)" if count > 1 else ""
    message = printable(finding.message)
    return f"{printable(str(finding.place))}: {finding.code} {message}{times}"


def full(finding: Finding, count: int = 1) -> str:
    """Return a finding with the line of the source, a caret, and what to do about it."""
    lines = [line(finding, count)]
    if finding.excerpt is not None:
        lines += [f"  | {finding.excerpt.text}", f"  | {_caret(finding.excerpt)}"]
    if finding.detail and finding.detail.stated:
        lines.append(f"  the page says {visible(finding.detail.stated[:LONGEST_STATED])}")
    lines.append(f"  {severity(finding)}: {codes()[finding.code].hint}")
    if clause(finding):
        lines.append(f"  see {printable(clause(finding))}")
    return "\n".join(lines)


def text_report(findings: Iterable[Finding], _: Overview) -> Iterator[str]:
    """Yield one line for each finding."""
    for finding, count in folded(findings):
        yield f"{line(finding, count)}\n"


def full_report(findings: Iterable[Finding], _: Overview) -> Iterator[str]:
    """Yield each finding with the line of the source, an empty line between them."""
    for finding, count in folded(findings):
        yield f"{full(finding, count)}\n\n"


def _caret(excerpt: Excerpt) -> str:
    before = excerpt.text[: excerpt.caret]
    return " " * sum(_width(character) for character in before) + "^"


def _width(character: str) -> int:
    """Return the columns that a terminal gives a character."""
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in WIDE else 1
