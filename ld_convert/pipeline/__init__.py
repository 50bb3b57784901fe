"""From a capture to its conversion: the only place that knows the order of the stages.

`_stages` is the whole way of one page, from top to bottom.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ld_convert.account import Stages, account
from ld_convert.catalogue.graphs import graph_iri
from ld_convert.catalogue.head import settle_catalogue
from ld_convert.catalogue.records import BY_DATASET, add_derived, add_records, listed
from ld_convert.expand import expand
from ld_convert.expand.rdf_file import read_rdf
from ld_convert.extract import extract
from ld_convert.findings.report import Report
from ld_convert.identify import identify
from ld_convert.identify.distributions import name_distributions
from ld_convert.identify.keys import redirect_keys
from ld_convert.mapping.passthrough import add_source
from ld_convert.mapping.plan import load_plan
from ld_convert.mapping.supplied import map_graph
from ld_convert.mapping.unknown_terms import report_unknown
from ld_convert.model import Conversion
from ld_convert.pipeline.collector import uncollected
from ld_convert.pipeline.datasets import PageDatasets
from ld_convert.pipeline.source_check import check_source
from ld_convert.pipeline.steps import (
    add_own_dcat,
    report_no_dataset,
    report_results,
    taken,
    with_safe_address,
)
from ld_convert.rdf.from_nodes import to_graph
from ld_convert.rdf.index import index, new_graph
from ld_convert.rdf.quiet import without_logs
from ld_convert.validate import load_shapes, validate
from ld_convert.values.names.things import agreed_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ld_convert.model import AccountLine, Capture
    from ld_convert.settings import Settings

MOST_PAGES = 16
"""Pages that are converted together, one stage after the other. The program and the tables of a
stage then stay in the processor's caches, which saves a sixth of the time. With more pages, the
pages themselves fall out of the caches."""
MOST_BYTES = 1 << 20
"""Bytes of captures that are converted together; a larger capture is converted alone."""


def convert_page(capture: Capture, settings: Settings) -> Conversion:
    """Return what a capture becomes: its part of the catalogue, and its findings.

    A pure function of its arguments: the same capture and settings give the same conversion.
    """
    return _together([capture], settings)[0]


def convert_pages(captures: Iterable[Capture], settings: Settings) -> list[Conversion]:
    """Return the conversion of each capture, in order; faster than `convert_page` for each."""
    return [done for batch in batches(captures) for done in _together(batch, settings)]


def batches(captures: Iterable[Capture]) -> Iterator[list[Capture]]:
    """Yield the captures in order, in lists of at most MOST_PAGES pages and MOST_BYTES bytes."""
    batch: list[Capture] = []
    size_bytes = 0
    for capture in captures:
        size_bytes += len(capture.data)
        if batch and (len(batch) >= MOST_PAGES or size_bytes > MOST_BYTES):
            yield batch
            batch, size_bytes = [], len(capture.data)
        batch.append(capture)
    if batch:
        yield batch


def _together(captures: Sequence[Capture], settings: Settings) -> list[Conversion]:
    """Take all captures through the first stage, then all through the second, and so on."""
    with uncollected(), without_logs():
        *_, done = zip(*(_stages(one, settings) for one in captures), strict=True)
    return [one for one in done if one is not None]


def _stages(capture: Capture, settings: Settings) -> Iterator[Conversion | None]:
    """Convert one page; a `yield` ends each stage, and the last one gives the conversion."""
    report = Report()
    report.findings += capture.findings
    page = with_safe_address(
        extract(capture, report, repair=settings.repair, partial=settings.partial),
        capture.source,
        report,
    )
    yield None
    expanded = [expand(fragment, report, settings.contexts) for fragment in page.fragments]
    from_rdf = [read_rdf(capture, report)] if capture.kind == "rdf" else []
    expanded += from_rdf
    yield None
    names, keys = identify(
        expanded, page.url, settings.base, report, settings.iri_from, page.fragments
    )
    name_distributions(expanded, names)
    yield None
    agreed = agreed_names(expanded, names, settings)
    described = to_graph(expanded, names, report)
    yield None
    plan = load_plan(settings.profile, settings.rules)
    mapped = map_graph(described, plan, settings.base, report, agreed)
    yield None
    report_unknown(index(described.graph), mapped.place, report)
    yield None
    add_own_dcat(mapped, described)
    entries = listed(mapped.graph, described.graph, mapped.roots.cited)
    if expanded and not entries:
        report_no_dataset(described, page, capture.source, report)
    graph = mapped.graph if entries else new_graph()
    datasets = [entry for entry, by in entries.items() if by is BY_DATASET]
    report.datasets.about = PageDatasets(graph, datasets, mapped.place, page.url).about
    yield None
    if entries:
        check_source(described.graph, mapped, report)
    yield None
    if entries:
        if settings.provenance:
            add_derived(graph, mapped)
        add_records(graph, entries, capture, page.url, settings)
        if settings.keep_source:
            add_source(graph, described.graph, mapped.replaced)
        head = settle_catalogue(graph, settings)
    yield None
    lines: tuple[AccountLine, ...] = ()
    if settings.account:
        found = tuple(report.findings)
        stages = Stages(page.fragments, from_rdf, names, described.graph, mapped, graph, found)
        lines = account(stages, settings)
    yield None
    shapes = load_shapes(settings.profile, settings.shapes, settings.engine)
    results = validate(graph, shapes, head, mapped.is_ours) if entries else []
    yield None
    report_results(results, graph, mapped, capture.source, report)
    yield Conversion(
        source=capture.source,
        graph=graph,
        datasets=tuple(map(str, datasets)),
        findings=taken(report),
        rejected=not entries,
        name=graph_iri(entries, page.url or capture.source, settings),
        stated=described.graph,
        traces=mapped.traces,
        locate=mapped.find,
        account=lines,
        keys=(*keys, *redirect_keys(page)),
        names_given=agreed.new if agreed else {},
        names_used=tuple(sorted(agreed.used)) if agreed else (),
        names_met=agreed.names_met(graph) if agreed else (),
    )
