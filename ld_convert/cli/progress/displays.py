"""The forms of progress: a bar, lines of text, or lines of JSON."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Protocol

import orjson
from tqdm import tqdm

if TYPE_CHECKING:
    from collections.abc import Callable

    from ld_convert.cli.console import Console
    from ld_convert.cli.progress.state import State


class Display(Protocol):
    """A way to show progress."""

    seconds: float
    """Time between two states."""

    def show(self, state: State) -> None:
        """Show a state."""

    def close(self, state: State | None) -> None:
        """End the display; `state` is None if nothing was converted."""


class Bar:
    """A bar at the bottom of the terminal; findings appear above it."""

    seconds = 0.2

    def __init__(self, console: Console) -> None:
        self._console = console
        self._bar: tqdm[None] | None = None
        self._waiting: list[str] = []

    def show(self, state: State) -> None:
        """Print the lines that came since the last time, then draw the bar."""
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

    def close(self, state: State | None) -> None:  # noqa: ARG002  the last line has the counts
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
    """A line every ten seconds, for logs."""

    seconds = 10.0

    def __init__(self, console: Console) -> None:
        self._console = console

    def show(self, state: State) -> None:
        """Print a state as a line."""
        self._console.say(str(state))

    def close(self, state: State | None) -> None:
        """Do nothing."""


class JsonLines:
    """A JSON object every second and one at the end, for programs."""

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
            "left_out": tally.left_out,
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
