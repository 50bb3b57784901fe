"""How far a run is, on standard error: a bar, lines of text, or lines of JSON."""

from __future__ import annotations

import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

import orjson
from tqdm import tqdm

from ld_convert.read import sources
from ld_convert.read.paths import STDIN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ld_convert.console import Console
    from ld_convert.run import Tally

AUTO = "auto"
NONE = "none"


class State(NamedTuple):
    """A moment of a run."""

    tally: Tally
    seconds: float
    """Since the start."""
    total_bytes: int
    """Size of all inputs; 0 where one has no size, as standard input."""
    is_done: bool = False

    @property
    def speed(self) -> float:
        """Captures a second, since the start."""
        return self.tally.captures / self.seconds if self.seconds else 0.0

    @property
    def seconds_left(self) -> float | None:
        """How long the rest takes if its bytes are like those so far."""
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


class Display(Protocol):
    """One form of progress."""

    seconds: float
    """How long to wait between two states."""

    def show(self, state: State) -> None:
        """Show a state."""

    def close(self, state: State | None) -> None:
        """Leave standard error as it was; None if nothing was converted."""


@contextmanager
def progress(
    form: str, console: Console, inputs: tuple[str, ...]
) -> Iterator[Callable[[Tally], None]]:
    """Give a function that is told the tally again and again, and shows it from time to time.

    `form` is a key of DISPLAYS, `none`, or `auto`: a bar on a terminal, lines elsewhere, and
    nothing where the console is quiet.
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
        if total is None:  # a short run need not know
            total = _size_bytes(inputs)
        shown = now
        display.show(State(tally, now - start, total))

    try:
        yield watch
    finally:
        seconds = time.monotonic() - start
        display.close(None if last is None else State(last, seconds, total or 0, is_done=True))


class Bar:
    """A bar that stays at the bottom of a terminal; what is said meanwhile goes above it."""

    seconds = 0.2

    def __init__(self, console: Console) -> None:
        self._console = console
        self._bar: tqdm[None] | None = None
        self._waiting: list[str] = []

    def show(self, state: State) -> None:
        """Draw the bar, after the lines that came in since it was last drawn."""
        if self._bar is None:
            self._bar = tqdm(
                total=state.total_bytes or None,
                bar_format="{percentage:3.0f}%|{bar:20}| {desc}" if state.total_bytes else "{desc}",
                dynamic_ncols=True,
                leave=False,
                file=sys.stderr,
            )
            self._console.out = self._waiting.append
        self._flush()
        self._bar.n = min(state.tally.size_bytes, state.total_bytes)
        self._bar.set_description_str(str(state))

    def close(self, state: State | None) -> None:  # noqa: ARG002  the counts follow
        """Remove the bar."""
        if self._bar is not None:
            self._flush()
            self._bar.close()
            self._console.out = None

    def _flush(self) -> None:
        if self._waiting:
            tqdm.write("\n".join(self._waiting), file=sys.stderr)
            self._waiting.clear()


class Lines:
    """A line of text every ten seconds, for logs."""

    seconds = 10.0

    def __init__(self, console: Console) -> None:
        self._console = console

    def show(self, state: State) -> None:
        """Print a state as a line."""
        self._console.say(str(state))

    def close(self, state: State | None) -> None:
        """Do nothing: lines stay."""


class JsonLines:
    """An object a line every second and one at the end, for programs."""

    seconds = 1.0

    def __init__(self, console: Console) -> None:
        self._console = console

    def close(self, state: State | None) -> None:
        """Print the last state."""
        if state is not None:
            self.show(state)

    def show(self, state: State) -> None:
        """Print a state as a JSON object."""
        tally = state.tally
        row = {
            "pages": tally.captures,
            "kept": tally.kept,
            "datasets": tally.datasets,
            "findings": tally.findings,
            "rejected": tally.rejected,
            "bytes": tally.size_bytes,
            "total_bytes": state.total_bytes or None,
            "seconds": round(state.seconds, 3),
            "seconds_left": None if state.seconds_left is None else round(state.seconds_left, 3),
            "pages_per_second": round(state.speed, 3),
            "done": state.is_done,
        }
        self._console.say(orjson.dumps(row).decode())


DISPLAYS: dict[str, Callable[[Console], Display]] = {
    "bar": Bar,
    "plain": Lines,
    "json": JsonLines,
}


def _size_bytes(inputs: tuple[str, ...]) -> int:
    """Return the size of all inputs; 0 where one has none."""
    total = 0
    for path in sources(inputs):
        if path == STDIN:
            return 0
        try:
            total += Path(path).stat().st_size
        except OSError:
            continue  # a finding when it is read
    return total


def _clock(seconds: float) -> str:
    """Return `0:01:12`."""
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes // 60}:{minutes % 60:02}:{rest:02}"
