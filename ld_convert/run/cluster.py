"""Run on a Dask cluster: write one part for each partition of the inputs, and a manifest."""

from __future__ import annotations

import os
import re
import shutil
from contextlib import closing
from dataclasses import replace
from importlib.metadata import version
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeVar

import orjson

from ld_convert.catalogue.evidence import Evidence
from ld_convert.catalogue.records import record_iri
from ld_convert.catalogue.renames import SomeNames
from ld_convert.read.paths import STDIN
from ld_convert.run.merged import surplus
from ld_convert.run.partition import (
    PartitionResult,
    Task,
    convert_partition,
    partitions,
    told_by,
    write_catalogue,
    write_partition,
)
from ld_convert.run.settling import new_ledger, settle, tell_of_merged
from ld_convert.run.tally import Tally, take
from ld_convert.run.whole_file import whole_file
from ld_convert.settings import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from distributed import Client, Future

    from ld_convert.catalogue.document import Document
    from ld_convert.catalogue.ledger import Ledger
    from ld_convert.model import Json
    from ld_convert.run.tally import Events, Part

AHEAD = 4
"""Partitions submitted at a time for each thread of the cluster; keeps the scheduler small."""
PART = re.compile(r"\.?part-(?:\d{5,}|catalogue)\.")
RETRIES = 2
"""Retries after an error such as of the file system; Dask itself retries when a worker dies."""
MANIFEST = "manifest.json"
Piece = TypeVar("Piece")


def convert_on_cluster(
    inputs: Iterable[str], task: Task, events: Events, address: str, jobs: int
) -> Tally:
    """Convert captures to one document for each partition of their files.

    Each is a document of its own, compressed. One more has what they share: the catalogue, agents
    and the like, and the datasets that several partitions describe. All of them together say what
    one process would. Parts of an earlier run that are up to date stay. If a partition kills
    worker after worker, this process converts it with `jobs` processes. Raises UsageError without
    the extra `dask`, and OSError for a scheduler that does not answer.
    """
    task = task._replace(folder=os.path.abspath(task.folder))  # noqa: PTH100
    folder = Path(task.folder)
    folder.mkdir(parents=True, exist_ok=True)
    tally, rows = Tally(), list[Row]()
    with _client(address) as client, closing(new_ledger(task.settings)) as ledger:
        pieces = ((one, (one, task)) for one in partitions(map(_absolute, inputs)))
        for partition, result in _in_order(client, convert_partition, pieces, jobs):
            before = replace(tally)
            for part in _told(result, folder):
                take(part, tally, events)
                ledger.add(part.named, partition.number)
                ledger.tell(part.findings)
            tally.size_bytes += partition.size_bytes
            events.watch(tally)
            rows.append(Row(result, _counts(before, tally)))
        counts = _counts(Tally(), tally)
        settle(ledger, tally, events)
        events.watch(tally)
        named = (
            (row, (row.result, task, _names(row.result, folder, ledger, task))) for row in rows
        )
        done = [
            row._replace(result=result)
            for row, result in _in_order(client, write_partition, named, 0)
        ]

        def look(whole: Document) -> None:
            found = chain(*(row.result.surplus for row in done), surplus(whole, task.settings))
            tell_of_merged(found, ledger, tally, events)
            events.written(Evidence(ledger, whole))

        catalogue = write_catalogue([row.result for row in done], task, look)
    _remove_others(folder, done, catalogue[0])
    _write_manifest(task, done, catalogue, (counts, tally))
    return tally


class Row(NamedTuple):
    """A partition in the manifest."""

    result: PartitionResult
    counts: dict[str, int]

    def members(self) -> dict[str, Json]:
        """Return what the manifest says of it."""
        result = self.result
        return {
            "part": f"part-{result.number:05}",
            "file": result.file or None,
            "bytes": result.size_bytes,
            "sha256": result.sha256 or None,
            **self.counts,
            "captures": result.captures,
            "blocks": result.blocks,
            "inputs": {"first": result.first, "last": result.last, "files": result.files},
        }


