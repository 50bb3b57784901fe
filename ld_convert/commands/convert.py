"""The command `convert`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ld_convert import run
from ld_convert.commands.options import make_gate, make_settings
from ld_convert.write import ENDINGS

if TYPE_CHECKING:
    from ld_convert.console import Console
    from ld_convert.model import Json


def convert(  # noqa: PLR0913  one argument an option
    console: Console,
    *,
    inputs: tuple[str, ...],
    output: str,
    form: str | None,
    report: str | None,
    rejects: str | None,
    fail_on: str,
    max_findings: int,
    baseline: str | None,
    jobs: int,
    keep_source: bool,
    **mapping: Json,
) -> int:
    """Convert captures to a DCAT catalogue; return the exit status."""
    chosen = form or ENDINGS.get(Path(output).suffix, "turtle")
    console.gate = make_gate(max_findings, baseline, report)
    settings = make_settings(**mapping, keep_source=keep_source)
    summary = run.convert(inputs, run.Output(output, chosen), settings, console.show, jobs)
    if rejects:
        Path(rejects).write_text("".join(f"{name}\n" for name in summary.rejected), "utf-8")
    if not console.quiet:
        click.echo(_counts(summary), err=True)
    return console.finish(report, fail_on, rejected=bool(summary.rejected))


def _counts(summary: run.Summary) -> str:
    return (
        f"{summary.captures} captures, {summary.datasets} datasets, "
        f"{summary.findings} findings, {len(summary.rejected)} rejected"
    )
