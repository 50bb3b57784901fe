"""Show findings; the form of a report file follows from the ending of its name."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ld_convert.report.json_report import json_report
from ld_convert.report.text import text_report
from ld_convert.settings import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ld_convert.model import Finding

REPORTS: dict[str, Callable[[Sequence[Finding]], str]] = {
    ".json": json_report,
    ".txt": text_report,
}
"""By ending of the file name."""


def write_report(findings: Sequence[Finding], path: str) -> None:
    """Write all findings to a file. Raises UsageError for an ending that is not in REPORTS."""
    report = REPORTS.get(Path(path).suffix)
    if report is None:
        raise UsageError(f"{path}: a report ends in {' or '.join(REPORTS)}")
    Path(path).write_text(report(findings), "utf-8")
