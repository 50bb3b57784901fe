"""Run on a Dask cluster: write one part for each partition of the inputs, and a manifest."""

from __future__ import annotations

import os
import re
import shutil
from contextlib import closing
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import orjson

from ld_convert.catalogue.ledger import Ledger
from ld_convert.read.paths import STDIN
from ld_convert.run.partition import (
    Partition,
    PartitionResult,
    Task,
    convert_partition,
    partitions,
    told_by,
)
from ld_convert.run.tally import Tally, take
from ld_convert.run.whole_file import whole_file
from ld_convert.settings import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from distributed import Client, Future

    from ld_convert.model import Json
    from ld_convert.run.tally import Events, Part

AHEAD = 4
"""Partitions submitted at a time for each thread of the cluster; keeps the scheduler small."""
PART = re.compile(r"\.?part-\d{5,}\.")
RETRIES = 2
"""Retries after an error such as of the file system; Dask itself retries when a worker dies."""
MANIFEST = "manifest.json"


def convert_on_cluster(
    inputs: Iterable[str], task: Task, events: Events, address: str, jobs: int
) -> Tally:
    """Convert captures to one document for each partition of their files.

    Each is a whole document, compressed, that describes the catalogue too. Parts of an earlier run
    that are up to date stay. If a partition kills worker after worker, this process converts it
    with `jobs` processes. Raises UsageError without the extra `dask`, and OSError for a scheduler
    that does not answer.
    """
    task = task._replace(folder=os.path.abspath(task.folder))  # noqa: PTH100
    folder = Path(task.folder)
    folder.mkdir(parents=True, exist_ok=True)
    tally = Tally()
    rows: list[dict[str, Json]] = []
    with _client(address) as client, closing(Ledger()) as ledger:
        for partition, result in _in_order(client, partitions(map(_absolute, inputs)), task, jobs):
            before = replace(tally)
            for part in _told(result, folder):
                take(part, ledger.add(part.entries), tally, events)
            tally.size_bytes += partition.size_bytes
            events.watch(tally)
            rows.append(_row(result, before, tally))
    _remove_others(folder, rows)
    manifest: dict[str, Json] = {
        "program": f"ld-convert {version('ld-convert')}",
        "form": task.form,
    }
    manifest |= {"catalogue": task.settings.catalog, "parts": rows, **_counts(Tally(), tally)}
    with whole_file(str(folder / MANIFEST)) as stream:
        stream.write(orjson.dumps(manifest, option=orjson.OPT_INDENT_2) + b"\n")
    return tally


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
    client: Client, pieces: Iterator[Partition], task: Task, jobs: int
) -> Iterator[tuple[Partition, PartitionResult]]:
    """Yield each partition with its result, in order; only some are submitted at a time."""
    from distributed import as_completed  # noqa: PLC0415  an extra

    running: dict[Future, Partition] = {}
    finished: dict[int, tuple[Partition, PartitionResult]] = {}
    completed, number = as_completed(), 0
    while True:
        most = AHEAD * max(sum(client.nthreads().values()), 1)
        while len(running) + len(finished) < most and (partition := next(pieces, None)):
            future = client.submit(convert_partition, partition, task, pure=False, retries=RETRIES)
            running[future] = partition
            completed.add(future)
        if not running:
            return
        future = next(completed)
        partition = running.pop(future)
        finished[partition.number] = partition, _result(future, partition, task, jobs)
        while number in finished:
            yield finished.pop(number)
            number += 1


def _result(future: Future, partition: Partition, task: Task, jobs: int) -> PartitionResult:
    """Return a result; a partition that has killed several workers is converted by this process."""
    from distributed import KilledWorker  # noqa: PLC0415  an extra

    try:
        found: PartitionResult = future.result()
    except KilledWorker:
        return convert_partition(partition, task, jobs)
    return found


def _told(result: PartitionResult, folder: Path) -> Iterator[Part]:
    try:
        yield from told_by(result, folder)
    except FileNotFoundError as error:
        message = f"{error.filename} is not here: the workers must write to the same directory"
        raise UsageError(message) from error


def _row(result: PartitionResult, before: Tally, after: Tally) -> dict[str, Json]:
    """Return the entry of a part in the manifest."""
    return {
        "part": f"part-{result.number:05}",
        "file": result.file or None,
        "bytes": result.size_bytes,
        "sha256": result.sha256 or None,
        **_counts(before, after),
        "captures": result.captures,
        "inputs": {"first": result.first, "last": result.last, "files": result.files},
    }


def _counts(before: Tally, after: Tally) -> dict[str, int]:
    return {
        "pages": after.captures - before.captures,
        "datasets": after.datasets - before.datasets,
        "findings": after.findings - before.findings,
        "rejected": after.rejected - before.rejected,
    }


def _remove_others(folder: Path, rows: list[dict[str, Json]]) -> None:
    """Remove the parts of earlier runs, and temporary folders of workers that were killed."""
    known = {row[key] for row in rows for key in ("file", "captures")}
    known |= {f"{row['part']}.json" for row in rows}
    for path in folder.iterdir():
        if PART.match(path.name) and path.name not in known:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
