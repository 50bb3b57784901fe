"""Spread work over processes; results come in order, and a process that dies loses one page."""

from __future__ import annotations

import multiprocessing
import os
import signal
import tempfile
from collections import deque
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing import resource_tracker
from multiprocessing.connection import wait
from typing import TYPE_CHECKING

from ld_convert.catalogue.parts import Written
from ld_convert.findings.report import Report
from ld_convert.model import Location
from ld_convert.rdf.own_process import safe_path
from ld_convert.read.paths import shown
from ld_convert.run.tally import Part
from ld_convert.run.work import File, Work
from ld_convert.run.worker import OUT_OF_MEMORY, Announced, Failed, hear, serve

if TYPE_CHECKING:
    from collections.abc import Iterator
    from multiprocessing.connection import Connection
    from multiprocessing.context import ForkServerContext, SpawnContext
    from multiprocessing.process import BaseProcess

    from ld_convert.model import Capture
    from ld_convert.run.work import Job

AHEAD = 2
"""Pieces of work given to a process at a time, so that it never waits for the next one."""
MOST_OPEN = 4
"""Unfinished pieces for each process; results that are ahead of others wait in memory."""
LONGEST_FOLDER = 70
"""Bytes of a path below which `pymp-XXXXXXXX/listener-XXXXXXXX` makes the name of a socket: macOS
takes 104 for that, Linux 108 (sockaddr_un)."""
PATIENCE_SECONDS = 5
"""How long to wait for a process to end after it has closed its pipe."""


@dataclass(slots=True, eq=False)
class Worker:
    """A process, our end of the pipe to it, and the work given to it."""

    process: BaseProcess
    connection: Connection
    slots: deque[Slot] = field(default_factory=deque)


class Pool:
    """Processes that convert pages; `close` ends them."""

    def __init__(self, job: Job, jobs: int) -> None:
        self._job, self._jobs = job, jobs
        self._context = _context()
        self._workers = [self._start() for _ in range(jobs)]
        self._lost: deque[Slot] = deque()
        """Work of processes that died; it is given out again first."""

    def run(self, works: Iterator[Work]) -> Iterator[tuple[Part | None, int]]:
        """Yield each part with 0, in order; after each piece of work None with its size_bytes."""
        slots: deque[Slot] = deque()
        more = True
        while True:
            while more and len(slots) < MOST_OPEN * self._jobs and self._free():
                work = next(works, None)
                more = work is not None
                if work is not None:
                    slots.append(Slot(deque([work]), work.size_bytes))
                    self._give(slots[-1])
            while slots:
                while slots[0].parts:
                    yield slots[0].parts.popleft(), 0
                if slots[0].todo:
                    break
                yield None, slots.popleft().size_bytes
            if not slots and not more:
                return
            self._receive()

    def close(self) -> None:
        """End all processes at once."""
        for worker in self._workers:
            worker.connection.close()
            worker.process.terminate()
        for worker in self._workers:
            worker.process.join(PATIENCE_SECONDS)

    def _free(self) -> bool:
        return any(len(worker.slots) < AHEAD for worker in self._workers)

    def _give(self, slot: Slot) -> None:
        worker = min(self._workers, key=lambda worker: len(worker.slots))
        worker.slots.append(slot)
        try:
            worker.connection.send(slot.todo[0])
        except OSError:
            self._replace(worker)

    def _receive(self) -> None:
        """Wait for messages of the processes, and take them."""
        while self._lost:
            self._give(self._lost.popleft())
        by_pipe = {worker.connection: worker for worker in self._workers}
        for connection in wait(list(by_pipe)):
            worker = by_pipe[connection]  # type: ignore[index]
            try:
                self._hear(worker)
            except (EOFError, OSError):
                self._replace(worker)

    def _hear(self, worker: Worker) -> None:
        message = hear(worker.connection)
        if isinstance(message, Failed):
            raise message.error from RuntimeError(message.trace)
        slot = worker.slots[0]
        if isinstance(message, Announced):
            slot.announced = message.source
            return
        for page, part in message.answers:
            slot.parts.append(part)
            slot.answered = slot.answered + 1 if page == slot.page else 1
            slot.page, slot.announced = page, ""
        if message.is_last:
            worker.slots.popleft()
            slot.todo.popleft()
            slot.page, slot.answered, slot.announced = 0, 0, ""
            if slot.todo:
                self._give(slot)

    def _replace(self, worker: Worker) -> None:
        """Start a new process for one that died, and split the work that it was doing."""
        worker.connection.close()
        worker.process.join(PATIENCE_SECONDS)
        worker.process.kill()
        worker.process.join()
        how = ended_by(worker.process.exitcode)
        self._workers.remove(worker)
        self._workers.append(self._start())
        if worker.slots:
            split(worker.slots[0], how)
        self._lost += (slot for slot in worker.slots if slot.todo)

    def _start(self) -> Worker:
        ours, theirs = self._context.Pipe()
        process = self._context.Process(target=serve, args=(theirs, self._job), daemon=True)
        with safe_path(), uninterrupted():
            process.start()
        theirs.close()
        return Worker(process, ours)


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Start processes inside it that ignore Ctrl-C: the parent decides when to stop.

    A process inherits the blocked signals of its parent from its first moment on.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    resource_tracker.ensure_running()  # starting it later would unblock the signal
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def ended_by(status: int | None) -> str:
    """Return in words how a process ended."""
    if status == OUT_OF_MEMORY:
        return "there was not enough memory"
    if status is not None and status < 0:
        return f"signal {signal.Signals(-status).name}"
    return f"exit status {status}"


