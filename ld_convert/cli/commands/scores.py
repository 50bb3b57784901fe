"""Opens the scorebook for `--score` and `--probe-urls`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ld_convert.score import Prober, Scorebook, scorebook
from ld_convert.settings import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from contextlib import AbstractContextManager


SCORED = (".html", ".md")
"""Endings of reports with scores."""


def is_wanted(scores: Sequence[str], reports: Sequence[str]) -> bool:
    """Return whether a command must score datasets: for --score, or a report with scores."""
    return bool(scores) or any(report.endswith(SCORED) for report in reports)


def open_book(
    scores: Sequence[str], reports: Sequence[str], *, probe_urls: bool
) -> AbstractContextManager[Scorebook]:
    """Return the scorebook of a command.

    Raises UsageError for a file with an unknown ending, and for --probe-urls without a score.
    """
    if probe_urls and not is_wanted(scores, reports):
        raise UsageError("--probe-urls needs --score FILE or --report FILE.html")
    return scorebook(scores, Prober() if probe_urls else None)
