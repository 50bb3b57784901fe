from __future__ import annotations

import re
import sys
import time

import pytest
from rdflib import RDF, Graph, Literal, Namespace, URIRef
from rdflib.namespace import XSD

from ld_convert.expand import expand
from ld_convert.extract import extract
from ld_convert.extract.markup.json_writer import MAX_NESTED
from ld_convert.extract.markup.microdata import microdata
from ld_convert.extract.markup.microdata_values import predicate_of
from ld_convert.extract.markup.tree import parse
from ld_convert.extract.scan import FoundObject
from ld_convert.findings.locate import place
from ld_convert.findings.report import Report
from ld_convert.model import Capture, Json, Location, Page, Text
from ld_convert.pipeline import convert_page
from ld_convert.rdf.from_nodes import to_graph
from ld_convert.settings import Settings

S = Namespace("http://schema.org/")
BASE = "https://a.example/sets/page"
HEAD = f'<link rel="canonical" href="{BASE}">'
THING = 'itemscope itemtype="http://schema.org/Thing"'


def found(html: str, base: str | None = BASE) -> tuple[list[FoundObject], Report]:
    report = Report()
    return list(microdata(Text.whole(html.encode()), base, "p.html", report)), report


def one(html: str, base: str | None = BASE) -> Json:
    (item,), _ = found(html, base)
    return item.value


def page(html: str) -> tuple[Page, Report]:
    report = Report()
    return extract(Capture("p.html", html.encode(), "html"), report), report


def graph(html: str) -> Graph:
    extracted, report = page(HEAD + html)
    return to_graph([expand(part, report) for part in extracted.fragments], {}, report).graph


def codes(report: Report) -> list[str]:
    return [finding.code for finding in report.findings]


@pytest.mark.parametrize(
    ("markup", "value"),
    [
        ("<b itemprop=p> two\n  words </b>", {"@value": "two words"}),
        ('<meta itemprop=p content="in meta">', {"@value": "in meta"}),
        ('<b itemprop=p content="20">twenty</b>', {"@value": "20"}),
        ('<a itemprop=p href="../x">shown</a>', {"@id": "../x"}),
        ('<link itemprop=p href="/l">', {"@id": "/l"}),
        ('<img itemprop=p src="i.png">', {"@id": "i.png"}),
        ('<object itemprop=p data="o.pdf"></object>', {"@id": "o.pdf"}),
        ('<data itemprop=p value="12">a dozen</data>', {"@value": "12", "@type": str(XSD.integer)}),
        ('<meter itemprop=p value="0.5">half</meter>', {"@value": "0.5", "@type": str(XSD.double)}),
        ('<data itemprop=p value="a12">x</data>', {"@value": "a12"}),
        ("<time itemprop=p>2020-02-29</time>", {"@value": "2020-02-29", "@type": str(XSD.date)}),
        ("<time itemprop=p>2021-02-29</time>", {"@value": "2021-02-29"}),
        ("<time itemprop=p>12:30:00</time>", {"@value": "12:30:00", "@type": str(XSD.time)}),
        ("<time itemprop=p>24:30:00</time>", {"@value": "24:30:00"}),
        ('<time itemprop=p datetime="2020">x</time>', {"@value": "2020", "@type": str(XSD.gYear)}),
        ('<time itemprop=p datetime="P2D">x</time>', {"@value": "P2D", "@type": str(XSD.duration)}),
        ("<i lang=de><b itemprop=p>gut</b></i>", {"@value": "gut", "@language": "de"}),
        ("<b itemprop=p>Ti<!-- no text -->des</b>", {"@value": "Tides"}),
        ("<b itemprop=p>Ti<?no text?>des</b>", {"@value": "Tides"}),
    ],
)
def test_a_value_is_read_by_the_rules_of_its_element(markup: str, value: Json) -> None:
    """Addresses are references, times and numbers are typed where valid, texts have a language."""
    assert one(f"<div {THING}>{markup}</div>")["p"] == [value]


@pytest.mark.parametrize(
    ("attribute", "elements"),
    [
        ("src", "audio embed iframe img source track video"),
        ("href", "a area link"),
        ("data", "object"),
    ],
)
def test_the_address_of_an_element_that_leads_elsewhere_is_its_value(
    attribute: str, elements: str
) -> None:
    """HTML Standard, section 5.2.4: whatever stands inside of it."""
    for name in elements.split():
        html = f'<div {THING}><{name} itemprop=p {attribute}="/x"></div>'
        assert one(html)["p"] == [{"@id": "/x"}], name


