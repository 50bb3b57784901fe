"""Compiles the constraints of a shape into functions (SHACL, chapter 4)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from rdflib import SH, Literal, URIRef
from rdflib.term import Node

from ld_convert.settings import UsageError
from ld_convert.validate import sets, values
from ld_convert.validate.parameters import Parameters
from ld_convert.validate.sets import Check
from ld_convert.validate.shapes_graph import siblings
from ld_convert.validate.values import Test
from ld_convert.vocab.namespaces import XSD

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rdflib import Graph

    from ld_convert.validate.data_view import DataView

Compile = Callable[[Node], Test]
"""From a shape to the function that tests whether a node conforms to it."""

TRUE = Literal("true", datatype=XSD.boolean)
"""Only this spelling activates sh:uniqueLang (section 4.4.5)."""


class Constraint(NamedTuple):
    """One constraint of a shape."""

    component: URIRef
    check: Check
    parameter: str
    """The value of its parameter, for messages."""
    test: Test | None = None
    """The test of one value; None if the constraint needs all values together."""
    needs: str = ""
    """When to run: `some` only if there are values (maxCount), `none` only if there are none
    (minCount 1), empty always."""


def read_constraints(graph: Graph, shape: Node, conforms: Compile) -> list[Constraint]:
    """Return the constraints of a shape, except sh:property.

    Raises UsageError for parameters that are not well-formed.
    """
    parameters = Parameters.of(graph, shape)
    found = [*_values(parameters), *_shapes(parameters, conforms), *_pairs(parameters)]
    if parameters.all("path"):
        found += [*_counts(parameters), *_qualified(parameters, conforms)]
    return [*found, *_others(parameters)]


def _tested(name: str, test: Test, parameter: Node | str) -> Constraint:
    return Constraint(
        SH[f"{name}ConstraintComponent"], sets.each(test), str(parameter), test, "some"
    )


def _whole(name: str, check: Check, parameter: Node | str, needs: str = "") -> Constraint:
    return Constraint(SH[f"{name}ConstraintComponent"], check, str(parameter), None, needs)


SINGLE: dict[str, tuple[str, Callable[[Node], Test]]] = {
    "Class": ("class", values.of_class),
    "Datatype": ("datatype", values.of_datatype),
    "NodeKind": ("nodeKind", values.of_kind),
    "MinInclusive": ("minInclusive", lambda bound: values.within(bound, (0, 1))),
    "MinExclusive": ("minExclusive", lambda bound: values.within(bound, (1,))),
    "MaxInclusive": ("maxInclusive", lambda bound: values.within(bound, (0, -1))),
    "MaxExclusive": ("maxExclusive", lambda bound: values.within(bound, (-1,))),
}
"""Parameter and builder of constraints on one value, by component."""


def _values(parameters: Parameters) -> Iterator[Constraint]:
    """Yield the constraints on single values (sections 4.1, 4.3, 4.4, 4.8.3)."""
    for name, (predicate, build) in SINGLE.items():
        for value in parameters.all(predicate):
            yield _tested(name, build(value), value)
    least, most = parameters.number("minLength"), parameters.number("maxLength")
    if least is not None:
        yield _tested("MinLength", values.long_enough(least), str(least))
    if most is not None:
        yield _tested("MaxLength", values.short_enough(most), str(most))
    for pattern in parameters.all("pattern"):
        flags = str(parameters.one("flags") or "")
        yield _tested("Pattern", values.matching(str(pattern), flags), pattern)
    for head in parameters.all("languageIn"):
        ranges = [str(name) for name in parameters.members(head)]
        yield _tested("LanguageIn", values.in_language(ranges), ", ".join(ranges))
    for head in parameters.all("in"):
        members = parameters.members(head)
        yield _tested("In", values.one_of(members), ", ".join(map(str, members)))


def _shapes(parameters: Parameters, conforms: Compile) -> Iterator[Constraint]:
    """Yield the constraints that refer to other shapes (sections 4.6, 4.7.1)."""
    for node in parameters.all("node"):
        yield _tested("Node", conforms(node), node)
    for node in parameters.all("not"):
        yield _tested("Not", _no(conforms(node)), node)
    for name, combine in COMBINATIONS.items():
        for head in parameters.all(name):
            members = parameters.members(head)
            if not members:
                raise UsageError(f"shapes: sh:{name} of {parameters.shape} is no list of shapes")
            test = combine([conforms(member) for member in members])
            yield _tested(name.title(), test, ", ".join(map(str, members)))


def _no(test: Test) -> Test:
    return lambda value, view: not test(value, view)


def _all(tests: list[Test]) -> Test:
    return lambda value, view: all(test(value, view) for test in tests)


def _any(tests: list[Test]) -> Test:
    def any_of(value: Node, view: DataView) -> bool:
        for test in tests:  # noqa: SIM110  a generator costs more than the tests
            if test(value, view):
                return True
        return False

    return any_of


def _only(tests: list[Test]) -> Test:
    return lambda value, view: sum(test(value, view) for test in tests) == 1


COMBINATIONS = {"and": _all, "or": _any, "xone": _only}


def _pairs(parameters: Parameters) -> Iterator[Constraint]:
    """Yield the constraints on pairs of properties (section 4.5)."""
    for other in parameters.all("equals"):
        yield _whole("Equals", sets.equals(other), other)
    for other in parameters.all("disjoint"):
        yield _whole("Disjoint", sets.disjoint(other), other, "some")
    for other in parameters.all("lessThan"):
        yield _whole("LessThan", sets.less_than(other, (-1,)), other, "some")
    for other in parameters.all("lessThanOrEquals"):
        yield _whole("LessThanOrEquals", sets.less_than(other, (-1, 0)), other, "some")


def _counts(parameters: Parameters) -> Iterator[Constraint]:
    """Yield the constraints that count values (sections 4.2, 4.4.5)."""
    least, most = parameters.number("minCount"), parameters.number("maxCount")
    if least:
        yield _whole("MinCount", sets.min_count(least), str(least), "none" if least == 1 else "")
    if most is not None:
        yield _whole("MaxCount", sets.max_count(most), str(most), "some")
    if parameters.one("uniqueLang") == TRUE:
        yield _whole("UniqueLang", sets.unique_lang, "", "some")


def _qualified(parameters: Parameters, conforms: Compile) -> Iterator[Constraint]:
    """Yield the constraints that count the values conforming to a shape (section 4.7.3)."""
    least = parameters.number("qualifiedMinCount")
    most = parameters.number("qualifiedMaxCount")
    for node in parameters.all("qualifiedValueShape"):
        beside = [conforms(other) for other in siblings(parameters.graph, parameters.shape, node)]
        if least:
            check = sets.qualified(conforms(node), beside, least, None)
            yield _whole("QualifiedMinCount", check, f"{least} {node}")
        if most is not None:
            check = sets.qualified(conforms(node), beside, None, most)
            yield _whole("QualifiedMaxCount", check, f"{most} {node}", "some")


def _others(parameters: Parameters) -> Iterator[Constraint]:
    """Yield sh:hasValue and sh:closed (sections 4.8.1, 4.8.2)."""
    for wanted in parameters.all("hasValue"):
        yield _whole("HasValue", sets.has_value(wanted), wanted)
    flag = parameters.one("closed")
    if isinstance(flag, Literal) and flag.value is True:
        graph, heads = parameters.graph, parameters.all("ignoredProperties")
        ignored = {predicate for head in heads for predicate in parameters.members(head)}
        stated = {
            path
            for shape in parameters.all("property")
            for path in graph.objects(shape, SH.path)
            if isinstance(path, URIRef)
        }
        yield _whole("Closed", sets.closed(frozenset(ignored | stated)), "", "some")
