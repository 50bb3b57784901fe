"""What a table of names can hold: the kinds of `vocab/names.csv`."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from rdflib import URIRef

from ld_convert.vocab.authority import table
from ld_convert.vocab.namespaces import EU, expand_curie
from ld_convert.vocab.tables import read_table

KEYWORD, AGENT, PLACE = "keyword", "agent", "place"


class Kind(NamedTuple):
    """One kind of names."""

    name: str
    views: frozenset[str]
    """Views of the things that get their IRI from the table."""
    functions: frozenset[str]
    """Value functions, and as `node:VIEW` ways of a rule, whose texts may be in the table."""
    label: URIRef
    same: URIRef
    """Properties of the preferred label and of what is said to be the same."""
    tables: tuple[str, ...]
    """EU authority tables whose members it can have."""
    spaces: tuple[str, ...]
    """Starts of other IRIs that it can have; `*` for any."""
    guesses: tuple[tuple[str, str], ...]
    """Authority tables, each with the column in which near texts are looked for."""
    alike: str
    """The function of rapidfuzz.fuzz by which its spellings are compared."""

    def trouble(self, iri: str) -> str:
        """Return why an IRI cannot be one of this kind; empty if it can."""
        if iri.startswith(EU):
            name, _, code = iri.removeprefix(EU).partition("/")
            if name not in self.tables:
                return f"is of the table {name}, which is not for the kind {self.name}"
            known = _codes(name)
            return f"is no member of the table {name}" if known and code not in known else ""
        if "*" in self.spaces or iri.startswith(self.spaces or ("\n",)):
            return ""
        wanted = " or ".join((*(EU[name] for name in self.tables), *self.spaces))
        return f"is none of {wanted}"


@cache
def kinds() -> dict[str, Kind]:
    """Return every kind by name, in the order of the table."""
    return {
        row["kind"]: Kind(
            row["kind"],
            frozenset(row["views"].split()),
            frozenset(row["functions"].split()),
            expand_curie(row["label"]),
            expand_curie(row["same"]),
            tuple(row["tables"].split()),
            tuple(row["spaces"].split()),
            tuple((name, column) for name, _, column in map(_parted, row["guesses"].split())),
            row["alike"],
        )
        for row in read_table("vocab/names.csv")
    }


@cache
def kind_of_function(name: str) -> Kind | None:
    """Return the kind whose texts a value function or a way `node:VIEW` reads; None for none."""
    return next((kind for kind in kinds().values() if name in kind.functions), None)


@cache
def kind_of_view(name: str) -> Kind | None:
    """Return the kind of the things of a view; None for none."""
    return next((kind for kind in kinds().values() if name in kind.views), None)


def _parted(text: str) -> tuple[str, str, str]:
    return text.partition(".")


@cache
def _codes(name: str) -> frozenset[str]:
    """Return the codes of an EU table that we have; empty for one that we have not."""
    try:
        return frozenset(row["code"] for row in table(name))
    except FileNotFoundError:
        return frozenset()
