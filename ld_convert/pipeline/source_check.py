"""What the page itself should say better: its schema.org against `shapes/source.ttl`.

Validation happens twice (design, decision 11). This one tells the portal what to mend; that of the
result tells what the catalogue lacks.
"""

from __future__ import annotations

from functools import cache, partial
from typing import TYPE_CHECKING

from rdflib import SH

from ld_convert.rdf.index import index
from ld_convert.validate import Shapes, add_finding, prepare, read_own, validate
from ld_convert.vocab.files import data

if TYPE_CHECKING:
    from rdflib import Graph
    from rdflib.term import Node

    from ld_convert.findings.report import Report
    from ld_convert.mapping import Mapped
    from ld_convert.model import Location
    from ld_convert.validate import ValidationResult

INFOS = frozenset({SH.Info})
"""A set tells by the hash of a term; `==` compares texts in Python."""
CODES = {str(SH.Warning): "LD511", str(SH.Info): "LD512"}


@cache
def source_shapes() -> Shapes:
    """Return the shapes for what a page says, ready to run."""
    return prepare(read_own([data("shapes/source.ttl").read_bytes()]))


def check_source(graph: Graph, mapped: Mapped, report: Report) -> None:
    """Add what is wrong with, or missing in, the graph of a page before it is mapped.

    What is only recommended is one finding for each thing that lacks it.
    """
    spo = index(graph)
    missing: dict[Node, list[ValidationResult]] = {}
    for result in validate(graph, source_shapes()):
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
