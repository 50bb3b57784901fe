"""Findings as a short Markdown text, for an issue or a message: totals and what to fix."""

from __future__ import annotations

import re
from collections import Counter
from itertools import groupby
from typing import TYPE_CHECKING

from ld_convert.findings.codes import SEVERITIES, counted, severity
from ld_convert.findings.excerpt import visible
from ld_convert.report.fixes import fixes
from ld_convert.report.summary import BALANCE, Summary
from ld_convert.report.text import SEVERITY_NAMES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ld_convert.model import Finding
    from ld_convert.report.fixes import Fix
    from ld_convert.report.overview import Overview

MOST_OWNERS = 50
MARKS = re.compile(r"([\\`*_\[\]<>#|~])")
NO_OWNER = "(owner not known)"


def markdown_report(findings: Iterable[Finding], overview: Overview) -> Iterator[str]:
    """Yield the totals, a table of what to fix, and a table of owners."""
    summary, owners, datasets = Summary(), dict[str, Counter[str]](), set[int]()
    pages = ""
    for _, of_page in groupby(findings, key=lambda finding: finding.place.source):
        for finding in summary.add_page(of_page):
            if finding.code == BALANCE:
                pages = finding.message
                continue
            owner = finding.about.owner or NO_OWNER
            owners.setdefault(owner, Counter())[severity(finding)] += 1
            if finding.about.dataset:
                datasets.add(hash(finding.about.dataset))
    known = overview.census.total.datasets if overview.census else len(datasets)
    yield "# Findings\n\n"
    if overview.census:
        yield f"{counted(known, 'dataset')}, {overview.census.total.score:.0f} points of quality.\n"
    counts = (counted(summary.total(name), SEVERITY_NAMES[name]) for name in reversed(SEVERITIES))
    yield f"{', '.join(counts)}.\n{f'{pages}.' if pages else ''}\n\n"
    yield "## What to fix\n\n| problem | how many | points | what to do | first place |\n"
    yield "|---|---|---|---|---|\n"
    yield from map(_fix, fixes(summary.sorted_rules(), known, overview.census))
    yield "\n## By owner\n\n| owner | violations | warnings | notes |\n|---|---|---|---|\n"
    for owner, found in sorted(owners.items(), key=_most_first)[:MOST_OWNERS]:
        cells = " | ".join(f"{found[name]:,}" for name in reversed(SEVERITIES))
        yield f"| {_plain(owner)} | {cells} |\n"


def _fix(fix: Fix) -> str:
    many = counted(fix.count, fix.thing or "finding")
    what, to_do, where = map(_plain, (fix.text, fix.advice, fix.place))
    return f"| {what} | {many} | {fix.gain_text} | {to_do} | {where} |\n"


def _most_first(item: tuple[str, Counter[str]]) -> tuple[list[int], str]:
    owner, found = item
    return [-found[name] for name in reversed(SEVERITIES)], owner


def _plain(text: str) -> str:
    """Return a text that Markdown shows as it is, on one line, and that no terminal obeys."""
    return MARKS.sub(r"\\\1", visible(" ".join(text.split())))
