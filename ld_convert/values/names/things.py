"""Give the things that a page describes the IRIs of a table of names, before they are mapped."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from rdflib import URIRef

from ld_convert.values.names.kinds import KEYWORD, kind_of_view
from ld_convert.values.names.table import load_names
from ld_convert.vocab.namespaces import DCAT, FOAF, SCHEMA
from ld_convert.vocab.views import view_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rdflib import Graph

    from ld_convert.model import Expanded, Json, MetName
    from ld_convert.settings import Settings
    from ld_convert.values.names.table import Name, NameTable

TITLES = (SCHEMA + "name", SCHEMA + "legalName", str(FOAF.name), SCHEMA + "alternateName")
"""Properties of which a value may be a text of the table, the likeliest first."""


@dataclass(slots=True)
class Agreed:
    """The table of names as it is applied to one page."""

    table: NameTable
    given: dict[str, Name]
    """The rows of the IRIs that the table gave to things of the page."""
    new: dict[str, str] = field(default_factory=dict)
    """File and line for each of these IRIs that no page states itself."""
    is_meeting: bool = False
    """Whether texts that no authority table knows are collected."""
    used: set[str] = field(default_factory=set)
    """File and line of each row that was applied."""
    met: dict[object, MetName | None] = field(default_factory=dict)
    """By value of the page: its name, or None where an authority table has it."""

    def names_met(self, graph: Graph) -> tuple[MetName, ...]:
        """Return the names that no authority table has; `graph` is what the page became.

        A keyword names the dataset only if that has no theme: it could give it one.
        """
        met = dict.fromkeys(name for name in self.met.values() if name is not None)
        return tuple(
            name._replace(dataset="")
            if name.kind != KEYWORD or (URIRef(name.dataset), DCAT.theme, None) in graph
            else name
            for name in met
        )


def agreed_names(
    described: Sequence[Expanded], names: dict[str, str], settings: Settings
) -> Agreed | None:
    """Return the table of names of a run, applied to the things of a page; None without one.

    `names` is changed as by `name_things`.
    """
    if not settings.names and not settings.meet_names:
        return None
    table = load_names(settings.names)
    given = name_things(described, names, table, settings.base) if table.names else {}
    new = {name: row.where for name, row in given.items() if name in names.values()}
    return Agreed(table, given, new, settings.meet_names)


def name_things(
    described: Sequence[Expanded], names: dict[str, str], table: NameTable, base: str
) -> dict[str, Name]:
    """Put the IRIs of the table into `names`; return the rows by the IRIs that they gave.

    `names` has the new name of each node by the @id that it has now. Nodes that were to get one
    name get the table's.
    """
    final: dict[str, Name] = {}
    for expanded in described:
        for node, under in _nodes(expanded.nodes):
            row = _row(node, under, table)
            if row is not None and row.named(base):
                final.setdefault(names.get(node["@id"], node["@id"]), row)
    if not final:
        return {}
    for old, new in list(names.items()):
        if new in final:
            names[old] = final[new].named(base)
    names.update((one, row.named(base)) for one, row in final.items() if one not in names)
    return {row.named(base): row for row in final.values()}


def _row(node: Json, under: str, table: NameTable) -> Name | None:
    kind = _kind(tuple(node.get("@type", ())), under)
    if not kind:
        return None
    rows = (table.find(kind, text) for text in (*_texts(node), node["@id"]))
    return next((row for row in rows if row is not None), None)


@lru_cache(maxsize=1_024)
def _kind(classes: tuple[str, ...], under: str) -> str:
    """Return the kind of a node by its classes, else by what leads to it; empty for none."""
    view = view_of([cls.removeprefix(SCHEMA) for cls in classes], under)
    kind = kind_of_view(view.name) if view is not None else None
    return kind.name if kind is not None else ""


def _texts(node: Json) -> Iterator[str]:
    for title in TITLES:
        for value in node.get(title, ()):
            for one in value.get("@list", (value,)):
                if "@value" in one:
                    yield str(one["@value"])


def _nodes(nodes: list[Json]) -> Iterator[tuple[Json, str]]:
    """Yield each node of which more is said than its @id, with the property that leads to it."""
    stack: list[tuple[Json, str]] = [(node, "") for node in nodes]
    while stack:
        node, under = stack.pop()
        if "@id" in node and len(node) > 1:
            yield node, under
        for predicate, values in node.items():
            if predicate[:1] != "@":
                for value in values:
                    if "@value" not in value:
                        inner = value.get("@list", (value,))
                        stack += [(one, predicate.removeprefix(SCHEMA)) for one in inner]
