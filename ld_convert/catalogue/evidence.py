"""What the captures of a run say together of what one of them leaves open."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from ld_convert.vocab.namespaces import curie

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ld_convert.catalogue.document import Document
    from ld_convert.catalogue.ledger import Ledger
    from ld_convert.model import Place


MOST_KEPT = 4_096
"""Shared things whose properties are remembered."""


class Evidence:
    """Tells which properties a thing has in the whole document, once that is written."""

    def __init__(self, ledger: Ledger, whole: Document) -> None:
        self._ledger = ledger
        # A catalogue is asked about for each page, and has a line for each dataset.
        self._properties = lru_cache(MOST_KEPT)(lambda iri: set(map(curie, whole.properties(iri))))

    @property
    def has_several(self) -> bool:
        """Whether any dataset is described by several captures."""
        return self._ledger.has_several

    def place(self, iri: str) -> Place | None:
        """Return where a capture describes a dataset, by the IRI that it has for it."""
        return self._ledger.place(iri)

    def stated(self, iris: Iterable[str]) -> dict[str, set[str]]:
        """Return the properties of things that captures share, or of which several tell.

        Things are given and returned by the IRI that a capture has for them, properties as compact
        IRIs. Datasets of one capture alone are left out.
        """
        asked = set(iris)
        new = self._ledger.renamed(asked)
        final = {iri: new.get(iri, iri) for iri in asked}
        several = self._ledger.several(set(final.values()))
        found = self._ledger.stated(several)
        for name in set(final.values()) - several:
            found[name] = self._properties(name)
        return {iri: found[name] for iri, name in final.items() if found.get(name)}
