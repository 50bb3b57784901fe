"""The command line, run in this process or in one of its own."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

from click.testing import CliRunner, Result

from ld_convert.cli import cli

if TYPE_CHECKING:
    from pathlib import Path

COMMAND = [sys.executable, "-m", "ld_convert"]


def run(*arguments: str, stdin: bytes = b"") -> Result:
    """Exit status and output of a command in this process; what it raises is raised here."""
    return CliRunner().invoke(cli, list(arguments), input=stdin, catch_exceptions=False)


def run_process(*arguments: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Exit status and output of a command in a process of its own, as a user runs it."""
    return run_process_of("ld_convert", *arguments, cwd=cwd)


def run_process_of(
    module: str, *arguments: str, cwd: Path | None = None
) -> subprocess.CompletedProcess[str]:
    """Exit status and output of a module that is run as a program."""
    command = [sys.executable, "-m", module, *arguments]
    return subprocess.run(
        command, cwd=cwd, capture_output=True, text=True, timeout=120, check=False
    )


def run_python(
    code: str, *arguments: str, cwd: Path | None = None, seconds: float = 120
) -> subprocess.CompletedProcess[str]:
    """Exit status and output of a Python program of a few lines, in a process of its own."""
    command = [sys.executable, "-c", code, *arguments]
    return subprocess.run(
        command, cwd=cwd, capture_output=True, text=True, timeout=seconds, check=False
    )
