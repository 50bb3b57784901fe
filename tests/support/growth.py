"""Whether work takes time in proportion to its size, measured in one process."""

from __future__ import annotations

from time import process_time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

TURNS = 3
"""What else runs on the machine only adds time: of so many turns the least counts."""


def is_linear(
    work: Callable[[int], object], small: int, large: int, times: float, least: float
) -> bool:
    """Return whether the large size takes less than `times` as long as the small one.

    The small one counts as `least` seconds of processor time, if it takes fewer. As soon as one
    turn with the large size is short enough, no other is needed.
    """
    allowed = times * max(min(_seconds(work, small) for _ in range(TURNS)), least)
    return any(_seconds(work, large) < allowed for _ in range(TURNS))


def _seconds(work: Callable[[int], object], size: int) -> float:
    start = process_time()
    work(size)
    return process_time() - start
