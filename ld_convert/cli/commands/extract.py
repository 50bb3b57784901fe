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

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ld_convert.cli.console import Console
    from ld_convert.model import Json


def extract(
    console: Console, inputs: Iterable[str], *, repair: bool = True, partial: bool = False
) -> int:
    """Print each fragment as a JSON object; return the exit status."""
    captures = empty = 0
    for capture in read(inputs):
        report = Report()
        report.findings += capture.findings
        page = extract_fragments(capture, report, repair=repair, partial=partial)
        captures += 1
        empty += not page.fragments
        for fragment in page.fragments:
            origins = [
                {"kind": origin.kind, "place": place(origin.location)._asdict()}
                for origin in fragment.origins
            ]
            _print_json(
                {
                    "source": capture.source,
                    "place": place(fragment.location)._asdict(),
                    "origins": origins,
                    "kind": fragment.portal or "json-ld",
                    "base": fragment.base,
                    "value": fragment.value,
                }
            )
        console.show(report.findings)
    return console.finish((), "violation", Done(captures, rejected=empty))


def expand(console: Console, inputs: Iterable[str], contexts: Iterable[str]) -> int:
    """Print each fragment's expanded nodes as a JSON array; return the exit status."""
    known = read_contexts(contexts)
    for capture in read(inputs):
        report = Report()
        report.findings += capture.findings
        for fragment in extract_fragments(capture, report).fragments:
            _print_json(expand_fragment(fragment, report, known).nodes)
        console.show(report.findings)
    return console.finish((), "violation")


def _print_json(value: Json) -> None:
    sys.stdout.buffer.write(orjson.dumps(value, default=str) + b"\n")
    sys.stdout.buffer.flush()
