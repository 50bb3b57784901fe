"""Processor times of several ways of doing one thing, taken in turns."""

from __future__ import annotations

import gc
import resource
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Work = Callable[[], object]


def in_turns(ways: Mapping[str, Work], rounds: int, warm: int = 1) -> dict[str, float]:
    """Return the least processor time in seconds of each way, measured in alternation.

    What else runs on the machine only adds to a turn: it takes the caches away, from one way more
    than from another. So each way has its best turn, and ratios can be read.
    """
    for work in ways.values():
        for _ in range(warm):
            work()
    times: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(rounds):
        for name, work in ways.items():
            gc.collect()
            start = processor_seconds()
            work()
            times[name].append(processor_seconds() - start)
    return {name: min(found) for name, found in times.items()}


def processor_seconds() -> float:
    """Return what this process and those that it has waited for have used so far."""
    used = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in used)