def test_an_empty_address_and_an_empty_text_are_no_value() -> None:
    """Nothing is stated by an empty element."""
    html = f"<div {THING}><a itemprop=p href=''>x</a><b itemprop=q> </b><b itemprop=r>y</b></div>"
    assert one(html).keys() == {"@context", "@type", "r"}


def test_an_address_cannot_pose_as_a_blank_node() -> None:
    """The label would lead to a node that the link does not mean."""
    item = one(f"<div {THING}><a itemprop=p href='_:item0'>x</a></div>")
    assert item["p"] == [{"@id": "./_:item0"}]


def test_an_item_becomes_triples_with_addresses_resolved() -> None:
    """The whole way: itemid, type, literal with language, link."""
    triples = graph(
        '<div lang=en itemscope itemtype="https://schema.org/Dataset" itemid="tides#d">'
        "<h1 itemprop=name>Tides</h1><a itemprop=license href=/by>BY</a></div>"
    )
    subject = URIRef("https://a.example/sets/tides#d")
    assert set(triples) == {
        (subject, RDF.type, S.Dataset),
        (subject, S.name, Literal("Tides", lang="en")),
        (subject, S.license, URIRef("https://a.example/by")),
    }


def test_an_item_used_for_two_properties_is_one_node() -> None:
    """Two words in itemprop, one person."""
    triples = graph(
        f"<div {THING}><p itemprop='author funder' {THING}><b itemprop=name>Ann</b></p></div>"
    )
    (author,), (funder,) = triples.objects(None, S.author), triples.objects(None, S.funder)
    assert author == funder
    assert list(triples.objects(author, S.name)) == [Literal("Ann")]


def test_an_item_shared_by_itemref_between_two_items_is_one_node() -> None:
    """They come in one fragment, so that the label means the same node in both."""
    triples = graph(
        f"<div id=a {THING} itemref=c></div><div id=b {THING} itemref=c></div>"
        f"<div id=c itemprop=creator {THING}><b itemprop=name>Ann</b></div>"
    )
    assert len(set(triples.objects(None, S.creator))) == 1
    assert len(set(triples.subjects(S.creator, None))) == 2


def test_items_that_share_one_are_written_with_the_vocabulary_of_the_first() -> None:
    """The properties of the other have their whole IRIs."""
    shared = "<b id=c itemprop=x itemscope itemtype=http://v.example/C></b>"
    items = "".join(f"<div itemscope itemtype=http://{v}.example/T itemref=c></div>" for v in "vw")
    ((item,), _) = found(items + shared)
    assert [part["@context"] for part in item.value] == [{"@vocab": "http://v.example/"}] * 2
    assert item.value[1]["@type"] == ["http://w.example/T"]


def test_items_that_share_nothing_are_fragments_of_their_own() -> None:
    """One bad item must not cost another one."""
    assert len(found(f"<div {THING}></div><div {THING}></div>")[0]) == 2


def test_equal_items_are_one_fragment_with_two_origins() -> None:
    """A menu that stands twice is one description."""
    extracted, _ = page(f"<div {THING}><b itemprop=name>x</b></div>" * 2)
    (fragment,) = extracted.fragments
    assert [origin.kind for origin in fragment.origins] == ["microdata", "microdata"]


def test_a_loop_of_itemrefs_ends_and_keeps_one_node_each() -> None:
    """Two items that hold each other point at each other."""
    triples = graph(
        f"<div id=a itemprop=hasPart {THING} itemref=b><i itemprop=url>1</i></div>"
        f"<div id=b itemprop=isPartOf {THING} itemref=a><i itemprop=url>2</i></div>"
    )
    ((whole, part),) = triples.subject_objects(S.isPartOf)
    assert (part, S.hasPart, whole) in triples
    assert len(set(triples.subjects())) == 2


def test_an_itemref_to_the_item_itself_is_a_finding_and_changes_nothing() -> None:
    """The properties are read once."""
    (item,), report = found(f"<div id=me {THING} itemref=me><b itemprop=name>x</b></div>")
    assert item.value["name"] == [{"@value": "x"}]
    assert codes(report) == ["LD267"]


