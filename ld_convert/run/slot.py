"""A piece of work that is under way, and what is left of it when a process dies over it."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ld_convert.findings import Report
from ld_convert.model import Location
from ld_convert.parts import Written
from ld_convert.read.paths import shown
from ld_convert.run.part import Part
from ld_convert.run.work import File, Work

if TYPE_CHECKING:
    from ld_convert.model import Capture


@dataclass(slots=True, eq=False)
class Slot:
    """A piece of work, and what is known of its results."""

    todo: deque[Work]
    """The piece; after a death, what is left of it, page by page."""
    size_bytes: int
    parts: deque[Part] = field(default_factory=deque)
    page: int = 0
    """Which page of `todo[0]` the last answer was about."""
    answered: int = 0
    """How many captures of that page are done."""
    announced: str = ""
    """Name of the capture under way, where it was told."""


def split(slot: Slot, how: str) -> None:
    """Replace the work over which a process died by what is left of it, page by page.

    A page that was alone already is given up, with a finding that names it (LD611).
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
    """Return the pages without the captures that are done."""
    first, *rest = pages[slot.page :]
    if isinstance(first, File):
        return [first._replace(skip=first.skip + slot.answered), *rest]
    return rest if slot.answered else [first, *rest]


def _name(page: File | Capture) -> str:
    return shown(page.path) if isinstance(page, File) else page.source


def _lost(source: str, how: str) -> Part:
    report = Report()
    report.add("LD611", Location(source), how=how)
    return Part(source, Written(b""), tuple(report.findings), 0)
