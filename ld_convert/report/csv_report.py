"""Findings as a table for spreadsheets: what to fix, where, and what it gains."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from ld_convert.findings.codes import clause, rule_of
from ld_convert.findings.excerpt import printable
from ld_convert.findings.report import folded
from ld_convert.report.advice import advice, points_of
from ld_convert.report.text import message_of, severity_name
from ld_convert.values.names.cells import safe_cell

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ld_convert.model import Finding
    from ld_convert.report.overview import Overview

HEADINGS = (
    *("severity", "points", "title", "owner", "address", "problem", "to do"),
    *("source", "line", "column", "pointer", "dataset", "rule", "clause", "count"),
)


def csv_report(findings: Iterable[Finding], _: Overview) -> Iterator[str]:
    """Yield a table (RFC 4180) with a row for each finding, in the order of the run.

    `points` are those that the dataset gains in the quality score (MQA) without the finding. A
    control character of a page is an escape: a spreadsheet ends the table at the first NUL.
    """
    yield _row(HEADINGS)
    for finding, count in folded(findings):
        yield _row(_cells(finding, count))


def _cells(finding: Finding, count: int) -> tuple[object, ...]:
    about, place = finding.about, finding.place
    return (
        severity_name(finding),
        points_of(finding),
        about.title,
        about.owner,
        about.url,
        message_of(finding),
        advice(finding),
        place.source,
        place.line,
        place.column,
        place.pointer,
        about.dataset,
        rule_of(finding),
        clause(finding),
        count,
    )


def _row(cells: Iterable[object]) -> str:
    text = io.StringIO()
    csv.writer(text).writerow([safe_cell(_printed(cell)) for cell in cells])
    return text.getvalue()


def _printed(cell: object) -> object:
    return printable(cell) if isinstance(cell, str) else cell
