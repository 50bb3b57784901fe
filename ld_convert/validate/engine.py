"""Compiles shapes once into functions that run on the index of a graph."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from rdflib import SH, Graph, URIRef
from rdflib.term import Node

from ld_convert.validate import shapes_graph as reading
from ld_convert.validate.constraints import Constraint, read_constraints
from ld_convert.validate.data_view import NONE, NOTHING, DataView
from ld_convert.validate.messages import standard_message
from ld_convert.validate.paths import compile_path
from ld_convert.validate.results import Label, ValidationResult, read_label
from ld_convert.validate.sets import Check
from ld_convert.vocab.terms import vocabulary_term

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from ld_convert.validate.paths import Path
    from ld_convert.validate.sets import Fault
    from ld_convert.validate.values import Test

MOST_PLANS, MOST_PREDICATES = 512, 64
"""For how many sets of predicates a shape keeps what is to be checked, and of how many each: the
pages of a portal share a few small ones."""

Spared = Callable[[Node], bool]
"""Tells of which focus nodes nothing but violations is asked for."""

Run = Callable[[Graph, Graph | None, Spared | None], list[ValidationResult]]
"""From a graph, and a second one that is read with it, to the results.

What is found of a node that is spared may be left out, unless it is a violation.
"""

VIOLATIONS = frozenset({vocabulary_term(SH.Violation)})
"""A set: `in` hashes the term, while `==` would run rdflib's slow comparison."""


def compile_shapes(graph: Graph, nodes: set[Node]) -> Run:
    """Return a function that runs the given shapes of a shapes graph.

    Raises UsageError for shapes that are not well-formed.
    """
    compiler = _Compiler(graph)
    chosen = [root for root in reading.roots(graph) if root.shape in nodes]
    steps = [(root, compiler.shape(root.shape)) for root in chosen]

    def run(
        data: Graph, head: Graph | None, spared: Spared | None = None
    ) -> list[ValidationResult]:
        view, results = DataView(data, head), list[ValidationResult]()
        for root, shape in steps:
            for focus in focus_nodes(root, view):
                is_spared = spared is not None and spared(focus)
                shape.report(focus, view, results, is_spared=is_spared)
        return results

    return run


def focus_nodes(root: reading.Root, view: DataView) -> Collection[Node]:
    """Return the focus nodes of a shape, each once (SHACL, section 2.1.3)."""
    _, classes, nodes, subjects_of, objects_of = root
    if len(classes) == 1 and not (nodes or subjects_of or objects_of):
        return view.members(classes[0])
    found = dict.fromkeys(nodes)
    for kind in classes:
        found.update(dict.fromkeys(view.members(kind)))
    for subject, predicates in view.spo.items() if subjects_of or objects_of else ():
        for predicate in subjects_of:
            if predicate in predicates:
                found[subject] = None
        for predicate in objects_of:
            if predicate in predicates:
                found.update(predicates[predicate])
    return found


class CompiledConstraint(NamedTuple):
    """A constraint of a property shape, ready to run."""

    check: Check
    constraint: Constraint
    label: Label
    standard: str
    """The message if the shape has none."""

    def add(self, focus: Node, faults: Sequence[Fault], results: list[ValidationResult]) -> None:
        """Add the results that faults are."""
        _, constraint, label, standard = self
        for value, path in faults:
            results.append(label.result(focus, value, constraint.component, path, standard))


class PropertyCheck(NamedTuple):
    """One constraint that the values of a predicate are checked by."""

    predicate: URIRef
    test: Test | None
    """The test of one value; None if the constraint needs all values together."""
    entry: CompiledConstraint


Plans = dict[tuple[Node, ...], tuple[PropertyCheck, ...]]
"""By the predicates of a node: what is to be checked of it."""


