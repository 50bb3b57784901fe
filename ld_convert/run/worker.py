"""What runs in a worker process."""

from __future__ import annotations

import os
import pickle
import traceback
from queue import SimpleQueue
from threading import Thread
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from ld_convert.findings.brief import Brief
from ld_convert.pipeline.collector import uncollected
from ld_convert.rdf.own_process import bound_memory, take_over
from ld_convert.run.work import MOST_PAGES, Job, PageAnswer, Work, convert_work

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

OUT_OF_MEMORY = 87
"""Exit status of a process that ran out of memory; no signal and no shell uses it."""


MIB = 1 << 20


class Announced(NamedTuple):
    """The capture that is converted next, told only where a process died before."""

    source: str


class Answers(NamedTuple):
    """Parts of some work, in order."""

    answers: list[PageAnswer]
    is_last: bool
    """Whether the work is done with them."""


class Failed(NamedTuple):
    """A defect of the program, or a mistake of the user that shows only now."""

    error: BaseException
    trace: str


Message = Answers | Announced | Failed

PICKLED = 0x80
"""How a pickle begins; answers in MessagePack begin with the mark of an array."""


def hear(connection: Connection) -> Message:
    """Return the next message of a worker; raises EOFError and OSError where it is gone."""
    data = connection.recv_bytes()
    message: Message = pickle.loads(data) if data[0] == PICKLED else DECODER.decode(data)  # noqa: S301  our own process
    return message


def serve(connection: Connection, job: Job) -> None:
    """Convert work after work, until the other end is closed or its process is gone."""
    take_over()
    bound_memory(int(job.settings.worker_memory * MIB) or None)
    waiting: SimpleQueue[Work] = SimpleQueue()
    brief = Brief() if job.is_brief else None
    Thread(target=_receive, args=(connection, waiting), daemon=True).start()
    while True:
        work = waiting.get()
        try:
            answer(work, job, connection, brief)
        except MemoryError:
            os._exit(OUT_OF_MEMORY)
        except Exception as error:  # noqa: BLE001  raised again in the parent process
            connection.send(Failed(error, traceback.format_exc()))


def _receive(connection: Connection, waiting: SimpleQueue[Work]) -> None:
    """Take work off the pipe at any time, so that neither end waits for the other.

    The end of the pipe ends this process, in the middle of a page too: nobody would read it.
    """
    while True:
        try:
            waiting.put(connection.recv())
        except (EOFError, OSError):
            os._exit(0)


def answer(work: Work, job: Job, connection: Connection, brief: Brief | None = None) -> None:
    """Convert some work, and send its parts.

    As many at once as are sent to be converted, since each message wakes the parent, which takes a
    processor from those that convert; one by one where a process died over the work.
    """

    def send(answers: list[PageAnswer], *, is_last: bool) -> None:
        connection.send_bytes(ENCODER.encode(Answers(answers, is_last)))  # faster than a pickle

    most, waiting = 0 if work.alone else MOST_PAGES, list[PageAnswer]()
    with uncollected():
        for answers in convert_work(work, job, lambda name: connection.send(Announced(name))):
            waiting += answers if brief is None else [_shortened(one, brief) for one in answers]
            answers.clear()
            if len(waiting) > most:
                send(waiting, is_last=False)
                waiting.clear()
        send(waiting, is_last=True)
        waiting.clear()  # pages are given up before Python looks for cycles in them


def _shortened(answer: PageAnswer, brief: Brief) -> PageAnswer:
    part = answer.part
    findings = brief.shortened(part.findings, part.source)
    return answer._replace(part=part._replace(findings=findings))


ENCODER = msgspec.msgpack.Encoder()
DECODER = msgspec.msgpack.Decoder(Answers)
