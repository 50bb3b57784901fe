"""What a run has done, and who is told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from ld_convert.catalogue.ledger import LedgerEntry
from ld_convert.catalogue.parts import Written
from ld_convert.model import AccountLine, Finding
from ld_convert.score.census import PageCensus

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ld_convert.model import AccountLine, Finding
    from ld_convert.score.census import PageCensus


@dataclass(slots=True)
class Tally:
    """What a run has done so far."""

    captures: int = 0
    datasets: int = 0
    findings: int = 0
    rejected: int = 0
    """Captures of which nothing could be used."""
    size_bytes: int = 0
    """How much of the inputs is used up."""
    kept: int = 0
    """Captures whose part was in the checkpoint."""


class Events(NamedTuple):
    """What is called in the course of a run, in the order of the captures."""

    show: Callable[[Iterable[Finding]], None]
    """Gets the findings of each capture together."""
    reject: Callable[[str], None] = lambda _: None
    """Gets the name of each capture of which nothing could be used."""
    watch: Callable[[Tally], None] = lambda _: None
    """Gets the same tally again and again."""
    census: Callable[[PageCensus], None] = lambda _: None
    """Gets what each capture adds to the census, where `settings.score` asks for one."""
    account: Callable[[str, tuple[AccountLine, ...]], None] = lambda _, __: None
    """Gets the name of each capture, and its account where `settings.account` asks for one."""


def take(part: Part, more: Iterable[Finding], tally: Tally, events: Events) -> None:
    """Count a part, and tell of it; `more` are findings that other parts have led to."""
    findings = (*part.findings, *more)
    events.show(findings)
    tally.findings += len(findings)
    if part.census is not None:
        events.census(part.census)
    events.account(part.source, part.account)
    tally.captures += 1
    tally.kept += part.is_kept
    tally.datasets += part.datasets
    if not part.datasets:
        tally.rejected += 1
        events.reject(part.source)


class Part(NamedTuple):
    """One capture's part of the document."""

    source: str
    written: Written
    findings: tuple[Finding, ...]
    datasets: int
    census: PageCensus | None = None
    """What it adds to the census, where one is taken."""
    entries: tuple[LedgerEntry, ...] = ()
    """The datasets that it describes."""
    account: tuple[AccountLine, ...] = ()
    """What became of each of its values, where that is asked for."""
    key: bytes = b""
    """Under which the checkpoint is to keep it; empty for not at all."""
    is_kept: bool = False
    """Whether it comes from the checkpoint."""
