"""Ctrl-C and SIGTERM, which no library swallows."""

from __future__ import annotations

import signal
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FrameType

    from ld_convert.run import Tally

    Watch = Callable[[Tally], None]


INTERRUPTED = 130
"""Exit status after SIGINT, as shells have it: 128 and the number of the signal."""
TERMINATED = 143
"""The same after SIGTERM."""


class Terminated(KeyboardInterrupt):
    """The process was asked to end, by SIGTERM."""


def end_at_sigterm() -> None:
    """Let SIGTERM end the process as Ctrl-C does: files are left whole, processes are ended."""

    def end(_number: int, _frame: FrameType | None) -> None:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)  # a second one ends it at once
        raise Terminated

    signal.signal(signal.SIGTERM, end)


def status_of(error: KeyboardInterrupt) -> int:
    """Return the exit status of a process that was broken off."""
    return TERMINATED if isinstance(error, Terminated) else INTERRUPTED


@contextmanager
def breakable(watch: Watch) -> Iterator[Watch]:
    """Give a function that calls `watch`, but raises KeyboardInterrupt once Ctrl-C was pressed.

    The signal also raises it at once. But some libraries catch every exception, and one that is
    raised in a callback of the garbage collector is lost.
    """
    is_main = threading.current_thread() is threading.main_thread()
    if not is_main or signal.getsignal(signal.SIGINT) is not signal.default_int_handler:
        yield watch  # the calling program handles the signal itself
        return
    pressed = False

    def press(number: int, frame: FrameType | None) -> None:
        nonlocal pressed
        pressed = True
        signal.default_int_handler(number, frame)

    def checked(tally: Tally) -> None:
        if pressed:
            raise KeyboardInterrupt
        watch(tally)

    signal.signal(signal.SIGINT, press)
    try:
        yield checked
    finally:
        signal.signal(signal.SIGINT, signal.default_int_handler)
