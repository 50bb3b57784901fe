"""The parameters of a shape, read from the shapes graph and checked."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rdflib import Literal

from ld_convert.settings import UsageError

if TYPE_CHECKING:
    from rdflib import Graph
    from rdflib.term import Node


class Parameters(NamedTuple):
    """A shape's parameters, read from the shapes graph."""

    graph: Graph
    shape: Node

    def all(self, predicate: Node) -> list[Node]:
        """Return every value of a parameter, sorted."""
        return sorted(self.graph.objects(self.shape, predicate), key=str)

    def one(self, predicate: Node) -> Node | None:
        """Return the only value of a parameter; raises UsageError for several."""
        found = self.all(predicate)
        if len(found) > 1:
            raise UsageError(f"shapes: {self.shape} has more than one {predicate}")
        return found[0] if found else None

    def number(self, predicate: Node) -> int | None:
        """Return a count; raises UsageError for what is none."""
        found = self.one(predicate)
        if found is None:
            return None
        if not isinstance(found, Literal) or not isinstance(found.value, int) or found.value < 0:
            raise UsageError(f"shapes: {self.shape}: {found} is no value of {predicate}")
        return found.value

    def members(self, node: Node) -> list[Node]:
        """Return the members of an RDF list."""
        return list(self.graph.items(node))
