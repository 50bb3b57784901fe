"""What each way of reading pages finds in them, beside the time that it takes."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple

from pyld import jsonld

from ld_convert.expand.contexts import loader
from tests.bench import glue, naive
from tests.bench.pipeline import documents, shapes
from tests.support.cli import run

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ld_convert.model import Capture

DATASET = b"<http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://www.w3.org/ns/dcat#Dataset>"


class Found(NamedTuple):
    """What is found in some pages."""

    triples: int
    datasets: int
    findings: int = 0
    places: int = 0
    """Findings that tell line and column."""


def by_command(pages: Sequence[Capture]) -> Found:
    """Return what the command writes of pages, and what its report tells."""
    with TemporaryDirectory() as folder:
        inputs = write_files(pages, folder, "pages")
        output, report = Path(folder, "c.nt"), Path(folder, "report.json")
        options = ("-o", str(output), "--report", str(report), "-j", "1", "--fail-on", "never")
        assert run("-q", "convert", inputs, *options).exit_code == 0
        written, told = output.read_bytes(), json.loads(report.read_bytes())
    places = sum(one["count"] for one in told if one["place"].get("line"))
    return Found(*_counted(written), sum(one["count"] for one in told), places)


def by_glue(pages: Sequence[Capture]) -> Found:
    """Return what the glue writes and finds; where, it cannot say."""
    parts = list(glue.convert(pages))
    return Found(*_counted(b"".join(p.statements for p in parts)), sum(p.findings for p in parts))


def by_naive(pages: Sequence[Capture]) -> Found:
    """Return what the naive script writes and finds; where, it cannot say."""
    parts = [naive.convert(page, shapes(), {}) for page in pages]
    return Found(*_counted(b"".join(p.statements for p in parts)), sum(p.findings for p in parts))


def by_pyld(pages: Sequence[Capture]) -> Found:
    """Return what pyld expands: datasets, of which it writes nothing and checks nothing."""
    options = {"documentLoader": loader({}), "base": "https://portal.example/x"}
    values = [value for page in pages for value in documents(page)]
    text = json.dumps([jsonld.expand(value, options) for value in values])
    return Found(0, text.count('"@type": ["http://schema.org/Dataset"]'))


def write_files(pages: Iterable[Capture], folder: str, name: str) -> str:
    """Write each page to a file of its own in a folder of that name; return that folder."""
    inputs = Path(folder, name)
    inputs.mkdir()
    for number, page in enumerate(pages):
        (inputs / f"{number:06}{Path(page.source).suffix}").write_bytes(page.data)
    return str(inputs)


def _counted(statements: bytes) -> tuple[int, int]:
    lines = set(statements.splitlines())
    return len(lines), sum(DATASET in line for line in lines)
