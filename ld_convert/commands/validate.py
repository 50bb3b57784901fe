"""The command `validate`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ld_convert.commands.options import make_gate, make_settings
from ld_convert.findings import Report
from ld_convert.model import Json, Location
from ld_convert.pipeline import convert_pages
from ld_convert.read import read
from ld_convert.validate import add_finding, load_shapes, read_rdf
from ld_convert.validate import validate as validate_graph

if TYPE_CHECKING:
    from ld_convert.console import Console


def validate(  # noqa: PLR0913  one argument an option
    console: Console,
    *,
    inputs: tuple[str, ...],
    report: str | None,
    fail_on: str,
    max_findings: int,
    baseline: str | None,
    **mapping: Json,
) -> int:
    """Check captures, after converting them, and RDF files; return the exit status."""
    console.gate = make_gate(max_findings, baseline, report)
    settings = make_settings(**mapping)
    if report:
        console.keep()
    for capture in read(inputs):
        if capture.kind not in ("", "rdf"):
            found = convert_pages([capture], settings)[0].findings
        else:
            own = Report()
            graph = read_rdf(capture.data, capture.source)
            shapes = load_shapes(settings.profile, settings.shapes, settings.engine)
            for result in validate_graph(graph, shapes):
                add_finding(result, Location(capture.source), own)
            found = tuple(own.findings)
        for finding in found:
            console.show(finding)
    return console.finish(report, fail_on)
