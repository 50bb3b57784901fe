"""How a row of the table is read, and what a rule reads from a graph, part by part."""

from __future__ import annotations

import pytest
from rdflib import DCAT, DCTERMS, FOAF, RDF, RDFS, SKOS, BNode, Graph, Literal, URIRef
from rdflib.term import Node

from ld_convert.mapping.guards import is_bare, is_file, is_open, speaks_of_restriction
from ld_convert.mapping.keep import kept
from ld_convert.mapping.objects import identifying, texts_of
from ld_convert.mapping.passthrough import Passing, add_dcat, add_source
from ld_convert.mapping.readers import Source, reader
from ld_convert.mapping.rules import FILTER, Filter, _filter, _rule, _step, _way, properties_read
from ld_convert.model import Trace
from ld_convert.rdf.index import index, insert, new_graph
from ld_convert.settings import UsageError
from ld_convert.vocab.namespaces import DERIVED, SCHEMA

N, M, X = (URIRef(f"http://a/{name}") for name in "nmx")
S = SCHEMA
TEXT = (
    "@prefix s: <http://schema.org/> . @prefix d: <urn:ld-convert:derived:> . "
    "@prefix dct: <http://purl.org/dc/terms/> . @prefix dcat: <http://www.w3.org/ns/dcat#> . "
    "@prefix foaf: <http://xmlns.com/foaf/0.1/> . @prefix : <http://a/> . "
)


def graph(text: str) -> Graph:
    return Graph().parse(data=TEXT + text, format="turtle")


def source(text: str, base: str = "http://b/") -> Source:
    return Source(index(graph(text)), base)


def read(path: str, text: str, value: Node | None = None, node: Node = N) -> list[tuple[str, str]]:
    """The values and the properties that a rule with a source reads at a node."""
    row = {"view": "dataset", "source": path, "target": "dct:title", "as": "text", "id": "x"}
    rule = _rule({**row, "from": "own"})
    found = reader(rule)(source(text), node, value)
    return sorted(
        (str(term) + " guessed" * guessed, name.rpartition("/")[2])
        for term, _, name, guessed in found
    )


@pytest.mark.parametrize(
    ("path", "text", "found"),
    [
        ("name", ':n s:name "A", "B" .', [("A", "name"), ("B", "name")]),
        ("name", ":n s:url :m .", []),
        ("name", ':n s:name ("A" "B") .', [("A", "name"), ("B", "name")]),
        ("name", ":n s:name () .", []),
        ("name", ':n s:name "A" ; d:name "B" .',
         [("A", "name"), ("B guessed", "urn:ld-convert:derived:name")]),
        ("dct:title", ':n dct:title "A" .', [("A", "title")]),
        ("about/name", ':n s:about :m . :m s:name "A" .', [("A", "name")]),
        ("about/name", ":n s:about :m .", []),
        ("about/about/name", ':n s:about :m . :m s:about :x . :x s:name "A" .', [("A", "name")]),
        ("about/about/name", ':n s:about :m . :m s:name "A" .', []),
        ("^about", ":m s:about :n .", [("http://a/m", "about")]),
        ("^about/name", ':m s:about :n ; s:name "A" .', [("A", "name")]),
        ("name+url", ':n s:name "A" ; s:url "B" .', [("A B", "name")]),
        ("name+url", ':n s:name "A" .', [("A", "name")]),
        ("name+url", ":n s:name 1.5e0 ; s:url 2 .", [("1.5 2", "name")]),
        ("about[Thing]", ":n s:about :m, :x . :m a s:Thing .", [("http://a/m", "about")]),
        ("about[!Thing]", ":n s:about :m, :x . :m a s:Thing .", [("http://a/x", "about")]),
        ("about[name]", ':n s:about :m, :x . :m s:name "A" .', [("http://a/m", "about")]),
        ("about[Thing|name]", ':n s:about :m, :x . :m s:name "A" . :x a s:Thing .',
         [("http://a/m", "about"), ("http://a/x", "about")]),
        ("about[name][!url]", ':n s:about :m, :x . :m s:name "A" . :x s:name "B" ; s:url "u" .',
         [("http://a/m", "about")]),
        ("about[@text]", ':n s:about :m, "A" .', [("A", "about")]),
        ("about[!@text]", ':n s:about :m, "A" .', [("http://a/m", "about")]),
        ("about[@member]", ":n s:about :m .", []),
        ("about[!@member]", ":n s:about :m .", [("http://a/m", "about")]),
        ("about[@identifier]", ':n s:about "1", "2" . :m s:identifier "2" .', [("2", "about")]),
        ("keywords[@one]", ':n s:keywords "a, b" .', [("a, b", "keywords")]),
        ("keywords[@one]", ':n s:keywords "a, b", "c" .', []),
        ("keywords[@one]", ':n s:keywords "a", "b"@de .', [("a", "keywords"), ("b", "keywords")]),
        ("keywords[@one]", ':n s:keywords :m . :m s:name "a" .', []),
        ("keywords[@one]", ":n s:keywords :m .", [("http://a/m", "keywords")]),
        ("keywords[@more]", ':n s:keywords "a", "b" .', [("a", "keywords"), ("b", "keywords")]),
        ("keywords[@more]", ':n s:keywords "a", "B", "A, b" .',
         [("B", "keywords"), ("a", "keywords")]),
        ("keywords[@more]", ':n s:keywords "a", "a, c" .',
         [("a", "keywords"), ("a, c", "keywords")]),
        ("name[@translated]", ':n s:name "a"@de, "b"@en, "c" .', [("a", "name"), ("b", "name")]),
        ("name[@translated]", ':n s:name "a"@de, "b"@de, "c" .', []),
        ("name[!@translated]", ':n s:name "a"@de, "b"@en, "c" .', [("c", "name")]),
        ("identifier[@checksum]", ":n s:identifier :m . :m s:propertyID 'MD5' .",
         [("http://a/m", "identifier")]),
        ("identifier[@checksum]", ":n s:identifier :m . :m s:name 'SHA-256 hash' .",
         [("http://a/m", "identifier")]),
        ("identifier[@checksum]", ":n s:identifier :m . :m s:propertyID 'DOI' .", []),
        ("@type:Thing|Place", ":n a s:Place .",
         [("http://schema.org/Place", "22-rdf-syntax-ns#type")]),
        ("@type:Thing", ":n a s:Place .", []),
        ("@this[name|url]", ':n s:url "u" .', [("http://a/n", "url")]),
        ("@this[name|url]", ':n s:about "u" .', []),
        ("@id", ':n s:name "A" .', [("http://a/n", "")]),
        ("@value", ':n s:name "A" .', []),
    ],
)  # fmt: skip
def test_a_source_reads_what_its_words_say(
    path: str, text: str, found: list[tuple[str, str]]
) -> None:
    """Paths, turned steps, joined texts, filters, lists, guesses and the node itself."""
    assert read(path, text) == found


