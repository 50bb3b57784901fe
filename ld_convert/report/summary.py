"""Findings counted by rule, each rule with its first finding as an example."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING

from ld_convert.findings.codes import SEVERITIES, rule_of, severity
from ld_convert.report.answered import Lacking, moved, stated_of
from ld_convert.vocab.namespaces import curie

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ld_convert.model import Finding
    from ld_convert.report.answered import RunEvidence

DATASETS = frozenset({"Dataset", "DatasetSeries"})
OF_ONE_PAGE = DATASETS | {"Distribution", "CatalogRecord"}
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
    number: int = 0
    """Counts the rules in the order in which they were met."""
    kind: str = ""
    """What it is about, such as `Dataset`; empty for a rule that is no shape."""

    @property
    def is_shareable(self) -> bool:
        """Whether it is about things that several pages can share."""
        return bool(self.kind) and self.kind not in OF_ONE_PAGE


@dataclass(slots=True)
class Summary:
    """Counts the findings of a run; its size does not grow with their number."""

    rules: dict[str, RuleCount] = field(default_factory=dict)
    pages: int = 0
    """Captures with findings."""
    _shared: dict[tuple[str, str], int] = field(default_factory=dict)
    """By rule and thing: the page that had it first."""
    _lacking: Lacking = field(default_factory=Lacking)
    """What datasets lack, by the numbers of the rules."""

    def add_page(self, findings: Iterable[Finding]) -> list[Finding]:
        """Add the findings of one capture; return those about things that were not met before."""
        fresh: list[Finding] = []
        on_page: set[str] = set()
        lacking: dict[str, list[int]] = {}
        self.pages += 1
        for finding in findings:
            rule = rule_of(finding)
            known = self.rules.get(rule)
            if known is None:
                known = self.rules[rule] = _first(finding, len(self.rules))
                _ = finding.place  # makes its texts, and lets go of its page
            elif known.example.is_brief and not finding.is_brief:
                known.example = finding
            if rule not in on_page:
                on_page.add(rule)
                known.pages += 1
            if finding.focus and known.is_shareable and self._is_told(rule, finding.focus):
                known.is_shared = True
            else:
                known.count += 1
                fresh.append(finding)
                if finding.lacks and known.kind in DATASETS:
                    lacking.setdefault(finding.focus, []).append(known.number)
        for focus, numbers in lacking.items():
            self._lacking.add(focus, numbers)
        return fresh

    def take_back(self, evidence: RunEvidence) -> Counter[str]:
        """Count no longer what another page answers; return how much that is, by severity.

        It is called once, when all pages have been added.
        """
        rules, taken = list(self.rules.values()), Counter[str]()
        properties = [curie(known.example.lacks) for known in rules]
        shared = ((focus, [self.rules[rule].number]) for rule, focus in self._shared)
        answered: Counter[int] = Counter()
        firsts: dict[int, str] = {}
        own = self._lacking if evidence.has_several else ()
        for focus, numbers, stated in stated_of(evidence, chain(own, shared)):
            for number in numbers:
                if properties[number] in stated:
                    answered[number] += 1
                    rules[number].is_shared = False  # on how many pages the rest is, is not known
                else:
                    firsts.setdefault(number, focus)
        for number, count in answered.items():
            known = rules[number]
            known.count -= count
            taken[known.severity] += count
            if number in firsts:
                known.example = moved(known.example, firsts[number], evidence)
            if not known.count:
                del self.rules[known.rule]
        return taken

    def _is_told(self, rule: str, focus: str) -> bool:
        """Return whether another page has the same finding about a thing that they share."""
        if ":" not in focus:
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


def _first(finding: Finding, number: int) -> RuleCount:
    """Return the rule of a finding that is the first of its kind."""
    rule = rule_of(finding)
    kind = rule.partition("/")[2].partition("-")[0]
    return RuleCount(rule, severity(finding), finding, number=number, kind=kind)


def _order(known: RuleCount) -> tuple[int, int, str]:
    return -SEVERITIES.index(known.severity), -known.count, known.rule
