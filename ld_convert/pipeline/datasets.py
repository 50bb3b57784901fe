"""Tells which dataset of a page a finding is about: its title, its owner and its page."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from ld_convert.model import About
from ld_convert.rdf.index import index
from ld_convert.vocab.namespaces import DCAT, DCT, FOAF, expand_curie
from ld_convert.vocab.terms import vocabulary_term

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from rdflib import Graph
    from rdflib.term import Node

    from ld_convert.model import Location

    Locate = Callable[[Node, str], Location | None]

TITLE, LANDING_PAGE = map(vocabulary_term, (DCT.title, DCAT.landingPage))
OWNERS = tuple(
    (vocabulary_term(by), vocabulary_term(name))
    for by, name in (
        (DCT.publisher, FOAF.name),
        (DCAT.contactPoint, expand_curie("vcard:fn")),
        (DCT.creator, FOAF.name),
    )
)
"""Property of a dataset that leads to its owner, and the property with the owner's name."""

LONGEST = 200
"""Characters of a title or a name."""


class PageDatasets:
    """The datasets of one page; nothing is computed before a finding is read."""

    def __init__(
        self, graph: Graph, datasets: Sequence[Node], locate: Locate, url: str | None
    ) -> None:
        self._graph, self._datasets, self._locate, self._url = graph, datasets, locate, url or ""
        self._known: dict[Node, About] = {}

    def about(self, focus: str, location: Location) -> About:
        """Return the dataset that a thing or a place belongs to.

        On a page with one dataset it is that one. Of several it is the one that the thing is, or
        is a value of, else the one whose description has the place inside.
        """
        if len(self._datasets) == 1:
            return self.of(self._datasets[0])
        found = self._by_focus.get(focus) if focus else None
        found = self._by_place(location) if found is None else found
        return About(url=self._url) if found is None else self.of(found)

    def of(self, dataset: Node) -> About:
        """Return what a dataset is called, who owns it, and where it is described."""
        if dataset not in self._known:
            stated = index(self._graph).get(dataset, {})
            title, page = (str(next(iter(stated.get(by, ())), "")) for by in (TITLE, LANDING_PAGE))
            owner = self._owner(dataset)[:LONGEST]
            self._known[dataset] = About(str(dataset), title[:LONGEST], owner, self._url or page)
        return self._known[dataset]

    def _owner(self, dataset: Node) -> str:
        spo = index(self._graph)
        stated = spo.get(dataset, {})
        names = (
            str(found)
            for by, name in OWNERS
            for owner in stated.get(by, ())
            for found in spo.get(owner, {}).get(name, ())
        )
        return next(names, "")

    @cached_property
    def _by_focus(self) -> dict[str, Node]:
        """The dataset of each thing: itself, its values, and their values."""
        spo = index(self._graph)
        found = {str(dataset): dataset for dataset in self._datasets}
        walked: set[Node] = set()  # values of a thing that many lead to are those of the first
        for dataset in self._datasets:
            near = [value for values in spo.get(dataset, {}).values() for value in values]
            new = [value for value in near if value not in walked]
            walked.update(new)
            far = [v for n in new for values in spo.get(n, {}).values() for v in values]
            for value in (*near, *far):
                if value in spo:
                    found.setdefault(str(value), dataset)
        return found

    def _by_place(self, location: Location) -> Node | None:
        pointer = location.pointer
        while self._spots:
            found = self._spots.get((id(location.text), location.string, pointer))
            if found is not None or not pointer:
                return found
            pointer = pointer.rpartition("/")[0]
        return None

    @cached_property
    def _spots(self) -> dict[tuple[int, str | None, str], Node]:
        places = ((self._locate(dataset, ""), dataset) for dataset in self._datasets)
        return {
            (id(place.text), place.string, place.pointer): dataset
            for place, dataset in places
            if place is not None
        }
