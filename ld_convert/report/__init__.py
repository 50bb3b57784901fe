"""Show findings; the form of a report file follows from the ending of its name."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ld_convert.report.html import html_report
from ld_convert.report.json_report import json_report
from ld_convert.report.junit import junit_report
from ld_convert.report.overview import Overview
from ld_convert.report.sarif import sarif_report
from ld_convert.report.text import full_report, text_report
from ld_convert.report.turtle import turtle_report
from ld_convert.settings import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from ld_convert.model import Finding

__all__ = ["REPORTS", "Overview", "check_report", "write_report"]

REPORTS: dict[str, Callable[[Iterable[Finding], Overview], Iterator[str]]] = {
    ".full.txt": full_report,
    ".txt": text_report,
    ".json": json_report,
    ".sarif": sarif_report,
    ".xml": junit_report,
    ".ttl": turtle_report,
    ".html": html_report,
}
"""By ending of the file name; the first that fits counts."""


def check_report(path: str) -> str:
    """Return the ending of REPORTS that a path has; raises UsageError where it has none."""
    ending = next((ending for ending in REPORTS if path.endswith(ending)), None)
    if ending is None:
        *others, last = REPORTS
        raise UsageError(f"{path}: a report ends in {', '.join(others)} or {last}")
    return ending


def write_report(findings: Iterable[Finding], path: str, overview: Overview | None = None) -> None:
    """Write all findings to a file, each once with the number of its equals.

    Raises UsageError for an ending that is not in REPORTS. A byte of a file name that is not
    UTF-8 is written as an escape.
    """
    report = REPORTS[check_report(path)]
    with Path(path).open("w", encoding="utf-8", errors="backslashreplace", newline="\n") as file:
        file.writelines(report(findings, overview or Overview()))
