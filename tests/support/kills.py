"""A command that is killed at random moments, with all its processes, and started again."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

COMMAND = [sys.executable, "-m", "ld_convert"]
MOST_TRIES = 4
"""Starts for each kill: a run may end before the moment has come."""


def seconds(arguments: Sequence[str]) -> float:
    """Run a command of ours to its end; return how long that takes."""
    started = time.monotonic()
    run_whole(arguments)
    return time.monotonic() - started


def run_whole(arguments: Sequence[str]) -> None:
    """Run a command of ours to its end."""
    done = subprocess.run(
        [*COMMAND, *arguments], capture_output=True, text=True, check=False, timeout=300
    )
    assert done.returncode in (0, 1), done.stderr


def killed(arguments: Sequence[str], most_seconds: float, kills: int, seed: int) -> int:
    """Kill a command so many times, at moments of a whole run; return how often it was."""
    chance, found = random.Random(seed), 0  # noqa: S311  moments, no secrets
    for _ in range(kills * MOST_TRIES):
        if found == kills:
            break
        process = subprocess.Popen(
            [*COMMAND, *arguments],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            process.wait(most_seconds * chance.random())
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            found += process.wait() == -signal.SIGKILL
    return found
