"""The command `validate`."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from rdflib import Graph

from ld_convert.cli.closing import Done
from ld_convert.cli.commands.scores import is_wanted, open_book
from ld_convert.cli.settings import make_gate, make_settings, named
from ld_convert.model import Json
from ld_convert.read import read
from ld_convert.run.check import Checked, check
from ld_convert.run.guard import Failure, Limits, attempt
from ld_convert.run.whole_file import check_apart
from ld_convert.score import graph_census, page_census

if TYPE_CHECKING:
    from ld_convert.cli.console import Console
    from ld_convert.model import Capture
    from ld_convert.score.census import PageCensus


def validate(  # noqa: PLR0913  one argument an option
    console: Console,
    *,
    inputs: tuple[str, ...],
    reports: tuple[str, ...],
    fail_on: str,
    max_findings: int,
    baseline: str | None,
    scores: tuple[str, ...],
    probe_urls: bool,
    **mapping: Json,
) -> int:
    """Check RDF files as they are, and captures after converting them; return the exit status."""
    console.gate = make_gate(max_findings, baseline, reports)
    check_apart(inputs, [*named("--report", reports), *named("--score", scores)])
    settings = make_settings(**mapping, score=is_wanted(scores, reports))
    if reports:
        console.keep()
    captures, limits = 0, Limits.of(settings)
    with open_book(scores, reports, probe_urls=probe_urls) as console.book:
        for capture in read(inputs):
            captures += 1
            checked = attempt(capture.source, partial(check, capture, settings), limits)
            console.show(checked.findings)
            if isinstance(checked, Failure):
                continue
            if settings.score:
                console.book.add(_census(capture, checked))
    return console.finish(reports, fail_on, Done(captures, "input"))


def _census(capture: Capture, checked: Checked) -> PageCensus:
    """Return the scores of the datasets of an input."""
    if checked.conversion is not None:
        return page_census(checked.conversion)
    graph = checked.stated.graph if checked.stated else Graph()
    return graph_census(graph, capture.source, checked.findings)
