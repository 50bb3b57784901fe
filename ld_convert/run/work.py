"""Split the inputs into pieces of work, and convert one piece."""

from __future__ import annotations

import io
import os
from collections import deque
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from ld_convert.catalogue.graphs import capture_graphs
from ld_convert.catalogue.head import stated_properties
from ld_convert.catalogue.keys import named
from ld_convert.catalogue.parts import Written, unwritten, written
from ld_convert.findings.report import Report
from ld_convert.model import Capture, Location
from ld_convert.pipeline import MOST_BYTES, batches, convert_pages
from ld_convert.read import read_file, sources
from ld_convert.read.containers import CONTAINERS, container_of
from ld_convert.read.paths import STDIN, shown, trouble
from ld_convert.read.sniff import START_BYTES, kind_of
from ld_convert.run.checkpoint import CheckpointFile
from ld_convert.run.guard import Failure, Limits, attempt, failure, told_safely
from ld_convert.run.tally import Part
from ld_convert.score import page_census
from ld_convert.settings import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from ld_convert.settings import Settings

    Aside = Callable[[Capture], bool]
    """Is offered each capture that is RDF; returns whether it takes it."""

MOST_PAGES, MOST_SENT_BYTES = 64, 2 << 20
"""How many pages, and how much of them, are sent at once and answered at once."""
FEW_BYTES = 512
"""Enough to know a container."""


class File(NamedTuple):
    """Captures of a file that the process reads itself, which spares sending their content."""

    path: str
    skip: int = 0
    """How many of its captures are done already."""


class Work(NamedTuple):
    """Some pages that one process converts, one after the other."""

    pages: tuple[File | Capture, ...]
    size_bytes: int = 0
    """How much of the inputs is used up with it; containers count as far as they are read."""
    alone: bool = False
    """Whether a process died over it: then each page is announced before it is converted."""


class Job(NamedTuple):
    """What is to be done with every page."""

    settings: Settings
    form: str
    store: CheckpointFile | None = None
    """Where parts of earlier runs are found."""
    is_brief: bool = False
    """Whether another process leaves out the texts of most findings."""
    also: tuple[str, ...] = ()
    """Other forms in which the document is to be written later."""


class PageAnswer(NamedTuple):
    """A part, and the number of the page in its work that it comes from."""

    page: int
    part: Part


def works(
    inputs: Iterable[str], aside: Aside | None = None, *, strict: bool = False
) -> Iterator[Work]:
    """Yield all pages in order, in pieces that depend on the inputs only.

    What `aside` takes is not among them: RDF files, on their own or in containers. Raises
    FileNotFoundError and OSError for inputs that cannot be read, before the first piece.
    """
    return _pieces(sources(inputs), aside, strict=strict)


def _pieces(paths: Iterable[str], aside: Aside | None, *, strict: bool) -> Iterator[Work]:
    pages: list[File | Capture] = []
    size_bytes = weight = 0
    for path in paths:
        for page, used, heavy in _pages(path, aside, strict=strict):
            pages.append(page)
            size_bytes, weight = size_bytes + used, weight + heavy
            if len(pages) >= MOST_PAGES or weight >= MOST_SENT_BYTES:
                yield Work(tuple(pages), size_bytes)
                pages, size_bytes, weight = [], 0, 0
    if pages:
        yield Work(tuple(pages), size_bytes)


def _pages(
    path: str, aside: Aside | None, *, strict: bool
) -> Iterator[tuple[File | Capture, int, int]]:
    """Yield pages, the bytes of the input that each uses up, and how much is to be converted."""
    size = _small(path, rdf=aside is not None)
    if size is not None:
        yield File(path), size, size
        return
    used = 0
    for capture, position in _read(path, strict=strict):
        if aside is None or capture.kind != "rdf" or not aside(capture):
            yield capture, max(position - used, 0), len(capture.data)
        used = max(position, used)


