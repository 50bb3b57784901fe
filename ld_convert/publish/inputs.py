"""Inputs to named graphs: captures by the whole pipeline, RDF files as they are."""

from __future__ import annotations

import gzip
import hashlib
import sys
import tempfile
from io import BufferedReader
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph
from pyoxigraph import RdfFormat

from ld_convert import run
from ld_convert.findings.report import Report
from ld_convert.model import Location
from ld_convert.publish.lines import statements, statements_of
from ld_convert.rdf.parse import XML_START
from ld_convert.read import read
from ld_convert.read.paths import STDIN, paths, shown, trouble
from ld_convert.read.sniff import START_BYTES, kind_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from ld_convert.model import Capture
    from ld_convert.publish.graphs_on_disk import GraphsOnDisk
    from ld_convert.publish.lines import Statement
    from ld_convert.run import Events, How
    from ld_convert.settings import Settings

GZIP = b"\x1f\x8b"


def gather(
    inputs: Iterable[str], spool: GraphsOnDisk, settings: Settings, events: Events, how: How
) -> None:
    """Put the graphs of all inputs into a spool; captures give what `convert -f nquads` writes.

    A triple of an RDF file that names no graph goes into one named after the file. Raises OSError
    for an input that cannot be read.
    """
    files = [p for name in inputs for p in paths(name) if _is_usable(p, events)]
    rdf = [path for path in files if is_rdf(path)]
    captures = [path for path in files if path not in set(rdf)]
    if captures:
        with tempfile.TemporaryDirectory(prefix="ld-convert-") as folder:
            written = Path(folder) / "graphs.nq"
            run.convert(captures, run.Output(str(written), "nquads"), settings, events, how)
            if written.exists():
                with written.open("rb") as lines:
                    spool.add_lines(lines)
    for number, capture in enumerate(read(rdf)):
        _add_rdf(capture, f"f{number}x" if len(rdf) > 1 else "", spool, settings, events)


def _is_usable(path: str, events: Events) -> bool:
    """Return whether a file can be opened; one that cannot, such as a pipe, is rejected."""
    problem = None if path == STDIN else trouble(path)
    if problem:
        report = Report()
        report.add(problem[0], Location(shown(path)), why=problem[1])
        events.show(report.findings)
        events.reject(shown(path))
    return not problem


def is_rdf(path: str) -> bool:
    """Return whether a file, compressed or not, or standard input begins as RDF does."""
    if path == STDIN:
        stdin = sys.stdin.buffer
        return isinstance(stdin, BufferedReader) and kind_of(stdin.peek(START_BYTES)) == "rdf"
    try:
        with Path(path).open("rb") as stream:
            start = stream.read(START_BYTES)
        if start.startswith(GZIP):
            with gzip.open(path) as stream:
                start = stream.read(START_BYTES)
    except (OSError, EOFError):
        return False  # whoever reads it says what is wrong with it
    return kind_of(start) == "rdf"


def _add_rdf(
    capture: Capture, scope: str, spool: GraphsOnDisk, settings: Settings, events: Events
) -> None:
    digest = hashlib.sha256(capture.source.encode("utf-8", "surrogatepass")).hexdigest()[:16]
    events.show(capture.findings)
    problems = []
    for parse in PARSERS:
        try:
            found = list(parse(capture.data))
        except (SyntaxError, UnicodeDecodeError) as error:
            problems.append(str(error).splitlines()[0])
            continue
        spool.add(
            (_scoped(one, scope) for one in found) if scope else found,
            f"{settings.base}capture/{digest}",
        )
        return
    report = Report()
    is_xml = XML_START.match(capture.data) is not None
    report.add("LD626", Location(capture.source), error=problems[-1 if is_xml else -2])
    events.show(report.findings)
    events.reject(capture.source)


def _lines(data: bytes) -> Iterator[Statement]:
    data.decode()
    return statements(filter(None, data.split(b"\n")))


def _as(form: RdfFormat) -> Callable[[bytes], Iterator[Statement]]:
    def parse(data: bytes) -> Iterator[Statement]:
        return statements_of(*pyoxigraph.parse(data, form))

    return parse


PARSERS = (_lines, _as(RdfFormat.TRIG), _as(RdfFormat.RDF_XML))
"""N-Triples and N-Quads line by line, then TriG, which reads Turtle too."""


def _scoped(statement: Statement, scope: str) -> Statement:
    """Return a statement whose blank nodes are those of one file and of no other."""
    triple, graph = statement
    if b"_:" not in triple:
        return statement
    subject, predicate, value = triple.split(b" ", 2)
    subject, value = (
        b"_:" + scope.encode() + term[2:] if term.startswith(b"_:") else term
        for term in (subject, value)
    )
    return b" ".join((subject, predicate, value)), graph
