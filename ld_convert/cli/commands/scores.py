"""What the options `--score` and `--probe-urls` ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ld_convert.score import Prober, Scorebook, scorebook
from ld_convert.settings import UsageError

if TYPE_CHECKING:
    from contextlib import AbstractContextManager


def is_wanted(score: str | None, report: str | None) -> bool:
    """Return whether a command counts what datasets state: for a score, or a report with one."""
    return bool(score) or (report or "").endswith(".html")


def open_book(
    score: str | None, report: str | None, *, probe_urls: bool
) -> AbstractContextManager[Scorebook]:
    """Return the scorebook of a command.

    Raises UsageError for a file of an unknown form, and where addresses are to be probed for
    nothing.
    """
    if probe_urls and not is_wanted(score, report):
        raise UsageError("--probe-urls needs --score FILE or --report FILE.html: nothing is scored")
    return scorebook(score, Prober() if probe_urls else None)
