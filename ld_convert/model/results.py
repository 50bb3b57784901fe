"""What the stages after extraction make of a page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from rdflib import Graph
    from rdflib.term import Node

    from ld_convert.model.captured import Json
    from ld_convert.model.finding import Finding
    from ld_convert.model.positions import Location

Triple = tuple["Node", "Node", "Node"]
Places = dict["Node", tuple["Location", ...]]


@dataclass(frozen=True, slots=True)
class Expanded:
    """Expanded JSON-LD nodes; every node object has an @id, and a place under that id."""

    nodes: list[Json]
    places: dict[str, Location]
    scope: str
    """Prefix of the fragment's blank node labels; no other fragment has it."""


@dataclass(frozen=True, slots=True)
class Described:
    """An rdflib graph, and the places of each node in it: one for each fragment that has it."""

    graph: Graph
    places: Places


class Trace(NamedTuple):
    """Where a triple of the catalogue comes from."""

    rule: str
    """Id of the mapping rule."""
    kind: str
    """stated, derived or supplied."""
    node: Node
    """The node of the source graph that was read."""
    predicate: str
    """IRI of the source property, empty for none."""
    term: Node | None = None
    """The value of the source property that was read."""
    by: str = ""
    """File and line of the table of names that supplied the triple; empty where none did."""


class MetName(NamedTuple):
    """A text of a page that no authority table knows: one for a table of names."""

    kind: str
    """Its kind, one of `vocab/names.csv`."""
    text: str
    place: str
    """Where the page has it, as people read it."""
    dataset: str
    """IRI of the dataset that it could give a theme; empty for none."""


class AccountLine(NamedTuple):
    """What became of the values that one capture gives a property."""

    property: str
    """Compact IRI, or the term as the page spells it where expansion gives it no IRI."""
    found: int
    """Values in the page: the sum of the next three."""
    mapped: int
    kept: int
    dropped: int
    rules: dict[str, int]
    """By rule: how many of the mapped."""
    reasons: dict[str, int]
    """By reason: how many of the kept and the dropped."""


class Key(NamedTuple):
    """One way in which a capture names a thing, by which the captures of a run meet.

    Two nodes are one thing if they share a key of one kind and value. The thing is then called by
    the `iri` of its key of the lowest rank, in whichever capture that key stands.
    """

    node: str
    """IRI of the thing in the capture's own graph."""
    kind: str
    """What `value` is, such as `harmony:uuid` or `page`; values of two kinds are never equal."""
    value: str
    iri: str
    """The IRI that a thing has which is named by this key."""
    rank: int
    """0 for the most stable kind of key; lower ranks name the thing."""
    is_described: bool
    """Whether the capture describes the thing, or only refers to it."""
    is_weak: bool = False
    """Whether it joins only things that have no two different values of one strong kind."""


@dataclass(frozen=True, slots=True)
class Conversion:
    """What one capture became."""

    source: str
    graph: Graph
    datasets: tuple[str, ...]
    """IRIs of the datasets that the page describes."""
    findings: tuple[Finding, ...]
    rejected: bool
    """Whether nothing of the capture could be used."""
    name: str = ""
    """IRI of the named graph that holds the capture's triples."""
    stated: Graph | None = None
    """What the page itself states: its graph before the mapping."""
    traces: Mapping[Triple, Trace] = field(default_factory=dict)
    """Where each triple that the mapping wrote comes from."""
    locate: Callable[[Node, str, Node | None], Location | None] = lambda *_: None
    """The spot of a value of a property of a node of the page, or of what was made from one."""
    account: tuple[AccountLine, ...] = ()
    """What became of each value, where `settings.account` asks for it."""
    keys: tuple[Key, ...] = ()
    """By what the things of the capture are known in other captures of the run."""
    names_given: Mapping[str, str] = field(default_factory=dict)
    """By IRI that a table of names gave to a thing of the page: file and line of its row."""
    names_used: tuple[str, ...] = ()
    """File and line of each row of a table of names that was applied."""
    names_met: tuple[MetName, ...] = ()
    """Texts that no authority table knows, where `settings.meet_names` asks for them."""
