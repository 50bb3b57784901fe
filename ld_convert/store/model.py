"""The interface of all stores of named graphs, and the error that they raise."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Protocol

from ld_convert.settings import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pyoxigraph import QueryBoolean, QuerySolutions, Triple

    Answer = QueryBoolean | QuerySolutions | Iterator[Triple]


class Merge(Enum):
    """What a store gives for all graphs together."""

    WHOLE = "the RDF merge, and GRAPH tells the graphs apart"
    ALONE = "the RDF merge, but then GRAPH sees nothing"
    NONE = "a triple once for each graph that holds it"
    OWN = "what its owner has set up"


class Store(Protocol):
    """A place for named graphs. Triples travel as N-Triples, never inside a SPARQL text.

    Each method raises StoreError where the store cannot be reached or refuses.
    """

    url: str
    """How the user names it, without secrets."""
    rewrites: str
    """What it changes of literals (`"01"^^xsd:integer` becomes `"1"`); empty for nothing."""
    merge: Merge
    """What its union of all graphs is."""

    def counts(self) -> dict[str, int]:
        """Return the number of triples in each named graph."""
        ...

    def get_graph(self, graph: str) -> bytes:
        """Return a graph as N-Triples in no order; nothing for a graph that there is not."""
        ...

    def create_graphs(self, graphs: Mapping[str, bytes]) -> None:
        """Write graphs that the store does not have, as few requests as it can.

        Each line of the N-Triples ends with a space, a dot and a line end. Not atomic: after a
        crash a graph can be there in part, and is to be replaced.
        """
        ...

    def replace_graph(self, graph: str, parts: Sequence[bytes]) -> None:
        """Give a graph new content in one atomic step; readers see the old one or the new one.

        The content comes in parts that share no blank node label by accident.
        """
        ...

    def add(self, graph: str, triples: bytes) -> None:
        """Add triples without blank nodes to a graph."""
        ...

    def delete_graph(self, graph: str) -> None:
        """Delete a graph; no error if there is none."""
        ...

    def settle(self) -> None:
        """Wait until nothing that was asked for can still be carried out."""
        ...

    def query(
        self, sparql: str, *, union: bool = True, timeout_seconds: float | None = None
    ) -> Answer:
        """Return pyoxigraph's answer: solutions, a boolean or triples.

        With `union` a pattern outside GRAPH sees all named graphs. Raises UsageError for a text
        that is not SPARQL.
        """
        ...

    def quads(self, predicates: Sequence[str] | None) -> Iterator[bytes]:
        """Yield the quads with one of these predicates, or all, as lines of N-Quads.

        A blank node has one label in all of them.
        """
        ...

    def close(self) -> None:
        """Let go of files and connections."""
        ...


class StoreError(UsageError):
    """A store cannot be reached or refuses what it is asked."""

    status: int = 0
    """The HTTP status of a refusal; 0 where there was no answer."""

    parts: tuple[str, ...] = ()
    """What a server that checks data says against each part of them."""

    def __init__(self, message: str, status: int = 0, parts: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.status, self.parts = status, parts


class LateError(StoreError):
    """A server gave no answer in time; it may carry out what it was asked for all the same."""


class BusyError(StoreError):
    """Another process writes to the store; it may be done soon."""
