"""What a second process brings: processor time of one run on one process and on two."""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

from tests.bench.pages import leo_like
from tests.bench.timing import processor_seconds

if TYPE_CHECKING:
    from collections.abc import Sequence

TURNS = 5
COMMAND = (sys.executable, "-c", "from ld_convert.cli import main; main()")

PR_SET_CHILD_SUBREAPER = 36
"""prctl(2), Linux: what loses its parent becomes a child of ours, and can be waited for."""


class Spent(NamedTuple):
    """What a run took."""

    processor_seconds: float
    """Of all its processes."""
    seconds: float


def second_process(pages: int) -> dict[str, float]:
    """Return how much faster two processes are, on pages like LEO's in files of their own.

    By the clock, which other programs disturb, and by processor time: two processors that have
    nothing else to do are twice as fast less what the second process costs. Starting is taken off,
    and the median of several turns counts: what a busy machine makes of one turn says little.
    """
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    with tempfile.TemporaryDirectory() as folder:
        for number in range(pages):
            Path(folder, f"{number:06}.rsc").write_bytes(leo_like(number).data)
        few = str(Path(folder, "00000[0-9].rsc"))
        runs = [(inputs, ("-q", "-j", str(jobs))) for jobs in (1, 2) for inputs in (few, folder)]
        turns = [[spent_by(*run) for run in runs] for _ in range(TURNS)]
    found = [(beyond(*spent[:2]), beyond(*spent[2:])) for spent in turns]
    processor = [2 * one.processor_seconds / two.processor_seconds for one, two in found]
    return {
        "ms a page, one process": min(one.processor_seconds for one, _ in found)
        / (pages - 10)
        * 1e3,
        "by processor time": median(processor),
        "by the clock": median(one.seconds / two.seconds for one, two in found),
    }


def beyond(few: Spent, many: Spent) -> Spent:
    """Return what a run over many pages takes beyond one over ten."""
    return Spent(many.processor_seconds - few.processor_seconds, many.seconds - few.seconds)


def spent_by(inputs: str, options: Sequence[str], output: str = "c.nt") -> Spent:
    """Return what the command takes to convert pages; it runs in the folder of its output."""
    return spent("convert", inputs, "-o", output, "--fail-on", "never", *options)


def spent(*arguments: str) -> Spent:
    """Return what the command takes, in a new folder."""
    with tempfile.TemporaryDirectory() as folder:
        before, started = processor_seconds(), time.perf_counter()
        # The package of this process, wherever the command runs, and not an installed one.
        path = os.pathsep.join(filter(None, sys.path))
        subprocess.run(
            [*COMMAND, *arguments],
            check=True,
            cwd=folder,
            env={**os.environ, "PYTHONPATH": path},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        _wait_for_all()
        return Spent(processor_seconds() - before, time.perf_counter() - started)


def _wait_for_all() -> None:
    """Wait for the processes that the command leaves to end, so that their time is counted."""
    while True:
        try:
            os.wait()
        except ChildProcessError:
            return
