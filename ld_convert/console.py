"""Where a command shows its findings, and what its exit status is."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

import click

from ld_convert.findings import SEVERITIES, severity
from ld_convert.model import Finding
from ld_convert.report import write_report
from ld_convert.report.text import line
from ld_convert.spool import Spool

NEVER = "never"


@dataclass(slots=True)
class Console:
    """Where findings are shown, and how many have been shown.

    They are kept only for a report, and on disk: a run over a million pages has millions.
    """

    quiet: bool = False
    verbose: bool = False
    counts: Counter[str] = field(default_factory=Counter)
    """By severity."""
    kept: Spool | None = None

    def keep(self) -> None:
        """Keep the findings from now on, for a report."""
        self.kept = Spool()

    def show(self, finding: Finding) -> None:
        """Print one finding to standard error, and count it."""
        self.counts[severity(finding)] += 1
        if self.kept is not None:
            self.kept.append(finding)
        if not self.quiet:
            self.say(line(finding, hint=self.verbose))

    def say(self, text: str) -> None:
        """Print a line to standard error."""
        click.echo(text, err=True)

    def failed(self, fail_on: str) -> bool:
        """Return whether a finding is at or above a severity."""
        if fail_on == NEVER:
            return False
        bound = SEVERITIES.index(fail_on)
        return any(self.counts[name] for name in SEVERITIES[bound:])

    def finish(self, report: str | None, fail_on: str, *, rejected: bool = False) -> int:
        """Write the report that was asked for; return the exit status."""
        if report:
            write_report(self.kept or (), report)
        return int((rejected and fail_on != NEVER) or self.failed(fail_on))
