"""Whole runs: inputs in, one document out, on one process or several."""

from __future__ import annotations

import os
import sys
import tempfile
from collections import deque
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import IO, TYPE_CHECKING, NamedTuple

from ld_convert.catalogue import NO_PUBLISHER
from ld_convert.document import Document
from ld_convert.findings import Report
from ld_convert.model import Location
from ld_convert.named import capture_graphs
from ld_convert.parts import Written, unwritten, written
from ld_convert.pipeline import convert_pages
from ld_convert.read import read

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from ld_convert.model import Capture, Finding
    from ld_convert.settings import Settings

BATCH = 20
"""Captures that are validated together; not an option, so that -j changes no byte."""

STDOUT = "-"


class Part(NamedTuple):
    """One capture's part of the document; small enough to be sent between processes."""

    source: str
    written: Written
    findings: tuple[Finding, ...]
    datasets: int


class Output(NamedTuple):
    """Where a document goes."""

    path: str
    """A path, or `-` for standard output."""
    form: str
    """A key of `write.WRITERS`."""


class Summary(NamedTuple):
    """What a run did."""

    captures: int
    datasets: int
    findings: int
    rejected: tuple[str, ...]
    """Names of the captures of which nothing could be used."""


def convert(
    inputs: Iterable[str],
    output: Output,
    settings: Settings,
    show: Callable[[Finding], None],
    jobs: int = 1,
) -> Summary:
    """Convert captures to one document; `show` is called for each finding, in order.

    A document without any dataset is not written, and one that could
    not be finished leaves what stood there before. Raises FileNotFoundError and OSError for
    inputs that cannot be read, before anything is written.
    """
    captures = datasets = findings = 0
    rejected: list[str] = []
    with _document(output, settings) as write:
        for part in _parts(read(inputs), output.form, settings, jobs):
            for finding in part.findings:
                show(finding)
            captures += 1
            datasets += part.datasets
            findings += len(part.findings)
            write(part.written)
            if not part.datasets:
                rejected.append(part.source)
    if datasets and not (settings.publisher_name or settings.publisher_iri):
        show(_no_publisher())
        findings += 1
    return Summary(captures, datasets, findings, tuple(rejected))


def _no_publisher() -> Finding:
    report = Report()
    report.add("LD601", Location("catalogue"), name=NO_PUBLISHER)
    return report.findings[0]


def _parts(captures: Iterator[Capture], form: str, settings: Settings, jobs: int) -> Iterator[Part]:
    """Yield the parts of all captures in order, converted by `jobs` processes."""
    batches = iter(lambda: list(islice(captures, BATCH)), [])
    if jobs <= 1:
        for batch in batches:
            yield from _convert_batch(batch, form, settings)
        return
    with ProcessPoolExecutor(jobs) as pool:
        waiting: deque[Future[list[Part]]] = deque()
        for batch in batches:
            waiting.append(pool.submit(_convert_batch, batch, form, settings))
            if len(waiting) > 2 * jobs:
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()


def _convert_batch(batch: list[Capture], form: str, settings: Settings) -> list[Part]:
    return [
        Part(
            done.source,
            written(capture_graphs(done, settings), form),
            done.findings + unwritten(done, form),
            len(done.datasets),
        )
        for done in convert_pages(batch, settings)
    ]


@contextmanager
def _document(output: Output, settings: Settings) -> Iterator[Callable[[Written], None]]:
    """Give a function that writes parts.

    The head is written before the first part that is not empty, and a file gets its name when all
    is done.
    """
    stream: IO[bytes] | None = None
    document = Document(output.form, settings)

    def write(part: Written) -> None:
        nonlocal stream
        if not part.own:
            return
        if stream is None:
            stream = sys.stdout.buffer if output.path == STDOUT else _temporary(output.path)
            stream.write(document.start())
        stream.write(document.add(part))

    is_done = False
    try:
        yield write
        if stream is not None:
            stream.write(document.end())
        is_done = True
    finally:
        document.close()
        if stream is not None and output.path == STDOUT:
            stream.flush()
        elif stream is not None:
            stream.close()
            name = Path(stream.name)
            name.replace(output.path) if is_done else name.unlink()


def _temporary(output: str) -> IO[bytes]:
    """Return a new file beside the output, with the rights that a new file has."""
    folder, name = os.path.split(output)
    mask = os.umask(0)
    os.umask(mask)  # it can only be read by setting it
    handle, path = tempfile.mkstemp(prefix=f".{name}.", dir=folder or ".")
    os.close(handle)
    Path(path).chmod(0o666 & ~mask)
    return Path(path).open("wb")
