"""Count what a run does, and tell the caller about it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from ld_convert.catalogue.keys import Named
from ld_convert.catalogue.parts import Written
from ld_convert.model import AccountLine, Finding, MetName
from ld_convert.score.census import PageCensus

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ld_convert.catalogue.evidence import Evidence
    from ld_convert.catalogue.renames import FinalNames


NOTHING = Named()


@dataclass(slots=True)
class Tally:
    """The counts of a run so far."""

    captures: int = 0
    datasets: int = 0
    """In the end each counts once; until then once for each capture that describes it."""
    findings: int = 0
    rejected: int = 0
    """Captures without a dataset."""
    left_out: int = 0
    """Members of containers that are no page, and so no capture."""
    size_bytes: int = 0
    """Bytes of the inputs that have been read."""
    kept: int = 0
    """Captures whose part came from the checkpoint."""
    met: int = 0
    """References to datasets that a capture of the run describes."""
    outside: int = 0
    """References to others."""
    stated: set[str] = field(default_factory=set)
    """Properties that pages give to the catalogue."""
    names_used: set[str] = field(default_factory=set)
    """File and line of each row of a table of names that was applied."""


class Events(NamedTuple):
    """Functions that a run calls for each capture, in the order of the captures."""

    show: Callable[[Iterable[Finding]], None]
    """Gets the findings of a capture."""
    reject: Callable[[str], None] = lambda _: None
    """Gets the name of a capture without a dataset."""
    watch: Callable[[Tally], None] = lambda _: None
    """Gets the tally, always the same object, when it has changed."""
    census: Callable[[PageCensus], None] = lambda _: None
    """Gets a capture's share of the census, if `settings.score` is set."""
    account: Callable[[str, tuple[AccountLine, ...]], None] = lambda _, __: None
    """Gets a capture's name and account, which is empty without `settings.account`."""
    meet: Callable[[tuple[MetName, ...]], None] = lambda _: None
    """Gets the names of a capture that no authority knows, if `settings.meet_names` is set."""
    settled: Callable[[FinalNames], None] = lambda _: None
    """Gets the final IRIs, when all captures are there."""
    written: Callable[[Evidence], None] = lambda _: None
    """Gets what all captures say together, when the document is written."""
    supersede: Callable[[str], None] = lambda _: None
    """Gets the IRI of a record, and of its graph, that has another one now all keys are known."""


def take(part: Part, tally: Tally, events: Events) -> None:
    """Add a part to the tally, and call the events."""
    events.show(part.findings)
    tally.findings += len(part.findings)
    tally.left_out += sum(finding.left_out for finding in part.findings)
    if part.census is not None:
        events.census(part.census)
    events.account(part.source, part.account)
    tally.captures += 1
    tally.kept += part.is_kept
    tally.datasets += part.datasets
    tally.stated.update(part.stated)
    tally.names_used.update(part.names_used)
    if part.names_met:
        events.meet(part.names_met)
    if not part.datasets and not part.written.own:
        tally.rejected += 1
        events.reject(part.source)


class Part(NamedTuple):
    """One capture's part of the document."""

    source: str
    written: Written
    findings: tuple[Finding, ...]
    datasets: int
    census: PageCensus | None = None
    """Its share of the census, if one is taken."""
    named: Named = NOTHING
    """The datasets that it describes, its keys, and what it refers to: for the ledger."""
    account: tuple[AccountLine, ...] = ()
    """What became of each of its values, if an account was asked for."""
    stated: tuple[str, ...] = ()
    """Properties that it gives to the catalogue."""
    names_used: tuple[str, ...] = ()
    """File and line of each row of a table of names that was applied to it."""
    names_met: tuple[MetName, ...] = ()
    """Its texts that no authority table knows, if they are collected."""
    key: bytes = b""
    """Its key in the checkpoint; empty if it is not to be kept."""
    is_kept: bool = False
    """Whether it comes from the checkpoint."""
