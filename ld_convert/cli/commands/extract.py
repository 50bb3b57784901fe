"""The commands `extract` and `expand`, which print what the first two stages return."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import orjson

from ld_convert.cli.closing import Done
from ld_convert.cli.settings import read_contexts
from ld_convert.expand import expand as expand_fragment
from ld_convert.extract import extract as extract_fragments
from ld_convert.findings.locate import place
from ld_convert.findings.report import Report
from ld_convert.read import read
from ld_convert.run.guard import Failure, Limits, attempt

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ld_convert.cli.console import Console
    from ld_convert.model import Capture, Fragment, Json


def extract(  # noqa: PLR0913  one argument an option
    console: Console,
    inputs: Iterable[str],
    *,
    repair: bool = True,
    partial: bool = False,
    page_timeout: float = 0,
    strict: bool = True,
) -> int:
    """Print each fragment as a JSON object; return the exit status."""
    captures = empty = 0
    limits = Limits(page_timeout, strict)

    def objects(capture: Capture, report: Report) -> list[Json]:
        page = extract_fragments(capture, report, repair=repair, partial=partial)
        return [_object(capture.source, fragment) for fragment in page.fragments]

    for capture in read(inputs):
        captures += 1
        empty += not _print(console, capture, objects, limits)
    return console.finish((), "violation", Done(captures, rejected=empty))


def expand(
    console: Console,
    inputs: Iterable[str],
    contexts: Iterable[str],
    *,
    page_timeout: float = 0,
    strict: bool = True,
) -> int:
    """Print each fragment's expanded nodes as a JSON array; return the exit status."""
    known, limits = read_contexts(contexts), Limits(page_timeout, strict)

    def nodes(capture: Capture, report: Report) -> list[Json]:
        fragments = extract_fragments(capture, report).fragments
        return [expand_fragment(fragment, report, known).nodes for fragment in fragments]

    for capture in read(inputs):
        _print(console, capture, nodes, limits)
    return console.finish((), "violation")


def _print(
    console: Console,
    capture: Capture,
    step: Callable[[Capture, Report], list[Json]],
    limits: Limits,
) -> bool:
    """Print what a step finds in a capture, and show its findings; return whether it found any."""
    report = Report()
    report.findings += capture.findings
    found = attempt(capture.source, lambda: step(capture, report), limits)
    if isinstance(found, Failure):
        report.findings += found.findings
        found = []
    for value in found:
        _print_json(value)
    console.show(report.findings)
    return bool(found)


def _object(source: str, fragment: Fragment) -> Json:
    origins = [
        {"kind": origin.kind, "place": place(origin.location)._asdict()}
        for origin in fragment.origins
    ]
    return {
        "source": source,
        "place": place(fragment.location)._asdict(),
        "origins": origins,
        "kind": fragment.portal or "json-ld",
        "base": fragment.base,
        "value": fragment.value,
    }


def _print_json(value: Json) -> None:
    sys.stdout.buffer.write(orjson.dumps(value, default=str) + b"\n")
    sys.stdout.buffer.flush()
