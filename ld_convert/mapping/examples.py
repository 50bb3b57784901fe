"""One example for each rule: what a page says, and the triple that the rule makes of it."""

from __future__ import annotations

import json
import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from rdflib import BNode

from ld_convert.vocab.namespaces import curie
from ld_convert.vocab.profiles import load_profile
from ld_convert.vocab.tables import read_table

if TYPE_CHECKING:
    from rdflib.term import Node

    from ld_convert.model import Json, Triple

MADE = re.compile(r"[/#-][0-9a-f]{16}$")
TABLE = "vocab/mapping/examples.csv"
DATASET = {"@type": "Dataset", "@id": "https://a.example/d", "name": "Levels"}
"""What each example says besides, unless it says otherwise."""


class Example(NamedTuple):
    """What the page says of one rule, and what must come of it."""

    profile: str
    """The profile in whose table the rule stands."""
    rule: str
    input: Json
    """What the dataset of the example says besides DATASET; a null takes a property away."""
    gives: str
    """One triple as `shown` writes it; without the rule there is no such triple."""

    but_not: frozenset[str] = frozenset()
    """Profiles that have the rule too, and an earlier one that writes instead of it."""

    def document(self) -> Json:
        """Return the example as a document of schema.org, without its context."""
        if "@graph" in self.input:
            return self.input
        return {key: value for key, value in {**DATASET, **self.input}.items() if value is not None}


@cache
def examples() -> tuple[Example, ...]:
    """Return the examples of all profiles, in the order of the table."""
    return tuple(
        Example(
            row["profile"],
            row["id"],
            json.loads(row["input"]),
            row["gives"],
            frozenset(row["but_not"].split()),
        )
        for row in read_table(TABLE)
    )


def example_of(rule: str, profile: str) -> Example | None:
    """Return the example of a rule as it stands in a profile; None where there is none."""
    known = {(one.profile, one.rule): one for one in examples()}
    tables = reversed(load_profile(profile).tables)
    return next((known[name, rule] for name in tables if (name, rule) in known), None)


def shown(triple: Triple) -> str:
    """Return a triple as people read it; [] stands for a node to which no page gave a name."""
    subject, predicate, value = triple
    ends = ["[]" if _is_nameless(term) else term.n3() for term in (subject, value)]
    return f"{ends[0]} {curie(str(predicate))} {ends[1]}"


def _is_nameless(term: Node) -> bool:
    return isinstance(term, BNode) or MADE.search(str(term)) is not None
