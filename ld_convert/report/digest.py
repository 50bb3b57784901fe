"""Findings counted by portal, rule and record, and the gravest of them as rows."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from ld_convert.findings import SEVERITIES, clause, codes, folded, severity
from ld_convert.locate import visible
from ld_convert.quality import indicators
from ld_convert.report.sarif import rule_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ld_convert.census import Census
    from ld_convert.model import Finding, Json
    from ld_convert.report.overview import Overview

MOST_ROWS = 50_000
"""Findings that a page lists; a browser stays quick with so many."""

MOST_RECORDS = 20_000
NO_PORTAL = "(no address)"
GRAVEST_FIRST = tuple(reversed(SEVERITIES))

Row = tuple["Finding", int, bool]


@dataclass(slots=True)
class Digest:
    """What the page shows of the findings; its size does not grow with their number."""

    census: Census | None = None
    compared: bool = False
    severities: Counter[str] = field(default_factory=Counter)
    portals: dict[str, Counter[str]] = field(default_factory=dict)
    rules: dict[str, dict[str, Json]] = field(default_factory=dict)
    records: list[tuple[str, str, Counter[str]]] = field(default_factory=list)
    """Source, portal and counts of each record with findings."""
    rows: dict[str, list[tuple[int, Row]]] = field(
        default_factory=lambda: {name: [] for name in GRAVEST_FIRST}
    )
    """By severity; each with its number in the order of the run."""
    distinct: int = 0

    @classmethod
    def of(cls, findings: Iterable[Finding], overview: Overview) -> Digest:
        """Return the digest of all findings."""
        digest = cls(overview.census, bool(overview.baseline))
        states = overview.states(folded(findings))
        for source, group in groupby(states, key=lambda state: state[0].place.source):
            digest.add(source, [(finding, count, is_new) for finding, count, _, is_new in group])
        return digest

    @property
    def unlisted(self) -> int:
        """How many distinct findings are counted but not listed."""
        return self.distinct - sum(len(rows) for rows in self._listed().values())

    def add(self, source: str, rows: list[Row]) -> None:
        """Count the findings of one record."""
        portal = self._portal(source)
        counts: Counter[str] = Counter()
        seen: set[str] = set()
        for row in rows:
            finding, count, _ = row
            name = severity(finding)
            counts[name] += count
            key = rule_id(finding)
            if key not in self.rules:
                self.rules[key] = _rule(finding)
            self.rules[key]["count"] += count
            self.rules[key]["records"] += key not in seen
            seen.add(key)
            if len(self.rows[name]) < MOST_ROWS:
                self.rows[name].append((self.distinct, row))
            self.distinct += 1
        self.severities.update(counts)
        self.portals.setdefault(portal, Counter()).update(counts)
        self.records.append((source, portal, counts))
        if len(self.records) > 2 * MOST_RECORDS:
            self._cut_records()

    def as_json(self) -> Json:
        """Return what the script of the page reads; texts repeat as numbers of tables."""
        self._cut_records()
        rules = sorted(self.rules.values(), key=_by_gravity)
        numbers = {rule["id"]: i for i, rule in enumerate(rules)}
        listed = [row for rows in self._listed().values() for _, row in rows]
        counts = {source: (portal, counts) for source, portal, counts in self.records}
        sources = dict.fromkeys([*counts, *(row[0].place.source for row in listed)])
        places = {source: i for i, source in enumerate(sources)}
        folder = common_folder(sources)
        return {
            "compared": self.compared,
            "counted": self.census is not None,
            "portals": self._portals(),
            "rules": rules,
            "folder": visible(folder),
            "records": [
                _record(source.removeprefix(folder), *counts[source], listed=True)
                if source in counts
                else _record(source.removeprefix(folder), self._portal(source), {}, listed=False)
                for source in sources
            ],
            "findings": [
                _finding(row, numbers[rule_id(row[0])], places[row[0].place.source])
                for row in listed
            ],
            "lowest": _lowest(self.census) if self.census else None,
        }

    def _listed(self) -> dict[str, list[tuple[int, Row]]]:
        left, listed = MOST_ROWS, {}
        for name in GRAVEST_FIRST:
            listed[name] = self.rows[name][:left]
            left -= len(listed[name])
        return listed

    def _portal(self, source: str) -> str:
        """Return the host of a record: as the census knows it, else from its name."""
        if self.census and source in self.census.of_source:
            return self.census.of_source[source]
        address = source.rpartition(" ")[2]
        try:
            host = urlsplit(address).hostname if "://" in address else None
        except ValueError:
            host = None
        return host or NO_PORTAL

    def _portals(self) -> list[Json]:
        known = self.census.portals if self.census else {}
        names = dict.fromkeys([*self.portals, *(name or NO_PORTAL for name in known)])
        rows = []
        for name in names:
            counts = known.get("" if name == NO_PORTAL else name)
            row: dict[str, Json] = {
                "portal": visible(name),
                **_counts(self.portals.get(name, Counter())),
            }
            if self.census:
                row["datasets"] = counts.datasets if counts else 0
                row["score"] = round(counts.score, 1) if counts else 0
            rows.append(row)
        return sorted(rows, key=lambda row: (-row["violation"], -row["warning"], row["portal"]))

    def _cut_records(self) -> None:
        self.records.sort(key=lambda row: [-row[2][name] for name in GRAVEST_FIRST])
        del self.records[MOST_RECORDS:]


def _counts(counts: Mapping[str, int]) -> dict[str, Json]:
    return {name: counts.get(name, 0) for name in GRAVEST_FIRST}


def common_folder(sources: Iterable[str]) -> str:
    """Return the folder that all files are in, with its slash: the reader knows another place."""
    files = (source.partition("!")[0] for source in sources)
    folders = [file[: file.rfind("/") + 1] for file in files if "/" in file]
    common = os.path.commonprefix(folders)  # noqa: RUF071  cut at a slash just below
    return common[: common.rfind("/") + 1]


def _record(source: str, portal: str, counts: Mapping[str, int], *, listed: bool) -> Json:
    return {
        "source": visible(source),
        "portal": visible(portal),
        "listed": listed,
        **_counts(counts),
    }


def _rule(finding: Finding) -> dict[str, Json]:
    code = codes()[finding.code]
    is_shape = finding.detail is not None and bool(finding.detail.shape)
    return {
        "id": visible(rule_id(finding)),
        "name": code.name,
        "shape": is_shape,
        # What a shape says is the same for each finding, up to the names in parentheses.
        "label": visible(_message(finding)) if is_shape else code.name.replace("-", " "),
        "severity": severity(finding),
        "why": code.why,
        "hint": code.hint,
        "clause": visible(clause(finding)),
        "count": 0,
        "records": 0,
    }


def _message(finding: Finding) -> str:
    """Return the message; without shape and focus node, which have places of their own here."""
    own = finding.message.rpartition(" (")[0] if finding.detail else ""
    return own or finding.message


def _by_gravity(rule: Json) -> tuple[int, int, str]:
    return -SEVERITIES.index(rule["severity"]), -rule["count"], rule["id"]


def _finding(row: Row, rule: int, record: int) -> list[Json]:
    finding, count, is_new = row
    place, excerpt, detail = finding.place, finding.excerpt, finding.detail
    return [
        rule,
        record,
        place.line,
        place.column,
        visible(place.pointer),
        place.row,
        visible(_message(finding)),
        count,
        excerpt.text if excerpt else "",
        excerpt.caret if excerpt else 0,
        visible(detail.focus) if detail else "",
        is_new,
    ]


def _lowest(census: Census) -> list[Json]:
    labels = {indicator.id: indicator.label for indicator in indicators()}
    return [
        {
            "points": points,
            "dataset": visible(dataset),
            "title": visible(title),
            "lacks": [labels[name] for name in lacks],
        }
        for points, dataset, title, lacks in sorted(census.lowest)
    ]
