"""What each command does; the command line only parses options and calls these."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import click
import orjson

from ld_convert import run
from ld_convert.expand import expand as expand_fragment
from ld_convert.extract import extract as extract_fragments
from ld_convert.findings import SEVERITIES, Report, codes, severity
from ld_convert.locate import place
from ld_convert.model import Finding, Json, Location
from ld_convert.pipeline import convert_pages
from ld_convert.read import read
from ld_convert.report import write_report
from ld_convert.report.text import line
from ld_convert.rules import load_rules
from ld_convert.settings import Settings, UsageError
from ld_convert.validate import add_finding, load_shapes, read_rdf
from ld_convert.validate import validate as validate_graph
from ld_convert.vocab import curie
from ld_convert.write import ENDINGS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ld_convert.rules import Rule

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


def convert(  # noqa: PLR0913  one argument an option
    console: Console,
    *,
    inputs: tuple[str, ...],
    output: str,
    form: str | None,
    report: str | None,
    rejects: str | None,
    fail_on: str,
    jobs: int,
    keep_source: bool,
    **mapping: Json,
) -> int:
    """Convert captures to a DCAT catalogue; return the exit status."""
    chosen = form or ENDINGS.get(Path(output).suffix, "turtle")
    settings = make_settings(**mapping, keep_source=keep_source)
    summary = run.convert(inputs, run.Output(output, chosen), settings, console.show, jobs)
    if rejects:
        Path(rejects).write_text("".join(f"{name}\n" for name in summary.rejected), "utf-8")
    if not console.quiet:
        click.echo(_counts(summary), err=True)
    return console.finish(report, fail_on, rejected=bool(summary.rejected))


def extract(
    console: Console, inputs: Iterable[str], *, repair: bool = True, partial: bool = False
) -> int:
    """Print each fragment as a JSON object; return the exit status."""
    empty = False
    for capture in read(inputs):
        report = Report()
        report.findings += capture.findings
        page = extract_fragments(capture, report, repair=repair, partial=partial)
        empty |= not page.fragments
        for fragment in page.fragments:
            origins = [
                {"kind": origin.kind, "place": place(origin.location)._asdict()}
                for origin in fragment.origins
            ]
            _print_json(
                {
                    "source": capture.source,
                    "place": place(fragment.location)._asdict(),
                    "origins": origins,
                    "kind": fragment.wrapper or "json-ld",
                    "base": fragment.base,
                    "value": fragment.value,
                }
            )
        for finding in report.findings:
            console.show(finding)
    return console.finish(None, "violation", rejected=empty)


def expand(console: Console, inputs: Iterable[str], contexts: Iterable[str]) -> int:
    """Print each fragment's expanded nodes as a JSON array; return the exit status."""
    known = read_contexts(contexts)
    for capture in read(inputs):
        report = Report()
        report.findings += capture.findings
        for fragment in extract_fragments(capture, report).fragments:
            _print_json(expand_fragment(fragment, report, known).nodes)
        for finding in report.findings:
            console.show(finding)
    return console.finish(None, "violation")


def validate(
    console: Console,
    *,
    inputs: tuple[str, ...],
    report: str | None,
    fail_on: str,
    **mapping: Json,
) -> int:
    """Check captures, after converting them, and RDF files; return the exit status."""
    settings = make_settings(**mapping)
    for capture in read(inputs):
        if capture.kind:
            found = convert_pages([capture], settings)[0].findings
        else:
            own = Report()
            graph = read_rdf(capture.data, capture.source)
            shapes = load_shapes(settings.profile, settings.shapes)
            for result in validate_graph(graph, shapes):
                add_finding(result, Location(capture.source), own)
            found = tuple(own.findings)
        for finding in found:
            console.show(finding)
    return console.finish(report, fail_on)


def rules(profile: str) -> int:
    """Print the rules of a profile as a table; return the exit status."""
    rows = [
        (rule.view, rule.source, _target(rule), "|".join(rule.ways), rule.id, rule.origin)
        for rule in load_rules(profile)
    ]
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    for row in rows:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        click.echo("  ".join(cells).rstrip())
    return 0


def explain(code: str) -> int:
    """Print what a code means; return the exit status. Raises UsageError for an unknown one."""
    found = next((c for c in codes().values() if code.lower() in (c.id.lower(), c.name)), None)
    if found is None:
        raise UsageError(f"no finding has the code {code}")
    click.echo(f"{found.id} {found.name} ({found.severity})\n\n{found.text}\n\n{found.why}")
    click.echo(f"What to do: {found.hint}.")
    return 0


def _target(rule: Rule) -> str:
    """Return a rule's target as its table writes it."""
    keep = f"[{rule.keep}]" if rule.keep else ""
    return f"{'^' if rule.inverse else ''}{curie(rule.target)}{keep}"


def make_settings(*, contexts: Iterable[str] = (), **options: Json) -> Settings:
    """Return settings from options; contexts are read from their files."""
    return Settings(**options, contexts=read_contexts(contexts))


def read_contexts(options: Iterable[str]) -> dict[str, Json]:
    """Return contexts by URL from options of the form URL=FILE.

    Raises UsageError for an option of another form or a file that is not JSON, and OSError for
    one that cannot be read.
    """
    contexts = {}
    for option in options:
        url, separator, file = option.rpartition("=")
        if not separator:
            raise UsageError(f"--context {option}: write URL=FILE")
        try:
            contexts[url] = orjson.loads(Path(file).read_bytes())
        except orjson.JSONDecodeError as error:
            raise UsageError(f"--context {option}: {error}") from error
    return contexts


def _counts(summary: run.Summary) -> str:
    return (
        f"{summary.captures} captures, {summary.datasets} datasets, "
        f"{summary.findings} findings, {len(summary.rejected)} rejected"
    )


def _print_json(value: Json) -> None:
    sys.stdout.buffer.write(orjson.dumps(value, default=str) + b"\n")
    sys.stdout.buffer.flush()
