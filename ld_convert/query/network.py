"""Bound a process that evaluates a query: no connections, and no further files."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

try:
    import resource
except ImportError:  # Windows has no such limit; there the check of the query stands alone
    resource = None  # type: ignore[assignment]

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def no_network() -> Iterator[None]:
    """Let this process open no further file and no connection, whatever a query says.

    What is open stays open. Not for a store on disk: RocksDB opens its files when it needs them,
    and takes up all memory where it cannot.
    """
    if resource is None:
        yield
        return
    free = os.dup(0)
    os.close(free)
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (free, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