def _small(path: str, *, rdf: bool) -> int | None:
    """Return the size of a file that a process may read whole; None for other inputs.

    With `rdf`, what is RDF or may hold it is not given to another process.
    """
    if path == STDIN:
        return None
    if trouble(path):
        return 0
    try:
        with io.FileIO(path) as stream:
            size = os.fstat(stream.fileno()).st_size
            if size > MOST_BYTES:
                return None
            start = stream.read(START_BYTES if rdf else FEW_BYTES)
    except OSError:  # it is gone since it was listed; whoever reads it reports that
        return 0
    container = CONTAINERS.get(container_of(start))
    if container is None:
        return None if rdf and kind_of(start) == "rdf" else size
    return None if container.grows or (rdf and not container.is_json) else size


def convert_work(
    work: Work, job: Job, announce: Callable[[str], None] = lambda _: None
) -> Iterator[list[PageAnswer]]:
    """Yield the parts of captures, in order, those together that are converted together.

    `announce` gets the name of a capture that is alone.
    """
    if work.alone:
        for capture in _captures(work.pages[0], strict=job.settings.strict):
            announce(capture.source)
            yield [PageAnswer(0, *_parts([capture], job))]
        return
    numbers: deque[int] = deque()

    def captures() -> Iterator[Capture]:
        for number, page in enumerate(work.pages):
            for capture in _captures(page, strict=job.settings.strict):
                numbers.append(number)
                yield capture

    for batch in batches(captures()):
        yield [PageAnswer(numbers.popleft(), part) for part in _parts(batch, job)]


def _captures(page: File | Capture, *, strict: bool) -> Iterator[Capture]:
    if isinstance(page, Capture):
        yield page
    else:
        found = islice(_read(page.path, strict=strict), page.skip, None)
        yield from (capture for capture, _ in found)


def _read(path: str, *, strict: bool) -> Iterator[tuple[Capture, int]]:
    """Yield the captures of a file, as `read_file` does; one that is gone by now is a finding.

    So is, unless `strict`, a defect of the program that shows as it reads the file.
    """
    report, source = Report(), shown(path)
    try:
        yield from read_file(path)
    except UsageError:
        raise
    except OSError as error:
        if path == STDIN:
            raise
        report.add("LD109", Location(source), why=error.strerror or str(error))
        yield Capture(source, b"", "", findings=tuple(report.findings)), 0
    except Exception as error:
        if strict:
            raise
        yield Capture(source, b"", "", findings=failure(source, error).findings), 0


def _parts(captures: list[Capture], job: Job) -> list[Part]:
    """Return the parts of captures; one that the checkpoint has is not converted again."""
    if job.store is None:
        return _fresh(captures, job)
    keys = [job.store.key(capture) for capture in captures]
    found = [job.store.find(key) for key in keys]
    new = iter(_fresh([c for c, part in zip(captures, found, strict=True) if part is None], job))
    return [part or next(new)._replace(key=key) for key, part in zip(keys, found, strict=True)]


def _fresh(captures: list[Capture], job: Job) -> list[Part]:
    """Return the parts of captures; if one of them fails, each is converted alone."""
    limits = Limits.of(job.settings)
    if not captures:
        return []
    found = attempt(captures[0].source, lambda: _converted(captures, job), limits)
    if not isinstance(found, Failure):
        for part in found:
            for finding in () if limits.strict else part.findings:
                told_safely(finding, part.source)
        return found
    if len(captures) > 1:
        return [part for capture in captures for part in _fresh([capture], job)]
    [capture] = captures
    return [Part(capture.source, Written(b""), (*capture.findings, *found.findings), 0)]


def _converted(captures: list[Capture], job: Job) -> list[Part]:
    """Return the parts of captures; each column is made at once, as the stages are run."""
    done, settings, form = convert_pages(captures, job.settings), job.settings, job.form
    columns = (
        [one.source for one in done],
        [written(capture_graphs(one, settings), form, settings.catalog) for one in done],
        [one.findings + unwritten(one, {form, *job.also}) for one in done],
        [len(one.datasets) for one in done],
        [page_census(one) if settings.score else None for one in done],
        [named(one) for one in done],
        [one.account for one in done],
        [stated_properties(one.graph, settings) for one in done],
        [one.names_used for one in done],
        [one.names_met for one in done],
    )
    return list(map(Part, *columns))
