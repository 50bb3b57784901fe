"""What other libraries do to the whole process, kept to the call that needs it."""

from __future__ import annotations

import logging
import warnings
from contextlib import contextmanager
from threading import RLock, get_ident
from typing import TYPE_CHECKING

import rdflib

if TYPE_CHECKING:
    from collections.abc import Iterator

LOGGERS = ("rdflib.term", "rdflib")
ONE_AT_A_TIME = RLock()
"""Two threads that each restore what they found would leave what one has set behind."""


@contextmanager
def without_warnings(kind: type[Warning]) -> Iterator[None]:
    """Drop the warnings of a class that are given here; the filters are as before at the end."""
    with ONE_AT_A_TIME, warnings.catch_warnings():
        warnings.simplefilter("ignore", kind)
        yield


@contextmanager
def literals_as_written() -> Iterator[None]:
    """Let rdflib not rewrite literals that other libraries make here (see `verbatim`).

    The switch is as before at the end, also where a library has set it meanwhile.
    """
    with ONE_AT_A_TIME:
        before = rdflib.NORMALIZE_LITERALS
        rdflib.NORMALIZE_LITERALS = False
        try:
            yield
        finally:
            rdflib.NORMALIZE_LITERALS = before


@contextmanager
def without_logs() -> Iterator[None]:
    """Drop what rdflib logs here, in this thread: its odd literals and IRIs are findings."""
    thread = get_ident()

    def is_of_others(record: logging.LogRecord) -> bool:
        return record.thread != thread

    loggers = [logging.getLogger(name) for name in LOGGERS]
    for logger in loggers:
        logger.addFilter(is_of_others)
    try:
        yield
    finally:
        for logger in loggers:
            logger.removeFilter(is_of_others)
