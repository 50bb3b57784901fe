"""Which format a client wants: proactive negotiation (RFC 9110, section 12.5.1)."""

from __future__ import annotations

from typing import NamedTuple

RESULTS = {
    "application/sparql-results+json": "json",
    "application/sparql-results+xml": "xml",
    "text/csv": "csv",
    "text/tab-separated-values": "tsv",
    "application/json": "json",
    "application/xml": "xml",
    "text/xml": "xml",
}
GRAPHS = {
    "text/turtle": "turtle",
    "application/n-triples": "nt",
    "application/rdf+xml": "rdf-xml",
    "application/ld+json": "json-ld",
    "text/plain": "nt",
}


class NotAcceptableError(Exception):
    """The client takes none of the formats that there are."""


class AnswerForms(NamedTuple):
    """The formats for solutions and for graphs, with their media types."""

    results: str
    results_type: str
    graph: str
    graph_type: str


def choose(accept: str) -> AnswerForms:
    """Return the formats that an Accept header likes best; what kind is needed shows later.

    Raises NotAcceptableError for a header that allows neither solutions nor graphs.
    """
    wanted = _weights(accept)
    results, graph = _best(RESULTS, wanted), _best(GRAPHS, wanted)
    if results is None and graph is None:
        raise NotAcceptableError(f"there are {', '.join([*RESULTS, *GRAPHS])}")
    results, graph = results or next(iter(RESULTS)), graph or next(iter(GRAPHS))
    return AnswerForms(RESULTS[results], results, GRAPHS[graph], graph)


def _best(types: dict[str, str], wanted: dict[str, float]) -> str | None:
    """Return the media type of the greatest weight; the first of equals."""
    weights = {media_type: _weight(media_type, wanted) for media_type in types}
    best = max(weights, key=weights.__getitem__)
    return best if weights[best] > 0 else None


def _weight(media_type: str, wanted: dict[str, float]) -> float:
    """Return the weight of the most specific range that a media type is in."""
    for name in (media_type, f"{media_type.partition('/')[0]}/*", "*/*"):
        if name in wanted:
            return wanted[name]
    return 0.0


def _weights(accept: str) -> dict[str, float]:
    found: dict[str, float] = {}
    for part in accept.split(","):
        media_type, *parameters = (piece.strip().lower() for piece in part.split(";"))
        weight = 1.0
        for parameter in parameters:
            name, _, value = parameter.partition("=")
            if name.strip() == "q":
                try:
                    weight = float(value)
                except ValueError:
                    weight = 0.0
        if media_type:
            found[media_type] = weight
    return found or {"*/*": 1.0}
