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

from ld_convert.catalogue import catalogue_head
from ld_convert.pipeline import convert_pages
from ld_convert.read import read
from ld_convert.write import head, serialise

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
    written: bytes
    findings: tuple[Finding, ...]
    datasets: int


class Summary(NamedTuple):
    """What a run did."""

    captures: int
    datasets: int
    findings: int
    rejected: tuple[str, ...]
    """Names of the captures of which nothing could be used."""


def convert(
    inputs: Iterable[str],
    output: str,
    form: str,
    settings: Settings,
    show: Callable[[Finding], None],
    jobs: int = 1,
) -> Summary:
    """Convert captures to one document; `show` is called for each finding, in order.

    `output` is a path or `-`. A document without any dataset is not written, and one that could
    not be finished leaves what stood there before. Raises FileNotFoundError and OSError for
    inputs that cannot be read, before anything is written.
    """
    captures = datasets = findings = 0
    rejected: list[str] = []
    with _document(output, form, settings) as write:
        for part in _parts(read(inputs), form, settings, jobs):
            for finding in part.findings:
                show(finding)
            captures += 1
            datasets += part.datasets
            findings += len(part.findings)
            write(part.written)
            if not part.datasets:
                rejected.append(part.source)
    return Summary(captures, datasets, findings, tuple(rejected))


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
        Part(done.source, serialise(done.graph, form), done.findings, len(done.datasets))
        for done in convert_pages(batch, settings)
    ]


@contextmanager
def _document(output: str, form: str, settings: Settings) -> Iterator[Callable[[bytes], None]]:
    """Give a function that writes parts; the head is written before the first one that is not
    empty, and the file gets its name when all is done.
    """
    stream: IO[bytes] | None = None

    def write(part: bytes) -> None:
        nonlocal stream
        if not part:
            return
        if stream is None:
            stream = sys.stdout.buffer if output == STDOUT else _temporary(output)
            stream.write(head(form))
            stream.write(serialise(catalogue_head(settings), form))
        stream.write(part)

    try:
        yield write
    except BaseException:
        if stream is not None and output != STDOUT:
            stream.close()
            Path(stream.name).unlink()
        raise
    if stream is None:
        return
    stream.flush()
    if output != STDOUT:
        stream.close()
        os.replace(stream.name, output)  # noqa: PTH105  one atomic call


def _temporary(output: str) -> IO[bytes]:
    """Return a new file beside the output, with the rights that a new file has."""
    folder, name = os.path.split(output)
    mask = os.umask(0)
    os.umask(mask)  # it can only be read by setting it
    handle, path = tempfile.mkstemp(prefix=f".{name}.", dir=folder or ".")
    os.close(handle)
    Path(path).chmod(0o666 & ~mask)
    return Path(path).open("wb")
