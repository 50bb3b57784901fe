"""Shows the findings of a command on standard error, and makes its exit status."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import takewhile
from pathlib import Path

import click

from ld_convert.cli.closing import Done, about_the_run, accounted, closing_lines, quiet_line
from ld_convert.cli.gate import FAILED, NEVER, Gate
from ld_convert.findings.brief import MOST_SHOWN
from ld_convert.findings.codes import severity
from ld_convert.findings.excerpt import obeyed
from ld_convert.findings.report import folded
from ld_convert.model import Finding
from ld_convert.report import Overview, write_report
from ld_convert.report.answered import RunEvidence, unanswered
from ld_convert.report.kept import KeptFindings
from ld_convert.report.summary import Summary
from ld_convert.report.text import full, help_of, line, quoted
from ld_convert.run.whole_file import whole_path
from ld_convert.score import Scorebook

COLORS = {"violation": "red", "warning": "yellow", "info": "cyan"}


@dataclass(slots=True)
class Console:
    """Shows findings, and counts them.

    By default the first violations are shown in full, and the other findings are counted by rule.
    Findings are kept only for a report, and then on disk: a run over a million pages has millions.
    """

    quiet: bool = False
    verbose: bool = False
    """Whether each finding is shown in full."""
    show_all: bool = False
    """Whether each finding is shown in one line."""
    color: bool = field(default_factory=lambda: _has_colors())  # noqa: PLW0108  defined below
    gate: Gate = field(default_factory=Gate)
    kept: KeptFindings | None = None
    book: Scorebook | None = None
    """Scores the datasets, in a command that does so."""
    out: Callable[[str], None] | None = None
    """Takes the lines instead of standard error, while a bar is shown there."""
    summary: Summary = field(default_factory=Summary)
    is_broken: bool = False
    """Whether standard error is closed or full: nothing more is written to it."""
    _shown: int = 0
    _waiting: list[Finding] = field(default_factory=list)
    """Violations from the first on that another page may answer; no more than are shown."""
    _explained: set[str] = field(default_factory=set)
    """Rules whose help was shown."""

    def __post_init__(self) -> None:
        # `main` opens the null device in place of a standard error that was closed at the start.
        if sys.stderr is None or getattr(sys.stderr, "name", "") == os.devnull:
            self._give_up()

    def set(self, option: str, value: object) -> None:
        """Set an option: quiet, verbose, show or color."""
        if option == "show":
            self.show_all = value == "all"
        elif option == "color":
            self.color = value == "always" or (value == "auto" and _has_colors())
        else:
            setattr(self, option, bool(value))

    def keep(self) -> None:
        """Keep the findings from now on, for a report."""
        self.kept = KeptFindings()

    @property
    def is_brief(self) -> bool:
        """Whether most findings are only counted, so that their texts are not needed."""
        needs_all = self.verbose or self.show_all or self.kept is not None
        return not (needs_all or self.gate.has_baseline)

    def show(self, findings: Iterable[Finding]) -> None:
        """Show and count the findings of one capture, except those of the baseline."""
        found = tuple(findings)
        if self.kept is not None:
            for finding in found:
                self.kept.append(finding)
        new = self.gate.new_ones(found)
        fresh = self.summary.add_page(new)
        self.gate.count(fresh)
        if self.quiet:
            return
        if self.verbose or self.show_all:
            text = full if self.verbose else line
            for finding, count in folded(new):
                self.say(text(finding, count, self.paint))
        elif self._shown < MOST_SHOWN:
            self._show_violations(fresh)

    def take_back(self, evidence: RunEvidence) -> None:
        """Take back what one page lacks and another one has."""
        taken = self.summary.take_back(evidence)
        self.gate.take_back(taken)
        self._waiting = list(unanswered(self._waiting, evidence))
        if self.kept is not None and taken:
            kept, self.kept = self.kept, KeptFindings()
            for finding in unanswered(kept, evidence):
                self.kept.append(finding)

    def _show_violations(self, findings: Iterable[Finding]) -> None:
        """Show violations now, but from the first on that another page may answer at the end."""
        grave = [f for f in findings if severity(f) == "violation" and not f.is_brief]
        now = [] if self._waiting else list(takewhile(lambda finding: not finding.lacks, grave))
        self._say_violations(now)
        for finding in grave[len(now) : len(now) + MOST_SHOWN - len(self._waiting)]:
            _ = finding.place  # makes its texts, and lets go of its page
            self._waiting.append(finding)

    def _say_violations(self, findings: Iterable[Finding]) -> None:
        """Show violations until there are enough; the first of each rule with its help."""
        for finding, count in folded(findings):
            if self._shown < MOST_SHOWN:
                self._shown += 1
                self.say(quoted(finding, count, self.paint))
                if finding.rule not in self._explained:
                    self._explained.add(finding.rule)
                    self.say(help_of(finding))

    def paint(self, text: str, name: str) -> str:
        """Return a text in the colour of a severity, if colours are wanted."""
        return click.style(text, fg=COLORS[name], bold=True) if self.color else text

    def say(self, text: str) -> None:
        """Print lines to standard error, above a bar if there is one.

        What a terminal would obey, such as a colour in a file's name, is written as an escape; our
        own colours stay. If standard error is closed or full, the run continues without it.
        """
        if self.is_broken:
            return
        text = obeyed(text)
        try:
            if self.out is None:
                click.echo(text, err=True, color=self.color)
            else:
                self.out(text)
        except OSError:
            self._give_up()

    def _give_up(self) -> None:
        self.is_broken = True
        sys.stderr = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115  until the end

    def failed(self, fail_on: str) -> bool:
        """Return whether there are more new findings of `fail_on` or worse than accepted."""
        return self.gate.failed(fail_on)

    def finish(self, reports: Sequence[str], fail_on: str, done: Done | None = None) -> int:
        """Show the summary, write the reports, and return the exit status.

        An input without data fails by itself. With a baseline it fails by its findings, which may
        be known. A standard error that could not be written to fails too.
        """
        is_lost = done is not None and done.rejected and not self.gate.has_baseline
        failed = self.failed(fail_on) or (is_lost and fail_on != NEVER)
        self._say_violations(self._waiting)
        if not self.quiet:
            is_listed = self.verbose or self.show_all
            shown = None if is_listed else self._shown
            for text in closing_lines(self.summary, self.gate, done, shown, self.paint):
                self.say(text)
        elif failed:
            self.say(quiet_line(self.gate, fail_on, done))
        census = self.book.census if self.book else None
        title, options, date = about_the_run()
        if self.kept is not None and done is not None and done.datasets is not None:
            self.kept.append(accounted(done))
        for report in reports:
            with whole_path(report) as path:
                found = () if self.kept is None else self.kept
                overview = Overview(self.gate.baseline, census, title, options, date)
                write_report(found, path, overview)
        return FAILED if self.gate.bugs else int(failed or self.is_broken)


def _has_colors() -> bool:
    """Return whether standard error is a terminal on which colours are wanted."""
    is_plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return sys.stderr is not None and sys.stderr.isatty() and not is_plain
