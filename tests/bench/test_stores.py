"""Many triples into stores, against the loader that comes with oxigraph, in the same run."""

from __future__ import annotations

import os
import resource
import subprocess
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from ld_convert import Settings
from ld_convert.publish import PublishTarget, publish
from ld_convert.run import Events
from ld_convert.store import Access
from tests.support.servers import binary, oxigraph, running

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = [pytest.mark.bench, pytest.mark.servers]

DATASETS = int(os.environ.get("LD_CONVERT_DATASETS", "12500"))
"""62,500 make a million triples; CI has no time for them."""
TRIPLES = 16 * DATASETS
LOAD = "oxigraph load"
GOAL = 0.5
"""Of the loader's triples a second of processor time."""
LEAST = {LOAD: 1.0, "embedded": 0.35, "oxigraph by HTTP": GOAL}
"""What is reached. A directory also holds the merge of all graphs as its default graph: of each
triple nine entries are written, not six; it is read twice."""

DCT, DCAT = "http://purl.org/dc/terms/", "http://www.w3.org/ns/dcat#"
RDF, XSD = "http://www.w3.org/1999/02/22-rdf-syntax-ns#", "http://www.w3.org/2001/XMLSchema#"


def dataset(number: int) -> Iterator[str]:
    """The sixteen triples of a dataset with a distribution without an IRI."""
    one, part = f"<https://data.example/dataset/{number}>", f"_:d{number}"
    yield f"{one} <{RDF}type> <{DCAT}Dataset>"
    yield f'{one} <{DCT}title> "Measured levels of station {number}"@en'
    yield f'{one} <{DCT}description> "How station {number} was measured, by whom and when."@en'
    yield f'{one} <{DCT}identifier> "10.1234/{number}"'
    yield f'{one} <{DCT}issued> "2024-01-{number % 28 + 1:02}"^^<{XSD}date>'
    yield f"{one} <{DCT}publisher> <https://data.example/agent/{number % 50}>"
    for word in range(4):
        yield f'{one} <{DCAT}keyword> "word {word}-{number * 7 % 1000}"@en'
    yield f"{one} <{DCAT}distribution> {part}"
    yield f"{part} <{RDF}type> <{DCAT}Distribution>"
    yield f"{part} <{DCAT}accessURL> <https://data.example/file/{number}.csv>"
    yield f'{part} <{DCAT}byteSize> "{number * 17}"^^<{XSD}nonNegativeInteger>'
    yield f'{part} <{DCT}title> "Table {number}"@en'
    yield f"{part} <{DCT}format> <https://publications.example/file-type/CSV>"


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Quads in graphs of a hundred datasets."""
    file = tmp_path_factory.mktemp("many") / "many.nq"
    with file.open("w") as stream:
        for number in range(DATASETS):
            graph = f"<https://data.example/record/{number // 100}>"
            stream.writelines(f"{triple} {graph} .\n" for triple in dataset(number))
    return file


@contextmanager
def timed(name: str, seconds: dict[str, float]) -> Iterator[None]:
    """Note the processor time of this process and of the children that ended meanwhile."""
    start, wall = processor_seconds(), time.perf_counter()
    yield
    seconds[name] = processor_seconds() - start
    rate = TRIPLES / seconds[name]
    print(  # noqa: T201  what a bench is for
        f"{name}: {rate:,.0f} triples a second of processor time, "
        f"{TRIPLES / (time.perf_counter() - wall):,.0f} of the clock"
    )


def processor_seconds() -> float:
    used = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in used)


def test_triples_are_published_half_as_fast_as_they_are_loaded(many: Path, tmp_path: Path) -> None:
    """Read, hashed, planned, sent, recorded and counted, embedded and by HTTP.

    What else the machine does only adds time: on a busy one the better of two runs counts.
    """
    best = measured(many, tmp_path / "first")
    if slow(best):
        again = measured(many, tmp_path / "second")
        best = {name: min(seconds, again[name]) for name, seconds in best.items()}
    assert slow(best) == []
    if best[LOAD] / best["embedded"] < GOAL:
        pytest.xfail("a directory is slower than the goal of 0.5 since it keeps the merge too")


def measured(many: Path, folder: Path) -> dict[str, float]:
    """The seconds of processor time of each way."""
    folder.mkdir()
    seconds: dict[str, float] = {}
    settings, events = Settings(), Events(lambda _: None)
    load = [binary("oxigraph"), "load", "-l", str(folder / "loaded"), "-f", str(many)]
    with timed(LOAD, seconds):
        subprocess.run(load, check=True, capture_output=True)
    with timed("embedded", seconds):
        plan = publish([str(many)], PublishTarget(str(folder / "store")), settings, events).plan
    assert sum(change.triples for change in plan) == TRIPLES
    with timed("oxigraph by HTTP", seconds), running(oxigraph(folder)) as server:
        plan = publish([str(many)], PublishTarget(server.url), settings, events, Access()).plan
    assert sum(change.triples for change in plan) == TRIPLES
    return seconds


def slow(seconds: dict[str, float]) -> list[str]:
    """The ways that are too slow beside oxigraph's own loader."""
    return [name for name, taken in seconds.items() if seconds[LOAD] / taken < LEAST[name]]
