"""The command line in a process of its own, which is forked from a warm one and starts at once.

A case that hangs, eats memory or kills its process does so alone.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
import time
from pathlib import Path
from typing import NamedTuple

from ld_convert.cli import main

WARM = ["pytest", "ld_convert.cli", "ld_convert.pipeline", "ld_convert.run", "tests.support.forked"]
"""What the process has loaded from which the others are forked."""


class Ended(NamedTuple):
    """How a command ended."""

    status: int | None
    """None: it was stopped because it took too long."""
    error: str
    """What it wrote on standard error."""
    seconds: float


def run_forked(
    *arguments: str, folder: Path, stdin: bytes = b"", most_seconds: float = 60
) -> Ended:
    """Run a command; `folder` is a place for what it reads and writes on the standard streams."""
    given, said, written = (folder / name for name in ("stdin", "stderr", "stdout"))
    given.write_bytes(stdin)
    forks = multiprocessing.get_context("forkserver")
    forks.set_forkserver_preload(WARM)
    process = forks.Process(target=_command, args=(arguments, given, written, said))
    start = time.monotonic()
    process.start()
    process.join(most_seconds)
    if process.is_alive():
        process.kill()
        process.join()
        return Ended(None, said.read_text("utf-8", "replace"), time.monotonic() - start)
    return Ended(process.exitcode, said.read_text("utf-8", "replace"), time.monotonic() - start)


def _command(arguments: tuple[str, ...], given: Path, written: Path, said: Path) -> None:
    """Be the command from now on, with the standard streams in files."""
    os.dup2(os.open(given, os.O_RDONLY), 0)
    for file, number in ((written, 1), (said, 2)):
        os.dup2(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), number)
    sys.stdin = os.fdopen(0)
    sys.argv = ["ld-convert", *arguments]
    main()
