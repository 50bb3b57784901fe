"""Convert one partition of the inputs to a document of its own, in a worker of a cluster."""

from __future__ import annotations

import gzip
import hashlib
from contextlib import ExitStack, closing
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from ld_convert.catalogue.document import Document
from ld_convert.catalogue.parts import Written
from ld_convert.read import sources
from ld_convert.read.paths import STDIN, shown
from ld_convert.run.fingerprint import fingerprint
from ld_convert.run.output import LEVEL, document
from ld_convert.run.results import here, in_pool
from ld_convert.run.tally import Part
from ld_convert.run.work import Job, works
from ld_convert.settings import UsageError
from ld_convert.write import ENDINGS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ld_convert.settings import Settings

MOST_FILES = 1000
MOST_BYTES = 64 << 20
"""Limits of a partition in files and bytes; a larger file is a partition of its own."""
ONE_AT_A_TIME = Lock()
"""Threads of a worker take turns: they would not be faster, and the caches are not thread-safe."""
UNWRITTEN = Written(b"")


class Partition(NamedTuple):
    """Some files, and the number of the part that they become."""

    number: int
    paths: tuple[str, ...]
    size_bytes: int


class Task(NamedTuple):
    """What is the same for all partitions."""

    folder: str
    """Where the parts are written; a path that is the same for all workers."""
    form: str
    settings: Settings


class PartitionResult(NamedTuple):
    """The files that a partition became."""

    number: int
    key: str
    """Hash of the input files, the program and the settings."""
    file: str = ""
    """Name of the part in the folder; empty if there is no dataset."""
    sha256: str = ""
    size_bytes: int = 0
    captures: str = ""
    """Name of the file with one `Part` on each line, without the bytes written."""
    first: str = ""
    last: str = ""
    files: int = 0


def partitions(inputs: Iterable[str]) -> Iterator[Partition]:
    """Yield the files in order, in partitions that depend only on the files."""
    paths: list[str] = []
    number = size = 0
    for path in sources(inputs):
        if path == STDIN:
            raise UsageError("--dask: the workers of a cluster cannot read standard input")
        own = Path(path).stat().st_size
        if paths and (len(paths) >= MOST_FILES or size + own > MOST_BYTES):
            yield Partition(number, tuple(paths), size)
            number, size, paths = number + 1, 0, []
        paths.append(path)
        size += own
    if paths:
        yield Partition(number, tuple(paths), size)


def convert_partition(partition: Partition, task: Task, jobs: int = 0) -> PartitionResult:
    """Write the part of a partition, and return its files.

    It may be called again at any time, also by two processes at once: files appear whole, and a
    part that is up to date is not written again. With `jobs`, other processes convert the pages,
    so that a page that kills its process is the only one lost.
    """
    with ONE_AT_A_TIME:
        key = _key(partition, task)
        found = _finished(partition, task, key)
        return found or _convert(partition, task, key, jobs)


def _convert(partition: Partition, task: Task, key: str, jobs: int) -> PartitionResult:
    name, folder = f"part-{partition.number:05}", Path(task.folder)
    file, captures = f"{name}.{ending(task.form)}.gz", f"{name}.captures.jsonl.gz"
    with TemporaryDirectory(prefix=f".{name}.", dir=folder) as own:
        _write(partition, task, (Path(own, file), Path(own, captures)), jobs)
        result = PartitionResult(
            *(partition.number, key, *_measured(Path(own, file)), captures),
            *(shown(partition.paths[0]), shown(partition.paths[-1]), len(partition.paths)),
        )
        about = folder / f"{name}.json"
        about.unlink(missing_ok=True)  # the files it describes are replaced now
        Path(own, captures).replace(folder / captures)
        if result.file:
            Path(own, file).replace(folder / file)
        Path(own, about.name).write_bytes(ENCODER.encode(result) + b"\n")
        Path(own, about.name).replace(about)
    return result


def _write(partition: Partition, task: Task, files: tuple[Path, Path], jobs: int) -> None:
    """Write the document of a partition, and the file with a line for each capture."""
    job = Job(task.settings, task.form)
    with ExitStack() as stack:
        told = stack.enter_context(files[1].open("wb"))
        lines = stack.enter_context(gzip.GzipFile("", "wb", LEVEL, told, mtime=0))
        whole = stack.enter_context(closing(Document(task.form, task.settings)))
        write = stack.enter_context(document(str(files[0]), whole.end))
        pieces = works(partition.paths, strict=job.settings.strict)
        found = in_pool(pieces, job, jobs) if jobs else here(partition.paths, job)
        for part, _ in stack.enter_context(found):
            if part is not None:
                write(whole.add(part.written))
                lines.write(ENCODER.encode(part._replace(written=UNWRITTEN)) + b"\n")


def told_by(result: PartitionResult, folder: Path) -> Iterator[Part]:
    """Yield the parts of a partition, in order, without the bytes written."""
    with gzip.open(folder / result.captures) as lines:
        for line in lines:
            yield DECODER.decode(line)


def ending(form: str) -> str:
    """Return the file name ending of a form, without the dot."""
    return next(end for end, known in ENDINGS.items() if known == form).removeprefix(".")


def _finished(partition: Partition, task: Task, key: str) -> PartitionResult | None:
    """Return the result of an earlier run, if its files exist and nothing has changed."""
    folder = Path(task.folder)
    try:
        about = (folder / f"part-{partition.number:05}.json").read_bytes()
        result = msgspec.json.decode(about, type=PartitionResult)
    except (FileNotFoundError, msgspec.DecodeError):
        return None
    stands = result.key == key and (folder / result.captures).exists()
    return result if stands and (not result.file or (folder / result.file).exists()) else None


def _key(partition: Partition, task: Task) -> str:
    """Return a hash of the program, the settings, and name, size and date of each file."""
    digest = hashlib.sha256(fingerprint(task.settings, task.form))
    for path in partition.paths:
        status = Path(path).stat()
        digest.update(f"{path}\n{status.st_size} {status.st_mtime_ns}\n".encode("utf-8", "replace"))
    return digest.hexdigest()


def _measured(path: Path) -> tuple[str, str, int]:
    """Return name, SHA-256 and size in bytes of a part; empty if nothing was written."""
    if not path.exists():
        return "", "", 0
    with path.open("rb") as stream:
        return path.name, hashlib.file_digest(stream, "sha256").hexdigest(), path.stat().st_size


ENCODER = msgspec.json.Encoder()
DECODER = msgspec.json.Decoder(Part)
