"""Mutated bytes, by atheris, and what once broke a target."""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.fuzz.targets import SEEDS, TARGETS, run
from tests.support.cli import run_python
from tests.support.missing import missing

SECONDS = float(os.environ.get("LD_CONVERT_FUZZ_SECONDS", "30"))
"""For all targets together; ten minutes or more where somebody has the time."""
CASES = sorted((Path(__file__).parent / "cases").glob("*-*"))
SHOWN = 3_000


@pytest.mark.fuzz
@pytest.mark.timeout(SECONDS + 120)
@pytest.mark.parametrize("names", [list(TARGETS)[::2], list(TARGETS)[1::2]], ids=",".join)
def test_no_mutation_breaks_a_target(names: Sequence[str], tmp_path: Path) -> None:
    """Thousands of bytes that nobody has thought of; a crash is shown with its traceback."""
    if importlib.util.find_spec("atheris") is None:
        missing("FUZZ", "atheris is not installed; the extra fuzz brings it")
    seconds = str(max(1, round(SECONDS / len(TARGETS))))
    code = "import runpy; runpy.run_module('tests.fuzz', run_name='__main__', alter_sys=True)"
    done = run_python(code, ",".join(names), seconds, str(tmp_path), seconds=SECONDS + 100)
    assert done.returncode == 0, done.stderr[-SHOWN:]
    assert done.stderr.count("stat::number_of_executed_units") == len(names)


@pytest.mark.parametrize("name", TARGETS)
def test_a_target_takes_its_seeds(name: str) -> None:
    """What mutation begins with breaks nothing."""
    for seed in SEEDS[name]:
        run(name, seed)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_what_once_broke_a_target_does_so_no_more(case: Path) -> None:
    """The name of a case begins with its target."""
    run(case.name.partition("-")[0], case.read_bytes())
