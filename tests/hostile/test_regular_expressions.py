"""No regular expression of the package takes longer than the size of a text allows."""

from __future__ import annotations

import multiprocessing
import resource
import time
from typing import TYPE_CHECKING

import pytest
from rdflib import Literal

from ld_convert.values import MOST_CHARACTERS, value_function
from tests.support.patterns import Pattern, Slowest, files, patterns, slowest

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]

MODULES = sorted(name for name, file in files().items() if "import re\n" in file.read_text("utf-8"))
MOST_SECONDS = 1.0
"""For a megabyte; what grows with the square of the size takes hours."""
KILL_SECONDS = 60
"""Processor time after which a pattern that never ends is given up."""
BOUNDED = {
    "ld_convert.extract.jsontext.repairs": "its last 80 bytes are searched (TAIL_ROOM)",
    **{
        f"ld_convert.values.{name}": f"a value of more than {most} characters is refused before"
        for name, most in MOST_CHARACTERS.items()
    },
}
"""By module, why a pattern that is not linear may stay: it sees a few characters only."""
OPEN = frozenset(
    f"ld_convert.{name}"
    for name in (
        *("vocab.reshape", "vocab.records", "vocab.members", "mapping.readers", "write.rdfxml"),
        *("query.tokens", "values.iris", "values.places", "values.licences", "values.positions"),
    )
)
"""Modules with a pattern that is not linear yet: they are to be mended, and then leave the list."""


def measure(found: list[Pattern], answers: Connection) -> None:
    """Send the slowest text of each pattern; the system ends a process that takes too long."""
    resource.setrlimit(resource.RLIMIT_CPU, (KILL_SECONDS, KILL_SECONDS))
    for pattern in found:
        answers.send(slowest(pattern, MOST_SECONDS))


@pytest.mark.parametrize("module", MODULES)
def test_a_regular_expression_takes_time_in_proportion(module: str) -> None:
    """A megabyte made to slow it down takes a second at most, and a tenth of it a tenth."""
    if module in OPEN:
        pytest.xfail("not linear yet")
    if module.removeprefix("ld_convert.values.") in MOST_CHARACTERS:
        pytest.skip(BOUNDED[module])
    left = [pattern for pattern in patterns() if pattern.module == module]
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
                if result.size < 1_000_000:
                    slow.append(f"{left[0]} {left[0].text!r} {result}")
                left = left[1:]
        except EOFError:
            slow.append(f"{left[0]} {left[0].text!r} never ends")
            left = left[1:]
        process.join()
    assert len(slow) <= (module in BOUNDED), "\n".join(slow)


@pytest.mark.parametrize("name", ["periods", "duration", "number", "language"])
def test_a_value_too_long_to_be_what_is_read_is_refused_at_once(name: str) -> None:
    """The expressions of these modules take time that grows faster than the text."""
    started = time.process_time()
    for text in ("from " + "to " * 200_000, "1 " * 300_000, "a/" * 300_000, " " * 600_000):
        value_function(name)(Literal(text))
    assert time.process_time() - started < 2
