"""Our pipeline against others, stage by stage, and against the number of datasets in a page."""

from __future__ import annotations

import json
import time
from contextlib import ExitStack
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple
from unittest.mock import patch

import pyoxigraph
from pyld import jsonld
from rdflib import Graph

from ld_convert import pipeline
from ld_convert.expand.contexts import SCHEMA_CONTEXT, loader
from ld_convert.extract import extract
from ld_convert.findings.report import Report
from ld_convert.pipeline.collector import uncollected
from ld_convert.settings import Settings
from ld_convert.vocab.files import data
from ld_convert.vocab.namespaces import SCHEMA
from ld_convert.vocab.portals import portals
from ld_convert.vocab.reshape import reshaped
from ld_convert.write import serialise
from tests.bench import glue, naive
from tests.bench.pages import SHAPES, catalogue_html
from tests.bench.timing import in_turns

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ld_convert.model import Capture, Json

SETTINGS = Settings(base="https://portal.example/", publisher_name="Portal")
NAIVE = "naive pipeline"
NAIVE_CACHED = "naive pipeline, contexts kept"
GLUE = "glue of the fastest parts"
OURS = "ours, all of it"
PYLD = "pyld, warm expansion alone"
SHARE = 10
STAGES = (
    *("extract", "expand", "identify", "to_graph", "map_graph", "add_dcat", "add_derived"),
    *("check_source", "add_records", "validate"),
)


def ours(pages: Sequence[Capture]) -> None:
    """Convert pages to N-Triples, everything included, as a run does."""
    for batch in pipeline.batches(pages):
        with uncollected():
            _written(batch)


def _written(batch: Sequence[Capture]) -> list[bytes]:
    return [serialise(done.graph, "nt") for done in pipeline.convert_pages(batch, SETTINGS)]


def documents(page: Capture) -> list[Json]:
    """Return what our pipeline expands of a page, ready to be given to pyld."""
    found = []
    for fragment in extract(page, Report()).fragments:
        value, portal = fragment.value, portals().get(fragment.portal)
        if portal is not None:
            value = {"@context": portal.context, **reshaped(value, portal.shape)}
            context = [SCHEMA_CONTEXT if c == "https://schema.org" else c for c in portal.context]
            value["@context"] = context
        elif "@context" not in value:
            value = {"@context": SCHEMA_CONTEXT, **value}
        found.append(value)
    return found


class Way(NamedTuple):
    """One way to read pages."""

    work: Callable[[], object]
    pages: int
    """How many of them it reads."""


def ways(pages: Sequence[Capture]) -> dict[str, Way]:
    """Return the ways of reading pages in this process, by name.

    The naive pipeline, which takes tens of times as long, reads one page of `SHARE`.
    """
    values = [value for page in pages for value in documents(page)]
    inline = [json.dumps(_inlined(value)) for value in values]
    load, kept, some = loader({}), dict[str, Any](), pages[::SHARE]

    def pyld_alone() -> None:
        for value in values:
            jsonld.expand(value, {"documentLoader": load, "base": "https://portal.example/x"})

    def rdflib_parser() -> None:
        for text in inline:
            Graph().parse(data=text, format="json-ld")

    def oxigraph_loader() -> None:
        for text in inline:
            pyoxigraph.Store().load(text.encode(), pyoxigraph.RdfFormat.JSON_LD)

    def by_naive(cache: dict[str, Any] | None = None) -> None:
        for page in some:
            naive.convert(page, shapes(), cache)

    found = {
        OURS: Way(lambda: ours(pages), len(pages)),
        NAIVE: Way(by_naive, len(some)),
        NAIVE_CACHED: Way(lambda: by_naive(kept), len(some)),
        GLUE: Way(lambda: list(glue.convert(pages)), len(pages)),
        PYLD: Way(pyld_alone, len(pages)),
        "rdflib, JSON-LD parser alone": Way(rdflib_parser, len(pages)),
        "oxigraph, JSON-LD loader alone": Way(oxigraph_loader, len(pages)),
    }
    if glue.MISSING:
        del found[GLUE]
    return found


def compare(
    shape: str, count: int = 50, rounds: int = 7, wanted: Sequence[str] = ()
) -> dict[str, float]:
    """Return the processor time a page, in seconds, of ways of reading pages of a shape.

    All ways are compared unless some are wanted.

    A turn is long enough to be what a run over many pages is: what stands in the processor's
    caches after another's turn is not counted for or against anyone.
    """
    all_ways = ways([SHAPES[shape](number) for number in range(count)])
    chosen = {name: all_ways[name] for name in wanted or all_ways}
    found = in_turns({name: way.work for name, way in chosen.items()}, rounds)
    return {name: seconds / chosen[name].pages for name, seconds in found.items()}


def _inlined(value: Json) -> Json:
    """Return a document with a context of one line: neither of the two has a loader for ours.

    It spares them the context, which counts in their favour.
    """
    return {"@context": {"@vocab": SCHEMA}, **_bare(value)}


def _bare(value: Json) -> Json:
    if isinstance(value, list):
        return [_bare(item) for item in value]
    if isinstance(value, dict):
        return {key: _bare(item) for key, item in value.items() if key != "@context"}
    return value


@cache
def shapes() -> Graph:
    """Return our shapes, parsed once."""
    return Graph().parse(data=data("shapes/dcat-ap.ttl").read_bytes(), format="turtle")


def stages(shape: str, count: int = 40) -> dict[str, float]:
    """Return the processor time a page, in seconds, of each stage, and of all else."""
    pages = [SHAPES[shape](number) for number in range(count)]
    ours(pages)
    spent: dict[str, float] = {}

    def timed(name: str, work: Callable[..., Any]) -> Callable[..., Any]:
        def run(*arguments: Any, **options: Any) -> Any:
            start = time.process_time()
            found = work(*arguments, **options)
            spent[name] = spent.get(name, 0) + time.process_time() - start
            return found

        return run

    with ExitStack() as stack:
        for name in STAGES:
            if hasattr(pipeline, name):
                work = timed(name, getattr(pipeline, name))
                stack.enter_context(patch.object(pipeline, name, work))
        convert = timed("whole", pipeline.convert_pages)
        write = timed("write", serialise)
        for batch in pipeline.batches(pages):
            for graph in [done.graph for done in convert(batch, SETTINGS)]:
                write(graph, "nt")
    rest = spent.pop("whole") - sum(time for name, time in spent.items() if name != "write")
    return {name: time / count for name, time in {**spent, "rest": rest}.items()}


def growth(numbers: Sequence[int], rounds: int = 3) -> dict[int, float]:
    """Return the processor time a dataset, in seconds, by the number of datasets in one page.

    Small pages are converted once before, since then the tables are loaded.
    """
    found = {}
    for number in numbers:
        page = catalogue_html(number)
        repeats = max(1, 200 // number)
        work = {"ours": lambda page=page, repeats=repeats: ours([page] * repeats)}
        found[number] = in_turns(work, rounds, warm=int(number <= 100))["ours"] / number / repeats
    return found
