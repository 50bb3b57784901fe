"""The mapping as data: `vocab/mapping/*.csv`, read and checked."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from rdflib import RDF, URIRef

from ld_convert.mapping.filters import TESTS
from ld_convert.mapping.guards import GUARDS
from ld_convert.mapping.table import rule_rows
from ld_convert.settings import UsageError
from ld_convert.values import is_value_function
from ld_convert.values.names.kinds import kind_of_function
from ld_convert.vocab.files import kept_while_unchanged
from ld_convert.vocab.namespaces import SCHEMA, expand_curie
from ld_convert.vocab.terms import iri, vocabulary_term
from ld_convert.vocab.views import views

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from rdflib.term import Node

    from ld_convert.values.names.kinds import Kind

    Value = Callable[[Node], Node | tuple[Node, ...] | None]

TARGET = re.compile(
    r"(?P<inverse>\^?)(?P<curie>[\w-]+:[\w-]+)(?:\[(?P<keep>else|first|one|rest|min|max|strict)\])?"
)
WAY = re.compile(
    r"(?:(?P<fits>\w+)>(?P<each>>?))?"
    r"(?:node:(?P<node>\w+)(?P<named>!?)(?:\[(?P<property>[\w-]+:\w+) (?P<value>[\w-]+:[\w-]+)\])?"
    r"|const:(?P<const>[\w-]+:\S+)|(?P<function>\w+))"
)
SPECIAL = frozenset({"@value", "@id"})
FROM_VALUE, THIS, NAME = "@value/", "@this[", "@id"
WHEN = re.compile(r"@when:(?P<guard>\w+)/")
STEP = re.compile(r"(?P<inverse>\^?)(?P<names>[\w:@+-]+)(?P<filters>(?:\[!?[\w:|@-]+\])*)")
FILTER = re.compile(r"\[(?P<not>!?)(?P<named>[\w:|@-]+)\]")


class Filter(NamedTuple):
    """What the end of a step must be like."""

    classes: frozenset[URIRef]
    having: frozenset[URIRef]
    """It has one of the classes or of these properties."""
    unlike: bool
    """Whether it must have none of them instead."""
    test: str = ""
    """The name of a test of `filters.TESTS` that it must pass instead; empty for none."""


class Step(NamedTuple):
    """One property of a path."""

    predicate: URIRef
    inverse: bool
    joined: tuple[URIRef, ...] = ()
    """Further properties, whose values follow the first one's with a space between."""
    filters: tuple[Filter, ...] = ()
    """An end must pass them all."""


class Way(NamedTuple):
    """One way of converting a value."""

    text: str
    """As the table writes it."""
    kind: str
    """node, const or function."""
    name: str
    """The view, the compact IRI or the value function."""
    fits: str
    """A value function that must be able to read the value; empty for none."""
    also: tuple[URIRef, URIRef] | None
    """A property and its value that the node gets besides."""
    each: bool
    """Whether a node is made of each value that the function `fits` gives, not of the text."""
    named: bool = False
    """Whether only a node with an IRI will do."""


class Rule(NamedTuple):
    """One row of a mapping table."""

    id: str
    view: str
    source: str
    """The row's source as written."""
    path: tuple[Step, ...]
    """What to follow from the node, or from the value that it was made of where the source begins
    with @value; empty where the source is one of these itself, or a class."""
    classes: tuple[URIRef, ...]
    """Classes of which the node must have one; empty where the source is no class."""
    having: frozenset[URIRef]
    """Properties of which the node itself must have one; empty where the source is no such node."""
    target: URIRef
    inverse: bool
    keep: str
    """else, first, one, rest, min, max, strict or empty: which values to write."""
    ways: tuple[Way, ...]
    """In the order in which they are tried."""
    derived: bool
    quiet: bool
    """Whether a value that fits no way is normal."""
    origin: str
    guard: str = ""
    """The condition of `guards.GUARDS` that the node must meet; empty for none."""
    special: str = ""
    """@value or @id where the source is one of these; else empty."""
    from_value: bool = False
    """Whether the path begins at the value that the node was made of."""
    names: bool = False
    """Whether the rule names nameless nodes of its view, and writes nothing."""
    agreed: Kind | None = None
    """The kind of texts that it reads for which a table of names may have something else."""


@kept_while_unchanged(8, lambda profile="", extra="": [extra])  # noqa: ARG005
def load_rules(profile: str = "dcat-ap", extra: str = "") -> tuple[Rule, ...]:
    """Return the rules of a profile, in the order of the table.

    `extra` is the path of a table of the user's, which extends the profile's (see
    `ld_convert.mapping.table.rule_rows`). Rows without a target give no rule. Raises UsageError,
    with the id of the row, if a row names a view, a prefix, a value function or a mode that
    does not exist, or if an id stands twice.
    """
    rows = rule_rows(profile, extra).values()
    return tuple(_rule(row) for row in rows if not _stays(row))


def kept_properties(profile: str = "dcat-ap", extra: str = "") -> dict[tuple[str, str], str]:
    """Return the properties that stay schema.org's: the id of the row by view and property.

    One that a rule of the same view reads as well is none of these.
    """
    rows = rule_rows(profile, extra).values()
    mapped = {(row["view"], row["source"]) for row in rows if not _stays(row)}
    kept = {(row["view"], row["source"]): row["id"] for row in rows if _stays(row)}
    return {key: rule for key, rule in kept.items() if key not in mapped}


