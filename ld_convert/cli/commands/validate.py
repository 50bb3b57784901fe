"""The command `validate`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ld_convert.cli.closing import Done
from ld_convert.cli.commands.scores import is_wanted, open_book
from ld_convert.cli.settings import make_gate, make_settings, named
from ld_convert.run import available_cores
from ld_convert.run.checks import checks
from ld_convert.run.whole_file import check_apart

if TYPE_CHECKING:
    from ld_convert.cli.console import Console
    from ld_convert.model import Json


def validate(  # noqa: PLR0913  one argument an option
    console: Console,
    *,
    inputs: tuple[str, ...],
    reports: tuple[str, ...],
    fail_on: str,
    max_findings: int,
    jobs: int | None,
    baseline: str | None,
    scores: tuple[str, ...],
    probe_urls: bool,
    **mapping: Json,
) -> int:
    """Check RDF files as they are, and captures after converting them; return the exit status."""
    console.gate = make_gate(max_findings, baseline, reports)
    check_apart(inputs, [*named("--report", reports), *named("--score", scores)])
    settings = make_settings(**mapping, score=is_wanted(scores, reports))
    if reports:
        console.keep()
    captures = 0
    with open_book(scores, reports, probe_urls=probe_urls) as console.book:
        for found in checks(inputs, settings, jobs or available_cores()):
            captures += 1
            console.show(found.findings)
            if found.census is not None:
                console.book.add(found.census)
    return console.finish(reports, fail_on, Done(captures, "input"))