def test_a_source_can_begin_at_the_value_of_which_a_node_was_made() -> None:
    """The value itself, or a path from it."""
    assert read("@value", "", Literal("A")) == [("A", "")]
    assert read("@value/name", ':m s:name "A" .', M) == [("A", "name")]
    assert read("@value/name", ':n s:name "A" .') == []


@pytest.mark.parametrize(
    ("node", "is_read"),
    [
        ("http://a/n", True), ("http://b/dataset/0123456789abcdef", False),
        ("http://b/dataset/0123456789abcde", True), ("http://c/dataset/0123456789abcdef", True),
        ("http://c/x#made-0123456789abcdef", False),
        ("http://c/x#distribution-0123456789abcdef", False),
    ],
)  # fmt: skip
def test_a_name_that_we_made_is_no_address(node: str, *, is_read: bool) -> None:
    """Of a hash, below our base or as a fragment; nor is a nameless node one."""
    assert bool(read("@id", "", node=URIRef(node))) is is_read
    assert read("@id", "", node=BNode("x")) == []


def test_a_node_without_statements_says_nothing_and_neither_does_a_role() -> None:
    """A Role is wanted only where it is the thing itself."""
    one = source(':n s:name "A" . :m a s:Role . _:b s:name "B" .')
    assert [one.says_nothing(t) for t in (N, X, Literal("x"), BNode("z"))] == [False] * 3 + [True]
    assert (one.says_nothing(M), one.says_nothing(M, role=True)) == (True, False)


def test_a_list_ends_where_it_loops_and_other_terms_are_themselves() -> None:
    """RDF allows lists that never end."""
    first, rest, nil = str(RDF.first), str(RDF.rest), str(RDF.nil)
    loop = source(f':n <{first}> "A" ; <{rest}> :m . :m <{first}> "B" ; <{rest}> :n .')
    assert [str(item) for item in loop.items(N)] == ["A", "B"]
    assert list(loop.items(X)) == [X]
    assert list(loop.items(URIRef(nil))) == []
    open_ended = source(f':n <{first}> "A" .')
    assert [str(item) for item in open_ended.items(N)] == ["A"]


