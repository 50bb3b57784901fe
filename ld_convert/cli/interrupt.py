"""Ctrl-C that no library swallows."""

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
