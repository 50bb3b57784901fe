"""Validate what the page itself says: its schema.org against `shapes/source.ttl`.

A page is validated twice. This check tells the portal what to mend in its pages; the check of the
result tells what the catalogue lacks.
"""

from __future__ import annotations

from functools import cache, partial
from typing import TYPE_CHECKING

from rdflib import SH

from ld_convert.rdf.index import index
from ld_convert.validate import VIOLATIONS, Shapes, add_finding, prepare, read_own, validate
from ld_convert.vocab.files import data
from ld_convert.vocab.terms import vocabulary_term

if TYPE_CHECKING:
    from rdflib import Graph
    from rdflib.term import Node

    from ld_convert.findings.report import Report
    from ld_convert.mapping import Mapped
    from ld_convert.model import Location
    from ld_convert.validate import ValidationResult

INFOS = frozenset({vocabulary_term(SH.Info)})
"""A set: `in` hashes the term, while `==` would run rdflib's slow comparison."""
CODES = {str(SH.Warning): "LD511", str(SH.Info): "LD512"}


@cache
def source_shapes() -> Shapes:
    """Return the shapes that a page's own graph is checked against, ready to run."""
    return prepare(read_own([data("shapes/source.ttl").read_bytes()]))


def check_source(graph: Graph, mapped: Mapped, report: Report) -> None:
    """Add a finding for each fault in what a page says (LD511), before anything is mapped.

    All recommended properties that one thing lacks are named in one finding (LD512).
    """
    spo = index(graph)
    missing: dict[Node, list[ValidationResult]] = {}
    for result in validate(graph, source_shapes()):
        if result.focus in mapped.roots.cited and result.severity not in VIOLATIONS:
            continue  # that is for its own page to say
        if result.severity in INFOS:
            missing.setdefault(result.focus, []).append(result)
        else:
            said = spo.get(result.focus, {}).get(result.path or result.focus)
            locate = partial(_locate, mapped, result.focus, result.path_text if said else "")
            add_finding(result, locate, report, CODES)
    for focus, results in missing.items():
        names = ", ".join(result.path_text.rpartition("/")[2] for result in results)
        message = f"what dataset search recommends is missing here: {names}"
        locate = partial(_locate, mapped, focus, "")
        add_finding(results[0]._replace(message=message), locate, report, CODES)


def _locate(mapped: Mapped, focus: Node, path: str) -> tuple[Location, None]:
    return mapped.place(focus, path), None
