"""Checks many inputs against the shapes, on one process or several."""

from __future__ import annotations

from collections import deque
from concurrent.futures import Future, ProcessPoolExecutor
from functools import partial
from itertools import chain, islice
from multiprocessing import get_context
from typing import TYPE_CHECKING, NamedTuple

from rdflib import Graph

from ld_convert.model import Finding
from ld_convert.rdf.own_process import take_over
from ld_convert.read import read
from ld_convert.run.check import check
from ld_convert.run.guard import Failure, Limits, attempt
from ld_convert.score import graph_census, page_census
from ld_convert.score.census import PageCensus

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ld_convert.model import Capture
    from ld_convert.settings import Settings

AHEAD = 8
"""Inputs for each process that are read before the first of them is checked."""


class Check(NamedTuple):
    """What a check found, small enough to be sent between processes."""

    findings: tuple[Finding, ...]
    census: PageCensus | None
    """The scores of the datasets, if `settings.score` is set."""


def checks(inputs: Iterable[str], settings: Settings, jobs: int = 1) -> Iterator[Check]:
    """Yield the check of each capture, in order; `jobs` processes check.

    A single capture is checked by this process. Raises FileNotFoundError and OSError for inputs
    that cannot be read, and UsageError for shapes that cannot be used.
    """
    captures = read(inputs)
    start = list(islice(captures, 2))
    captures = chain(start, captures)
    if jobs == 1 or len(start) < 2:  # noqa: PLR2004  one capture needs no second process
        yield from (check_one(capture, settings) for capture in captures)
        return
    waiting: deque[Future[Check]] = deque()
    context = get_context("spawn")
    with ProcessPoolExecutor(jobs, context, initializer=take_over) as pool:
        for capture in captures:
            waiting.append(pool.submit(check_one, capture, settings))
            if len(waiting) >= jobs * AHEAD:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def check_one(capture: Capture, settings: Settings) -> Check:
    """Return the check of one capture, with its scores if they are wanted."""
    checked = attempt(capture.source, partial(check, capture, settings), Limits.of(settings))
    if isinstance(checked, Failure):
        return Check(checked.findings, None)
    if not settings.score:
        return Check(checked.findings, None)
    if checked.conversion is not None:
        return Check(checked.findings, page_census(checked.conversion))
    graph = checked.stated.graph if checked.stated else Graph()
    return Check(checked.findings, graph_census(graph, capture.source, checked.findings))
