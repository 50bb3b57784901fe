"""Opens the scorebook for `--score` and `--probe-urls`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ld_convert.score import Prober, Scorebook, scorebook
from ld_convert.settings import UsageError

if TYPE_CHECKING:
    from contextlib import AbstractContextManager


def is_wanted(score: str | None, report: str | None) -> bool:
    """Return whether a command must score datasets: for --score or an HTML report."""
    return bool(score) or (report or "").endswith(".html")


def open_book(
    score: str | None, report: str | None, *, probe_urls: bool
) -> AbstractContextManager[Scorebook]:
    """Return the scorebook of a command.

    Raises UsageError for a file with an unknown ending, and for --probe-urls without a score.
    """
    if probe_urls and not is_wanted(score, report):
        raise UsageError("--probe-urls needs --score FILE or --report FILE.html")
    return scorebook(score, Prober() if probe_urls else None)
