"""One page never ends a run: what goes wrong inside its steps becomes a finding of that page."""

from __future__ import annotations

import signal
import threading
import traceback
from contextlib import contextmanager
from multiprocessing import parent_process
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from ld_convert.findings.report import Report
from ld_convert.model import NO_DATASET, Detail, Finding, Location, Place
from ld_convert.settings import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FrameType

    from ld_convert.model import Later
    from ld_convert.settings import Settings

T = TypeVar("T")
BUG = "LD612"
"""Code of the finding that the program itself failed at a page."""
LOST = frozenset({BUG, "LD611", "LD613"})
"""Codes of findings that a page is lost though it may be convertible another time."""
MOST_TRACE = 8_000
"""Characters of a traceback that are kept, from its end."""
AGAIN_SECONDS = 0.5
"""The limit is raised again after this time, should a library have caught it."""
MOST_SECONDS = 1e8
"""Three years: the system takes no more than 292, less those that it runs already."""
MORE_TIMES = 3
"""After so many times the limit a worker is ended that is held up inside a library written in C."""


class Limits(NamedTuple):
    """What one page may cost, and whether a defect of the program ends the run."""

    seconds: float = 10.0
    """Of processor time."""
    strict: bool = False

    @classmethod
    def of(cls, settings: Settings) -> Limits:
        """Return the limits that settings name."""
        return cls(settings.page_timeout, settings.strict)


class Failure(NamedTuple):
    """Why a page gave nothing."""

    findings: tuple[Finding, ...]


class PageTimeoutError(BaseException):
    """A page took too long. Libraries that catch every Exception do not catch this."""


def attempt(source: str, step: Callable[[], T], limits: Limits) -> T | Failure:
    """Return what a step makes of a page, or why it failed.

    A mistake of the user (UsageError) and an error of the system (OSError) are raised, and with
    `strict` each defect of the program.
    """
    try:
        with processor_time(limits.seconds):
            return step()
    except (OSError, UsageError):
        raise
    except PageTimeoutError:
        return _failure("LD613", source, seconds=f"{limits.seconds:g}")
    except MemoryError:
        return _failure("LD611", source, how="there was not enough memory")
    except Exception as error:
        if limits.strict:
            raise
        return failure(source, error)


def failure(source: str, error: Exception) -> Failure:
    """Return the finding that the program failed at a page, with the traceback."""
    trace = "".join(traceback.format_exception(error))[-MOST_TRACE:]
    return _failure(BUG, source, Detail(trace=trace), error=_words(error))


def _failure(code: str, source: str, detail: Detail | None = None, **values: object) -> Failure:
    report = Report()
    report.add(code, Location(source), detail, **values)
    return Failure(tuple(report.findings))


def _words(error: Exception) -> str:
    lines = str(error).splitlines()
    return f"{type(error).__name__}: {lines[0]}" if lines else type(error).__name__


@contextmanager
def processor_time(seconds: float) -> Iterator[None]:
    """Raise PageTimeoutError once so much processor time was used; 0 sets no limit.

    It needs the signals of POSIX and the main thread; elsewhere there is no limit. A worker process
    that does not come back from a library is ended, which the pool reports.
    """
    is_main = threading.current_thread() is threading.main_thread()
    if not seconds or not is_main or not hasattr(signal, "setitimer"):
        yield
        return
    is_over = False

    def expire(_number: int, _frame: FrameType | None) -> None:
        if not is_over:
            raise PageTimeoutError

    seconds = min(seconds, MOST_SECONDS)
    before = signal.signal(signal.SIGPROF, expire)
    signal.setitimer(signal.ITIMER_PROF, seconds, AGAIN_SECONDS)
    if parent_process() is not None:
        signal.setitimer(signal.ITIMER_VIRTUAL, seconds * MORE_TIMES)
    try:
        yield
    finally:
        is_over = True
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGPROF, before)


def told_safely(finding: Finding, source: str) -> None:
    """Let a finding whose place cannot be found say so, when somebody reads it."""
    later: Later | None = getattr(finding, "later", None)
    if later is None:
        return
    # What `safely` holds must not lead back to the finding: such a cycle would keep the page in
    # memory until Python looks for cycles.
    detail = _detail_of(finding)

    def safely() -> dict[str, object]:
        try:
            return later()
        except Exception as error:  # noqa: BLE001  the run goes on, and the finding tells of it
            message = f"a defect of ld-convert: {_words(error)}"
            told = {"detail": detail, "excerpt": None, "about": NO_DATASET}
            return {**told, "place": Place(source), "message": message}

    object.__setattr__(finding, "later", safely)


def _detail_of(finding: Finding) -> Detail | None:
    """Return the detail of a finding if it is made already."""
    try:
        found: Detail | None = object.__getattribute__(finding, "detail")
    except AttributeError:
        return None
    return found
