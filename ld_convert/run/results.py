"""Give the parts of all captures in order, converted by this process or by several."""

from __future__ import annotations

from contextlib import contextmanager
from itertools import chain, islice
from typing import TYPE_CHECKING

from ld_convert.pipeline.collector import uncollected
from ld_convert.run.pool import Pool
from ld_convert.run.work import Job, Work, convert_work, works

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ld_convert.run.tally import Part
    from ld_convert.run.work import Aside

    Results = Iterator[tuple[Part | None, int]]


@contextmanager
def results(
    inputs: Iterable[str], job: Job, jobs: int, aside: Aside | None = None
) -> Iterator[Results]:
    """Give the parts of all captures in order, and the size of the inputs read so far.

    Each part comes with 0; after each piece of work, None comes with the piece's size in bytes. RDF
    that `aside` takes gives no part. A single page is converted by this process: starting another
    would take longer.
    """
    pieces = works(inputs, aside, strict=job.settings.strict)
    start = list(islice(pieces, 2))
    pieces = chain(start, pieces)
    if jobs == 1 or sum(len(work.pages) for work in start) <= 1:
        yield _converted(pieces, job)
        return
    with in_pool(pieces, job, jobs) as found:
        yield found


@contextmanager
def here(inputs: Iterable[str], job: Job) -> Iterator[Results]:
    """Give the same; this process converts."""
    yield _converted(works(inputs, strict=job.settings.strict), job)


@contextmanager
def in_pool(pieces: Iterator[Work], job: Job, jobs: int) -> Iterator[Results]:
    """Give the same; `jobs` other processes convert."""
    pool = Pool(job, jobs)
    try:
        yield pool.run(pieces)
    finally:
        pool.close()


def _converted(pieces: Iterable[Work], job: Job) -> Results:
    for work in pieces:
        with uncollected():
            for answers in convert_work(work, job):
                while answers:  # a page is given up before Python looks for cycles in it
                    yield answers.pop(0).part, 0
        yield None, work.size_bytes
