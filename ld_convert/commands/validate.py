"""The command `validate`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ld_convert.commands.options import make_gate, make_settings
from ld_convert.commands.scores import is_wanted, open_book
from ld_convert.findings import Report
from ld_convert.model import Json, Location
from ld_convert.pipeline import convert_pages
from ld_convert.read import read
from ld_convert.score import graph_census, page_census
from ld_convert.validate import add_finding, load_shapes, read_rdf
from ld_convert.validate import validate as validate_graph

if TYPE_CHECKING:
    from ld_convert.census import PageCensus
    from ld_convert.console import Console
    from ld_convert.model import Capture, Finding
    from ld_convert.settings import Settings


def validate(  # noqa: PLR0913  one argument an option
    console: Console,
    *,
    inputs: tuple[str, ...],
    report: str | None,
    fail_on: str,
    max_findings: int,
    baseline: str | None,
    score: str | None,
    probe_urls: bool,
    **mapping: Json,
) -> int:
    """Check captures, after converting them, and RDF files; return the exit status."""
    console.gate = make_gate(max_findings, baseline, report)
    settings = make_settings(**mapping, score=is_wanted(score, report))
    if report:
        console.keep()
    with open_book(score, probe_urls=probe_urls) as console.book:
        for capture in read(inputs):
            found, census = _check(capture, settings)
            for finding in found:
                console.show(finding)
            if census is not None:
                console.book.add(census)
    return console.finish(report, fail_on)


def _check(capture: Capture, settings: Settings) -> tuple[tuple[Finding, ...], PageCensus | None]:
    """Return the findings of a capture or of an RDF file, and what its datasets state."""
    if capture.kind not in ("", "rdf"):
        done = convert_pages([capture], settings)[0]
        return done.findings, page_census(done) if settings.score else None
    report, where = Report(), Location(capture.source)
    graph = read_rdf(capture.data, capture.source)
    shapes = load_shapes(settings.profile, settings.shapes, settings.engine)
    for result in validate_graph(graph, shapes):
        add_finding(result, lambda: (where, None), report)
    found = tuple(report.findings)
    return found, graph_census(graph, capture.source, found) if settings.score else None