def test_an_itemref_that_leads_nowhere_is_a_finding_with_its_place() -> None:
    """The place is that of the item that names the id."""
    _, report = found(f"<p>\n <div {THING} itemref='gone'></div>")
    assert [(f.code, f.place.line, f.place.column) for f in report.findings] == [("LD266", 2, 2)]


def test_itemref_brings_properties_in_the_order_of_the_page() -> None:
    """The standard sorts by tree order, not by the order of the ids."""
    item = one(
        f"<b id=x itemprop=name>first</b><div {THING} itemref='y x'></div>"
        "<b id=y itemprop=name>last</b>"
    )
    assert [value["@value"] for value in item["name"]] == ["first", "last"]


def test_an_item_without_a_type_takes_the_vocabulary_of_the_item_around_it() -> None:
    """It is a node without a class."""
    item = one(f"<div {THING}><p itemprop=about itemscope><b itemprop=name>x</b></p></div>")
    assert item["about"] == [{"name": [{"@value": "x"}]}]


def test_an_item_without_a_type_around_it_names_its_properties_by_the_page() -> None:
    """Microdata to RDF, section 5.2: the fragment of the document's address."""
    item = one(f"<div itemscope><p itemprop=about {THING}></p></div>")
    assert f"{BASE}#about" in item


def test_a_typed_item_inside_an_untyped_one_survives_without_an_address() -> None:
    """The relation has no IRI then; the thing is still there."""
    item = one(f"<div itemscope><p itemprop=about {THING}></p></div>", base=None)
    assert item["@included"] == [{"@type": ["http://schema.org/Thing"]}]


def test_a_relative_canonical_link_loses_no_item() -> None:
    """It is no address that could name a property."""
    html = f"<link rel=canonical href='/x'><div itemscope><p itemprop=about {THING}></p></div>"
    extracted, _ = page(html)
    (fragment,) = extracted.fragments
    assert fragment.value["@included"] == [{"@type": ["http://schema.org/Thing"]}]


def test_items_that_nowhere_say_what_they_are_give_one_finding() -> None:
    """A template that repeats its mistake is one mistake."""
    _, report = found("<div itemscope><b itemprop=name>x</b></div>" * 30)
    assert codes(report) == ["LD265"]


UNTYPED = "<div itemscope><b itemprop=name>x</b></div>"


def test_an_item_without_a_type_is_read_where_a_page_has_nothing_else() -> None:
    """Its properties are named by the page; the page still counts as one without data."""
    extracted, _ = page(f"{HEAD}{UNTYPED}")
    assert [f.value[f"{BASE}#name"] for f in extracted.fragments] == [[{"@value": "x"}]]
    assert extracted.kind == "plain"


def test_an_item_without_a_type_is_left_out_beside_one_that_has_a_type() -> None:
    """No vocabulary gives its properties a meaning."""
    extracted, report = page(f"{HEAD}{UNTYPED}<div {THING}><b itemprop=name>y</b></div>")
    assert [f.value["@type"] for f in extracted.fragments] == [["Thing"]]
    assert codes(report) == ["LD265"]


def test_an_item_without_a_type_that_uses_schema_orgs_properties_is_read() -> None:
    """A property that is an IRI needs no type."""
    untyped = '<p itemscope><b itemprop="https://schema.org/name">x</b></p>'
    extracted, _ = page(f"{HEAD}{untyped}<div {THING}><b itemprop=name>y</b></div>")
    assert len(extracted.fragments) == 2


def test_items_without_a_type_that_lead_to_each_other_are_read_once() -> None:
    """No type is found on any way from the first, which is told of."""
    html = "<p itemscope><i itemprop=http://x/p itemscope itemref=b></i></p>"
    html += "<i id=b itemprop=http://x/q itemscope itemref=c></i>"
    items, report = found(f"{html}<i id=c itemprop=http://x/r itemscope itemref=b></i>")
    assert (len(items), codes(report)) == (1, ["LD265"])


