"""Processor times of several ways of doing one thing, taken in turns."""

from __future__ import annotations

import gc
import time
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
            start = time.process_time()
            work()
            times[name].append(time.process_time() - start)
    return {name: min(found) for name, found in times.items()}