def _write_manifest(
    task: Task,
    rows: list[Row],
    catalogue: tuple[str, str, int],
    totals: tuple[dict[str, int], Tally],
) -> None:
    """Write the manifest; `totals` are the sums of the rows, and what is known of all together."""
    counts, tally = totals
    file, sha256, size_bytes = catalogue
    manifest: dict[str, Json] = {
        "program": f"ld-convert {version('ld-convert')}",
        "form": task.form,
        "catalogue": task.settings.catalog,
        "shared": {"file": file or None, "bytes": size_bytes, "sha256": sha256 or None},
        "parts": [row.members() for row in rows],
        **counts,
        "across": {
            "datasets": tally.datasets,
            "findings": tally.findings - counts["findings"],
            "met": tally.met,
            "outside": tally.outside,
        },
    }
    with whole_file(str(Path(task.folder) / MANIFEST)) as stream:
        stream.write(orjson.dumps(manifest, option=orjson.OPT_INDENT_2) + b"\n")


def _names(result: PartitionResult, folder: Path, ledger: Ledger, task: Task) -> SomeNames:
    """Return what a partition has to know of the ledger."""
    if not ledger.is_changed:
        return SomeNames({}, frozenset())
    new: dict[str, str] = {}
    described, spread = set[str](), set[str]()
    for part in _told(result, folder):
        known = part.named.names()
        records = (str(record_iri(iri, task.settings)) for iri in known)
        new |= ledger.renamed((*known, *records))
        described |= ledger.several(new.get(iri, iri) for iri in known)
        spread |= ledger.spread(new.get(iri, iri) for iri in known)
    graphs = {str(record_iri(iri, task.settings)) for iri in spread}
    return SomeNames(new, frozenset(described), frozenset(spread | graphs))


def _absolute(name: str) -> str:
    """Return an input as an absolute path: workers run in other directories."""
    return name if name == STDIN else os.path.abspath(name)  # noqa: PTH100  globs stay


def _client(address: str) -> Client:
    """Return a client of the cluster; `address` is an address or the scheduler's file."""
    try:
        from distributed import Client  # noqa: PLC0415  an extra
    except ImportError as error:
        raise UsageError("--dask needs the extra: pip install 'ld-convert[dask]'") from error
    if Path(address).is_file():
        return Client(scheduler_file=address)
    return Client(address)


def _in_order(
    client: Client,
    work: Callable[..., PartitionResult],
    pieces: Iterator[tuple[Piece, tuple[object, ...]]],
    jobs: int,
) -> Iterator[tuple[Piece, PartitionResult]]:
    """Yield each piece with its result, in order; only some are submitted at a time.

    A piece comes with the arguments of `work`. With `jobs`, what has killed several workers is
    done by this process.
    """
    from distributed import KilledWorker, as_completed  # noqa: PLC0415  an extra

    running: dict[Future, tuple[int, Piece, tuple[object, ...]]] = {}
    finished: dict[int, tuple[Piece, PartitionResult]] = {}
    completed, given, number = as_completed(), 0, 0
    while True:
        most = AHEAD * max(sum(client.nthreads().values()), 1)
        while len(running) + len(finished) < most and (piece := next(pieces, None)):
            future = client.submit(work, *piece[1], pure=False, retries=RETRIES)
            running[future] = (given, *piece)
            given += 1
            completed.add(future)
        if not running:
            return
        future = next(completed)
        place, one, arguments = running.pop(future)
        try:
            finished[place] = one, future.result()
        except KilledWorker:
            if not jobs:
                raise
            finished[place] = one, work(*arguments, jobs)
        while number in finished:
            yield finished.pop(number)
            number += 1


def _told(result: PartitionResult, folder: Path) -> Iterator[Part]:
    try:
        yield from told_by(result, folder)
    except FileNotFoundError as error:
        message = f"{error.filename} is not here: the workers must write to the same directory"
        raise UsageError(message) from error


def _counts(before: Tally, after: Tally) -> dict[str, int]:
    return {
        "pages": after.captures - before.captures,
        "datasets": after.datasets - before.datasets,
        "findings": after.findings - before.findings,
        "rejected": after.rejected - before.rejected,
    }


def _remove_others(folder: Path, rows: list[Row], catalogue: str) -> None:
    """Remove the parts of earlier runs, and temporary folders of workers that were killed."""
    known = {
        name
        for result in (row.result for row in rows)
        for name in (*result.all_files(), f"part-{result.number:05}.json", catalogue)
    }
    for path in folder.iterdir():
        if PART.match(path.name) and path.name not in known:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
