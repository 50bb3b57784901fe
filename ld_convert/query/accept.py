"""Choose the form of an answer by the Accept header (RFC 9110, section 12.5.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ld_convert.query.forms import GRAPHS, RESULTS

if TYPE_CHECKING:
    from collections.abc import Mapping


def _by_media_type(forms: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """Return forms by media type, the usual media type of each form first."""
    rows = [(position, form) for form, types in forms.items() for position in range(len(types))]
    return {forms[form][position]: form for position, form in sorted(rows, key=lambda row: row[0])}


RESULT_TYPES, GRAPH_TYPES = _by_media_type(RESULTS), _by_media_type(GRAPHS)


class NotAcceptableError(Exception):
    """The client takes none of the formats that there are."""


class AnswerForms(NamedTuple):
    """The formats for solutions and for graphs, with their media types."""

    results: str
    results_type: str
    graph: str
    graph_type: str


def choose(accept: str) -> AnswerForms:
    """Return the forms for solutions and for a graph that an Accept header prefers.

    Which of the two is needed is known when the query is answered.

    Raises NotAcceptableError for a header that allows neither solutions nor graphs.
    """
    wanted = _weights(accept)
    results, graph = _best(RESULT_TYPES, wanted), _best(GRAPH_TYPES, wanted)
    if results is None and graph is None:
        raise NotAcceptableError(f"there are {', '.join([*RESULT_TYPES, *GRAPH_TYPES])}")
    results, graph = results or next(iter(RESULT_TYPES)), graph or next(iter(GRAPH_TYPES))
    return AnswerForms(RESULT_TYPES[results], results, GRAPH_TYPES[graph], graph)


def preferred(types: Mapping[str, str], accept: str) -> str | None:
    """Return the key of `types`, a media type, that an Accept header prefers; None for none."""
    return _best(types, _weights(accept))


def _best(types: Mapping[str, str], wanted: dict[str, float]) -> str | None:
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
