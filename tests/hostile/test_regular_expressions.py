"""No regular expression of the package takes longer than the size of a text allows."""

from __future__ import annotations

import multiprocessing
import resource
import time
from typing import TYPE_CHECKING

import pytest
from rdflib import Literal

from ld_convert.values import VALUES, value_function
from tests.support.patterns import Pattern, Slowest, files, modes, patterns, slowest

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]

MODULES = sorted(name for name, file in files().items() if "import re\n" in file.read_text("utf-8"))
SIZE, MOST_SECONDS = 100_000, 0.1
"""What grows with the square of the size takes minutes."""
MOST_VALUE_SECONDS = 1.0
KILL_SECONDS = 60
"""Processor time after which a pattern that never ends is given up."""


def measure(found: list[tuple[Pattern, set[str]]], answers: Connection) -> None:
    """Send the slowest text of each pattern; the system ends a process that takes too long."""
    resource.setrlimit(resource.RLIMIT_CPU, (KILL_SECONDS, KILL_SECONDS))
    for pattern, ways in found:
        answers.send(slowest(pattern, ways, MOST_SECONDS, SIZE))


@pytest.mark.parametrize("module", MODULES)
def test_a_regular_expression_takes_time_in_proportion(module: str) -> None:
    """100,000 signs made to slow it down take a tenth of a second at most, and fewer less.

    `python -m tests.support.patterns` tries a megabyte.
    """
    left = [(pattern, modes(pattern)) for pattern in patterns() if pattern.module == module]
    slow = []
    while left:
        ours, theirs = multiprocessing.Pipe(duplex=False)
        forks = multiprocessing.get_context("forkserver")
        process = forks.Process(target=measure, args=(left, theirs))
        process.start()
        theirs.close()
        try:
            while left:
                result: Slowest = ours.recv()
                if result.size < SIZE:
                    slow.append(f"{left[0][0]} {left[0][0].text!r} {result}")
                left = left[1:]
        except EOFError:
            slow.append(f"{left[0][0]} {left[0][0].text!r} never ends")
            left = left[1:]
        process.join()
    assert not slow, "\n".join(slow)


LONG = ("from ", "1 ", "a/", " - ", "(", "1.", "/", "https://a.b/ ", "cc by ", "P1Y/", "en, ")
"""What a value of 300 kB repeats, between a sign before it and one after it."""


@pytest.mark.parametrize("name", sorted(VALUES))
def test_a_long_value_takes_a_value_function_no_time(name: str) -> None:
    """Nothing but expressions is slow either: no loop takes a piece off a long text each time."""
    for again in LONG:
        started = time.process_time()
        value_function(name)(Literal(f"from {again * (300_000 // len(again))}\x01"))
        assert time.process_time() - started < MOST_VALUE_SECONDS, again
