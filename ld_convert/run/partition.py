"""Convert one partition of the inputs to a document of its own, in a worker of a cluster."""

from __future__ import annotations

import gzip
import hashlib
from contextlib import ExitStack, closing, contextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple, TypeVar

import msgspec

from ld_convert.catalogue.document import Contribution, Document
from ld_convert.catalogue.parts import Written
from ld_convert.catalogue.renames import SomeNames
from ld_convert.model import Finding
from ld_convert.pipeline.collector import uncollected
from ld_convert.read import sources
from ld_convert.read.paths import STDIN, shown
from ld_convert.run.fingerprint import fingerprint
from ld_convert.run.merged import surplus
from ld_convert.run.output import document
from ld_convert.run.results import here, in_pool
from ld_convert.run.tally import Part
from ld_convert.run.work import Job, works
from ld_convert.settings import UsageError
from ld_convert.write import ENDINGS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from ld_convert.settings import Settings

MOST_FILES = 1000
MOST_BYTES = 64 << 20
"""Limits of a partition in files and bytes; a larger file is a partition of its own."""
ONE_AT_A_TIME = Lock()
"""Threads of a worker take turns: they would not be faster, and the caches are not thread-safe."""
UNWRITTEN = Written()
UNCHANGED = SomeNames({}, frozenset())
CATALOGUE = "part-catalogue"
"""Name of the file with what the partitions have in common, without its ending."""
LENGTH_BYTES = 4
FAST = 1
"""Level of gzip for files that only we read, soon after."""
Packed = TypeVar("Packed", Written, Contribution)


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
    """The files that a partition became.

    The first pass makes `captures` and `blocks`, the second makes `file`.
    """

    number: int
    key: str
    """Hash of the input files, the program and the settings."""
    names: str = ""
    """Hash of the final names that the part has; empty where it is not written."""
    file: str = ""
    """Name of the part in the folder; empty if there is no dataset."""
    sha256: str = ""
    size_bytes: int = 0
    captures: str = ""
    """Name of the file with one `Part` on each line, without the bytes written."""
    blocks: str = ""
    """Name of the file with these bytes."""
    chunks: str = ""
    """Name of the file with what other partitions say too; the second pass makes it."""
    surplus: tuple[Finding, ...] = ()
    """Violations that captures of this partition make only together; the second pass finds them."""
    first: str = ""
    last: str = ""
    files: int = 0

    def all_files(self) -> tuple[str, ...]:
        """Return the names of the files that it has."""
        return tuple(filter(None, (self.captures, self.blocks, self.chunks, self.file)))


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
    """Convert the captures of a partition, and return the files that hold their parts.

    It may be called again at any time, also by two processes at once: files appear whole, and
    what is up to date is not made again. With `jobs`, other processes convert the pages, so that a
    page that kills its process is the only one lost.
    """
    with ONE_AT_A_TIME, uncollected():
        key = _key(partition, task)
        return _finished(partition, task, key) or _convert(partition, task, key, jobs)


def write_partition(result: PartitionResult, task: Task, names: SomeNames) -> PartitionResult:
    """Write the document of a converted partition with final names, and return all its files.

    What is up to date is not written again.
    """
    said = (sorted(names.new.items()), sorted(names.described), sorted(names.spread))
    digest = hashlib.sha256(repr(said).encode())
    if result.names == digest.hexdigest():
        return result
    with ONE_AT_A_TIME, uncollected():
        return _write(result._replace(names=digest.hexdigest()), task, names)


def _convert(partition: Partition, task: Task, key: str, jobs: int) -> PartitionResult:
    name, folder = f"part-{partition.number:05}", Path(task.folder)
    captures, blocks = f"{name}.captures.jsonl.gz", f"{name}.blocks.gz"
    with TemporaryDirectory(prefix=f".{name}.", dir=folder) as own:
        _write_parts(partition, task, (Path(own, captures), Path(own, blocks)), jobs)
        result = PartitionResult(
            *(partition.number, key, "", "", "", 0, captures, blocks, "", ()),
            *(shown(partition.paths[0]), shown(partition.paths[-1]), len(partition.paths)),
        )
        (folder / f"{name}.json").unlink(missing_ok=True)  # the files it describes are replaced now
        Path(own, captures).replace(folder / captures)
        Path(own, blocks).replace(folder / blocks)
        _note(result, own, folder)
    return result


