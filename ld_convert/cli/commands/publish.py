"""The command `publish`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from ld_convert import run
from ld_convert.cli.gate import NEVER
from ld_convert.cli.settings import make_gate, make_settings, named
from ld_convert.publish import Addresses, PublishTarget
from ld_convert.publish import publish as publish_inputs
from ld_convert.publish.plan import summary
from ld_convert.run.whole_file import check_apart
from ld_convert.settings import UsageError
from ld_convert.store import Access, read_access

if TYPE_CHECKING:
    from ld_convert.cli.console import Console
    from ld_convert.model import Json

TARGET = ("graph", "prune", "adopt", "dry_run", "verify", "changes", "defaults")
ACCESS = ("timeout_seconds", "retries")


def publish(  # noqa: PLR0913  one argument an option
    console: Console,
    *,
    inputs: tuple[str, ...],
    to: str,
    reports: tuple[str, ...],
    fail_on: str,
    max_findings: int,
    baseline: str | None,
    jobs: int | None,
    checkpoint: str | None,
    void: bool,
    data_dump: tuple[str, ...],
    sparql_endpoint: str,
    user: str,
    password_stdin: bool,
    **rest: Json,
) -> int:
    """Load captures or RDF files into a store; return the exit status."""
    console.gate = make_gate(max_findings, baseline, reports)
    check_apart(inputs, [*named("--report", reports), ("--changes", rest["changes"])])
    if reports:
        console.keep()
    chosen = {name: rest.pop(name) for name in TARGET}
    how = run.How(jobs or run.available_cores(), checkpoint or "")
    addresses = Addresses(data_dump, sparql_endpoint)
    described = addresses if void or any(addresses) else None
    target = PublishTarget(to, **chosen, void=described, how=how)
    access = _access(console, inputs, user, stdin=password_stdin)
    access = access._replace(**{name: rest.pop(name) for name in ACCESS})
    events = run.Events(console.show, written=console.take_back)
    outcome = publish_inputs(inputs, target, make_settings(**rest), events, access)
    if target.dry_run:
        for change in outcome.plan:
            click.echo(f"{change.kind}\t{change.triples}\t{change.graph}")
    status = console.finish(reports, fail_on)
    if not console.quiet:
        console.say("dry run, nothing is changed: " * target.dry_run + summary(outcome.plan))
    is_lost = outcome.rejected and fail_on != NEVER and not console.gate.has_baseline
    return max(status, int(is_lost))


def _access(console: Console, inputs: tuple[str, ...], user: str, *, stdin: bool) -> Access:
    """Return user and secrets, from the environment or a line of standard input."""
    if stdin and "-" in inputs:
        raise UsageError("--password-stdin: standard input is already an INPUT")
    access = read_access(password=sys.stdin.readline().rstrip("\r\n") if stdin else "")
    tell = (lambda _: None) if console.quiet else console.say
    return access._replace(user=user or access.user, tell=tell)
