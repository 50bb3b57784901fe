"""Python's collector of cycles: it pauses while pages are converted, and seldom looks else."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

YOUNG = 200_000
"""New objects after which it looks."""


@contextmanager
def uncollected() -> Iterator[None]:
    """Pause the collector; it is as it was before at the end.

    A page's nodes and triples form no cycles: they go when the last that uses them goes. Looking
    for cycles among them again and again takes a third of the time of a large page.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def collect_seldom() -> None:
    """Let the collector look for cycles less often, in a process that is ours alone.

    By default it does so after each 700 new objects; loading tables makes hundreds of thousands.
    """
    gc.set_threshold(YOUNG)
