"""The sessions of the README give the output that stands there."""

from __future__ import annotations

import doctest
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parent.parent.parent
TEXT = (REPOSITORY / "README.md").read_text("utf-8")
SESSIONS = re.findall(r"^```console\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)
CALL = re.compile(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", re.MULTILINE)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to work in, with the captures of the checkout and the command on the path."""
    (tmp_path / "tests").symlink_to(REPOSITORY / "tests")
    (tmp_path / "bin").mkdir()
    program = tmp_path / "bin" / "ld-convert"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m ld_convert "$@"\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("PYTHONPATH", str(REPOSITORY))
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("session", SESSIONS, ids=lambda text: text.split("\n", 1)[0][:60])
def test_a_session_gives_its_output(session: str, folder: Path) -> None:
    """Each command in turn; `...` stands for what the README leaves out."""
    calls = CALL.findall(session)
    assert calls
    for command, wanted in calls:
        done = subprocess.run(
            ["sh", "-c", f"{command} 2>&1"],  # noqa: S607
            cwd=folder, capture_output=True, text=True, check=False,
        )  # fmt: skip
        same = doctest.OutputChecker().check_output(wanted, done.stdout, doctest.ELLIPSIS)
        assert same, f"$ {command}\n{done.stdout}"


@pytest.mark.usefixtures("folder")
def test_the_python_session_gives_its_output() -> None:
    """As doctest runs it, in a folder with the captures."""
    found = doctest.DocTestParser().get_doctest(TEXT, {}, "README", "README.md", 0)
    assert len(found.examples) > 5
    said: list[str] = []
    runner = doctest.DocTestRunner(verbose=False)
    assert runner.run(found, out=said.append).failed == 0, "".join(said)
