"""What a report needs besides the findings: the baseline and the census."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from ld_convert.findings.report import fingerprint

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ld_convert.model import Finding
    from ld_convert.score.census import Census


class Overview(NamedTuple):
    """The baseline and the census of a run."""

    baseline: Mapping[str, int] = {}
    """How often the baseline has each fingerprint; empty without a baseline."""
    census: Census | None = None
    """Properties and scores of the datasets; None if the run did not count them."""
    title: str = ""
    """Title of the catalogue."""
    options: str = ""
    """The options of the command that change its result, as they are typed."""
    date: str = ""
    """The day of the run, or of the captures where `--date` names it."""

    def states(
        self, folded: Iterable[tuple[Finding, int]]
    ) -> Iterator[tuple[Finding, int, str, bool]]:
        """Yield each finding with its count, its fingerprint and whether the baseline lacks it."""
        left = Counter(self.baseline)
        for finding, count in folded:
            key = fingerprint(finding)
            is_new = left[key] < count
            left[key] -= count
            yield finding, count, key, is_new
