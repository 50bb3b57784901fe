"""Ask the same counts of our merged default graph and of a plain union of all graphs.

`python -m tests.bench.merge 62500` does so over a million triples. A plain union gives a triple
once for each graph that holds it: here the names of sixteen agents stand in every graph.
"""

from __future__ import annotations

import sys
import tempfile
import time
from contextlib import closing
from functools import partial
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, cast

import orjson
import pyoxigraph
from pyoxigraph import QuerySolutions, RdfFormat

from ld_convert.query.ask import Request, Sources, answer
from ld_convert.store import Access, open_store
from ld_convert.store.merge import merge
from tests.bench.loading import DATASETS, DCAT, DCT, IN_GRAPH, published, write_quads
from tests.support.servers import KINDS, running

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

FOAF = "http://xmlns.com/foaf/0.1/"
AGENTS = 16
ROUNDS = 5
SLOW_ROUNDS = 1
COUNTS = {
    "datasets": f"{{ ?d a <{DCAT}Dataset> }}",
    "of an agent": f"{{ ?d <{DCT}publisher> <https://data.example/agent/7> }}",
    "names of agents": f"{{ ?a <{FOAF}name> ?o }}",
    "files of datasets": f"{{ ?d <{DCAT}distribution> ?f }} {{ ?f <{DCT}format> ?o }}",
}
"""Groups of one pattern each, so that one text serves the merge and a union by GRAPH."""


def merged(pattern: str) -> str:
    return f"SELECT (COUNT(*) AS ?n) {{ {pattern} }}"


def by_graph(pattern: str) -> str:
    """The union of all graphs in words that every store understands."""
    parts = pattern.split("} ")
    named = " ".join(f"GRAPH ?g{i} {part.rstrip('}')}}}" for i, part in enumerate(parts))
    return f"SELECT (COUNT(*) AS ?n) {{ {named} }}"


def first(found: object) -> int:
    """The number that a query for one number gives."""
    return int(next(iter(cast("QuerySolutions", found)))["n"].value)


def compare(
    place: str, ours: Callable[[str], int], plain: Callable[[str], int], rounds: int
) -> None:
    """Print the seconds of both, in turns, and their ratio, for each count."""
    for name, pattern in COUNTS.items():
        times: dict[str, list[float]] = {"ours": [], "plain": []}
        numbers = {}
        for _ in range(rounds):
            for way, ask in (("plain", plain), ("ours", ours)):
                start = time.perf_counter()
                numbers[way] = ask(pattern)
                times[way].append(time.perf_counter() - start)
        one, other = median(times["ours"]), median(times["plain"])
        sys.stdout.write(
            f"{place:12}{name:20}merge {one:8.3f} s ({numbers['ours']})   "
            f"union {other:8.3f} s ({numbers['plain']})   {one / other:6.2f}\n"
        )
        sys.stdout.flush()


def in_memory(quads: Path) -> None:
    """A store in memory, as `query` fills it from files."""
    store, plain = pyoxigraph.Store(), pyoxigraph.Store()
    start = time.perf_counter()
    plain.bulk_load(path=str(quads), format=RdfFormat.N_QUADS)
    loaded = time.perf_counter() - start
    start = time.perf_counter()
    store.bulk_load(path=str(quads), format=RdfFormat.N_QUADS)
    merge(store)
    both = time.perf_counter() - start
    sys.stdout.write(f"{'memory':12}loading {loaded:.2f} s, with the merge {both:.2f} s\n")
    compare("memory", asked(store), asked(plain, union=True), ROUNDS)


def asked(store: pyoxigraph.Store, *, union: bool = False) -> Callable[[str], int]:
    """Ask pyoxigraph."""

    def ask(pattern: str) -> int:
        return first(store.query(merged(pattern), use_default_graph_as_union=union))

    return ask


def on_disk(quads: Path, folder: Path) -> None:
    """A directory that `publish` has filled, and one without the merge."""
    published(quads, str(folder / "store"))
    plain = pyoxigraph.Store(str(folder / "plain"))
    plain.bulk_load(path=str(quads), format=RdfFormat.N_QUADS)
    plain.flush()
    with closing(open_store(str(folder / "store"), read_only=True)) as store:
        compare(
            "directory", lambda p: first(store.query(merged(p))), asked(plain, union=True), ROUNDS
        )


def by_http(quads: Path, kind: str, folder: Path) -> None:
    """A server: what `query` does, and the union that the server itself gives."""

    def ours(url: str, pattern: str) -> int:
        found = orjson.loads(answer(Request(merged(pattern)), Sources(url=url)).body)
        return int(found["results"]["bindings"][0]["n"]["value"])

    with running(KINDS[kind](folder)) as server:
        published(quads, server.url)
        with closing(open_store(server.url, Access())) as store:
            compare(
                kind,
                partial(ours, server.url),
                lambda p: first(store.query(by_graph(p), union=False)),
                SLOW_ROUNDS,
            )


def main(arguments: Iterable[str]) -> None:
    """Print all ratios; the argument is the number of datasets of sixteen triples."""
    datasets = int(next(iter(arguments), DATASETS))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        quads = write_quads(folder / "many.nq", datasets)
        with quads.open("a") as stream:
            for graph in range(-(-datasets // IN_GRAPH)):
                stream.writelines(
                    f"<https://data.example/agent/{i}> <{FOAF}name> "
                    f'"Agent {i}" <https://data.example/record/{graph}> .\n'
                    for i in range(AGENTS)
                )
        in_memory(quads)
        on_disk(quads, folder)
        for kind in ("oxigraph", "fuseki"):
            by_http(quads, kind, folder)


if __name__ == "__main__":
    main(sys.argv[1:])
