"""Compiles shapes once into functions that run on the index of a graph."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from rdflib import SH, Graph, URIRef
from rdflib.term import Node

from ld_convert.validate import shapes_graph as reading
from ld_convert.validate.constraints import Constraint, read_constraints
from ld_convert.validate.data_view import NOTHING, DataView
from ld_convert.validate.messages import standard_message
from ld_convert.validate.paths import compile_path
from ld_convert.validate.results import Label, ValidationResult, read_label
from ld_convert.validate.sets import Check

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from ld_convert.validate.paths import Path
    from ld_convert.validate.sets import Fault
    from ld_convert.validate.values import Test

Run = Callable[[Graph, Graph | None], list[ValidationResult]]
"""From a graph, and a second one that is read with it, to the results."""


def compile_shapes(graph: Graph, nodes: set[Node]) -> Run:
    """Return a function that runs the given shapes of a shapes graph.

    Raises UsageError for shapes that are not well-formed.
    """
    compiler = _Compiler(graph)
    chosen = [root for root in reading.roots(graph) if root.shape in nodes]
    steps = [(root, compiler.shape(root.shape)) for root in chosen]

    def run(data: Graph, head: Graph | None) -> list[ValidationResult]:
        view, results = DataView(data, head), list[ValidationResult]()
        for root, shape in steps:
            for focus in focus_nodes(root, view):
                shape.report(focus, view, results)
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


class CompiledShape:
    """One compiled shape.

    The constraints of its property shapes are grouped by predicate: a node needs one look-up for
    each predicate that it has, and one for each that it must have.
    """

    __slots__ = ("absent", "entries", "others", "path", "predicate", "present", "tests")

    def __init__(
        self, entries: list[CompiledConstraint], predicate: URIRef | None, path: Path | None
    ) -> None:
        self.entries, self.predicate, self.path = entries, predicate, path
        self.present: dict[Node, list[tuple[Check, Test | None, CompiledConstraint]]] = {}
        self.absent: list[tuple[URIRef, CompiledConstraint]] = []
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
                step = (entry.check, entry.constraint.test, entry)
                self.present.setdefault(shape.predicate, []).append(step)
            if entry.constraint.needs != "some":
                self.absent.append((shape.predicate, entry))

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

    def report(self, focus: Node, view: DataView, results: list[ValidationResult]) -> None:
        """Add the results of validating a focus node against the shape (SHACL, section 3.4)."""
        values = (focus,) if self.path is None else self.path(focus, view)
        for entry in self.entries:
            faults = entry.check(focus, values, view)
            if faults:
                entry.add(focus, faults, results)
        if self.present or self.absent or self.others:
            for value in values:
                self._inside(value, view, results)

    def _inside(self, node: Node, view: DataView, results: list[ValidationResult]) -> None:
        """Add the results of the property shapes for a value node."""
        found, present = view.spo.get(node, NOTHING), self.present
        for predicate, values in found.items():
            for check, test, entry in present.get(predicate, ()):
                if test is not None:  # a test is twice as fast as its check
                    for value in values:
                        if not test(value, view):
                            entry.add(node, ((value, None),), results)
                    continue
                faults = check(node, values, view)
                if faults:
                    entry.add(node, faults, results)
        for predicate, entry in self.absent:
            if predicate not in found:
                faults = entry.check(node, (), view)
                if faults:
                    entry.add(node, faults, results)
        for shape in self.others:
            shape.report(node, view, results)


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
        found = read_constraints(graph, node, lambda other: self.shape(other).conforms)
        entries = [
            CompiledConstraint(one.check, one, label, standard_message(one)) for one in found
        ]
        predicate = label.path if isinstance(label.path, URIRef) else None
        path = None if label.path is None else compile_path(graph, label.path)
        shape = CompiledShape(entries, predicate, path)
        for inside in sorted(reading.objects(graph, node, SH.property), key=str):
            shape.add_property(self.shape(inside))
        return shape
