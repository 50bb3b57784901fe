"""The state of a run at one moment, and its text."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from ld_convert.run import Tally


class State(NamedTuple):
    """The state of a run at one moment."""

    tally: Tally
    seconds: float
    """Since the start."""
    total_bytes: int
    """Size of all inputs; 0 if it is not known, as for standard input."""
    is_done: bool = False

    @property
    def speed(self) -> float:
        """Captures a second, since the start."""
        return self.tally.captures / self.seconds if self.seconds else 0.0

    @property
    def seconds_left(self) -> float | None:
        """Time for the remaining bytes at the speed so far; None if it cannot be known."""
        if self.is_done or not self.total_bytes or not self.tally.size_bytes:
            return None
        rest = max(self.total_bytes - self.tally.size_bytes, 0)
        return self.seconds * rest / self.tally.size_bytes

    def __str__(self) -> str:
        """Return `1,200 pages, 1,180 datasets, 310 findings, 411.2 pages/s, 0:01:12 left`."""
        tally, left = self.tally, self.seconds_left
        return (
            f"{tally.captures:,} pages, {tally.datasets:,} datasets, "
            f"{tally.findings:,} findings, {self.speed:,.1f} pages/s"
            + (f", {_clock(left)} left" if left is not None else "")
        )


def _clock(seconds: float) -> str:
    """Return `0:01:12`."""
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes // 60}:{minutes % 60:02}:{rest:02}"
