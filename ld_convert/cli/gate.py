"""Decides whether findings make a command exit with status 1: severe enough, too many, new."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import orjson

from ld_convert.findings.codes import SEVERITIES, severity
from ld_convert.findings.report import fingerprint
from ld_convert.run.guard import BUG
from ld_convert.settings import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ld_convert.model import Finding

NEVER = "never"
FAILED = 3
"""Exit status if the program itself failed at a page."""


class Gate:
    """Counts findings by severity; those of the baseline are counted apart."""

    def __init__(self, tolerated: int = 0, baseline: Mapping[str, int] | None = None) -> None:
        self.tolerated = tolerated
        """How many new findings of `--fail-on` or worse are accepted."""
        self.has_baseline = baseline is not None
        self.baseline = Counter(baseline or {})
        """How often the baseline has each fingerprint."""
        self.new: Counter[str] = Counter()
        self.known = 0
        self.answered = 0
        """Findings of one page that another page of the run answers."""
        self.bugs = 0
        """How many pages the program itself failed at."""
        self._left = Counter(self.baseline)

    def new_ones(self, findings: Sequence[Finding]) -> Sequence[Finding]:
        """Return the findings that the baseline does not have; the others are counted as known."""
        return [f for f in findings if not self._is_known(f)] if self._left else findings

    def _is_known(self, finding: Finding) -> bool:
        """Return whether the baseline has more findings of this fingerprint than were met."""
        key = fingerprint(finding)
        if self._left[key] <= 0:
            return False
        self._left[key] -= 1
        self.known += 1
        return True

    def count(self, findings: Iterable[Finding]) -> None:
        """Count new findings."""
        for finding in findings:
            self.new[severity(finding)] += 1
            self.bugs += finding.code == BUG

    def take_back(self, counts: Counter[str]) -> None:
        """Count no longer what another page answers; `counts` are by severity."""
        self.new.subtract(counts)
        self.answered += counts.total()

    def failed(self, fail_on: str) -> bool:
        """Return whether there are more new findings of `fail_on` or worse than accepted."""
        if fail_on == NEVER:
            return False
        grave = SEVERITIES[SEVERITIES.index(fail_on) :]
        return sum(self.new[name] for name in grave) > self.tolerated


def read_baseline(path: str) -> Counter[str]:
    """Return how often a .json report has each fingerprint.

    Raises UsageError for a file that is not such a report, and OSError for one that cannot be read.
    """
    known: Counter[str] = Counter()
    try:
        for row in orjson.loads(Path(path).read_bytes())[:]:  # a slice: only a list has one
            known[str(row["fingerprint"])] += int(row["count"])
    except (orjson.JSONDecodeError, LookupError, TypeError, ValueError) as error:
        message = f"--baseline {path}: not a report that --report FILE.json writes"
        raise UsageError(message) from error
    return known