def _write_parts(partition: Partition, task: Task, files: tuple[Path, Path], jobs: int) -> None:
    """Write what is told about each capture, and the bytes that it adds to the document."""
    job = Job(task.settings, task.form)
    with ExitStack() as stack:
        lines, blocks = (stack.enter_context(_compressed(file)) for file in files)
        pieces = works(partition.paths, strict=job.settings.strict)
        found = in_pool(pieces, job, jobs) if jobs else here(partition.paths, job)
        for part, _ in stack.enter_context(found):
            if part is not None:
                lines.write(ENCODER.encode(part._replace(written=UNWRITTEN)) + b"\n")
                _pack(part.written, blocks)


@contextmanager
def _compressed(file: Path) -> Iterator[gzip.GzipFile]:
    with file.open("wb") as stream, gzip.GzipFile("", "wb", FAST, stream, mtime=0) as lines:
        yield lines


def _write(result: PartitionResult, task: Task, names: SomeNames) -> PartitionResult:
    """Write the document of a partition; the file with the captures is there already."""
    name, folder = f"part-{result.number:05}", Path(task.folder)
    file, chunks = f"{name}.{ending(task.form)}.gz", f"{name}.chunks.gz"
    with TemporaryDirectory(prefix=f".{name}.", dir=folder) as own:
        with closing(Document(task.form, task.settings, own)) as whole:
            blocks = unpacked(folder / result.blocks, Written)
            for part, written in zip(told_by(result, folder), blocks, strict=True):
                whole.add(written, part.named)
            with (
                _compressed(Path(own, chunks)) as left,
                document(str(Path(own, file)), whole.end) as put,
            ):
                for piece in whole.pieces_apart(names, partial(_pack, stream=left)):
                    put(piece)
            together = tuple(surplus(whole, task.settings))
        found, sha256, size_bytes = _measured(Path(own, file))
        result = result._replace(
            file=found, sha256=sha256, size_bytes=size_bytes, chunks=chunks, surplus=together
        )
        (folder / f"{name}.json").unlink(missing_ok=True)
        Path(own, chunks).replace(folder / chunks)
        if found:
            Path(own, file).replace(folder / file)
        _note(result, own, folder)
    return result


def write_catalogue(
    results: Sequence[PartitionResult], task: Task, look: Callable[[Document], None]
) -> tuple[str, str, int]:
    """Write what the partitions have in common: the catalogue, and what several of them say.

    `look` gets the document before it is closed. Returns name, SHA-256 and size in bytes of
    the file; empty if there is no dataset.
    """
    file = f"{CATALOGUE}.{ending(task.form)}.gz"
    with closing(Document(task.form, task.settings, task.folder)) as whole:
        whole.is_empty = not any(result.file for result in results)
        for result in results:
            for one in unpacked(Path(task.folder) / result.chunks, Contribution):
                whole.add_contribution(one)
        path = Path(task.folder) / file
        path.unlink(missing_ok=True)  # without a dataset there is none
        with document(str(path), whole.end) as put:
            for piece in whole.pieces(UNCHANGED):
                put(piece)
        look(whole)
    return _measured(path)


def _note(result: PartitionResult, own: str, folder: Path) -> None:
    """Write what `_finished` reads in a later run."""
    about = f"part-{result.number:05}.json"
    Path(own, about).write_bytes(ENCODER.encode(result) + b"\n")
    Path(own, about).replace(folder / about)


def _pack(value: Packed, stream: gzip.GzipFile) -> None:
    data = PACKER.encode(value)
    stream.write(len(data).to_bytes(LENGTH_BYTES) + data)


def unpacked(path: Path, kind: type[Packed]) -> Iterator[Packed]:
    """Yield the values that stand in a file one after the other."""
    decoder = msgspec.msgpack.Decoder(kind)
    with gzip.open(path) as stream:
        while length := stream.read(LENGTH_BYTES):
            yield decoder.decode(stream.read(int.from_bytes(length)))


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
    stands = result.key == key and all((folder / name).exists() for name in result.all_files())
    return result if stands else None


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
PACKER = msgspec.msgpack.Encoder()
