"""Where a command shows its findings, and what its exit status is."""

from __future__ import annotations

from dataclasses import dataclass, field

import click

from ld_convert.gate import NEVER, Gate
from ld_convert.model import Finding
from ld_convert.report import Overview, write_report
from ld_convert.report.text import full, line


@dataclass(slots=True)
class Console:
    """Where findings are shown, and what has been shown."""

    quiet: bool = False
    verbose: bool = False
    findings: list[Finding] = field(default_factory=list)
    gate: Gate = field(default_factory=Gate)

    def show(self, finding: Finding) -> None:
        """Print one finding to standard error unless a baseline has it, and remember it."""
        self.findings.append(finding)
        if self.gate.add(finding) and not self.quiet:
            click.echo(full(finding) if self.verbose else line(finding), err=True)

    def failed(self, fail_on: str) -> bool:
        """Return whether new findings are as many and as grave as the user does not accept."""
        return self.gate.failed(fail_on)

    def finish(self, report: str | None, fail_on: str, *, rejected: bool = False) -> int:
        """Write the report that was asked for; return the exit status."""
        if self.gate.known and not self.quiet:
            click.echo(f"{self.gate.known} findings of the baseline are not shown", err=True)
        if report:
            write_report(self.findings, report, Overview(baseline=self.gate.baseline))
        return int((rejected and fail_on != NEVER) or self.failed(fail_on))
