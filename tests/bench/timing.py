"""Processor times of several ways of doing one thing, taken in turns."""

from __future__ import annotations

import gc
import json
import time
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Work = Callable[[], object]


def half_a_second(data: bytes) -> float:
    """Return half a second, or as long as a slower machine takes to read the data 20 times as JSON.

    The reader is Python's own, and the data one JSON string for each line.
    """
    lines = json.dumps(data.decode("utf-8", "replace").split("\n"))
    return max(0.5, 20 * best_of(10, lambda: json.loads(lines)))


def best_of(rounds: int, work: Work) -> float:
    """Return the processor time in seconds of the round that other programs disturbed least."""
    times = []
    for _ in range(rounds):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times)


def in_turns(ways: Mapping[str, Work], rounds: int, warm: int = 1) -> dict[str, float]:
    """Return the median processor time in seconds of each way, measured in alternation.

    What else runs on the machine disturbs all of them alike, so that ratios can be read.
    """
    for work in ways.values():
        for _ in range(warm):
            work()
    times: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(rounds):
        for name, work in ways.items():
            gc.collect()
            start = time.process_time()
            work()
            times[name].append(time.process_time() - start)
    return {name: median(found) for name, found in times.items()}
