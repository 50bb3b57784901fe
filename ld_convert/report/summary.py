"""Findings counted by rule, each rule with its first finding as an example."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ld_convert.findings.codes import SEVERITIES, rule_of, severity

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ld_convert.model import Finding

OF_ONE_PAGE = frozenset({"Dataset", "DatasetSeries", "Distribution", "CatalogRecord"})
"""Things that each page describes for itself. Catalogues, agents, concepts and others can be shared
by many pages."""

BALANCE = "LD602"
"""What became of all inputs: it ends a report, and is not counted as one more note."""

MOST_SHARED = 100_000
"""Things that are remembered, so that a run reports them once."""


@dataclass(slots=True)
class RuleCount:
    """How often a rule was broken in a run."""

    rule: str
    severity: str
    example: Finding
    count: int = 0
    """Findings; a thing that pages share counts once."""
    pages: int = 0
    is_shared: bool = False
    """Whether several pages share a thing that breaks the rule."""


@dataclass(slots=True)
class Summary:
    """Counts the findings of a run; its size does not grow with their number."""

    rules: dict[str, RuleCount] = field(default_factory=dict)
    pages: int = 0
    """Captures with findings."""
    _shared: dict[tuple[str, str], int] = field(default_factory=dict)
    """By rule and thing: the page that had it first."""

    def add_page(self, findings: Iterable[Finding]) -> list[Finding]:
        """Add the findings of one capture; return those about things that were not met before."""
        fresh: list[Finding] = []
        on_page: set[str] = set()
        self.pages += 1
        for finding in findings:
            rule = rule_of(finding)
            known = self.rules.get(rule)
            if known is None:
                known = self.rules[rule] = RuleCount(rule, severity(finding), finding)
                _ = finding.place  # makes its texts, and lets go of its page
            elif known.example.is_brief and not finding.is_brief:
                known.example = finding
            if rule not in on_page:
                on_page.add(rule)
                known.pages += 1
            if finding.focus and self._is_told(rule, finding.focus):
                known.is_shared = True
            else:
                known.count += 1
                fresh.append(finding)
        return fresh

    def _is_told(self, rule: str, focus: str) -> bool:
        """Return whether another page has the same finding about a thing that they share."""
        kind = rule.partition("/")[2].partition("-")[0]
        if not kind or kind in OF_ONE_PAGE or ":" not in focus:
            return False
        first = self._shared.get((rule, focus))
        if first is None and len(self._shared) < MOST_SHARED:
            self._shared[rule, focus] = self.pages
        return first is not None and first != self.pages

    @property
    def count(self) -> int:
        """The number of findings of all severities."""
        return sum(known.count for known in self.rules.values())

    def total(self, name: str) -> int:
        """Return the number of findings of a severity, as the last line of a run counts them."""
        rules = [known for rule, known in self.rules.items() if rule != BALANCE]
        return sum(known.count for known in rules if known.severity == name)

    def sorted_rules(self) -> list[RuleCount]:
        """Return the rules, the most severe first, then the most frequent."""
        return sorted(self.rules.values(), key=_order)


def _order(known: RuleCount) -> tuple[int, int, str]:
    return -SEVERITIES.index(known.severity), -known.count, known.rule
