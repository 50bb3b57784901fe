"""Where in a page something stands that the mapping read or made."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from ld_convert.findings.locate import element_place, has_pointer, is_inside, says
from ld_convert.model import Location, Places, Trace, escape_key
from ld_convert.vocab.namespaces import curie

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rdflib.term import Node


class Spots:
    """The places of the nodes of a page, and of the nodes that the mapping made from them."""

    def __init__(self, places: Places) -> None:
        self.places = places
        """Of the nodes of the page."""
        self.made: dict[Node, Trace] = {}
        """From each node that the page does not have to what it was made from."""
        self._located: dict[tuple[Node, str, Node | None], Location] = {}

    def knows(self, node: Node | None) -> bool:
        """Return whether a node is one of the page, or was made from one."""
        return node in self.places or node in self.made

    def is_ours(self, node: Node) -> bool:
        """Return whether a node is none of the page's, nor made from one."""
        return node not in self.places and node not in self.made

    def locate(self, trace: Trace) -> Location:
        """Return the spot in the page that a trace tells of: value, property or node."""
        if trace.term is None or not trace.predicate:
            return self.place(trace.node, trace.predicate)
        key = trace[2:5]
        known = self._located.get(key)
        if known is None:
            known = self._locate(trace, trace.term)
            if trace.node in self.places:  # where another was made from can become known later
                self._located[key] = known
        return known

    def _locate(self, trace: Trace, term: Node) -> Location:
        text, found = str(term), _places(self._of(trace.node), trace.predicate)
        first = next(found)
        place = next((one for one in chain((first,), found) if says(one, text)), first)
        inside = (one for one in self.places.get(term, ()) if is_inside(one, place))
        return next(inside, None) or element_place(place, text)

    def find(self, node: Node, predicate: str, term: Node | None = None) -> Location | None:
        """Return the spot of a property of a node that the page has or that was made from it.

        With `term` it is that of the value, if it can be told from others.
        """
        return self.locate(Trace("", "", node, predicate, term)) if self.knows(node) else None

    def place(self, node: Node, predicate: str) -> Location:
        """Return the spot of a property of a node, else of the node, else of the page's first."""
        return next(_places(self._of(node), predicate))

    def _of(self, node: Node) -> tuple[Location, ...]:
        """Return the places of a node, or of what it was made from, or of the page's first."""
        found = self.places.get(node)
        if found is None and node in self.made:
            found = (self.locate(self.made[node]),)
        return found or next(iter(self.places.values()))


def _places(found: tuple[Location, ...], predicate: str) -> Iterator[Location]:
    """Yield the places of a property, in each fragment and its spelling, then the node's."""
    local = predicate[max(map(predicate.rfind, "/#:")) + 1 :]
    for place in found if predicate else ():
        pointer = f"{place.pointer}/{place.keys.get(predicate, local)}"
        if has_pointer(place, pointer):
            yield place.at(pointer)
            continue
        for key in (escape_key(predicate), escape_key(curie(predicate))):
            pointer = f"{place.pointer}/{key}"
            if has_pointer(place, pointer):
                yield place.at(pointer)
    yield found[0]
