"""Leaves out of findings what nobody will read: the texts of those that are only counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ld_convert.findings.codes import severity
from ld_convert.model import Finding, Place

if TYPE_CHECKING:
    from collections.abc import Iterable

MOST_SHOWN = 20
"""Violations that a run shows one by one."""


class Brief:
    """Keeps the first violations, and the first finding of each rule; shortens the others.

    A process of a run has one. It meets the captures in their order, so what it keeps includes what
    comes first in the whole run.
    """

    def __init__(self) -> None:
        self._rules: set[str] = set()
        self._violations: set[Finding] = set()

    def shortened(self, findings: Iterable[Finding], source: str) -> tuple[Finding, ...]:
        """Return the findings of a capture, most of them without message, place and detail."""
        return tuple(f if self._is_shown(f) else _short(f, source) for f in findings)

    def _is_shown(self, finding: Finding) -> bool:
        if finding.rule not in self._rules:
            self._rules.add(finding.rule)
            return True
        if severity(finding) != "violation" or len(self._violations) >= MOST_SHOWN:
            return False
        self._violations.add(finding)
        return True


def _short(finding: Finding, source: str) -> Finding:
    return Finding(
        finding.code,
        "",
        Place(source),
        severity=finding.severity,
        rule=finding.rule,
        focus=finding.focus,
        is_brief=True,
        left_out=finding.left_out,
        lacks=finding.lacks,
    )
