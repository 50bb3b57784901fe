"""The command `convert`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ld_convert import run
from ld_convert.cli.closing import Done
from ld_convert.cli.commands.accounts import account_book
from ld_convert.cli.commands.scores import is_wanted, open_book
from ld_convert.cli.gate import NEVER
from ld_convert.cli.interrupt import breakable, status_of
from ld_convert.cli.progress import progress as show_progress
from ld_convert.cli.settings import make_gate, make_settings, named
from ld_convert.run.whole_file import STDOUT, check_apart
from ld_convert.settings import UsageError
from ld_convert.write import ENDINGS, QUADS

if TYPE_CHECKING:
    from ld_convert.cli.console import Console
    from ld_convert.model import Json


def convert(  # noqa: PLR0913  one argument an option
    console: Console,
    *,
    inputs: tuple[str, ...],
    output: str,
    form: str | None,
    reports: tuple[str, ...],
    rejects: str | None,
    fail_on: str,
    max_findings: int,
    baseline: str | None,
    jobs: int | None,
    checkpoint: str | None,
    progress: str,
    dask: str | None,
    keep_source: bool,
    provenance: bool,
    scores: tuple[str, ...],
    probe_urls: bool,
    graphs: str | None,
    account: str | None,
    **mapping: Json,
) -> int:
    """Convert captures to a DCAT catalogue; return the exit status."""
    console.gate = make_gate(max_findings, baseline, reports)
    written = [("-o", output), *named("--report", reports), *named("--score", scores)]
    check_apart(inputs, [*written, ("--account", account), ("--rejects", rejects)])
    target = run.Output(output, form or ("nt" if dask else form_of(output)))
    settings = make_settings(
        **mapping,
        keep_source=keep_source,
        provenance=provenance,
        graphs=chosen_graphs(graphs, target.form),
        score=is_wanted(scores, reports),
        account=bool(account),
    )
    if reports:
        console.keep()
    how = _how(output, jobs, checkpoint, dask)._replace(is_brief=console.is_brief)
    book = open_book(scores, reports, probe_urls=probe_urls)
    try:
        with (
            book as console.book,
            run.names_file(rejects) as reject,
            account_book(account) as accounts,
            show_progress(progress, console, inputs) as shown,
            breakable(shown) as watch,
        ):
            scored = console.book
            events = run.Events(
                *(console.show, reject, watch, scored.add, accounts.add),
                settled=scored.rename,
                written=console.take_back,
            )
            tally = run.convert(inputs, target, settings, events, how)
    except KeyboardInterrupt as error:
        _tell_interrupted(console, output, reports, output if dask else checkpoint)
        return status_of(error)
    if account and not console.quiet:
        console.say(str(accounts.totals))
    done = Done(
        *(tally.captures, "page", tally.datasets, tally.rejected, tally.kept),
        *(tally.met, tally.outside, tally.left_out),
    )
    status = console.finish(reports, fail_on, done)
    is_nothing = tally.captures == tally.rejected and not dask and output != STDOUT
    if is_nothing and not console.quiet:
        console.say(f"{output}: not written, since no page describes a dataset or a catalogue")
    return status


def _how(output: str, jobs: int | None, checkpoint: str | None, dask: str | None) -> run.How:
    """Return how to run; raises UsageError for options that contradict each other."""
    if dask and (output == STDOUT or Path(output).is_file()):
        raise UsageError("--dask writes many files; pass -o DIR")
    if dask and checkpoint:
        raise UsageError("--dask continues interrupted runs by itself; leave --checkpoint out")
    return run.How(jobs or run.available_cores(), checkpoint or "", dask or "")


def _tell_interrupted(
    console: Console, output: str, reports: tuple[str, ...], checkpoint: str | None
) -> None:
    """Say where the finished pages are."""
    where = (
        f"; the same command continues, finished pages are in {checkpoint}" if checkpoint else ""
    )
    if not checkpoint and Path(partial := run.partial_name(output)).exists():
        where = f"; finished pages are in {partial}"
    console.finish([run.partial_name(report) for report in reports], NEVER)
    console.say(f"interrupted{where}")


def form_of(output: str) -> str:
    """Return the form of an output by its name; `c.nt.gz` is N-Triples.

    A name without an ending is Turtle. Raises UsageError for an unknown ending.
    """
    ending = Path(output.removesuffix(".gz")).suffix
    if ending and ending not in ENDINGS:
        known = ", ".join(ENDINGS)
        raise UsageError(f"-o {output}: {ending} is not the ending of a form ({known}); pass -f")
    return ENDINGS[ending] if ending else "turtle"


def chosen_graphs(graphs: str | None, form: str) -> str:
    """Return the value of --graphs; raises UsageError for a form without named graphs."""
    if graphs and form not in QUADS:
        raise UsageError(
            f"--graphs {graphs}: {form} has no named graphs; pass -f nquads or -f trig"
        )
    return graphs or "capture"
