"""What Jena's SHACL and pySHACL find beside our engine: `python -m tests.bench.differential`.

Graphs of harvested documents and of generated pages, some of them mutated, are checked against the
shapes of DCAT-AP by all three. Printed is each result that one has and another lacks; exit status
1 if there is one. Jena runs as a server, so that one process checks all graphs.
"""

from __future__ import annotations

import sys
import tempfile
import urllib.request
from collections import Counter
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from rdflib import RDF, SH, BNode, Graph

from ld_convert.pipeline import convert_page
from ld_convert.rdf.quiet import literals_as_written
from ld_convert.read import read
from ld_convert.settings import Settings
from ld_convert.validate import load_shapes, validate
from ld_convert.write import serialise
from tests.bench.soak import page
from tests.support.places import CORPUS, REPOSITORY
from tests.support.servers import FUSEKI, Server, binary, free_port, java_classes, running

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from rdflib.term import Node

GENERATED = 200
SHAPES = REPOSITORY / "shapes" / "dcat-ap.ttl"
CONFIGURATION = """
PREFIX fuseki: <http://jena.apache.org/fuseki#>
PREFIX ja: <http://jena.hpl.hp.com/2005/11/Assembler#>
[] a fuseki:Service ; fuseki:name "ds" ; fuseki:dataset [ a ja:MemoryDataset ] ;
  fuseki:endpoint [ fuseki:operation fuseki:gsp-rw ; fuseki:name "data" ] ,
                  [ fuseki:operation fuseki:shacl ; fuseki:name "shacl" ] .
"""

Result = tuple[str, str, str, str, str]
"""Focus, path, value, component and severity; a node without a name is `_`."""
Results = Counter[Result]


def graphs(generated: int = GENERATED) -> Iterator[tuple[str, Graph]]:
    """Yield what is made of each page, with its name."""
    settings = Settings()
    for capture in read([str(CORPUS)]) if CORPUS.is_dir() else ():
        yield capture.source, convert_page(capture, settings).graph
    with tempfile.TemporaryDirectory() as folder:
        for number in range(generated):
            Path(folder, f"{number:03}").write_bytes(page(number).data)
        for capture in read([folder]):
            yield capture.source, convert_page(capture, settings).graph


def _term(term: Node | None) -> str:
    if term is None:
        return ""
    return "_" if isinstance(term, BNode) else term.n3()


def by_engine(engine: str) -> Callable[[Graph], Results]:
    """Return a function that checks a graph with one of our engines."""
    shapes = load_shapes("dcat-ap", (), engine)

    def check(graph: Graph) -> Results:
        return Counter(
            (_term(r.focus), _term(r.path), _term(r.value), _term(r.component), _term(r.severity))
            for r in validate(graph, shapes)
        )

    return check


@contextmanager
def jena(folder: Path) -> Iterator[Callable[[Graph], Results]]:
    """Give a function that checks a graph with Jena; skips where it is not there."""
    (folder / "fuseki.ttl").write_text(CONFIGURATION)
    port = free_port()
    options = ["--port", str(port), "--localhost", "--config", "fuseki.ttl"]
    command = [binary("java"), "-Xmx1g", "-cp", java_classes(), FUSEKI, *options]
    server = Server(command, f"http://127.0.0.1:{port}/ds", folder, "/data?default")
    with running(server):
        yield lambda graph: _by_jena(graph, server.url)


def _by_jena(graph: Graph, url: str) -> Results:
    _send("PUT", f"{url}/data?default", serialise(graph, "nt"), "application/n-triples")
    told = _send("POST", f"{url}/shacl?graph=default", SHAPES.read_bytes(), "text/turtle")
    with literals_as_written():
        report = Graph().parse(data=told, format="nt")
    return Counter(
        (
            _term(report.value(one, SH.focusNode)),
            _term(report.value(one, SH.resultPath)),
            _term(report.value(one, SH.value)),
            _term(report.value(one, SH.sourceConstraintComponent)),
            _term(report.value(one, SH.resultSeverity)),
        )
        for one in report.subjects(RDF.type, SH.ValidationResult)
    )


def _send(method: str, url: str, body: bytes, media: str) -> bytes:
    headers = {"Content-Type": media, "Accept": "application/n-triples"}
    request = urllib.request.Request(url, body, headers, method=method)  # noqa: S310  our own server
    with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310
        return bytes(answer.read())


def differences(
    found: Iterable[tuple[str, Graph]], others: Mapping[str, Callable[[Graph], Results]]
) -> Iterator[str]:
    """Yield what our engine finds and another does not, and the other way round."""
    ours = by_engine("auto")
    for name, graph in found:
        wanted = ours(graph)
        for other, check in others.items():
            theirs = check(graph)
            for sign, rest in (("only ours", wanted - theirs), (f"only {other}", theirs - wanted)):
                yield from (f"{name}: {sign}: {number} x {row}" for row, number in rest.items())


def main() -> bool:
    """Compare and print; return whether all agree."""
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        others = {"pySHACL": by_engine("pyshacl")}
        try:
            others["Jena"] = stack.enter_context(jena(Path(folder)))
        except pytest.skip.Exception as reason:
            sys.stdout.write(f"Jena: LEFT OUT, {reason}\n")
        found = list(graphs())
        lines = list(differences(found, others))
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    sys.stdout.write(f"{len(found)} graphs, {', '.join(others)}: {len(lines)} differences\n")
    return not lines


if __name__ == "__main__":
    sys.exit(not main())
