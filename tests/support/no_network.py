"""Sockets are refused while a test runs, but where the test is about a network."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

EVENTS = {"socket.connect": 1, "socket.sendto": 1, "socket.bind": 1, "socket.getaddrinfo": 0}
"""By audit event of Python, which of its arguments is the address."""
_refusing = False


class NetworkError(AssertionError):
    """Something that needs no network has asked for it."""


def _hook(event: str, arguments: tuple[object, ...]) -> None:
    if _refusing and event in EVENTS:
        address = arguments[EVENTS[event]]
        if not isinstance(address, str | bytes) or event == "socket.getaddrinfo":
            raise NetworkError(f"{event} {address}")  # a text is a socket in the file system


@contextmanager
def refused() -> Iterator[None]:
    """Refuse every internet socket and every look-up of a name in this process."""
    global _refusing  # noqa: PLW0603  a hook of Python cannot be taken away
    if not _installed:
        sys.addaudithook(_hook)
        _installed.append(True)
    _refusing = True
    try:
        yield
    finally:
        _refusing = False


_installed: list[bool] = []