def test_links_are_known_from_their_end() -> None:
    """By property, and by all that lead to a node."""
    one = source(":n s:about :x . :m s:about :x ; s:url :x .")
    about, url = URIRef(f"{S}about"), URIRef(f"{S}url")
    assert set(one.incoming(about)[X]) == {N, M}
    assert set(one.leading_to(X)) == {(N, about), (M, about), (M, url)}
    assert one.leading_to(N) == []
    assert set(one.mentioned) == {X}


@pytest.mark.parametrize(
    ("text", "for_people", "texts"),
    [
        (':n s:name "A" ; s:alternateName "B" .', True, ["A"]),
        (':n s:name "A" ; s:alternateName "B" .', False, ["B", "A"]),
        (':n s:value "5" ; s:unitText "MB" .', False, ["5 MB", "5"]),
        (':n s:value "5" ; s:unitCode "4L" .', False, ["5 MB", "5"]),
        (':n s:value "5" ; s:unitCode "XX" .', False, ["5 XX", "5"]),
        (':n s:value :m . :m s:name "A" .', True, ["A"]),
        (':n s:about "A" .', False, []),
        (":m s:about :n .", False, []),
        (f':n <{SKOS.notation}> "A" ; <{DCTERMS.title}> "B" ; <{FOAF.name}> "C" .', False,
         ["A", "B", "C"]),
        (f':n <{SKOS.notation}> "A" ; <{DCTERMS.title}> "B" ; <{FOAF.name}> "C" .', True,
         ["B", "C"]),
    ],
)  # fmt: skip
def test_the_texts_of_an_object_come_likeliest_first(
    text: str, texts: list[str], *, for_people: bool
) -> None:
    """Codes before names, but not for people; an amount with its unit."""
    found = texts_of(source(text), N, for_people=for_people)
    assert [str(one) for one, _ in found if not isinstance(one, URIRef)] == texts


WITH_TEXTS = {
    SCHEMA: ("alternateName", "termCode", "identifier", "name", "text", "headline", "description"),
    str(RDF): ("value",),
    str(RDFS): ("label",),
    str(SKOS): ("prefLabel", "notation"),
    str(DCTERMS): ("title",),
    str(FOAF): ("name",),
}
CODES = {"alternateName", "termCode", "identifier", "notation"}


def test_the_text_of_an_object_is_found_under_each_of_thirteen_properties() -> None:
    """A code is none for people; the first of an object with all of them is its short name."""
    names = [space + name for space, local in WITH_TEXTS.items() for name in local]
    whole = source(" ".join(f':n <{name}> "{name}" .' for name in names))
    found = [(str(text), str(name)) for text, name in texts_of(whole, N, for_people=False)]
    assert found == [(name, name) for name in names]
    told = [str(text) for text, _ in texts_of(whole, N, for_people=True)]
    assert told == [
        name for name in names if name.rpartition("/")[2].rpartition("#")[2] not in CODES
    ]


def test_what_identifies_a_value_is_what_is_said_of_it() -> None:
    """Nameless nodes count by their statements, without other nameless nodes."""
    one = source('[] s:name "B", "A" ; s:url :m ; s:about [] . ')
    (node,) = (node for node in one.spo if any("name" in str(p) for p in one.spo[node]))
    assert identifying(one, node) == "A\nB\nhttp://a/m"
    assert identifying(one, N) == "http://a/n"
    assert identifying(one, BNode("z")) == ""


TRACES = [Trace("r", "stated", N, "p", Literal(name)) for name in "abc"]
EU_RIGHT = "http://publications.europa.eu/resource/authority/access-right/"


def pairs(*texts: str) -> list[tuple[Node, Trace]]:
    return [(Literal(text), TRACES[0]) for text in texts]


