"""Python's garbage collector is paused while pages are converted."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def uncollected() -> Iterator[None]:
    """Pause the garbage collector; at the end it is switched on again if it was on before.

    A page's nodes and triples form no cycles: Python frees them as soon as nothing refers to them.
    Searching them for cycles again and again takes a third of the time of a large page.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
