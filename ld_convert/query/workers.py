"""Keep processes at hand that evaluate queries, so that a small query need not wait for one."""

from __future__ import annotations

import asyncio
import json
from asyncio.subprocess import PIPE
from collections import deque
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from ld_convert.query.ask import command, line_of

if TYPE_CHECKING:
    from asyncio.subprocess import Process
    from collections.abc import Awaitable

    from ld_convert.model import Json

SPARES = 2
"""How many are started before anybody asks."""
HEAD_BYTES = 1 << 20
"""How long the line may be that says what came of a query."""


class Ran(NamedTuple):
    """What a process wrote of one job, and how it ended if it did."""

    output: bytes = b""
    status: int = 0
    is_last: bool = True
    """Whether the process answers no more."""


class Workers:
    """Processes that evaluate one query at a time. One that was cut off is replaced by another."""

    def __init__(self) -> None:
        self._idle: deque[Process] = deque()  # those that have answered before stand in front
        self._starts: set[asyncio.Task[None]] = set()

    def start(self) -> None:
        """Start the first processes; who asks need not wait for it."""
        for _ in range(SPARES):
            self._more()

    async def evaluate(self, job: Json, seconds: float | None, gone: Awaitable[None]) -> Ran | None:
        """Return what came of a job; None as soon as `gone` says that nobody waits for it.

        Raises TimeoutError when its time is over. In all three cases the work has ended.
        """
        worker = await self._taken()
        work = asyncio.create_task(_ran(worker, line_of(job)))
        left = asyncio.ensure_future(gone)
        is_good = False
        try:
            done, _ = await asyncio.wait(
                {work, left}, timeout=seconds, return_when=asyncio.FIRST_COMPLETED
            )
            if work in done:
                is_good = not work.result().is_last
                return work.result()
            if left in done:
                return None
            raise TimeoutError
        finally:
            left.cancel()
            if is_good:
                self._idle.appendleft(worker)
            else:
                _end(worker)
            await asyncio.gather(work, left, return_exceptions=True)

    async def close(self) -> None:
        """End all processes that have nothing to do."""
        await asyncio.gather(*self._starts, return_exceptions=True)
        while self._idle:
            worker = self._idle.pop()
            _end(worker)
            await worker.wait()

    async def _taken(self) -> Process:
        """Return a process, and see to it that the next one who asks finds one too."""
        found = None
        while found is None and self._idle:
            first = self._idle.popleft()
            found = first if first.returncode is None else None
        if not self._idle and not self._starts:
            self._more()
        return found or await _started()

    def _more(self) -> None:
        async def add() -> None:
            self._idle.append(await _started())

        start = asyncio.create_task(add())
        self._starts.add(start)
        start.add_done_callback(self._starts.discard)


async def _started() -> Process:
    """Return a process that a terminal's Ctrl-C does not reach: the server ends it."""
    return await asyncio.create_subprocess_exec(
        *command(), stdin=PIPE, stdout=PIPE, limit=HEAD_BYTES, start_new_session=True
    )


async def _ran(worker: Process, line: bytes) -> Ran:
    """Give a job to a process; return what it wrote, or how it ended."""
    assert worker.stdin is not None  # noqa: S101  for the type checker
    assert worker.stdout is not None  # noqa: S101
    with suppress(ConnectionError):  # it has ended; its status tells why
        worker.stdin.write(line)
        await worker.stdin.drain()
    try:
        head = await worker.stdout.readuntil(b"\n")
        said = json.loads(head)
        body = await worker.stdout.readexactly(said["bytes"])
    except asyncio.IncompleteReadError:
        return Ran(status=await worker.wait())
    return Ran(head + body, is_last=said["last"])


def _end(worker: Process) -> None:
    with suppress(ProcessLookupError):
        worker.kill()
