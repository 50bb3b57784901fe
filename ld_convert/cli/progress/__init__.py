"""Shows the progress of a run on standard error."""

from __future__ import annotations

import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from ld_convert.cli.progress.displays import DISPLAYS, Lines
from ld_convert.cli.progress.state import State
from ld_convert.read import sources
from ld_convert.read.paths import STDIN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ld_convert.cli.console import Console
    from ld_convert.run import Tally

__all__ = ["Lines", "State", "progress"]

AUTO = "auto"
NONE = "none"


@contextmanager
def progress(
    form: str, console: Console, inputs: tuple[str, ...]
) -> Iterator[Callable[[Tally], None]]:
    """Give a function that takes the tally after each capture and shows it from time to time.

    `form` is a key of DISPLAYS, `none` or `auto`: a bar on a terminal, else lines; none with -q.
    """
    if form == AUTO:
        form = NONE if console.quiet else "bar" if sys.stderr.isatty() else "plain"
    if form == NONE:
        yield lambda _: None
        return
    display = DISPLAYS[form](console)
    start = shown = time.monotonic()
    total: int | None = None
    last: Tally | None = None

    def watch(tally: Tally) -> None:
        nonlocal last, shown, total
        now, last = time.monotonic(), tally
        if now - shown < display.seconds:
            return
        if total is None:  # not at the start: a short run shows nothing
            total = _size_bytes(inputs)
        shown = now
        display.show(State(tally, now - start, total))

    try:
        yield watch
    finally:
        seconds = time.monotonic() - start
        display.close(None if last is None else State(last, seconds, total or 0, is_done=True))


def _size_bytes(inputs: tuple[str, ...]) -> int:
    """Return the size of all inputs; 0 if one of them is standard input."""
    total = 0
    for path in sources(inputs):
        if path == STDIN:
            return 0
        try:
            total += Path(path).stat().st_size
        except OSError:
            continue  # reading it gives a finding
    return total
