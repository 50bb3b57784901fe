"""Whole runs: inputs in, one document out, on one process or several."""

from __future__ import annotations

import os
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from itertools import chain, islice
from typing import TYPE_CHECKING, NamedTuple

from ld_convert.catalogue import NO_PUBLISHER
from ld_convert.document import Document
from ld_convert.entries import Ledger
from ld_convert.findings import Report
from ld_convert.model import Location
from ld_convert.run.checkpoint import checkpoint
from ld_convert.run.document import Output, document, names_file, partial_name
from ld_convert.run.fingerprint import fingerprint
from ld_convert.run.part import Part
from ld_convert.run.pool import Pool
from ld_convert.run.work import Job, Work, convert_work, works

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from ld_convert.census import PageCensus
    from ld_convert.model import AccountLine, Finding
    from ld_convert.settings import Settings

    Results = Iterator[tuple[Part | None, int]]

__all__ = [
    "Events",
    "How",
    "Output",
    "Tally",
    "available_cores",
    "convert",
    "names_file",
    "partial_name",
]


@dataclass(slots=True)
class Tally:
    """What a run has done so far."""

    captures: int = 0
    datasets: int = 0
    findings: int = 0
    rejected: int = 0
    """Captures of which nothing could be used."""
    size_bytes: int = 0
    """How much of the inputs is used up."""
    kept: int = 0
    """Captures whose part was in the checkpoint."""


class Events(NamedTuple):
    """What is called in the course of a run, in the order of the captures."""

    show: Callable[[Finding], None]
    reject: Callable[[str], None] = lambda _: None
    """Gets the name of each capture of which nothing could be used."""
    watch: Callable[[Tally], None] = lambda _: None
    """Gets the same tally again and again."""
    census: Callable[[PageCensus], None] = lambda _: None
    """Gets what each capture adds to the census, where `settings.score` asks for one."""
    account: Callable[[str, tuple[AccountLine, ...]], None] = lambda _, __: None
    """Gets the name of each capture, and its account where `settings.account` asks for one."""


class How(NamedTuple):
    """How a run is carried out; what comes out is the same."""

    jobs: int = 1
    """Number of processes; 1 converts in this one."""
    checkpoint: str = ""
    """Directory where parts are kept for later runs; empty for none."""


ALONE = How()


def available_cores() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def convert(
    inputs: Iterable[str], output: Output, settings: Settings, events: Events, how: How = ALONE
) -> Tally:
    """Convert captures to one document.

    A document without any dataset is not written, and one that could not be finished leaves what
    stood there before. Where the user breaks off, what is done stands in the checkpoint, else as a
    document of its own beside the one to be (`partial_name`). Raises FileNotFoundError and OSError
    for inputs that cannot be read, and UsageError for an output that cannot be written, before
    anything is written.
    """
    tally = Tally()
    with ExitStack() as stack:
        kept = None
        if how.checkpoint:
            key = fingerprint(settings, output.form)
            kept = stack.enter_context(checkpoint(how.checkpoint, key))
        job = Job(settings, output.form, kept.store if kept else None)
        whole = stack.enter_context(closing(Document(output.form, settings)))
        ledger = stack.enter_context(closing(Ledger()))
        unfinished = "" if kept else partial_name(output.path)
        write = stack.enter_context(document(output.path, whole.end, unfinished))
        for part, size_bytes in stack.enter_context(_parts(inputs, job, how.jobs)):
            tally.size_bytes += size_bytes
            if part is not None:
                _take(part, (*part.findings, *ledger.add(part.entries)), tally, events)
                write(whole.add(part.written))
                if kept is not None:
                    kept.add(part)
            events.watch(tally)
    if tally.datasets and not (settings.publisher_name or settings.publisher_iri):
        events.show(_no_publisher())
        tally.findings += 1
    return tally


def _take(part: Part, findings: Sequence[Finding], tally: Tally, events: Events) -> None:
    for finding in findings:
        events.show(finding)
    if part.census is not None:
        events.census(part.census)
    events.account(part.source, part.account)
    tally.captures += 1
    tally.kept += part.is_kept
    tally.datasets += part.datasets
    tally.findings += len(findings)
    if not part.datasets:
        tally.rejected += 1
        events.reject(part.source)


def _no_publisher() -> Finding:
    report = Report()
    report.add("LD601", Location("catalogue"), name=NO_PUBLISHER)
    return report.findings[0]


@contextmanager
def _parts(inputs: Iterable[str], job: Job, jobs: int) -> Iterator[Results]:
    """Give the parts of all captures in order, and how much of the inputs each work used up.

    What is only one page is converted by this process: another would take longer to start.
    """
    pieces = works(inputs)
    start = list(islice(pieces, 2))
    pieces = chain(start, pieces)
    if jobs == 1 or sum(len(work.pages) for work in start) <= 1:
        yield _here(pieces, job)
        return
    pool = Pool(job, jobs)
    try:
        yield pool.run(pieces)
    finally:
        pool.close()


def _here(pieces: Iterable[Work], job: Job) -> Results:
    for work in pieces:
        for answer in convert_work(work, job):
            yield answer.part, 0
        yield None, work.size_bytes
