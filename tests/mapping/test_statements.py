"""What is known of the triples that rules have written: each once, with where it comes from."""

from __future__ import annotations

from rdflib import OWL, RDF, SKOS, Literal, URIRef

from ld_convert.mapping.statements import Statements
from ld_convert.model import Location, Trace
from ld_convert.vocab.namespaces import EU
from ld_convert.vocab.terms import vocabulary_term

N, M, P = URIRef("http://a/n"), URIRef("http://a/m"), URIRef("http://a/p")
A, B = Literal("a"), Literal("b")
THEME = EU["data-theme/ENVI"]


def trace(rule: str, kind: str = "stated") -> Trace:
    return Trace(rule, kind, N, "p", A)


def statements() -> Statements:
    return Statements({N: (Location("p"),)})


def test_a_triple_that_two_rules_write_comes_from_the_first_unless_the_page_states_it() -> None:
    """What was made of something else is stated by a page that says it, too."""
    found = statements()
    for kind, first in (("derived", A), ("stated", B)):
        found.add((N, P, first), trace("one", kind))
        found.add((N, P, first), trace("two"))
        found.add((N, P, first), trace("three", "derived"))
    assert [found.traces[N, P, value].rule for value in (A, B)] == ["two", "one"]
    assert len(found.graph) == 2


def test_a_member_of_an_authority_table_is_described_once_at_either_end() -> None:
    """As supplied by the authority; a class is described by nobody."""
    found = statements()
    found.add((N, P, THEME), trace("one"))
    label = (THEME, SKOS.prefLabel, Literal("Environment", lang="en"))
    assert (found.traces[label].rule, found.traces[label].kind) == ("authority", "supplied")
    assert found.traces[label].node == N
    size = len(found.graph)
    found.add((M, P, THEME), trace("two"))
    assert len(found.graph) == size + 1
    other = statements()
    other.add((THEME, P, A), trace("one"))
    assert other.traces[label].node == THEME
    third = statements()
    third.add((N, vocabulary_term(RDF.type), THEME), trace("one"))
    assert len(third.graph) == 1


def test_a_thing_is_not_said_to_be_the_same_as_itself() -> None:
    """Of another thing it is."""
    found, same = statements(), vocabulary_term(OWL.sameAs)
    found.add((N, same, N), trace("one"))
    found.add((N, same, M), trace("one"))
    assert list(found.graph) == [(N, OWL.sameAs, M)]


def test_what_is_taken_back_is_gone_with_its_traces() -> None:
    """All values of a property; one by itself; the first of those that a rule has written."""
    found = statements()
    for value in (A, B):
        found.add((N, P, value), trace(str(value)))
    found.add((M, P, A), trace("m"))
    first = found.first(N, P)
    assert first is not None
    assert (first[0], first[1].rule) == (A, "a")
    assert found.first(N, M) is None
    assert [(value, one.rule) for value, one in found.take_back(N, P)] == [(A, "a"), (B, "b")]
    assert found.take_back(N, P) == []
    assert list(found.traces) == [(M, P, A)]
    found.remove(M, P, A)
    assert (len(found.graph), found.traces, found.first(N, P)) == (0, {}, None)