def test_itemprop_reverse_states_the_property_of_the_value() -> None:
    """Of an address, of an item, and beside itemprop; a text can have no property."""
    triples = graph(f"""<div {THING} itemid="#mall">
        <link itemprop-reverse="creator" href="https://a.example/work">
        <meta itemprop-reverse="creator" content="nobody">
        <p {THING} itemid="#shop" itemprop-reverse="containedIn about"></p>
        <p {THING} itemid="#hall" itemprop="hasPart" itemprop-reverse="isPartOf"></p></div>""")
    mall, work = URIRef(f"{BASE}#mall"), URIRef("https://a.example/work")
    shop, hall = URIRef(f"{BASE}#shop"), URIRef(f"{BASE}#hall")
    assert {triple for triple in triples if triple[1] != RDF.type} == {
        (work, S.creator, mall),
        (shop, S.containedIn, mall),
        (shop, S.about, mall),
        (mall, S.hasPart, hall),
        (hall, S.isPartOf, mall),
    }


def test_an_additional_type_is_a_class_of_the_item() -> None:
    """It stays a property too; a text is no class."""
    triples = graph(f"""<div {THING} itemid="#d">
        <link itemprop=additionalType href="https://schema.org/Dataset">
        <b itemprop=additionalType>record</b></div>""")
    subject = URIRef(f"{BASE}#d")
    assert set(triples.objects(subject, RDF.type)) == {S.Thing, S.Dataset}
    assert len(list(triples.objects(subject, S.additionalType))) == 2


def test_an_item_that_no_other_holds_is_read_although_it_bears_a_property_name() -> None:
    """Authors forget the item around it."""
    assert one(f"<div itemprop=offers {THING}></div>")["@type"] == ["Thing"]


def test_a_type_without_a_scheme_is_read_as_schema_org() -> None:
    """Seen as itemtype="schema.org/Dataset" and with two slashes before it."""
    for spelling in ("schema.org/Dataset", "//schema.org/Dataset"):
        item = one(f"<div itemscope itemtype={spelling}></div>")
        assert item["@context"]["@vocab"] + item["@type"][0] == "http://schema.org/Dataset"


def test_a_property_that_is_an_address_is_taken_as_it_stands() -> None:
    """It does not belong to the vocabulary of the type."""
    item = one(f"<div {THING}><b itemprop='http://x.example/p'>1</b></div>")
    assert item["http://x.example/p"] == [{"@value": "1"}]


def test_a_value_leads_to_the_line_and_column_of_its_element() -> None:
    """By the JSON pointer of the value, with an umlaut before it on the line."""
    html = f"<!-- itemscope -->\n<div\n {THING}>\n<p>ü<b itemprop=name>x</b>\n</div>"
    (item,), _ = found(html)
    spots = [("", 2, 1), ("/name", 4, 5), ("/name/0", 4, 5), ("/name/0/@value", 4, 5)]
    for pointer, line, column in spots:
        spot = place(Location("p.html", item.location.text, pointer))
        assert (spot.line, spot.column) == (line, column), pointer


def test_a_comment_and_a_script_that_look_like_items_are_none() -> None:
    """Markup there is text."""
    html = f"<!-- <div {THING}></div> --><script>'<div {THING}></div>'</script>"
    assert found(html)[0] == []


