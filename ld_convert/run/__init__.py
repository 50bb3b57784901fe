"""Whole runs: inputs in, one document out, on one process or several."""

from __future__ import annotations

import os
from contextlib import ExitStack, closing
from typing import TYPE_CHECKING, NamedTuple

from ld_convert.catalogue.document import Document
from ld_convert.catalogue.evidence import Evidence
from ld_convert.catalogue.head import lacking
from ld_convert.findings.report import Report
from ld_convert.model import Location
from ld_convert.run.checkpoint import checkpoint
from ld_convert.run.cluster import convert_on_cluster
from ld_convert.run.fingerprint import fingerprint
from ld_convert.run.guard import LOST
from ld_convert.run.merged import surplus
from ld_convert.run.output import Output, document, names_file, partial_name
from ld_convert.run.partition import Task
from ld_convert.run.results import results
from ld_convert.run.settling import new_ledger, settle, tell_of_merged
from ld_convert.run.tally import Events, Tally, take
from ld_convert.run.whole_file import check_path
from ld_convert.run.work import Job
from ld_convert.values.names.table import load_names, report_names

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ld_convert.catalogue.renames import FinalNames
    from ld_convert.run.work import Aside
    from ld_convert.settings import Settings

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


class How(NamedTuple):
    """How a run is carried out; nothing but `has_aliases` changes the output."""

    jobs: int = 1
    """Number of processes; 1 converts in this one."""
    checkpoint: str = ""
    """Directory that keeps finished parts for later runs; empty for none."""
    dask: str = ""
    """Address of the scheduler of a Dask cluster; then the output is a directory of parts."""
    aside: Aside | None = None
    """Takes RDF files that are not to be converted; without it they are. Not on a cluster."""
    is_brief: bool = False
    """Whether other processes may leave out the texts of most findings (`findings.brief`)."""
    has_aliases: bool = False
    """Whether the document says by which other IRIs other runs may know a dataset."""


ALONE = How()


def available_cores() -> int:
    """Return the number of processors that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def convert(
    inputs: Iterable[str], output: Output, settings: Settings, events: Events, how: How = ALONE
) -> Tally:
    """Convert captures to one document, and return the counts.

    First each capture is converted, and its part is kept on disk. When all have told by what keys
    they know the things that they describe, each thing has its IRI, and the document is written.

    A document without any statement is not written. A run that fails leaves an earlier document as
    it was. If the user interrupts it, finished pages are in the checkpoint; without one they are
    written to a document beside the intended one (`partial_name`). Raises FileNotFoundError and
    OSError for inputs that cannot be read, and UsageError for an output that cannot be written;
    nothing has been written then.
    """
    if how.dask:
        task = Task(output.path, output.form, settings)
        tally = convert_on_cluster(inputs, task, events, how.dask, how.jobs)
        tell_of_run(settings, tally, events)
        return tally
    check_path(output.path)
    tally = Tally()
    with ExitStack() as stack:
        kept = None
        if how.checkpoint:
            key = fingerprint(settings, output.form, *output.also)
            kept = stack.enter_context(checkpoint(how.checkpoint, key))
        is_brief = how.is_brief and kept is None
        job = Job(settings, output.form, kept.store if kept else None, is_brief, output.also)
        whole = stack.enter_context(
            closing(Document(output.form, settings, output.folder, aliases=how.has_aliases))
        )
        ledger = stack.enter_context(closing(new_ledger(settings)))
        try:
            found = results(inputs, job, how.jobs, how.aside)
            for part, size_bytes in stack.enter_context(found):
                tally.size_bytes += size_bytes
                if part is not None:
                    take(part, tally, events)
                    whole.add(part.written, part.named)
                    ledger.add(part.named)
                    ledger.tell(part.findings)
                    if kept is not None and LOST.isdisjoint(f.code for f in part.findings):
                        kept.add(part)
                events.watch(tally)
        except KeyboardInterrupt:
            if kept is None:
                # `watch` would raise KeyboardInterrupt once more.
                settle(ledger, tally, events._replace(watch=lambda _: None))
                write(whole, ledger, partial_name(output.path))
            raise
        settle(ledger, tally, events)
        events.watch(tally)
        write(whole, ledger, output.path)
        if tally.captures > 1:
            tell_of_merged(surplus(whole, settings), ledger, tally, events, settings)
        events.written(Evidence(ledger, whole))
    tell_of_run(settings, tally, events)
    return tally


def write(whole: Document, names: FinalNames, path: str) -> None:
    """Write a document of which all parts are there; one without statements is not written."""
    with document(path, whole.end) as put:
        for piece in whole.pieces(names):
            put(piece)


def tell_of_run(settings: Settings, tally: Tally, events: Events) -> None:
    """Add the findings about a run as a whole.

    That is what a catalogue with datasets lacks (LD601), and what is wrong with its tables of
    names, or of no use (LD440 to LD443).
    """
    report = Report()
    missing = lacking(settings, tally.stated) if tally.datasets else []
    if missing:
        options = ", ".join(f"--{field.replace('_', '-')}" for field in missing)
        report.add("LD601", Location("catalogue"), options=options)
    if settings.names:
        report_names(load_names(settings.names), tally.names_used, report)
    if report.findings:
        events.show(report.findings)
        tally.findings += len(report.findings)
