"""What the pipeline tells about a page between the stages: findings that need several of them."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from rdflib import RDF

from ld_convert.findings.report import Datasets, Report
from ld_convert.mapping.equals import leave_out_equals
from ld_convert.mapping.passthrough import add_dcat
from ld_convert.model import Location, is_iri
from ld_convert.pipeline.blame import blame
from ld_convert.rdf.index import index
from ld_convert.validate import VIOLATIONS, add_finding
from ld_convert.vocab.term_syntax import mended_iri

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rdflib import Graph

    from ld_convert.mapping import Mapped
    from ld_convert.model import Described, Finding, Page
    from ld_convert.validate import ValidationResult


TWICE = {
    "Dataset-description-exists": "LD511/Dataset-description-exists",
    "Dataset-title-exists": "LD511/Dataset-name-exists",
    "Resource-title-exists": "LD511/Dataset-name-exists",
    "Distribution-accessURL-exists": "LD511/DataDownload-contentUrl-exists",
}
"""From a shape of the result to the rule by which the check of the page asks for the same."""


def add_own_dcat(mapped: Mapped, described: Described) -> None:
    """Add what a page says in DCAT; what a rule has found besides is said once."""
    add_dcat(mapped.graph, described.graph, mapped.passing())
    leave_out_equals(mapped)


def report_no_dataset(described: Described, page: Page, source: str, report: Report) -> None:
    """Add the finding that a page describes no dataset (LD402); it names the classes found."""
    classes = {str(c).rpartition("/")[2] for c in described.graph.objects(None, RDF.type)}
    found = ", ".join(sorted(classes)) or "nothing with a class"
    place = page.fragments[0].location if page.fragments else Location(source)
    report.add("LD402", place, found=found)


def report_results(
    results: Sequence[ValidationResult], graph: Graph, mapped: Mapped, source: str, report: Report
) -> None:
    """Add a finding for each result of the validation that is about what the page describes.

    A violation is reported also for a node that only we describe, such as a catalogue record. Of
    what our own nodes should have besides, no page can be blamed, nor of a dataset that the page
    only names, as a catalogue does with its members: its own page describes it. What the result
    lacks is not asked for a second time in the words of the page (LD511).
    """
    spo = index(graph)
    asked = {
        (TWICE[name], str(result.focus))
        for result in results
        if (name := str(result.shape).rpartition("#")[2]) in TWICE
    }
    if asked:
        report.findings[:] = [f for f in report.findings if (f.rule, f.focus) not in asked]
    for result in results:
        is_of_page = mapped.knows(result.focus)
        is_described = len(spo.get(result.focus, ())) > 1  # by more than its class
        if is_of_page or (result.severity in VIOLATIONS and is_described):
            add_finding(result, partial(blame, result, mapped, source), report)


def with_safe_address(page: Page, source: str, report: Report) -> Page:
    """Return a page whose address is an IRI, mended if need be, or that has no address.

    The address comes from the page's head, or from the container that holds the capture.
    """
    if page.url is None or is_iri(page.url):
        return page
    mended = mended_iri(page.url)
    if mended is None:
        report.add("LD318", Location(source), iri=page.url)
    else:
        report.add("LD311", Location(source), iri=page.url, mended=mended)
    return replace(page, url=mended)


def taken(report: Report) -> tuple[Finding, ...]:
    """Return the findings of a report, and empty it.

    A finding refers to its report until it is looked at. Were the report to hold it too, this
    cycle would keep the page in memory until Python's collector finds it.
    """
    findings = tuple(report.findings)
    report.findings.clear()
    report.datasets = Datasets()
    return findings
