"""Look-ups in the authority tables of `vocab/authority/`, by IRI, code, label or other words."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING
from unicodedata import combining, normalize

from rdflib import Literal
from rdflib.term import Node

from ld_convert.vocab.authority import table
from ld_convert.vocab.namespaces import EU, XSD
from ld_convert.vocab.terms import vocabulary_term

if TYPE_CHECKING:
    from collections.abc import Callable

from ld_convert.values.terms import fold

OWN = re.compile(
    r"https?://publications\.europa\.eu/(?:resource|mdr|mdr/resource)/authority/([\w-]+)/(\w+)/?"
)
"""A member of an EU authority table; those under /mdr/ are retired names of the same concepts."""
BOOLEAN = vocabulary_term(XSD.boolean)


def coded(name: str, columns: tuple[str, ...], text: str) -> str | None:
    """Return the code of the member that a text names: by its IRI, or by a cell of the columns."""
    return own_code(name, text) or cells(name, columns, fold).get(fold(text))


def own_code(name: str, text: str) -> str | None:
    """Return the code at the end of an IRI of the table itself, if the table has it."""
    match = OWN.fullmatch(text)
    if match is None or match[1] != name:
        return None
    return match[2] if match[2] in cells(name, ("code",), str) else None


def member(name: str, code: str) -> str:
    """Return the IRI of a member of a table."""
    return f"{EU}{name}/{code}"


def bare(text: str) -> str:
    """Return the words of a text in one case, without accents."""
    if not text.isascii():
        text = "".join(c for c in normalize("NFKD", text) if not combining(c))
    return fold(text)


@cache
def not_given() -> frozenset[str]:
    """Return the words that say that a value is not given, such as `not provided`, as `bare`."""
    return frozenset(bare(row["words"]) for row in table("not-given"))


def is_not_given(text: str) -> bool:
    """Return whether a text is one of the words that say that a value is not given."""
    return bare(text) in not_given()


def says_nothing(value: Node) -> bool:
    """Return whether a text stands where no name is given: `N/A`, `unknown`, `-`, true or false."""
    return type(value) is Literal and (value.datatype == BOOLEAN or is_no_name(value))


def is_no_name(text: str) -> bool:
    """Return whether a text stands for a name that is not given: `N/A`, `unknown`, `-`."""
    return bare(text) in _no_names()


@cache
def _no_names() -> frozenset[str]:
    """Return the words of `not_given` that are nobody's name either, and no word at all."""
    return frozenset({"", *(bare(row["words"]) for row in table("not-given") if not row["names"])})


@cache
def cells(name: str, columns: tuple[str, ...], key: Callable[[str], str]) -> dict[str, str]:
    """Return the code for each cell of the columns; a cell that two codes share is left out."""
    found: dict[str, str] = {}
    shared = set()
    for row in table(name):
        for cell in (part for column in columns for part in row[column].split("|") if part):
            if found.setdefault(key(cell), row["code"]) != row["code"]:
                shared.add(key(cell))
    return {cell: code for cell, code in found.items() if cell and cell not in shared}
