from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.support.cli import run_python

EXTRAS = (*("distributed", "fastwarc", "jinja2", "pyRdfa", "requests", "starlette", "uvicorn"),)
PLAIN = f"""
import sys


class Without:  # a None in sys.modules does not last: PyLD's lazy imports replace it
    def __init__(self, finder):
        self.finder = finder

    def __getattr__(self, name):
        return getattr(self.finder, name)

    def find_spec(self, name, *rest):
        if name.partition(".")[0] in {EXTRAS}:
            return None
        return self.finder.find_spec(name, *rest)


sys.meta_path[:] = map(Without, sys.meta_path)
from ld_convert.cli import main
from tests.support.cli import run_python
main()
"""
RDFA = '<!doctype html><p vocab="https://schema.org/" typeof="Dataset"><b property="name">T</b>'
WARC = "WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 0\r\n\r\n"


def plain(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """The command line as it is installed without any extra."""
    return run_python(PLAIN, *arguments, cwd=cwd)


@pytest.mark.parametrize(
    ("extra", "arguments"),
    [
        ("serve", ["serve", "store"]),
        ("publish", ["publish", "page.html", "--to", "http://127.0.0.1:9/"]),
        ("publish", ["query", "ASK {}", "http://127.0.0.1:9/"]),
        ("site", ["site", "page.html", "-o", "out", "--site-url", "https://a.example/"]),
        ("dask", ["convert", "page.html", "-o", "out", "--dask", "tcp://127.0.0.1:9"]),
    ],
)
def test_a_command_that_needs_an_extra_names_it(
    extra: str, arguments: list[str], tmp_path: Path
) -> None:
    """One line and status 2, no traceback."""
    (tmp_path / "page.html").write_text(RDFA)
    done = plain(*arguments, cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert f"'ld-convert[{extra}]'" in done.stderr


@pytest.mark.parametrize(("extra", "content"), [("warc", WARC), ("rdfa", RDFA)])
def test_an_input_that_needs_an_extra_is_a_finding_that_names_it(
    extra: str, content: str, tmp_path: Path
) -> None:
    """The other inputs are read."""
    (tmp_path / "input").write_text(content)
    done = plain("convert", "input", cwd=tmp_path)
    assert done.returncode == 1
    assert f"extra {extra}" in done.stderr
    assert "Traceback" not in done.stderr
