"""The mapping as data: `vocab/mapping/*.csv`, read and checked."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from rdflib import RDF, URIRef

from ld_convert.contexts import SCHEMA
from ld_convert.settings import UsageError
from ld_convert.tables import parse_table, read_table
from ld_convert.values import VALUES
from ld_convert.views import views
from ld_convert.vocab import expand_curie

if TYPE_CHECKING:
    from collections.abc import Callable

    from rdflib.term import Node

    Value = Callable[[Node], Node | tuple[Node, ...] | None]

TARGET = re.compile(r"(?P<inverse>\^?)(?P<curie>[\w-]+:\w+)(?:\[(?P<keep>else|first|min|max)\])?")
SPECIAL = frozenset({"@value", "@id"})


class Step(NamedTuple):
    """One property of a path."""

    predicate: URIRef
    inverse: bool


class Rule(NamedTuple):
    """One row of a mapping table."""

    id: str
    view: str
    source: str
    """The row's source as written."""
    path: tuple[Step, ...]
    """What to follow from the node; empty where the source is the node itself or its class."""
    classes: tuple[URIRef, ...]
    """Classes of which the node must have one; empty where the source is no class."""
    target: URIRef
    inverse: bool
    keep: str
    """else, first, min, max or empty: which values to write."""
    ways: tuple[str, ...]
    """Names of value functions, node:VIEW and const:IRI, in the order in which they are tried."""
    derived: bool
    quiet: bool
    """Whether a value that fits no way is normal."""
    origin: str


@lru_cache(maxsize=4)
def load_rules(profile: str = "dcat-ap", extra: str = "") -> tuple[Rule, ...]:
    """Return the rules of a profile, in the order of the table.

    `extra` is the path of a table of the user's: its rows stand before the profile's and replace
    those of the same id. Raises UsageError, with the id of the row, if a row names a view, a
    prefix, a value function or a mode that does not exist, or if an id stands twice.
    """
    own = _unique(parse_table(Path(extra).read_text("utf-8"))) if extra else {}
    table = _unique(read_table(f"vocab/mapping/{profile}.csv"))
    return tuple(_rule(row) for row in {**own, **table, **own}.values())


def _unique(rows: list[dict[str, str]]) -> dict[str, dict[str, str]]:
    """Return the rows of a table by id."""
    table: dict[str, dict[str, str]] = {}
    for row in rows:
        if row["id"] in table:
            raise UsageError(f"rule {row['id']} stands twice")
        table[row["id"]] = row
    return table


def _rule(row: dict[str, str]) -> Rule:
    target = TARGET.fullmatch(row["target"])
    words = row["as"].removeprefix("derived ").removesuffix("?").split("|")
    if target is None or row["view"] not in views():
        raise UsageError(f"rule {row['id']}: view or target is not known")
    for way in words:
        kind, _, name = way.partition(":")
        if not (way in VALUES or (kind == "node" and name in views()) or kind == "const"):
            raise UsageError(f"rule {row['id']}: no way of converting is called {way}")
    source = row["source"]
    classes: tuple[URIRef, ...] = ()
    path: tuple[Step, ...] = ()
    try:
        if source.startswith("@type:"):
            names = source.removeprefix("@type:").split("|")
            classes = tuple(URIRef(SCHEMA + name) for name in names)
        elif source not in SPECIAL:
            path = tuple(_step(step) for step in source.split("/"))
        predicate = expand_curie(target["curie"])
    except KeyError as error:
        raise UsageError(f"rule {row['id']}: prefix {error} is not known") from error
    return Rule(
        id=row["id"],
        view=row["view"],
        source=source,
        path=path,
        classes=classes,
        target=predicate,
        inverse=bool(target["inverse"]),
        keep=target["keep"] or "",
        ways=tuple(words),
        derived=row["as"].startswith("derived "),
        quiet=row["as"].endswith("?"),
        origin=row["from"],
    )


def _step(step: str) -> Step:
    name = step.removeprefix("^")
    if name == "@type":
        return Step(RDF.type, step.startswith("^"))
    return Step(expand_curie(name) if ":" in name else URIRef(SCHEMA + name), step.startswith("^"))
