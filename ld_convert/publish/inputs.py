"""Turn inputs into named graphs: captures are converted, RDF files are taken as they are."""

from __future__ import annotations

import hashlib
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph
from pyoxigraph import RdfFormat

from ld_convert import run
from ld_convert.findings.report import Report
from ld_convert.model import Location
from ld_convert.publish.lines import by_graph, read_lines, statements_of
from ld_convert.rdf.entities import check_entities
from ld_convert.rdf.parse import XML_START
from ld_convert.read.paths import STDIN, paths, shown, trouble

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ld_convert.model import Capture
    from ld_convert.publish.graphs_on_disk import GraphsOnDisk
    from ld_convert.publish.lines import Graphs
    from ld_convert.run import Events, How
    from ld_convert.settings import Settings

BLOCK_BYTES = 32_000_000
"""So much of what convert has written is read at a time."""


def gather(
    inputs: Iterable[str], spool: GraphsOnDisk, settings: Settings, events: Events, how: How
) -> None:
    """Put the graphs of all inputs into a spool; captures give what `convert -f nquads` writes.

    RDF is taken as it is, alone or in any container. A triple of it that names no graph goes into
    one named after the file. Raises OSError for an input that cannot be read.
    """
    files = [p for name in inputs for p in paths(name) if _is_usable(p, events)]

    def take(capture: Capture) -> bool:
        _add_rdf(capture, spool, settings, events)
        return True

    with tempfile.TemporaryDirectory(prefix="ld-convert-") as folder:
        written = Path(folder) / "graphs.nq"
        output = run.Output(str(written), "nquads")
        own = events._replace(supersede=spool.superseded.add)
        run.convert(files, output, settings, own, how._replace(aside=take, has_aliases=True))
        if written.exists():
            with written.open("rb") as lines:
                rdf = set(spool.graphs())
                while block := b"".join(lines.readlines(BLOCK_BYTES)):
                    spool.add(read_lines(block))
                if not settings.date:
                    spool.undated.update(set(spool.graphs()) - rdf)


def _is_usable(path: str, events: Events) -> bool:
    """Return whether a file can be opened; one that cannot, such as a pipe, is rejected."""
    problem = None if path == STDIN else trouble(path)
    if problem:
        report = Report()
        report.add(problem[0], Location(shown(path)), why=problem[1])
        events.show(report.findings)
        events.reject(shown(path))
    return not problem


def _add_rdf(capture: Capture, spool: GraphsOnDisk, settings: Settings, events: Events) -> None:
    digest = hashlib.sha256(capture.source.encode("utf-8", "surrogatepass")).hexdigest()[:16]
    events.show(capture.findings)
    problems = []
    for parse in PARSERS:
        try:
            found = parse(capture.data)
        except (SyntaxError, UnicodeDecodeError) as error:
            problems.append(str(error).splitlines()[0])
            continue
        spool.add(found, f"{settings.base}capture/{digest}", f"f{digest}x".encode())
        return
    report = Report()
    is_xml = XML_START.match(capture.data) is not None
    report.add("LD626", Location(capture.source), error=problems[-1 if is_xml else -2])
    events.show(report.findings)
    events.reject(capture.source)


def _as(form: RdfFormat) -> Callable[[bytes], Graphs]:
    def parse(data: bytes) -> Graphs:
        return by_graph(statements_of(*pyoxigraph.parse(data, form)))

    return parse


def _xml(data: bytes) -> Graphs:
    try:
        check_entities(data)  # the parser would expand them until the memory is full
    except ValueError as error:
        raise SyntaxError(str(error)) from error
    return _as(RdfFormat.RDF_XML)(data)


PARSERS = (read_lines, _as(RdfFormat.TRIG), _xml)
"""N-Triples and N-Quads, then TriG, which reads Turtle too."""
