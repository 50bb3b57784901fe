"""What a second process brings: processor time of one run on one process and on two."""

from __future__ import annotations

import ctypes
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from tests.bench.pages import leo_like

COMMAND = (sys.executable, "-c", "from ld_convert.cli import main; main()", "-q", "convert")

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
    nothing else to do are twice as fast less what the second process costs. Starting is taken off.
    """
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    with tempfile.TemporaryDirectory() as folder:
        for number in range(pages):
            Path(folder, f"{number:06}.rsc").write_bytes(leo_like(number).data)
        few = Path(folder, "00000[0-9].rsc")
        one, two = (_work(str(few), folder, jobs) for jobs in (1, 2))
    return {
        "ms a page, one process": one.processor_seconds / (pages - 10) * 1e3,
        "by processor time": 2 * one.processor_seconds / two.processor_seconds,
        "by the clock": one.seconds / two.seconds,
    }


def _work(few: str, many: str, jobs: int) -> Spent:
    """Return what a run over many pages takes beyond one over ten."""
    start, whole = (_run(inputs, jobs) for inputs in (few, many))
    return Spent(whole.processor_seconds - start.processor_seconds, whole.seconds - start.seconds)


def _run(inputs: str, jobs: int) -> Spent:
    with tempfile.TemporaryDirectory() as folder:
        before, started = _processor_seconds(), time.perf_counter()
        output = str(Path(folder, "c.nt"))
        command = [*COMMAND, inputs, "-o", output, "-j", str(jobs), "--fail-on", "never"]
        subprocess.run(command, check=True)
        _wait_for_all()
        return Spent(_processor_seconds() - before, time.perf_counter() - started)


def _wait_for_all() -> None:
    """Wait for the processes that the command leaves to end, so that their time is counted."""
    while True:
        try:
            os.wait()
        except ChildProcessError:
            return


def _processor_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
