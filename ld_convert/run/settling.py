"""What the ledger decides between the two passes of a run, and knows after them, is shown."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ld_convert.catalogue.ledger import Ledger
from ld_convert.catalogue.records import record_iri

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ld_convert.model import Finding
    from ld_convert.run.tally import Events, Tally
    from ld_convert.settings import Settings


def new_ledger(settings: Settings) -> Ledger:
    """Return a ledger that names records as these settings do."""
    return Ledger(lambda iri: str(record_iri(iri, settings)))


def settle(ledger: Ledger, tally: Tally, events: Events) -> None:
    """Let the ledger decide the IRIs; show its findings, and count datasets and references."""
    for finding in ledger.settle():
        events.show([finding])
        tally.findings += 1
    events.settled(ledger)
    for graph in ledger.superseded():
        events.supersede(graph)
    tally.datasets = ledger.datasets()
    tally.met, tally.outside = ledger.references()


def tell_of_merged(found: Iterable[Finding], ledger: Ledger, tally: Tally, events: Events) -> None:
    """Show violations that captures make only together, where one describes the thing."""
    for finding in found:
        if not ledger.is_told(finding.focus, finding.rule):
            place = ledger.place(finding.about.dataset)
            events.show([replace(finding, place=place) if place else finding])
            tally.findings += 1
