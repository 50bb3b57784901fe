"""The command `site`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ld_convert import run
from ld_convert.cli.closing import Done
from ld_convert.cli.settings import make_gate, make_settings, named
from ld_convert.findings.codes import counted
from ld_convert.run.whole_file import check_apart
from ld_convert.site import SiteTarget, build
from ld_convert.site.preview import HOST, preview_server

if TYPE_CHECKING:
    from ld_convert.cli.console import Console
    from ld_convert.model import Json


def site(  # noqa: PLR0913  one argument an option
    console: Console,
    *,
    inputs: tuple[str, ...],
    output: str,
    site_url: str,
    templates: str,
    preview: bool,
    port: int,
    reports: tuple[str, ...],
    fail_on: str,
    max_findings: int,
    baseline: str | None,
    jobs: int | None,
    checkpoint: str | None,
    **mapping: Json,
) -> int:
    """Make a site; return the exit status."""
    console.gate = make_gate(max_findings, baseline, reports)
    check_apart(inputs, [*named("--report", reports), ("-o", output)])
    if reports:
        console.keep()
    how = run.How(jobs or run.available_cores(), checkpoint or "", is_brief=console.is_brief)
    target = SiteTarget(output, site_url, templates)
    events = run.Events(console.show, written=console.take_back)
    built = build(inputs, target, make_settings(**mapping), events, how)
    tally = built.tally
    done = Done(
        *(tally.captures, "page", tally.datasets, tally.rejected, tally.kept),
        *(tally.met, tally.outside, tally.left_out),
    )
    status = console.finish(reports, fail_on, done)
    if not console.quiet:
        pages = f"{built.entries} {'entry' if built.entries == 1 else 'entries'}"
        console.say(
            f"{output}: {pages}; {counted(built.written, 'file')} written, "
            f"{built.kept} as they were, {built.removed} removed"
        )
    if preview and built.entries:
        with preview_server(output, port) as server:
            console.say(f"http://{HOST}:{server.server_address[1]}/ shows it; Ctrl-C ends")
            server.serve_forever()
    return status
