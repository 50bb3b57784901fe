"""The statements about a thing as a table: what the folded part of a page shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rdflib import BNode, Literal

from ld_convert.vocab.namespaces import curie

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rdflib.term import Node

    from ld_convert.site.facts import Facts

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


def statement_rows(
    facts: Facts, places: Mapping[str, str], most: int
) -> tuple[list[StatementRow], int]:
    """Return the first rows, and how many more there are. A thing that has a place is never cut."""
    rows: list[StatementRow] = []
    left, before = 0, ""
    for subject, predicate, value in facts.statements():
        about = _name(subject)
        place = places.get(str(subject), "") if about != before else ""
        if len(rows) >= most and not place:
            left += 1
            continue
        rows.append(
            StatementRow(about if about != before else "", place, _name(predicate), _shown(value))
        )
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