def test_a_page_without_items_is_not_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Most pages have none, and a tree costs time."""

    def never(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr(sys.modules[microdata.__module__], "parse", never)
    assert found("<p itemprop=name>x</p>")[0] == []


def test_a_page_marked_by_itself_with_our_attribute_is_read() -> None:
    """An offset that a page writes is not believed beyond its form."""
    html = f"<div ld-convert-offset=x {THING}><b ld-convert-offset=-7 itemprop=name>x</b></div>"
    (item,), _ = found(html)
    assert place(item.location).line == 1


def test_items_nested_without_end_stay_within_what_later_stages_can_read() -> None:
    """Deeper ones stand beside the first, under their labels, and nothing is lost."""
    depth = 3 * MAX_NESTED
    parts = "".join(
        f"<div id=i{n} itemprop=hasPart {THING} itemref=i{n + 1}></div>" for n in range(1, depth)
    )
    triples = graph(f"<div {THING} itemref=i1></div>{parts}<b id=i{depth} itemprop=name>end</b>")
    assert len(list(triples.subject_objects(S.hasPart))) == depth - 1
    assert len(list(triples.subject_objects(S.name))) == 1


def test_a_bomb_of_itemrefs_ends_soon_and_is_reported() -> None:
    """3,000 items that each take in the whole page are 9 million elements."""
    start = time.process_time()
    item = f"<div {THING} itemref=all><b itemprop=name>x</b></div>"
    _, report = found(f"<div id=all>{item * 3000}</div>")
    (told,) = [finding for finding in report.findings if finding.code == "LD268"]
    assert "1000000 elements" in told.message
    assert time.process_time() - start < 20


@pytest.mark.parametrize("html", ["itemscope", "<", "<div itemscope", "\0<div itemscope>", ""])
def test_odd_pages_give_nothing_and_no_error(html: str) -> None:
    """A page is never an exception."""
    assert found(html)[0] == []


def test_the_tree_of_nothing_is_none() -> None:
    """The parser raises for an empty document."""
    assert parse(b"", b"x") is None


@pytest.mark.corpus
def test_every_type_written_on_an_item_of_the_harvested_pages_is_found(
    request: pytest.FixtureRequest,
) -> None:
    """The pages that the index calls html:microdata hold items, and each class arrives."""
    folder = request.getfixturevalue("shared") / "corpus"
    rows = [line.split("\t") for line in (folder / "index.tsv").read_text("utf-8").splitlines()]
    names = [row[0] for row in rows if row[2].startswith("html:microdata")]
    assert names
    for name in names:
        data = (folder / name).read_bytes()
        tags = re.findall(rb"<[^<>]*\sitemscope\b[^<>]*>", data)
        written = {t for tag in tags for t in re.findall(rb"itemtype\s*=\s*[\"']([^\"']+)", tag)}
        items = list(microdata(Text.whole(data), BASE, name, Report()))
        classes = {t for item in items for t in _classes(item.value)}
        assert items, name
        assert {t for words in written for t in words.decode().split()} == classes, name


def test_a_tag_inside_an_attribute_shifts_no_place() -> None:
    """The offset is written into real tags only."""
    html = f'<p title="<div {THING}>"></p>\n<div {THING}></div>'
    (item,), _ = found(html)
    spot = place(item.location)
    assert (spot.line, spot.column) == (2, 1)


def test_a_problem_of_a_microdata_value_is_shown_at_its_element() -> None:
    """From the page to the catalogue: the finding names line, column and property."""
    html = (
        '<div itemscope itemtype="https://schema.org/Dataset">\n<b itemprop=name>Tides</b>\n'
        "  <i itemprop=datePublished>last spring</i></div>"
    )
    conversion = convert_page(Capture("p.html", html.encode(), "html"), Settings())
    (finding,) = [f for f in conversion.findings if f.code == "LD401"]
    assert len(conversion.datasets) == 1
    assert str(finding.place) == "p.html:3:3 /datePublished/0"


def _classes(value: Json) -> set[str]:
    """The classes of a document, with the vocabulary of its context."""
    classes: set[str] = set()
    stack = [(value, "")]
    while stack:
        item, vocabulary = stack.pop()
        if isinstance(item, list):
            stack += [(inner, vocabulary) for inner in item]
        elif isinstance(item, dict):
            vocabulary = item.get("@context", {}).get("@vocab", vocabulary)
            if "@value" not in item:
                for name in item.get("@type", ()):
                    classes.add(name if ":" in name else vocabulary + name)
            stack += [(inner, vocabulary) for inner in item.values()]
    return classes


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("http://schema.org/Dataset", "http://schema.org/name"),
        ("https://schema.org/Dataset/Tides", "https://schema.org/name"),
        ("https://v.example/a/Set", "https://v.example/a/name"),
        ("https://v.example/a#Set", "https://v.example/a#name"),
        ("urn:set", "urn:set#name"),
    ],
)
def test_a_property_is_of_the_vocabulary_of_its_items_type(kind: str, name: str) -> None:
    """An extension of a class of schema.org has schema.org's properties (Microdata to RDF, 5.2)."""
    assert predicate_of("name", kind, None) == name


@pytest.mark.parametrize(("levels", "beside"), [(61, 1), (62, 2), (122, 2), (123, 3)])
def test_an_item_takes_sixty_levels_of_others_into_it(levels: int, beside: int) -> None:
    """Later stages are recursive; what is deeper stands beside it, under a label."""
    html = f"<div {THING} itemprop=hasPart>" * levels
    value = one(html.replace(" itemprop=hasPart", "", 1))
    assert len(value if isinstance(value, list) else [value]) == beside
