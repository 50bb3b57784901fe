"""Between the two passes of a run: the ledger decides, and the user hears of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ld_convert.catalogue.ledger import Ledger
from ld_convert.catalogue.records import record_iri

if TYPE_CHECKING:
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
