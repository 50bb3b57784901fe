"""The statements about a thing as a table: what the folded part of a page shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rdflib import BNode, Literal

from ld_convert.vocab.namespaces import curie

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rdflib.term import Node

    from ld_convert.site.facts import Facts
    from ld_convert.site.shelf import Shelf

    Reasons = dict[tuple[Node | None, ...], str]

PARTS = ("subject", "predicate", "object")
LONGEST_SHOWN = 300
"""Signs of a value that are shown."""


class StatementRow(NamedTuple):
    """A row of the table."""

    about: str
    """Empty where it is that of the row before."""
    place: str
    """Name of the place on the page that is the IRI of what it is about; empty for none."""
    property: str
    value: str
    reason: str = ""
    """The rule and the spot, or the table of names; empty for what a page states."""


def reasons_of(shelf: Shelf, iri: str) -> Reasons:
    """Return how the statements of a description were made, if `provenance` was set."""
    found: Reasons = {}
    for facts in shelf.reasons(iri):
        for node in facts.index:
            parts = [facts.first(node, f"rdf:{part}") for part in PARTS]
            found[tuple(parts)] = facts.text(node, "rdfs:comment")
    return found


def statement_rows(
    facts: Facts, places: Mapping[str, str], most: int, reasons: Reasons | None = None
) -> tuple[list[StatementRow], int]:
    """Return the first rows, and how many more there are. A thing that has a place is never cut."""
    rows: list[StatementRow] = []
    left, before, known = 0, "", reasons or {}
    for subject, predicate, value in facts.statements():
        about = _name(subject)
        place = places.get(str(subject), "") if about != before else ""
        if len(rows) >= most and not place:
            left += 1
            continue
        shown = about if about != before else ""
        why = known.get((subject, predicate, value), "")
        rows.append(StatementRow(shown, place, _name(predicate), _shown(value), why))
        before = about
    return rows, left


def _name(node: Node) -> str:
    return f"_:{node}" if isinstance(node, BNode) else curie(str(node))


def _shown(node: Node) -> str:
    if not isinstance(node, Literal):
        return _name(node)
    text = str(node)
    mark = f" @{node.language}" if node.language else ""
    return (text if len(text) <= LONGEST_SHOWN else text[:LONGEST_SHOWN] + "…") + mark
