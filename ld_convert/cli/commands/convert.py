"""The command `convert`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ld_convert import run
from ld_convert.cli.commands.accounts import account_book
from ld_convert.cli.commands.scores import is_wanted, open_book
from ld_convert.cli.gate import NEVER
from ld_convert.cli.interrupt import breakable
from ld_convert.cli.progress import progress as show_progress
from ld_convert.cli.settings import make_gate, make_settings
from ld_convert.run.whole_file import STDOUT, check_apart
from ld_convert.settings import UsageError
from ld_convert.write import ENDINGS, QUADS

if TYPE_CHECKING:
    from ld_convert.cli.console import Console
    from ld_convert.model import Json

INTERRUPTED = 130
"""Exit status after SIGINT, as shells have it: 128 and the number of the signal."""


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
    jobs: int | None,
    checkpoint: str | None,
    progress: str,
    dask: str | None,
    keep_source: bool,
    provenance: bool,
    score: str | None,
    probe_urls: bool,
    graphs: str | None,
    account: str | None,
    **mapping: Json,
) -> int:
    """Convert captures to a DCAT catalogue; return the exit status."""
    console.gate = make_gate(max_findings, baseline, report)
    written = {"-o": output, "--report": report, "--score": score}
    check_apart(inputs, written | {"--account": account, "--rejects": rejects})
    target = run.Output(output, form or ("nt" if dask else form_of(output)))
    settings = make_settings(
        **mapping,
        keep_source=keep_source,
        provenance=provenance,
        graphs=chosen_graphs(graphs, target.form),
        score=is_wanted(score, report),
        account=bool(account),
    )
    if report:
        console.keep()
    how = _how(output, jobs, checkpoint, dask)
    book = open_book(score, report, probe_urls=probe_urls)
    try:
        with (
            book as console.book,
            run.names_file(rejects) as reject,
            account_book(account) as accounts,
            show_progress(progress, console, inputs) as shown,
            breakable(shown) as watch,
        ):
            events = run.Events(console.show, reject, watch, console.book.add, accounts.add)
            tally = run.convert(inputs, target, settings, events, how)
    except KeyboardInterrupt:
        return _interrupted(console, output, report, output if dask else checkpoint)
    if not console.quiet:
        console.say(_counts(tally))
        if account:
            console.say(str(accounts.totals))
    return console.finish(report, fail_on, rejected=bool(tally.rejected))


def _how(output: str, jobs: int | None, checkpoint: str | None, dask: str | None) -> run.How:
    """Return how to run; raises UsageError for options that contradict each other."""
    if dask and (output == STDOUT or Path(output).is_file()):
        raise UsageError("--dask writes many files: pass -o DIR")
    if dask and checkpoint:
        raise UsageError("--dask keeps what is done beside its parts: leave --checkpoint out")
    return run.How(jobs or run.available_cores(), checkpoint or "", dask or "")


def _interrupted(console: Console, output: str, report: str | None, checkpoint: str | None) -> int:
    """Say where what is done has gone; return the exit status that shells give for Ctrl-C."""
    where = f"; {checkpoint} keeps what is done, and the same command goes on" if checkpoint else ""
    if not checkpoint and Path(partial := run.partial_name(output)).exists():
        where = f"; what is done stands in {partial}"
    console.finish(report and run.partial_name(report), NEVER)
    console.say(f"interrupted{where}")
    return INTERRUPTED


def form_of(output: str) -> str:
    """Return the form that the name of an output asks for: `c.nt.gz` holds N-Triples."""
    return ENDINGS.get(Path(output.removesuffix(".gz")).suffix, "turtle")


def chosen_graphs(graphs: str | None, form: str) -> str:
    """Return how quads are grouped; raises UsageError for a form that has no graphs."""
    if graphs and form not in QUADS:
        raise UsageError(f"--graphs {graphs}: {form} has no graphs; pass -f nquads or -f trig")
    return graphs or "capture"


def _counts(tally: run.Tally) -> str:
    kept = f" ({tally.kept} from the checkpoint)" if tally.kept else ""
    return (
        f"{tally.captures} captures{kept}, {tally.datasets} datasets, "
        f"{tally.findings} findings, {tally.rejected} rejected{_references(tally)}"
    )


def _references(tally: run.Tally) -> str:
    """Return where references between datasets lead; empty for a run without any."""
    if not (tally.met or tally.outside):
        return ""
    return f"; {tally.met} references met, {tally.outside} lead outside"
