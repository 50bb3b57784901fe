"""At which things of a page its mapping begins, and which of them the page only refers to."""

from __future__ import annotations

import pytest
from rdflib import Graph
from rdflib.term import Node

from ld_convert.mapping.readers import Source
from ld_convert.mapping.roots import find_roots
from ld_convert.model import Location
from ld_convert.rdf.index import index, new_graph
from tests.support.growth import is_linear

NAMED = ':n a s:Dataset ; s:name "N" . :m a s:Dataset ; s:name "M" . '
PREFIXES = "@prefix s: <http://schema.org/> . @prefix : <http://a/> . "


def found(text: str, places: dict[str, str] | None = None) -> tuple[str, str]:
    """The roots with the initials of their views, and what is only cited."""
    graph = new_graph().parse(data=PREFIXES + text, format="turtle")  # keeps the order
    source = Source(index(graph), "http://b/")
    at: dict[Node, tuple[Location, ...]] = {
        node: (Location("p", pointer=pointer),)
        for name, pointer in (places or {}).items()
        for node in source.spo
        if str(node) == f"http://a/{name}"
    }
    roots = find_roots(source, at)
    names = sorted(f"{str(node)[-1]}:{view.name[:1]}" for node, view in roots.nodes)
    return " ".join(names), " ".join(sorted(str(node)[-1] for node in roots.cited))


@pytest.mark.parametrize(
    ("text", "roots", "cited"),
    [
        (NAMED, "m:d n:d", ""),
        (NAMED + ":n s:isBasedOn :m .", "n:d", "m"),
        (NAMED + ":n s:isBasedOn :m ; s:hasPart :m .", "m:d n:d", ""),
        (NAMED + ":n s:isBasedOn :m . :m s:contentUrl <http://a/f> .", "m:d n:d", ""),
        (NAMED + ":n s:citation [ s:about :m ] .", "n:d", "m"),
        (NAMED + ":n s:creator [ s:knows :m ] .", "m:d n:d", ""),
        (NAMED + ":p s:mainEntity :n ; s:mentions :m .", "n:d", "m"),
        (NAMED + ":p s:mainEntity :m ; s:mentions :m .", "m:d n:d", ""),
        (NAMED + ":p s:mentions :m .", "m:d n:d", ""),
        (NAMED + ":p s:mainEntity :n ; s:mentions :m ; s:hasPart :m .", "m:d n:d", ""),
        (":n a s:Dataset, s:DataCatalog ; s:name 'N' .", "n:c n:d", ""),
        (":n a s:DataCatalog ; s:name 'N' ; s:about :m . :m a s:DataCatalog ; s:name 'M' .",
         "m:c n:c", ""),
        (":n a s:Dataset ; s:url <http://x/> .", "n:d", ""),
        (":n a s:Dataset ; s:url <http://x/> . :p s:about :n .", "", ""),
        (":n a s:Dataset .", "", ""),
        (":n a s:Person ; s:name 'N' .", "", ""),
    ],
)  # fmt: skip
def test_what_a_page_only_refers_to_is_no_root(text: str, roots: str, cited: str) -> None:
    """A part, what has files of its own, and what nobody of the page refers to are roots."""
    assert found(text) == (roots, cited)


@pytest.mark.parametrize(
    ("pointer", "roots"),
    [("/isBasedOn/0", "n:d"), ("/x/schema:isBasedOn", "n:d"), ("/@graph/1", "m:d n:d")],
)
def test_what_stands_inside_a_reference_only_is_cited_with_its_files(
    pointer: str, roots: str
) -> None:
    """The page describes a work of others there, and does not offer it."""
    text = NAMED + ":n s:isBasedOn :m . :m s:contentUrl <http://a/f> ."
    assert found(text, {"m": pointer})[0] == roots


def test_of_two_that_refer_to_each_other_only_one_is_the_subject() -> None:
    """A page is about something."""
    text = NAMED + ":n s:isBasedOn :m . :m s:isBasedOn :n ."
    assert found(text) in {("n:d", "m"), ("m:d", "n")}


def test_datasets_that_lead_each_to_the_next_take_a_time_that_grows_with_them() -> None:
    """The first is the page's subject, and all others are only cited."""

    def chain(size: int) -> None:
        said = (f":n{i} a s:Dataset ; s:name 'N' ; s:isBasedOn :n{i + 1} ." for i in range(size))
        source = Source(index(Graph().parse(data=PREFIXES + "".join(said), format="turtle")), "")
        assert len(find_roots(source, {}).cited) == size - 1

    assert is_linear(chain, 1_500, 6_000, times=8, least=0.05)


def test_of_each_ring_one_is_the_subject_whatever_it_leads_to() -> None:
    """Two rings have two subjects, and what they lead to is cited."""
    ring = ":a a s:Dataset ; s:name 'A' ; s:isBasedOn :b . :b a s:Dataset ; s:name 'B' ; "
    ring += "s:isBasedOn :a, :c . :c a s:Dataset ; s:name 'C' . "
    other = ring.replace(":a ", ":x ").replace(":b ", ":y ").replace(":a,", ":x,")
    roots, cited = found(ring + other.replace(":c", ":z"))
    assert len(roots.split()) == 2
    assert {"c", "z"} < set(cited.split())
