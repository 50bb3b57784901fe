"""Findings counted by portal, rule and record, and the most severe ones, for the HTML report."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from ld_convert.findings.codes import SEVERITIES, clause, codes, rule_of, severity
from ld_convert.findings.excerpt import visible
from ld_convert.findings.report import folded
from ld_convert.report.advice import advice, points_of
from ld_convert.report.fixes import Fix, fixes
from ld_convert.report.summary import Summary
from ld_convert.report.text import message_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ld_convert.model import Finding, Json
    from ld_convert.report.overview import Overview
    from ld_convert.score.census import Census

MOST_ROWS = 50_000
"""Findings that the HTML report lists; with more a browser gets slow."""

MOST_RECORDS = 20_000
NO_PORTAL = "(no address)"
GRAVEST_FIRST = tuple(reversed(SEVERITIES))

Row = tuple["Finding", int, bool]


@dataclass(slots=True)
class Digest:
    """What the HTML report shows; its size has a limit, whatever the number of findings."""

    census: Census | None = None
    compared: bool = False
    portals: dict[str, Counter[str]] = field(default_factory=dict)
    rules: dict[str, dict[str, Json]] = field(default_factory=dict)
    records: list[tuple[str, str, Counter[str]]] = field(default_factory=list)
    """Source, portal and counts of each capture with findings."""
    rows: dict[str, list[tuple[int, Row]]] = field(
        default_factory=lambda: {name: [] for name in GRAVEST_FIRST}
    )
    """Rows by severity, each with its number in the order of the run."""
    distinct: int = 0
    summary: Summary = field(default_factory=Summary)

    @classmethod
    def of(cls, findings: Iterable[Finding], overview: Overview) -> Digest:
        """Return the digest of all findings."""
        digest = cls(overview.census, bool(overview.baseline))
        states = overview.states(folded(findings))
        for source, group in groupby(states, key=lambda state: state[0].place.source):
            rows = [(finding, count, is_new) for finding, count, _, is_new in group]
            digest.summary.add_page(finding for finding, count, _ in rows for _ in range(count))
            digest.add(source, rows)
        return digest

    @property
    def unlisted(self) -> int:
        """How many distinct findings are counted but not listed."""
        return self.distinct - sum(len(rows) for rows in self.listed().values())

    def add(self, source: str, rows: list[Row]) -> None:
        """Add the findings of one capture."""
        portal = self.portal_of(source)
        counts: Counter[str] = Counter()
        seen: set[str] = set()
        for row in rows:
            finding, count, _ = row
            name = severity(finding)
            counts[name] += count
            key = rule_of(finding)
            if key not in self.rules:
                self.rules[key] = _rule(finding)
            self.rules[key]["count"] += count
            self.rules[key]["records"] += key not in seen
            seen.add(key)
            if len(self.rows[name]) < MOST_ROWS:
                self.rows[name].append((self.distinct, row))
            self.distinct += 1
        self.portals.setdefault(portal, Counter()).update(counts)
        self.records.append((source, portal, counts))
        if len(self.records) > 2 * MOST_RECORDS:
            self.cut_records()

    def fixes(self) -> list[Fix]:
        """Return what to fix, the most important first."""
        datasets = self.census.total.datasets if self.census else 0
        return fixes(self.summary.sorted_rules(), datasets, self.census)

    def listed(self) -> dict[str, list[tuple[int, Row]]]:
        """Return the rows to list by severity, the most severe first."""
        left, listed = MOST_ROWS, {}
        for name in GRAVEST_FIRST:
            listed[name] = self.rows[name][:left]
            left -= len(listed[name])
        return listed

    def portal_of(self, source: str) -> str:
        """Return the host of a capture, from the census or from the capture's name."""
        if self.census and source in self.census.of_source:
            return self.census.of_source[source]
        address = source.rpartition(" ")[2]
        try:
            host = urlsplit(address).hostname if "://" in address else None
        except ValueError:
            host = None
        return host or NO_PORTAL

    def cut_records(self) -> None:
        """Keep the captures with the most severe findings."""
        self.records.sort(key=lambda row: [-row[2][name] for name in GRAVEST_FIRST])
        del self.records[MOST_RECORDS:]


def _rule(finding: Finding) -> dict[str, Json]:
    code = codes()[finding.code]
    is_shape = finding.detail is not None and bool(finding.detail.shape)
    return {
        "id": visible(rule_of(finding)),
        "name": code.name,
        "shape": is_shape,
        # Messages of one shape differ only in the names in brackets.
        "label": visible(message_of(finding)) if is_shape else code.name.replace("-", " "),
        "severity": severity(finding),
        "why": code.why,
        "hint": code.hint,
        "advice": visible(advice(finding)),
        "points": points_of(finding),
        "clause": visible(clause(finding)),
        "count": 0,
        "records": 0,
    }