class CompiledShape:
    """One compiled shape.

    The constraints of its property shapes are grouped by predicate. Which of them a node needs
    follows from its predicates alone: it is worked out once for all nodes that have the same.
    """

    __slots__ = ("absent", "entries", "others", "path", "plans", "predicate", "present", "tests")

    def __init__(
        self, entries: list[CompiledConstraint], predicate: URIRef | None, path: Path | None
    ) -> None:
        self.entries, self.predicate, self.path = entries, predicate, path
        self.present: dict[Node, list[PropertyCheck]] = {}
        self.absent: list[PropertyCheck] = []
        self.plans: tuple[Plans, Plans] = ({}, {})
        """For nodes that are not spared, and for those that are."""
        self.others: list[CompiledShape] = []
        tests = [entry.constraint.test for entry in entries]
        self.tests: list[Test] | None = None
        if path is None and None not in tests:
            self.tests = [test for test in tests if test is not None]

    def add_property(self, shape: CompiledShape) -> None:
        """Add a property shape that each value node must conform to."""
        self.tests = None
        if shape.predicate is None or shape.present or shape.absent or shape.others:
            self.others.append(shape)
            return
        for entry in shape.entries:
            if entry.constraint.needs != "none":
                step = PropertyCheck(shape.predicate, entry.constraint.test, entry)
                self.present.setdefault(shape.predicate, []).append(step)
            if entry.constraint.needs != "some":
                self.absent.append(PropertyCheck(shape.predicate, None, entry))

    @property
    def test(self) -> Test:
        """The function that tells whether a node conforms; of one test, that test itself."""
        return self.tests[0] if self.tests is not None and len(self.tests) == 1 else self.conforms

    def conforms(self, node: Node, view: DataView) -> bool:
        """Return whether a node conforms to the shape (SHACL, section 3.4.2)."""
        if self.tests is not None:
            for test in self.tests:  # noqa: SIM110  a generator costs more than the tests
                if not test(node, view):
                    return False
            return True
        found: list[ValidationResult] = []
        self.report(node, view, found)
        return not found

    def report(
        self,
        focus: Node,
        view: DataView,
        results: list[ValidationResult],
        *,
        is_spared: bool = False,
    ) -> None:
        """Add the results of validating a focus node against the shape (SHACL, section 3.4)."""
        values = (focus,) if self.path is None else self.path(focus, view)
        for entry in self.entries:
            faults = entry.check(focus, values, view)
            if faults:
                entry.add(focus, faults, results)
        if self.present or self.absent or self.others:
            for value in values:
                self._inside(value, view, results, is_spared=is_spared)

    def _inside(
        self, node: Node, view: DataView, results: list[ValidationResult], *, is_spared: bool
    ) -> None:
        """Add the results of the property shapes for a value node."""
        found = view.spo.get(node, NOTHING)
        predicates = tuple(found)
        steps = self.plans[is_spared].get(predicates)
        if steps is None:
            steps = self._plan(predicates, is_spared=is_spared)
        for predicate, test, entry in steps:
            values = found.get(predicate, NONE)
            if test is None:
                faults = entry.check(node, values, view)
                if faults:
                    entry.add(node, faults, results)
                continue
            for value in values:  # a test is twice as fast as its check
                if not test(value, view):
                    entry.add(node, ((value, None),), results)
        for shape in self.others:
            shape.report(node, view, results)

    def _plan(self, predicates: tuple[Node, ...], *, is_spared: bool) -> tuple[PropertyCheck, ...]:
        """Return what is to be checked of a node with these predicates."""
        own, plans = frozenset(predicates), self.plans[is_spared]
        there = [step for predicate in predicates for step in self.present.get(predicate, ())]
        lacking = [step for step in self.absent if step.predicate not in own]
        steps = tuple(
            step
            for step in (*there, *lacking)
            if not is_spared or step.entry.label.severity in VIOLATIONS
        )
        if len(plans) < MOST_PLANS and len(predicates) <= MOST_PREDICATES:
            plans[predicates] = steps
        return steps


class _Compiler:
    """Compiles each shape once."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.shapes: dict[Node, CompiledShape] = {}

    def shape(self, node: Node) -> CompiledShape:
        """Return a compiled shape; a deactivated one has no constraints."""
        if node not in self.shapes:
            self.shapes[node] = self._compile(node)
        return self.shapes[node]

    def _compile(self, node: Node) -> CompiledShape:
        graph = self.graph
        if not reading.is_active(graph, node):
            return CompiledShape([], None, None)
        label = read_label(graph, node)
        found = read_constraints(graph, node, lambda other: self.shape(other).test)
        entries = [
            CompiledConstraint(one.check, one, label, standard_message(one)) for one in found
        ]
        predicate = label.path if isinstance(label.path, URIRef) else None
        path = None if label.path is None else compile_path(graph, label.path)
        shape = CompiledShape(entries, predicate, path)
        for inside in sorted(reading.objects(graph, node, SH.property), key=str):
            shape.add_property(self.shape(inside))
        return shape
