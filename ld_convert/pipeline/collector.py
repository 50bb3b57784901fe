"""Python's collector of cycles pauses while pages are converted."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


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