def _context() -> ForkServerContext | SpawnContext:
    """Return the way in which processes are started.

    A fork server loads everything once. A process forked from it starts within milliseconds,
    shares that memory, and inherits no thread, lock or open file of ours, as a plain fork would.
    On systems without a fork server each process loads everything itself; so it does where the
    folder for temporary files has too long a name for the socket of a fork server.
    """
    has_room = len(os.fsencode(tempfile.gettempdir())) <= LONGEST_FOLDER
    if not has_room or "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["ld_convert.rdf.taken_over", "ld_convert.run.preload"])
    return context


@dataclass(slots=True, eq=False)
class Slot:
    """A piece of work, and its results so far."""

    todo: deque[Work]
    """The piece; after a process died over it, the pages that are left, one by one."""
    size_bytes: int
    parts: deque[Part] = field(default_factory=deque)
    page: int = 0
    """Index in `todo[0]` of the page of the last answer."""
    answered: int = 0
    """Number of finished captures of that page."""
    announced: str = ""
    """Name of the capture that the process announced last."""


def split(slot: Slot, how: str) -> None:
    """Replace the work over which a process died by its unfinished pages, one by one.

    If the page was alone already, it killed the process: it is given up, with a finding (LD611).
    """
    work = slot.todo.popleft()
    left = _after(work.pages, slot)
    if work.alone and left:
        first, left = left[0], left[1:]
        slot.parts.append(_lost(slot.announced or _name(first), how))
        if slot.announced and isinstance(first, File):
            left.insert(0, first._replace(skip=first.skip + 1))
    slot.page, slot.answered, slot.announced = 0, 0, ""
    slot.todo.extendleft(Work((page,), alone=True) for page in reversed(left))


def _after(pages: tuple[File | Capture, ...], slot: Slot) -> list[File | Capture]:
    """Return the pages that are left, without finished captures."""
    first, *rest = pages[slot.page :]
    if isinstance(first, File):
        return [first._replace(skip=first.skip + slot.answered), *rest]
    return rest if slot.answered else [first, *rest]


def _name(page: File | Capture) -> str:
    return shown(page.path) if isinstance(page, File) else page.source


def _lost(source: str, how: str) -> Part:
    report = Report()
    report.add("LD611", Location(source), how=how)
    return Part(source, Written(), tuple(report.findings), 0)