@pytest.mark.parametrize(
    ("mode", "found", "earlier", "chosen", "left"),
    [
        ("", ("b", "a"), (), ["b", "a"], []),
        ("else", ("b", "a"), (), ["b", "a"], []),
        ("rest", ("b", "a"), (), ["b", "a"], []),
        ("first", ("b", "a"), (), ["b"], ["a"]),
        ("one", ("b", "a"), (), ["b"], ["a"]),
        ("min", ("b", "a", "c"), (), ["a"], ["b", "c"]),
        ("max", ("b", "a", "c"), (), ["c"], ["b", "a"]),
        ("max", ("b", "b"), (), ["b"], []),
        ("min", (), (), [], []),
        ("strict", (f"{EU_RIGHT}PUBLIC", f"{EU_RIGHT}RESTRICTED"), (), ["RESTRICTED"], ["PUBLIC"]),
        ("strict", (f"{EU_RIGHT}PUBLIC",), (f"{EU_RIGHT}NON_PUBLIC",), ["NON_PUBLIC"], ["PUBLIC"]),
        ("strict", (f"{EU_RIGHT}PUBLIC",), (f"{EU_RIGHT}PUBLIC",), ["PUBLIC", "PUBLIC"], []),
    ],
)  # fmt: skip
def test_a_mode_chooses_among_values(
    mode: str, found: tuple[str, ...], earlier: tuple[str, ...], chosen: list[str], left: list[str]
) -> None:
    """The first, the least, the greatest or the strictest; of equals nothing is left out."""

    def made(texts: tuple[str, ...]) -> list[tuple[Node, Trace]]:
        return [(URIRef(t) if ":" in t else Literal(t), TRACES[0]) for t in texts]

    one, two = kept(mode, made(found), made(earlier))
    assert [str(term).rpartition("/")[2] for term, _ in one] == chosen
    assert [str(term).rpartition("/")[2] for term, _ in two] == left


@pytest.mark.parametrize(
    ("text", "way"),
    [
        ("text", ("function", "text", "", False, False)),
        ("node:agent", ("node", "agent", "", False, False)),
        ("node:distribution!", ("node", "distribution", "", False, True)),
        ("iri>node:document", ("node", "document", "iri", False, False)),
        ("names>>node:agent", ("node", "agent", "names", True, False)),
        ("const:dct:title", ("const", "dct:title", "", False, False)),
        ("iri>const:dct:title", ("const", "dct:title", "iri", False, False)),
    ],
)
def test_a_way_is_taken_apart(text: str, way: tuple[str, str, str, bool, bool]) -> None:
    """Kind, name, condition, whether for each part, whether named."""
    found = _way(text, "x")
    assert (found.kind, found.name, found.fits, found.each, found.named) == way
    assert (found.text, found.also) == (text, None)


def test_a_way_can_give_its_node_a_property_besides() -> None:
    """As `node:attribution[dcat:hadRole dct:type]`; an unknown prefix is a KeyError."""
    assert _way("node:agent[dcat:hadRole dct:type]", "x").also == (DCAT.hadRole, DCTERMS["type"])
    with pytest.raises(KeyError):
        _way("node:agent[no:p dct:type]", "x")
    for wrong in ("no_function", "node:nobody", "no>text", "text>", ""):
        with pytest.raises(UsageError, match="rule x"):
            _way(wrong, "x")


def test_a_step_is_taken_apart() -> None:
    """Direction, joined properties and filters."""
    step = _step("^dct:title+name[A|b][!@text]", "x")
    assert (step.predicate, step.inverse, step.joined) == (
        DCTERMS.title, True, (URIRef(f"{S}name"),)
    )  # fmt: skip
    one, two = step.filters
    classes, having = frozenset({URIRef(f"{S}A")}), frozenset({URIRef(f"{S}b")})
    assert one == Filter(classes, having, unlike=False)
    assert two == Filter(frozenset(), frozenset(), unlike=True, test="@text")
    assert _step("@type", "x").predicate == RDF.type
    (match,) = FILTER.finditer("[!dcat:Dataset]")
    assert _filter(match).classes == {DCAT.Dataset}
    with pytest.raises(UsageError, match="no step"):
        _step("a b", "x")


@pytest.mark.parametrize(
    ("path", "names"),
    [
        ("name", ["name"]),
        ("^about/name+url", ["about", "name", "url"]),
        ("about[Thing|name]/url[!dct:title]", ["about", "name", "url", "dct:title"]),
        ("@value/name", ["name"]),
        ("@id", []),
        ("about[@text]", ["about"]),
    ],
)  # fmt: skip
def test_the_properties_of_a_source_are_known(path: str, names: list[str]) -> None:
    """Those that it follows and those that its filters ask for, but no class and no test."""
    assert properties_read(path) == names


@pytest.mark.parametrize(
    ("text", "is_free"),
    [
        (":n s:name 'A' .", True),
        (":n s:conditionsOfAccess 'ask us' .", False),
        (f":n dct:accessRights <{EU_RIGHT}PUBLIC> .", True),
        (f":n dct:accessRights <{EU_RIGHT}RESTRICTED> .", False),
        (":n s:hasDigitalDocumentPermission 'x' .", False),
        (":n s:requiresSubscription true .", False),
        (":n s:requiresSubscription false .", True),
        (":n s:isAccessibleForFree false .", False),
        (":n s:isAccessibleForFree true .", True),
        (":n s:license 'on request' .", False),
        (":n s:usageInfo [ s:text 'on request' ] .", False),
        (":n s:description 'Available on request.' .", False),
        (":n dct:rights 'Available on request.' .", False),
        (":n s:keywords 'on request' .", True),
        (":n s:distribution :m . :m s:conditionsOfAccess 'ask us' .", False),
        (":n s:encoding :m . :m s:requiresSubscription true .", False),
        (":n s:associatedMedia :m . :m s:description 'on request' .", False),
        (":n s:about :m . :m s:conditionsOfAccess 'ask us' .", True),
    ],
)
def test_data_are_open_where_nothing_speaks_of_a_condition(text: str, *, is_free: bool) -> None:
    """Looked at are the dataset and its files, and there what speaks of access."""
    assert is_open(source(text), N) is is_free


