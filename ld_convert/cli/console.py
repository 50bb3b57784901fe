"""Where a command shows its findings, and what its exit status is."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import click

from ld_convert.cli.gate import NEVER, Gate
from ld_convert.findings.excerpt import printable
from ld_convert.findings.report import folded
from ld_convert.model import Finding
from ld_convert.report import Overview, write_report
from ld_convert.report.kept import KeptFindings
from ld_convert.report.text import full, line
from ld_convert.run.whole_file import whole_path
from ld_convert.score import Scorebook


@dataclass(slots=True)
class Console:
    """Where findings are shown, and what counts them.

    They are kept only for a report, and on disk: a run over a million pages has millions.
    """

    quiet: bool = False
    verbose: bool = False
    gate: Gate = field(default_factory=Gate)
    kept: KeptFindings | None = None
    book: Scorebook | None = None
    """Where datasets are scored and counted, in a command that does so."""

    out: Callable[[str], None] | None = None
    """Takes lines instead of standard error, while a bar stands there."""

    def keep(self) -> None:
        """Keep the findings from now on, for a report."""
        self.kept = KeptFindings()

    def show(self, findings: Iterable[Finding]) -> None:
        """Print findings to standard error, equal ones once, but those of a baseline; count all."""
        for finding, count in folded(findings):
            new = 0
            for _ in range(count):
                new += self.gate.add(finding)
                if self.kept is not None:
                    self.kept.append(finding)
            if new and not self.quiet:
                self.say((full if self.verbose else line)(finding, new))

    def say(self, text: str) -> None:
        """Print lines to standard error, above a bar if there is one.

        What a terminal would obey, such as a colour in a file's name, is written as an escape.
        """
        text = "\n".join(map(printable, text.split("\n")))
        if self.out is None:
            click.echo(text, err=True)
        else:
            self.out(text)

    def failed(self, fail_on: str) -> bool:
        """Return whether new findings are as many and as grave as the user does not accept."""
        return self.gate.failed(fail_on)

    def finish(self, report: str | None, fail_on: str, *, rejected: bool = False) -> int:
        """Write the report that was asked for; return the exit status.

        A rejected input fails by itself, unless there is a baseline: then by its findings, which
        may be known.
        """
        if self.gate.known and not self.quiet:
            self.say(f"{self.gate.known} findings of the baseline are not shown")
        if report:
            found = () if self.kept is None else self.kept
            census = self.book.census if self.book else None
            with whole_path(report) as path:
                write_report(found, path, Overview(self.gate.baseline, census))
        is_lost = rejected and fail_on != NEVER and not self.gate.has_baseline
        return int(is_lost or self.failed(fail_on))
