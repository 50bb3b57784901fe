"""The forms of an answer, with the media types by which a client asks for each."""

from __future__ import annotations

RESULTS = {
    "json": ("application/sparql-results+json", "application/json"),
    "xml": ("application/sparql-results+xml", "application/xml", "text/xml"),
    "csv": ("text/csv",),
    "tsv": ("text/tab-separated-values",),
}
"""Forms of solutions and of yes or no (SPARQL 1.1 Query Results). The first is the usual one, and
so is the first of its media types."""

GRAPHS = {
    "turtle": ("text/turtle",),
    "nt": ("application/n-triples", "text/plain"),
    "rdf-xml": ("application/rdf+xml",),
    "json-ld": ("application/ld+json",),
}
"""Forms of the graph that CONSTRUCT and DESCRIBE give."""

TABLE = "table"
"""Solutions for people, made of their JSON."""

FORMS = (TABLE, *RESULTS, *GRAPHS)
