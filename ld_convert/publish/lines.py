"""Read N-Quads into canonical lines (RDF Dataset Canonicalization 1.0, section 5)."""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

import pyoxigraph
from pyoxigraph import RdfFormat

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    Statement = tuple[bytes, bytes]
    """Subject, predicate and object as they stand on the line; the graph's IRI, or nothing."""
    Graphs = dict[bytes, list[bytes]]
    """The statements of each graph, without it, by its IRI; those of no graph by nothing."""

IRI = rb"<[A-Za-z][A-Za-z0-9+.-]*+:[^\x00-\x20<>\"{}|^`\\]*+>"
PLAIN = rb'[^"\\\x00-\x1f\x7f]*+'
STATEMENT = (
    rb"((?:_:[A-Za-z0-9]++|%(iri)s) %(iri)s (?:_:[A-Za-z0-9]++|%(iri)s|"
    rb'"%(plain)s(?>\\(?:[btnfr"\\]|u00[01][0-9A-F])%(plain)s)*+"'
    rb"(?:\^\^%(iri)s|@[A-Za-z]++(?>-[A-Za-z0-9]++)*+)?))(?: <([^<>\s]*+)>)? \."
    % {b"iri": IRI, b"plain": PLAIN}
)
CANONICAL = re.compile(STATEMENT + rb"[\r\n]*+")
"""Most lines are canonical as they stand, and a match is a tenth of the price of a parser."""
DOCUMENT = re.compile(rb"^" + STATEMENT + rb"\r?\n", re.MULTILINE)
"""The same for all lines of a document at once."""

STRING = b"^^<http://www.w3.org/2001/XMLSchema#string>"


def read_lines(data: bytes) -> Graphs:
    """Return the graphs of a document in N-Triples or N-Quads.

    Raises SyntaxError, with the parser's words, for what is neither, and UnicodeDecodeError.
    """
    data.decode()
    ended = data if data.endswith(b"\n") else data + b"\n"
    if STRING not in ended:
        found = DOCUMENT.findall(ended)
        if len(found) == ended.count(b"\n"):  # no line is anything else
            return by_graph(found)
    return by_graph(statements(filter(None, data.split(b"\n"))))


def by_graph(found: Iterable[Statement]) -> Graphs:
    """Return the statements of each graph, in their order."""
    graphs: Graphs = defaultdict(list)
    for graph, rows in groupby(found, itemgetter(1)):
        graphs[graph] += [row[0] for row in rows]
    return graphs


def statements(lines: Iterable[bytes]) -> Iterator[Statement]:
    """Yield the statements of N-Triples or N-Quads lines, among which comments may stand.

    Raises SyntaxError, with the parser's words, for a line that is neither.
    """
    whole = CANONICAL.fullmatch
    for line in lines:
        match = whole(line)
        if match is not None and STRING not in line:
            yield match[1], match[2] or b""
        else:
            for quad in pyoxigraph.parse(line, RdfFormat.N_QUADS):
                yield from statements_of(quad)


def statements_of(*quads: pyoxigraph.Quad) -> Iterator[Statement]:
    """Yield parsed quads as statements."""
    for quad in quads:
        graph = quad.graph_name
        name = b"" if isinstance(graph, pyoxigraph.DefaultGraph) else str(graph).encode()
        text = pyoxigraph.serialize([quad.triple], format=RdfFormat.N_TRIPLES) or b""
        yield text.rstrip(b"\n").removesuffix(b" ."), name.strip(b"<>")
