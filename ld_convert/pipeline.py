"""The only module that knows the order of the stages."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from rdflib import RDF, SH, Graph, URIRef
from rdflib.term import Node

from ld_convert.account import Subject, account
from ld_convert.blame import blame
from ld_convert.catalogue import add_derived, add_records, shared_head
from ld_convert.contexts import DERIVED
from ld_convert.expand import expand
from ld_convert.extract import extract
from ld_convert.findings import Report
from ld_convert.graph import to_graph
from ld_convert.identity import identify
from ld_convert.indexed import index, new_graph
from ld_convert.mapping import Mapped, map_graph
from ld_convert.model import AccountLine, Capture, Conversion, Described, Location, Page
from ld_convert.named import graph_iri
from ld_convert.passthrough import add_dcat
from ld_convert.plan import load_plan
from ld_convert.rdf import read_rdf
from ld_convert.source_check import check_source
from ld_convert.terms import vocabulary_term
from ld_convert.uncollected import uncollected
from ld_convert.unknown import report_unknown
from ld_convert.validate import Result, add_finding, load_shapes, validate
from ld_convert.vocab import DCAT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ld_convert.settings import Settings
    from ld_convert.triples import Index, Objects

TYPE, DATASET, CATALOG = map(vocabulary_term, (RDF.type, DCAT.Dataset, DCAT.Catalog))
VIOLATIONS = frozenset({SH.Violation})
"""A set tells by the hash of a term; `==` compares texts in Python."""
SERVICE = vocabulary_term(DCAT.DataService)
BY_DATASET, BY_SERVICE, BY_CATALOG = map(
    vocabulary_term, (DCAT.dataset, DCAT.service, DCAT.catalog)
)


class Draft(NamedTuple):
    """One capture, mapped and not yet validated."""

    capture: Capture
    page: Page
    mapped: Mapped
    graph: Graph
    stated: Graph
    """What the page says, before the mapping."""
    entries: dict[URIRef, URIRef]
    """What our catalogue lists of the page, and by which property."""
    report: Report
    account: tuple[AccountLine, ...]


def convert_page(capture: Capture, settings: Settings) -> Conversion:
    """Return what a capture becomes: its part of the catalogue, and its findings.

    A pure function of its arguments: the same capture and settings give the same conversion.
    """
    with uncollected():
        draft = _draft(capture, settings)
        if draft.entries:
            shapes = load_shapes(settings.profile, settings.shapes, settings.engine)
            _share(validate(draft.graph, shapes, shared_head(settings)), draft)
        return _conversion(draft, settings)


def convert_pages(captures: Sequence[Capture], settings: Settings) -> list[Conversion]:
    """Return the conversions of some captures, in their order."""
    return [convert_page(capture, settings) for capture in captures]


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
        stated=draft.stated,
        traces=draft.mapped.traces,
        locate=draft.mapped.find,
        account=draft.account,
    )


def _draft(capture: Capture, settings: Settings) -> Draft:
    report = Report()
    report.findings += capture.findings
    page = extract(capture, report, repair=settings.repair, partial=settings.partial)
    expanded = [expand(fragment, report, settings.contexts) for fragment in page.fragments]
    triples = [read_rdf(capture, report)] if capture.kind == "rdf" else []
    expanded += triples
    names = identify(expanded, page.url, settings.base, report, settings.iri_from)
    described = to_graph(expanded, names, report)
    plan = load_plan(settings.profile, settings.rules)
    mapped = map_graph(described, plan, settings.base, report)
    report_unknown(index(described.graph), mapped.place, report)
    graph = mapped.graph
    add_dcat(graph, described.graph)
    entries = _entries(graph, described)
    if expanded and not entries:
        _report_no_dataset(described, capture, page, report)
    if entries:
        check_source(described.graph, mapped, report)
        add_derived(graph, mapped)
        add_records(graph, entries, capture, page.url, settings)
        if settings.keep_source:
            _add_source(graph, described.graph)
    else:
        graph = new_graph()
    done = Subject(
        page.fragments, triples, names, described.graph, mapped, graph, tuple(report.findings)
    )
    lines = account(done, settings) if settings.account else ()
    return Draft(capture, page, mapped, graph, described.graph, entries, report, lines)


def _add_source(graph: Graph, source: Graph) -> None:
    """Add what the page itself says, without what its portal guessed."""
    spo = index(graph)
    for subject, predicates in index(source).items():
        known = spo.setdefault(subject, {})
        for predicate, values in predicates.items():
            if not str.startswith(predicate, DERIVED):  # type: ignore[arg-type]
                if predicate in known:
                    known[predicate].update(values)
                else:
                    known[predicate] = dict(values)
        if not known:
            del spo[subject]


def _entries(graph: Graph, described: Described) -> dict[URIRef, URIRef]:
    """Return every dataset and service of a page, and the catalogues that are its subject."""
    stated = index(described.graph)
    entries: dict[URIRef, URIRef] = {}
    catalogues: dict[URIRef, None] = {}
    for node, predicates in index(graph).items():
        if not isinstance(node, URIRef):
            continue
        classes = predicates.get(TYPE, ())
        if DATASET in classes and _says(node, predicates, stated):
            entries[node] = BY_DATASET
        elif SERVICE in classes and _says(node, predicates, stated):
            entries[node] = BY_SERVICE
        if CATALOG in classes:
            catalogues[node] = None
    if catalogues:
        for values in (values for found in stated.values() for values in found.values()):
            for node in [c for c in catalogues if c in values]:
                del catalogues[node]
            if not catalogues:
                break
    return entries | dict.fromkeys(catalogues, BY_CATALOG)


def _says(node: URIRef, mapped: dict[Node, Objects], stated: Index) -> bool:
    """Return whether a page says more of a node than its class, be it nothing that can be mapped.

    A class alone comes with a mere reference to what another page describes.
    """
    return len(mapped) > 1 or any(predicate != TYPE for predicate in stated.get(node, ()))


def _report_no_dataset(described: Described, capture: Capture, page: Page, report: Report) -> None:
    classes = {str(c).rpartition("/")[2] for c in described.graph.objects(None, RDF.type)}
    found = ", ".join(sorted(classes)) or "nothing with a class"
    place = page.fragments[0].location if page.fragments else Location(capture.source)
    report.add("LD402", place, found=found)


def _share(results: list[Result], draft: Draft) -> None:
    """Add the findings that results are, where the capture speaks of the focus node.

    What only our own catalogue and its records lack to be perfect is no fault of a page.
    """
    spo = index(draft.graph)
    for result in results:
        is_of_page = draft.mapped.knows(result.focus)
        if is_of_page or (result.severity in VIOLATIONS and result.focus in spo):
            locate = partial(blame, result, draft.mapped, draft.capture.source)
            add_finding(result, locate, draft.report)
