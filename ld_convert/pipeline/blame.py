"""From a validation result to the spot of the page, and the rule, that caused it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ld_convert.model import Location, Trace
from ld_convert.rdf.index import index

if TYPE_CHECKING:
    from collections.abc import Collection

    from rdflib.term import Node

    from ld_convert.mapping import Mapped
    from ld_convert.validate import ValidationResult

COUNTED = "MaxCountConstraintComponent"


def blame(result: ValidationResult, mapped: Mapped, source: str) -> tuple[Location, Trace | None]:
    """Return the spot that a result is about, and the trace of the value there, if it has one.

    If a value is wrong, it is the spot of the value. If there are too many, it is that of the
    second one. If the values are wrong only together, it is the property; if a value is missing,
    it is the node.
    """
    if not mapped.knows(result.focus):
        return Location(source), None
    values = index(mapped.graph).get(result.focus, {}).get(result.path or result.focus, ())
    trace = _trace(result, mapped, values)
    if trace is not None:
        is_node = trace.term in mapped.places
        return mapped.locate(trace), trace._replace(term=None) if is_node else trace
    # No rule made the value: the page itself states it in DCAT.
    return mapped.place(result.focus, result.path_text if values else ""), None


def _trace(result: ValidationResult, mapped: Mapped, values: Collection[Node]) -> Trace | None:
    """Return the trace of the wrong triple; None where no rule made one."""
    if result.path is None:
        return None
    if result.value is not None:
        return mapped.traces.get((result.focus, result.path, result.value))
    found = [mapped.traces.get((result.focus, result.path, value)) for value in values]
    known = [trace for trace in found if trace is not None]
    if len(known) > 1 and str(result.component).endswith(COUNTED):
        return known[1]
    return known[0]._replace(term=None) if known else None
