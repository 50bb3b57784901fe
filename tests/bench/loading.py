"""Publish many triples into stores, beside the loader that comes with oxigraph, in one run.

`python -m tests.bench.loading 62500` does so with a million, also into Fuseki, and a second time.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from ld_convert import Settings
from ld_convert.catalogue.event_stream import UNCHANGED
from ld_convert.publish import PublishTarget, publish
from ld_convert.run import Events
from ld_convert.store import Access
from tests.support.proxy import proxied
from tests.support.servers import KINDS, binary, running

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

LOAD, EMBEDDED, HTTP = "oxigraph load", "embedded", "oxigraph by HTTP"
SERVERS = {HTTP: "oxigraph", "fuseki by HTTP": "fuseki"}
IN_GRAPH = 100
"""Datasets of a graph."""
DATASETS = 6_250

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


def write_quads(file: Path, datasets: int) -> Path:
    """Write datasets in N-Quads, a hundred in a graph."""
    with file.open("w") as stream:
        for number in range(datasets):
            graph = f"<https://data.example/record/{number // IN_GRAPH}>"
            stream.writelines(f"{triple} {graph} .\n" for triple in dataset(number))
    return file


@contextmanager
def timed(name: str, seconds: dict[str, float], triples: int) -> Iterator[None]:
    """Note the processor time of this process and of the children that ended meanwhile."""
    start, wall = processor_seconds(), time.perf_counter()
    yield
    seconds[name] = processor_seconds() - start
    sys.stdout.write(
        f"{name}: {triples / seconds[name]:,.0f} triples a second of processor time, "
        f"{triples / (time.perf_counter() - wall):,.0f} of the clock\n"
    )


def processor_seconds() -> float:
    """What this process and its children have used, as far as they have ended."""
    used = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in used)


def measured(
    many: Path, folder: Path, servers: Sequence[str] = (HTTP,), *, again: bool = False
) -> dict[str, float]:
    """The seconds of processor time of each way; with `again` a second run must send nothing."""
    folder.mkdir()
    seconds: dict[str, float] = {}
    with many.open("rb") as lines:
        triples = sum(1 for _ in lines)
    load = [binary("oxigraph"), "load", "-l", str(folder / "loaded"), "-f", str(many)]
    with timed(LOAD, seconds, triples):
        subprocess.run(load, check=True, capture_output=True)
    with timed(EMBEDDED, seconds, triples):
        assert published(many, str(folder / "store")) == {"created": triples}
    if again:
        assert published(many, str(folder / "store")) == {UNCHANGED: triples}
        sys.stdout.write("  again: all graphs are unchanged\n")
    for name in servers:
        server = KINDS[SERVERS[name]](folder)
        with timed(name, seconds, triples), running(server):
            assert published(many, server.url) == {"created": triples}
        if again:
            with running(server):
                send_nothing(many, server.url, triples)
    return seconds


def send_nothing(many: Path, url: str, triples: int) -> None:
    """Publish again, and count the requests that write."""
    start = time.perf_counter()
    with proxied(url) as proxy:
        seen = url.replace("http://" + url.split("/")[2], proxy.url)
        assert published(many, seen) == {UNCHANGED: triples}
        took = time.perf_counter() - start
        sys.stdout.write(f"  again: requests that write {proxy.arrived}, {took:.1f} s\n")
        assert proxy.arrived == 0


def published(many: Path, url: str) -> dict[str, int]:
    """Publish; return how many triples are in graphs of each kind."""
    events = Events(lambda _: None)
    plan = publish([str(many)], PublishTarget(url), Settings(), events, Access()).plan
    return {kind: sum(c.triples for c in plan if c.kind == kind) for kind in {c.kind for c in plan}}


def main() -> None:
    """Print the ways side by side; the argument is the number of datasets of sixteen triples."""
    datasets = int(sys.argv[1]) if len(sys.argv) > 1 else DATASETS
    with tempfile.TemporaryDirectory() as name:
        many = write_quads(Path(name) / "many.nq", datasets)
        seconds = measured(many, Path(name) / "stores", list(SERVERS), again=True)
    for way, taken in seconds.items():
        sys.stdout.write(f"{way:20}{taken:8.2f} s{seconds[LOAD] / taken:8.2f} of {LOAD}\n")


if __name__ == "__main__":
    main()
