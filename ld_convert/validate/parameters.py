"""The parameters of a shape, read from the shapes graph and checked."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rdflib import SH, Literal

from ld_convert.rdf.index import index
from ld_convert.settings import UsageError

if TYPE_CHECKING:
    from rdflib import Graph
    from rdflib.term import Node

    from ld_convert.rdf.index import Objects


class Parameters(NamedTuple):
    """A shape's parameters, read from the shapes graph."""

    graph: Graph
    shape: Node
    stated: dict[Node, Objects]
    """Values by parameter."""

    @classmethod
    def of(cls, graph: Graph, shape: Node) -> Parameters:
        """Return the parameters of a shape."""
        return cls(graph, shape, index(graph).get(shape, {}))

    def all(self, name: str) -> list[Node]:
        """Return the values of a parameter, sorted; `name` is a local name such as `minCount`."""
        found = self.stated.get(SH[name])
        return sorted(found, key=str) if found else []

    def one(self, name: str) -> Node | None:
        """Return the value of a parameter, None without one; raises UsageError for several."""
        found = self.all(name)
        if len(found) > 1:
            raise UsageError(f"shapes: {self.shape} has more than one {SH[name]}")
        return found[0] if found else None

    def number(self, name: str) -> int | None:
        """Return the value of a parameter as a count; raises UsageError if it is not one."""
        found = self.one(name)
        if found is None:
            return None
        if not isinstance(found, Literal) or not isinstance(found.value, int) or found.value < 0:
            raise UsageError(f"shapes: {self.shape}: {found} is not a value of {SH[name]}")
        return found.value

    def members(self, node: Node) -> list[Node]:
        """Return the members of an RDF list."""
        return list(self.graph.items(node))
