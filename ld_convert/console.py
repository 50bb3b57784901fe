"""Where a command shows its findings, and what its exit status is."""

from __future__ import annotations

from dataclasses import dataclass, field

import click

from ld_convert.findings import SEVERITIES, severity
from ld_convert.model import Finding
from ld_convert.report import write_report
from ld_convert.report.text import line

NEVER = "never"


@dataclass(slots=True)
class Console:
    """Where findings are shown, and what has been shown."""

    quiet: bool = False
    verbose: bool = False
    findings: list[Finding] = field(default_factory=list)

    def show(self, finding: Finding) -> None:
        """Print one finding to standard error, and remember it."""
        self.findings.append(finding)
        if not self.quiet:
            click.echo(line(finding, hint=self.verbose), err=True)

    def failed(self, fail_on: str) -> bool:
        """Return whether a finding is at or above a severity."""
        if fail_on == NEVER:
            return False
        bound = SEVERITIES.index(fail_on)
        return any(SEVERITIES.index(severity(f)) >= bound for f in self.findings)

    def finish(self, report: str | None, fail_on: str, *, rejected: bool = False) -> int:
        """Write the report that was asked for; return the exit status."""
        if report:
            write_report(self.findings, report)
        return int((rejected and fail_on != NEVER) or self.failed(fail_on))
