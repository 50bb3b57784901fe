"""Reports: files with all findings. The ending of the file name chooses the form."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from ld_convert.report.overview import Overview
from ld_convert.settings import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from ld_convert.model import Finding

    Writer = Callable[[Iterable[Finding], Overview], Iterator[str]]

__all__ = ["REPORTS", "Overview", "check_report", "write_report"]

REPORTS = {
    ".full.txt": ("text", "full_report"),
    ".txt": ("text", "text_report"),
    ".json": ("json_report", "json_report"),
    ".sarif": ("sarif", "sarif_report"),
    ".xml": ("junit", "junit_report"),
    ".ttl": ("turtle", "turtle_report"),
    ".csv": ("csv_report", "csv_report"),
    ".md": ("markdown", "markdown_report"),
    ".html": ("html", "html_report"),
}
"""Module and function by ending of the file name; the first ending that matches counts.

The module is imported when its report is written, so that commands start fast.
"""


def check_report(path: str) -> str:
    """Return the ending of a path, a key of REPORTS; raises UsageError for another ending."""
    ending = next((ending for ending in REPORTS if path.endswith(ending)), None)
    if ending is None:
        *others, last = REPORTS
        raise UsageError(f"{path}: a report ends in {', '.join(others)} or {last}")
    return ending


def write_report(findings: Iterable[Finding], path: str, overview: Overview | None = None) -> None:
    """Write all findings to a file; equal findings of a capture once, with their number.

    Raises UsageError for an ending that is not in REPORTS. Bytes of file names that are not UTF-8
    are written as escapes.
    """
    module, name = REPORTS[check_report(path)]
    report: Writer = getattr(import_module(f"ld_convert.report.{module}"), name)
    with Path(path).open("w", encoding="utf-8", errors="backslashreplace", newline="\n") as file:
        file.writelines(report(findings, overview or Overview()))