def _stays(row: dict[str, str]) -> bool:
    """Return whether a row leaves a property schema.org's; raises UsageError for half a rule."""
    if not row["target"] and (row["as"] or row["view"] not in views()):
        raise UsageError(f"rule {row['id']}: a row without target has a known view and no way")
    return not row["target"]


def _rule(row: dict[str, str]) -> Rule:
    names = row["target"] == NAME
    target = None if names else TARGET.fullmatch(row["target"])
    words = row["as"].removeprefix("derived ").removesuffix("?").split("|")
    if (target is None and not names) or row["view"] not in views():
        raise UsageError(f"rule {row['id']}: view or target is not known")
    when = WHEN.match(row["source"])
    source = row["source"][when.end() if when else 0 :]
    if when and when["guard"] not in GUARDS:
        raise UsageError(f"rule {row['id']}: no condition is called {when['guard']}")
    try:
        classes, having, path = _read(source, row["id"])
        predicate = expand_curie(target["curie"]) if target else iri(NAME)
        ways = tuple(_way(word, row["id"]) for word in words)
    except KeyError as error:
        raise UsageError(f"rule {row['id']}: prefix {error} is not known") from error
    return Rule(
        id=row["id"],
        view=row["view"],
        source=source,
        path=path,
        classes=classes,
        having=having,
        target=predicate,
        inverse=bool(target and target["inverse"]),
        keep=(target and target["keep"]) or "",
        ways=ways,
        derived=row["as"].startswith("derived "),
        quiet=row["as"].endswith("?"),
        origin=row["from"],
        guard=when["guard"] if when else "",
        special=source if source in SPECIAL else "",
        from_value=source.startswith(FROM_VALUE),
        names=names,
        agreed=_kind(ways),
    )


def _read(source: str, rule: str) -> tuple[tuple[URIRef, ...], frozenset[URIRef], tuple[Step, ...]]:
    """Return what a source asks of a node: its classes, properties of it, or the way to values."""
    if source.startswith("@type:"):
        return tuple(map(_term, source.removeprefix("@type:").split("|"))), frozenset(), ()
    if source.startswith(THIS):
        return (), frozenset(map(_term, source.removeprefix(THIS).rstrip("]").split("|"))), ()
    if source in SPECIAL:
        return (), frozenset(), ()
    steps = source.removeprefix(FROM_VALUE).split("/")
    return (), frozenset(), tuple(_step(step, rule) for step in steps)


def _kind(ways: Iterable[Way]) -> Kind | None:
    """Return the kind of the first way that reads names; None for none."""
    read = (f"node:{way.name}" if way.kind == "node" else way.name for way in ways)
    return next(filter(None, map(kind_of_function, read)), None)


def _way(text: str, rule: str) -> Way:
    """Return a way from its text; raises UsageError for an unknown one, KeyError for a prefix."""
    match = WAY.fullmatch(text)
    found = match.groupdict() if match else {}
    kind = next((kind for kind in ("node", "const", "function") if found.get(kind)), "")
    name = str(found.get(kind))
    known = {"node": name in views(), "const": True, "function": is_value_function(name), "": False}
    fits = found.get("fits") or ""
    if not known[kind] or (fits and not is_value_function(fits)):
        raise UsageError(f"rule {rule}: no way of converting is called {text}")
    also = None
    if found["property"]:
        also = (expand_curie(found["property"]), expand_curie(found["value"]))
    return Way(text, kind, name, fits, also, bool(found["each"]), bool(found["named"]))


def _step(text: str, rule: str) -> Step:
    match = STEP.fullmatch(text)
    if match is None:
        raise UsageError(f"rule {rule}: {text} is no step from a thing to another")
    first, *others = map(_term, match["names"].split("+"))
    filters = tuple(map(_filter, FILTER.finditer(match["filters"])))
    return Step(first, bool(match["inverse"]), tuple(others), filters)


def _filter(match: re.Match[str]) -> Filter:
    named = match["named"].split("|")
    if named[0] in TESTS:
        return Filter(frozenset(), frozenset(), bool(match["not"]), named[0])
    classes = frozenset(_term(name) for name in named if _is_class(name))
    having = frozenset(_term(name) for name in named if not _is_class(name))
    return Filter(classes, having, bool(match["not"]))


def properties_read(source: str) -> list[str]:
    """Return the names of the properties that the source of a row reads, as the row writes them."""
    names: list[str] = []
    for text in source.split("/"):
        step = STEP.fullmatch(text)
        names += step["names"].split("+") if step else []
        filters = FILTER.finditer(step["filters"]) if step else ()
        named = [name for found in filters for name in found["named"].split("|")]
        names += [name for name in named if not _is_class(name)]
    return [name for name in names if not name.startswith("@")]


def _is_class(name: str) -> bool:
    """Return whether a name is that of a class, which begin with a capital letter."""
    return name.rpartition(":")[2][:1].isupper()


def _term(name: str) -> URIRef:
    """Return the IRI of a schema.org name or of a compact IRI."""
    if name == "@type":
        return RDF.type
    return expand_curie(name) if ":" in name else vocabulary_term(SCHEMA + name)
