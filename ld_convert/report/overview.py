"""What a report says besides the findings."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from ld_convert.findings.report import fingerprint

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ld_convert.model import Finding
    from ld_convert.score.census import Census


class Overview(NamedTuple):
    """What a run knows besides its findings."""

    baseline: Mapping[str, int] = {}
    """How often each fingerprint was found before; empty where there is no baseline."""
    census: Census | None = None
    """What the datasets state and score, where that was counted."""

    def states(
        self, folded: Iterable[tuple[Finding, int]]
    ) -> Iterator[tuple[Finding, int, str, bool]]:
        """Yield each finding with its count, its fingerprint and whether it is new."""
        left = Counter(self.baseline)
        for finding, count in folded:
            key = fingerprint(finding)
            is_new = left[key] < count
            left[key] -= count
            yield finding, count, key, is_new
