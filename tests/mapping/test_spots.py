"""Where the mapping says that something stands: its own nodes, and those that it made of them."""

from __future__ import annotations

import pytest
from rdflib import BNode, Literal, URIRef
from rdflib.term import Node

from ld_convert.mapping.places import Spots
from ld_convert.model import Location, Text, Trace

N, M, MADE, OURS = (URIRef(f"http://a/{name}") for name in "nmxo")
S = "http://schema.org/"
DCT_TITLE = "http://purl.org/dc/terms/title"
FIRST = b"""{"name": "T", "about": [{"name": "A"}, {"name": "B"}], "keywords": ["x", "y"],
"dct:title": "D", "http://purl.org/dc/terms/title": "E", "said": "T"}"""
SECOND = b'{"name": "None", "url": "U"}'


def spots() -> Spots:
    """Those of a page with two scripts about one thing, and of a thing that a rule made of it."""
    first, second = (Location("p", Text.whole(data)) for data in (FIRST, SECOND))
    b = BNode("b")
    found = Spots({N: (first, second), b: (first.at("/about/1"),), M: (first.at("/about/0"),)})
    found.made[MADE] = Trace("r", "stated", N, S + "keywords", Literal("y"))
    return found


@pytest.mark.parametrize(
    ("node", "predicate", "term", "pointer"),
    [
        (N, S + "name", None, "/name"),
        (N, S + "name", Literal("T"), "/name"),
        (N, S + "name", Literal("None"), "2 /name"),
        (N, S + "url", None, "2 /url"),
        (N, S + "url", Literal("elsewhere"), "2 /url"),
        (N, S + "keywords", None, "/keywords"),
        (N, S + "keywords", Literal("y"), "/keywords/1"),
        (N, S + "about", BNode("b"), "/about/1"),
        (N, S + "about", M, "/about/0"),
        (N, S + "name", M, "/name"),
        (N, S + "nothing", None, ""),
        (N, "", None, ""),
        (N, "", Literal("T"), ""),
        (M, S + "name", Literal("A"), "/about/0/name"),
        (MADE, "", None, "/keywords/1"),
        (MADE, S + "name", Literal("y"), "/keywords/1"),
        (N, DCT_TITLE, Literal("D"), "/dct:title"),
    ],
)
def test_a_value_is_located_as_exactly_as_the_page_lets_tell(
    node: Node, predicate: str, term: Node | None, pointer: str
) -> None:
    """Itself, its property, its node, or what its node was made from."""
    place = spots().find(node, predicate, term)
    assert place is not None
    assert place.text is not None
    assert "2 " * (place.text.data == SECOND) + place.pointer == pointer


def test_only_what_the_page_has_or_a_rule_made_of_it_is_known() -> None:
    """All else is ours, such as the catalogue, and stands nowhere."""
    found = spots()
    assert [found.knows(node) for node in (N, M, MADE, OURS, None)] == [
        True,
        True,
        True,
        False,
        False,
    ]
    assert [found.is_ours(node) for node in (N, M, MADE, OURS)] == [False, False, False, True]
    assert found.find(OURS, S + "name") is None
    assert found.locate(Trace("r", "stated", OURS, S + "name")).pointer == "/name"


def test_what_a_node_was_made_from_can_become_known_later() -> None:
    """Then its place is that of the latter, also where it was asked for before."""
    found = spots()
    trace = Trace("r", "stated", OURS, S + "name", Literal("A"))
    assert found.locate(trace).pointer == "/name"
    found.made[OURS] = Trace("r", "stated", M, S + "name", Literal("A"))
    assert found.locate(trace).pointer == "/about/0/name"