def test_words_of_restriction_are_found_in_any_case() -> None:
    """A licence alone restricts nothing."""
    assert speaks_of_restriction("Data are available ON REQUEST from the author")
    assert not speaks_of_restriction("CC BY 4.0")


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        (":n s:usageInfo <https://www.w3.org/TR/sparql11-protocol/> .", False),
        (":n s:encodingFormat 'OGC:WMS-1.3.0-http-get-map' .", False),
        (":n s:encodingFormat 'application/sparql-query' .", False),
        (":n s:encodingFormat 'text/csv' .", True),
        (":n s:usageInfo 'read me' .", True),
    ],
)
def test_a_file_has_no_protocol_and_no_language_of_queries(text: str, *, is_one: bool) -> None:
    """Else its address is that of an end point."""
    assert is_file(source(text), N) is is_one
    assert (is_bare(source(text), N), is_bare(source(text), M)) == (False, True)


def passed(text: str, passing: Passing = Passing()) -> set[str]:  # noqa: B008
    """What of a page's own statements goes into the catalogue."""
    target = new_graph()
    add_dcat(target, graph(text), passing)
    return {
        " ".join(str(term).rpartition("/")[2].rpartition("#")[2] for term in triple)
        for triple in target
    }


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        (':n a dcat:Dataset ; dct:title "T" .', {"n type Dataset", "n title T"}),
        (':n a dcat:Dataset ; s:name "T" ; d:name "T" .', {"n type Dataset"}),
        (':n a dcat:Dataset ; :own "T" .', {"n type Dataset", "n own T"}),
        (':n a s:Dataset ; dct:title "T" .', set()),
        (":n a dcat:Dataset, s:Dataset .", {"n type Dataset"}),
        (':n a dcat:Dataset ; dct:spatial :m . :m dct:title "M" .',
         {"n type Dataset", "n spatial m", "m type Location", "m title M"}),
        (":n a dcat:Dataset ; dcat:landingPage :m .",
         {"n type Dataset", "n landingPage m", "m type Document"}),
        (':n a dcat:Dataset ; dct:spatial "M" .', {"n type Dataset", "n spatial M"}),
        (":n a dcat:Dataset ; dct:publisher :m . :m a foaf:Organization .",
         {"n type Dataset", "n publisher m", "m type Organization", "m type Agent"}),
        (':n a dcat:Dataset ; <urn:ld-convert:x:y> "Z" .',
         {"n type Dataset", "n urn:ld-convert:x:y Z"}),
    ],
)  # fmt: skip
def test_a_page_s_own_dcat_goes_into_the_catalogue(text: str, rows: set[str]) -> None:
    """With the classes that the shapes want; schema.org and guesses stay where they are."""
    assert passed(text) == rows


def test_of_a_node_that_rules_have_mapped_only_dcat_s_vocabularies_pass() -> None:
    """Under its new name, and without what rules have replaced."""
    text = ':n dct:title "T" ; dct:type "U" ; :own "V" ; <urn:ld-convert:x:y> "Z" .'
    replaced = {(N, DCTERMS["type"], Literal("U"))}
    assert passed(text, Passing({N}, {N: M}, replaced)) == {"m title T"}


def test_the_page_s_statements_are_kept_but_for_guesses_and_what_was_replaced() -> None:
    """A replaced value goes only where another is there."""
    target = new_graph()
    insert(index(target), N, DCTERMS["type"], Literal("made"))
    text = ':n dct:type "U" ; dct:title "T" ; d:name "G" . :m d:name "G" .'
    titles = {(N, DCTERMS["type"], Literal("U")), (N, DCTERMS.title, Literal("T"))}
    add_source(target, graph(text), titles)
    assert {(str(s), str(o)) for s, _, o in target} == {("http://a/n", "made"), ("http://a/n", "T")}
    assert str(DERIVED) not in target.serialize(format="nt")
    assert list(index(target)) == [N]
