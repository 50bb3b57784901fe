from __future__ import annotations

import resource
from pathlib import Path

import pytest

from tests.support.cli import run_python

HEAVY = {"rdflib", "pyld", "lxml", "pyshacl", "requests", "orjson", "msgspec", "tqdm", "sqlite3"}


def loaded(*arguments: str) -> set[str]:
    """Which modules a command has loaded when it ends."""
    script = (
        f"import sys\nfrom ld_convert.cli import main\nsys.argv[1:] = {list(arguments)!r}\n"
        "try:\n    main()\nexcept SystemExit:\n    print(*sys.modules)"
    )
    done = run_python(script)
    return set(done.stdout.splitlines()[-1].split())


def test_help_loads_nothing_that_takes_time() -> None:
    """Whoever asks what the options are does not wait for RDF."""
    assert not loaded("--help") & HEAVY


def test_a_conversion_loads_no_network_and_no_second_engine(captures: Path, tmp_path: Path) -> None:
    """What pyld would load by itself stays away; pySHACL is for shapes that are not compiled."""
    found = loaded("-q", "convert", str(captures / "tide-gauge.html"), "-o", str(tmp_path / "c.nt"))
    assert "rdflib" in found
    assert not found & {"requests", "aiohttp", "pyshacl", "distributed", "unittest"}


@pytest.mark.bench
@pytest.mark.parametrize(
    ("arguments", "library", "most"),
    [(["--help"], "click", 4.0), (["convert", "captures/harmony-leo.rsc.txt"], "rdflib", 6.0)],
)
def test_a_command_is_done_soon(
    shared: Path, arguments: list[str], library: str, most: float
) -> None:
    """The whole process, as often as long as Python takes to load one library that it needs.

    The best of three of both, in turns, in processor time: others and a slow machine do not count.
    """
    arguments = [str(shared / name) if "/" in name else name for name in arguments]
    command = ("from ld_convert.cli import main; main()", "-q", *arguments)
    pairs = [(seconds(*command), seconds(f"import {library}")) for _ in range(3)]
    ours, loading = map(min, zip(*pairs, strict=True))
    assert ours < most * loading


def seconds(*command: str) -> float:
    """The processor time of a Python process."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    run_python(*command)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
