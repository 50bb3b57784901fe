"""The only module that knows the order of the stages."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from rdflib import RDF, SH, Graph, URIRef

from ld_convert.account import Subject, account
from ld_convert.catalogue.graphs import graph_iri
from ld_convert.catalogue.records import BY_DATASET, add_derived, add_records, listed, shared_head
from ld_convert.expand import expand
from ld_convert.expand.rdf_file import read_rdf
from ld_convert.extract import extract
from ld_convert.findings.report import Report
from ld_convert.identify import identify
from ld_convert.mapping import Mapped, map_graph
from ld_convert.mapping.passthrough import add_dcat, add_source
from ld_convert.mapping.plan import load_plan
from ld_convert.mapping.unknown_terms import report_unknown
from ld_convert.model import (
    AccountLine,
    Capture,
    Conversion,
    Described,
    Expanded,
    Key,
    Location,
    Page,
)
from ld_convert.pipeline.blame import blame
from ld_convert.pipeline.collector import uncollected
from ld_convert.pipeline.source_check import check_source
from ld_convert.rdf.from_nodes import to_graph
from ld_convert.rdf.index import index, new_graph
from ld_convert.validate import ValidationResult, add_finding, load_shapes, validate

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ld_convert.settings import Settings

VIOLATIONS = frozenset({SH.Violation})
"""A set tells by the hash of a term; `==` compares texts in Python."""
MOST_PAGES = 8
"""Captures that are converted together, stage by stage: a stage's program and tables then stand in
the processor's caches. A sixth of the time is saved, compiled a quarter; more would push the pages
out."""
MOST_BYTES = 1 << 20
"""How much of captures is converted together; a larger one is alone."""


class Draft:
    """One capture on its way through the stages."""

    __slots__ = (
        *("account", "capture", "described", "entries", "expanded", "graph", "keys", "mapped"),
        *("names", "page", "report", "results", "triples"),
    )

    def __init__(self, capture: Capture) -> None:
        self.capture, self.report = capture, Report()
        self.report.findings += capture.findings
        self.page: Page
        self.triples: list[Expanded]
        """What a capture in RDF states."""
        self.expanded: list[Expanded]
        self.names: dict[str, str]
        self.keys: tuple[Key, ...] = ()
        self.described: Described
        """What the page says, before the mapping."""
        self.mapped: Mapped
        self.graph: Graph
        self.entries: dict[URIRef, URIRef]
        """What our catalogue lists of the page, and by which property."""
        self.account: tuple[AccountLine, ...] = ()
        self.results: list[ValidationResult] = []
        """Of the validation."""


def convert_page(capture: Capture, settings: Settings) -> Conversion:
    """Return what a capture becomes: its part of the catalogue, and its findings.

    A pure function of its arguments: the same capture and settings give the same conversion.
    """
    return _converted([capture], settings)[0]


def convert_pages(captures: Iterable[Capture], settings: Settings) -> list[Conversion]:
    """Return the conversions of some captures, in their order; it is faster than one by one."""
    return [done for batch in batches(captures) for done in _converted(batch, settings)]


def batches(captures: Iterable[Capture]) -> Iterator[list[Capture]]:
    """Yield captures in their order, as many at once as are best converted together."""
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


def _converted(captures: Sequence[Capture], settings: Settings) -> list[Conversion]:
    with uncollected():
        drafts = [Draft(capture) for capture in captures]
        for step in STEPS:
            for draft in drafts:
                step(draft, settings)
        return [_conversion(draft, settings) for draft in drafts]


def _extract(draft: Draft, settings: Settings) -> None:
    draft.page = extract(
        draft.capture, draft.report, repair=settings.repair, partial=settings.partial
    )


def _expand(draft: Draft, settings: Settings) -> None:
    capture, report = draft.capture, draft.report
    found = [expand(fragment, report, settings.contexts) for fragment in draft.page.fragments]
    draft.triples = [read_rdf(capture, report)] if capture.kind == "rdf" else []
    draft.expanded = found + draft.triples


def _identify(draft: Draft, settings: Settings) -> None:
    draft.names, draft.keys = identify(
        *(draft.expanded, draft.page.url, settings.base, draft.report, settings.iri_from),
        draft.page.fragments,
    )


def _describe(draft: Draft, _settings: Settings) -> None:
    draft.described = to_graph(draft.expanded, draft.names, draft.report)


def _map(draft: Draft, settings: Settings) -> None:
    plan = load_plan(settings.profile, settings.rules)
    draft.mapped = map_graph(draft.described, plan, settings.base, draft.report)


def _tell_unknown(draft: Draft, _settings: Settings) -> None:
    report_unknown(index(draft.described.graph), draft.mapped.place, draft.report)


def _enter(draft: Draft, _settings: Settings) -> None:
    mapped = draft.mapped.graph
    add_dcat(mapped, draft.described.graph)
    draft.entries = listed(mapped, draft.described.graph)
    draft.graph = mapped if draft.entries else new_graph()
    if draft.expanded and not draft.entries:
        _report_no_dataset(draft)


def _check_source(draft: Draft, _settings: Settings) -> None:
    if draft.entries:
        check_source(draft.described.graph, draft.mapped, draft.report)


def _derive(draft: Draft, _settings: Settings) -> None:
    if draft.entries:
        add_derived(draft.graph, draft.mapped)


def _record(draft: Draft, settings: Settings) -> None:
    if draft.entries:
        add_records(draft.graph, draft.entries, draft.capture, draft.page.url, settings)
        if settings.keep_source:
            add_source(draft.graph, draft.described.graph)


def _account(draft: Draft, settings: Settings) -> None:
    if settings.account:
        done = Subject(
            *(draft.page.fragments, draft.triples, draft.names, draft.described.graph),
            *(draft.mapped, draft.graph, tuple(draft.report.findings)),
        )
        draft.account = account(done, settings)


def _validate(draft: Draft, settings: Settings) -> None:
    if draft.entries:
        shapes = load_shapes(settings.profile, settings.shapes, settings.engine)
        draft.results = validate(draft.graph, shapes, shared_head(settings))


def _report_no_dataset(draft: Draft) -> None:
    classes = {str(c).rpartition("/")[2] for c in draft.described.graph.objects(None, RDF.type)}
    found = ", ".join(sorted(classes)) or "nothing with a class"
    fragments = draft.page.fragments
    place = fragments[0].location if fragments else Location(draft.capture.source)
    draft.report.add("LD402", place, found=found)


def _share(draft: Draft, _settings: Settings) -> None:
    """Add the findings that results are, where the capture speaks of the focus node.

    What only our own catalogue and its records lack to be perfect is no fault of a page.
    """
    spo = index(draft.graph)
    for result in draft.results:
        is_of_page = draft.mapped.knows(result.focus)
        if is_of_page or (result.severity in VIOLATIONS and result.focus in spo):
            locate = partial(blame, result, draft.mapped, draft.capture.source)
            add_finding(result, locate, draft.report)


STEPS: tuple[Callable[[Draft, Settings], None], ...] = (
    *(_extract, _expand, _identify, _describe, _map, _tell_unknown, _enter, _check_source),
    *(_derive, _record, _account, _validate, _share),
)
"""The stages in their order."""


def _conversion(draft: Draft, settings: Settings) -> Conversion:
    found = draft.report.findings
    findings = tuple(found)
    found.clear()  # they lead back to their report, and a cycle would keep the page for a while
    return Conversion(
        source=draft.capture.source,
        graph=draft.graph,
        datasets=tuple(str(e) for e, by in draft.entries.items() if by is BY_DATASET),
        findings=findings,
        rejected=not draft.entries,
        name=graph_iri(draft.entries, draft.page.url or draft.capture.source, settings),
        stated=draft.described.graph,
        traces=draft.mapped.traces,
        locate=draft.mapped.find,
        account=draft.account,
        keys=draft.keys,
    )
