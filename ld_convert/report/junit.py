"""Findings as JUnit XML, which CI systems show as test results."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from ld_convert.findings.codes import rule_of, severity
from ld_convert.findings.report import folded
from ld_convert.report.text import full, line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ld_convert.model import Finding
    from ld_convert.report.overview import Overview

NO_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 cannot hold (section 2.2)."""


def junit_report(findings: Iterable[Finding], overview: Overview) -> Iterator[str]:
    """Yield a test suite for each capture with findings, with a test case for each finding.

    A new violation is a failed test. Warnings, notes and findings of the baseline are passed tests
    with the finding as output, because few CI systems have anything between the two.
    """
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="ld-convert">\n'
    states = overview.states(folded(findings))
    for source, group in groupby(states, key=lambda state: state[0].place.source):
        yield from _suite(source, [(f, count, is_new) for f, count, _, is_new in group])
    yield "</testsuites>\n"


def _suite(source: str, rows: list[tuple[Finding, int, bool]]) -> Iterator[str]:
    failures = sum(_fails(finding, is_new) for finding, _, is_new in rows)
    name = quoteattr(_xml(source))
    yield f'<testsuite name={name} tests="{len(rows)}" failures="{failures}" errors="0">\n'
    for finding, count, is_new in rows:
        title = quoteattr(_xml(line(finding, count).removeprefix(source)))
        yield f"<testcase name={title} classname={quoteattr(_xml(rule_of(finding)))}>"
        text = escape(_xml(full(finding, count)))
        if _fails(finding, is_new):
            message = quoteattr(_xml(finding.message))
            yield f'<failure type="violation" message={message}>{text}</failure>'
        else:
            yield f"<system-out>{text}</system-out>"
        yield "</testcase>\n"
    yield "</testsuite>\n"


def _fails(finding: Finding, is_new: bool) -> bool:  # noqa: FBT001  one of the two conditions
    return is_new and severity(finding) == "violation"


def _xml(text: str) -> str:
    return NO_XML.sub("\ufffd", text)
