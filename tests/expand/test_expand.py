from __future__ import annotations

import json

import pytest

from ld_convert.expand import expand
from ld_convert.expand.contexts import MOST_PROCESSED, loader, resolver
from ld_convert.findings.locate import place
from ld_convert.findings.report import Report
from ld_convert.model import Expanded, Fragment, Json, Location, Origin

SCHEMA = "http://schema.org/"


def expanded(value: Json, **options: Json) -> tuple[Expanded, list[str]]:
    """The expanded nodes of a document, and the codes of what was found."""
    report, contexts = Report(), options.pop("contexts", None)
    fragment = Fragment(value, (Origin("document", Location("page")),), **options)
    return expand(fragment, report, contexts), [finding.code for finding in report.findings]


SPELLINGS = (
    "https://schema.org", "https://schema.org/", "http://schema.org", "http://schema.org/",
    "https://www.schema.org", "//schema.org", "schema.org", " https://schema.org/ ",
    "https://Schema.org", "http://schema.org/docs/jsonldcontext.json",
    "https://schema.org/docs/jsonldcontext.jsonld", "https://schema.org/#",
    "https://schema.org/version/latest/schemaorgcontext.jsonld",
    {"@vocab": "https://schema.org/"}, {"@vocab": "http://schema.org"},
    {"@vocab": "https://www.schema.org/"}, ["https://schema.org", {"@language": "en"}],
)  # fmt: skip


def test_every_spelling_of_schema_org_is_understood() -> None:
    """The predicate is the same whichever way the context is written."""
    for spelling in SPELLINGS:
        found, codes = expanded({"@context": spelling, "@type": "Dataset", "name": "T"})
        (node,) = found.nodes
        assert node["@type"] == [f"{SCHEMA}Dataset"], spelling
        assert node[f"{SCHEMA}name"][0]["@value"] == "T", spelling
        assert codes == [], spelling


def test_a_prefix_for_the_https_namespace_is_the_same_vocabulary() -> None:
    """sc:name under https://schema.org/ is schema.org's name."""
    found, _ = expanded({"@context": {"sc": "https://schema.org/"}, "sc:name": "T"})
    assert f"{SCHEMA}name" in found.nodes[0]


def test_an_unknown_context_is_reported_and_the_rest_is_read() -> None:
    """Nothing is fetched, and the words that schema.org explains are not lost."""
    contexts = ["https://schema.org", "http://169.254.169.254/latest"]
    found, codes = expanded({"@context": contexts, "@type": "Dataset", "name": "T"})
    assert found.nodes[0][f"{SCHEMA}name"] == [{"@value": "T"}]
    assert codes == ["LD304"]


def test_a_context_that_the_user_gives_is_used() -> None:
    """--context makes an unknown address known."""
    own = {"https://a.example/c": {"@context": {"titel": f"{SCHEMA}name"}}}
    found, codes = expanded({"@context": "https://a.example/c", "titel": "T"}, contexts=own)
    assert found.nodes[0][f"{SCHEMA}name"] == [{"@value": "T"}]
    assert codes == []


def test_a_missing_context_is_schema_orgs_with_a_finding() -> None:
    """An object with a schema.org class and no context is read, and says so."""
    found, codes = expanded({"@type": "Dataset", "name": "T"})
    assert found.nodes[0]["@type"] == [f"{SCHEMA}Dataset"]
    assert codes == ["LD303"]


def test_every_node_keeps_its_place() -> None:
    """Expansion sorts keys and flattens; the pointers still lead to the objects."""
    document = {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "publisher": [{"name": "A"}, {"name": "B", "address": {"name": "C"}}],
    }
    found, _ = expanded(document)
    names = {
        value["@value"]: found.places[node["@id"]].pointer
        for node in nodes(found.nodes)
        for value in node.get(f"{SCHEMA}name", ())
    }
    assert names == {"A": "/publisher/0", "B": "/publisher/1", "C": "/publisher/1/address"}


def nodes(value: Json) -> list[Json]:
    """All node objects in expanded JSON-LD."""
    if isinstance(value, list):
        return [node for item in value for node in nodes(item)]
    if not isinstance(value, dict) or "@value" in value:
        return []
    return [value, *(node for item in value.values() for node in nodes(item))]


def test_labels_are_the_same_in_every_run_and_differ_between_documents() -> None:
    """A label is made of content and pointer."""
    one = {"@context": "https://schema.org", "name": "T", "about": {"name": "X"}}
    first, again = expanded(one)[0], expanded(one)[0]
    other = expanded({**one, "name": "U"})[0]
    assert first.nodes == again.nodes
    assert not {n["@id"] for n in nodes(first.nodes)} & {n["@id"] for n in nodes(other.nodes)}


def test_text_that_a_context_made_an_iri_is_text_again() -> None:
    """`CC BY 4.0` is no address below the page."""
    document = {"@context": "https://schema.org", "license": "CC BY 4.0", "url": "data.csv"}
    found, _ = expanded(document, base="https://a.example/dir/page")
    assert found.nodes[0][f"{SCHEMA}license"] == [{"@value": "CC BY 4.0"}]
    assert found.nodes[0][f"{SCHEMA}url"] == [{"@id": "https://a.example/dir/data.csv"}]


@pytest.mark.parametrize(
    "address", ["/d/1", "a.csv", "./a.csv", "../a.csv", "?id=1", "/a b/ü.csv", "/d#f"]
)
def test_a_relative_address_without_a_base_stays_as_it_is_written(address: str) -> None:
    """Resolving would take the slash at its beginning, and the page never wrote the rest."""
    page = {"@context": "https://schema.org/", "@type": "Dataset", "url": address}
    (node,) = expanded(page)[0].nodes
    assert node[f"{SCHEMA}url"] == [{"@value": address}]


def test_a_relative_id_without_a_base_names_nothing() -> None:
    """No base is invented; the node is nameless, with a finding, and keeps its statements."""
    found, codes = expanded({"@context": "https://schema.org", "@id": "#d", "name": "T"})
    assert found.nodes[0]["@id"].startswith("_:")
    assert codes == ["LD305"]


def test_language_maps_and_index_maps_are_no_nodes() -> None:
    """A mark inside a map would be read as an entry."""
    context = {
        "@vocab": SCHEMA,
        "name": {"@container": "@language"},
        "author": {"@container": "@index"},
    }
    document = {
        "@context": context,
        "name": {"en": "T", "de": "U"},
        "author": {"a": {"familyName": "A"}},
    }
    found, codes = expanded(document)
    (node,) = found.nodes
    assert {value["@language"] for value in node[f"{SCHEMA}name"]} == {"en", "de"}
    (author,) = node[f"{SCHEMA}author"]
    assert author[f"{SCHEMA}familyName"] == [{"@value": "A"}]
    assert codes == []


def test_reverse_properties_graphs_and_lists_survive_the_marks() -> None:
    """@reverse, @graph and @list objects are no nodes of their own."""
    document = {
        "@context": "https://schema.org",
        "@graph": [
            {"@id": "http://a/1", "creator": {"@list": [{"name": "A"}, {"name": "B"}]}},
            {"@id": "http://a/2", "@reverse": {"isPartOf": {"@id": "http://a/3", "name": "C"}}},
        ],
    }
    found, codes = expanded(document)
    one, two = found.nodes
    assert len(one[f"{SCHEMA}creator"][0]["@list"]) == 2
    assert two["@reverse"][f"{SCHEMA}isPartOf"][0]["@id"] == "http://a/3"
    assert codes == []


def test_a_document_too_deep_for_a_processor_is_a_finding() -> None:
    """Pyld recurses; 5,000 levels must not reach it."""
    value: Json = {"name": "T"}
    for _ in range(5000):
        value = {"about": value}
    found, codes = expanded({"@context": "https://schema.org", **value})
    assert found.nodes == []
    assert codes == ["LD301"]


def test_a_term_that_is_refused_is_a_finding_with_pylds_reason() -> None:
    """Of a cycle of two terms one is left out, and the reason is named."""
    report = Report()
    document = {"@context": {"a": "b:x", "b": "a:y"}, "a": "T", "@type": "Dataset"}
    (node,) = expand(Fragment(document, (Origin("document", Location("page")),)), report).nodes
    assert node["b:x"] == [{"@value": "T"}]
    (finding,) = report.findings
    assert (finding.code, finding.place.pointer) == ("LD326", "/@context/b")
    assert "cyclic IRI mapping" in finding.message


def test_a_wrapper_is_read_by_its_context() -> None:
    """The record inside and the portal's own keys are one node; 999 and `all` say nothing."""
    document = {
        "dataset_schema": {"@context": "https://schema.org", "@type": "Dataset", "name": "T"},
        "extra_data": {
            "harmony_id": "x/1",
            "country_codes": ["GB"],
            "start_year": 999,
            "sex": "all",
        },
        "parent": {},
        "ancestors": [{"dataset_schema": {"@type": "Dataset", "name": "P"}, "extra_data": {}}],
    }
    found, codes = expanded(document, portal="harmony")
    (node,) = found.nodes
    assert node[f"{SCHEMA}identifier"] == [{"@value": "x/1"}]
    assert node["urn:ld-convert:derived:spatialCoverage"] == [{"@value": "GB"}]
    assert [n[f"{SCHEMA}name"] for n in node[f"{SCHEMA}isPartOf"]] == [[{"@value": "P"}]]
    assert not {f"{SCHEMA}startDate", f"{SCHEMA}sex", f"{SCHEMA}gender"} & node.keys()
    assert codes == []


def test_a_property_of_a_wrapper_has_the_pointer_that_the_payload_has() -> None:
    """The pointer leads through dataset_schema or extra_data."""
    document = {"dataset_schema": {"@type": "Dataset", "name": "T"}, "extra_data": {"uuid": "u"}}
    found, _ = expanded(document, portal="harmony")
    keys = found.places[found.nodes[0]["@id"]].keys
    assert keys[f"{SCHEMA}name"] == "dataset_schema/name"
    assert keys[f"{SCHEMA}identifier"] == "extra_data/uuid"


def test_places_can_be_shown() -> None:
    """A place without a text is the source and the pointer."""
    found, _ = expanded({"@context": "https://schema.org", "about": {"name": "T"}})
    about = found.nodes[0][f"{SCHEMA}about"][0]["@id"]
    assert str(place(found.places[about])) == "page /about"


@pytest.mark.parametrize(
    ("member", "pointers"),
    [
        ('"creator": {"@id": null, "name": "A"}', ["/creator/@id"]),
        ('"creator": {"id": 5, "name": "A"}', ["/creator/id"]),
        ('"creator": [{"name": "A"}, {"@type": null, "name": "B"}]', ["/creator/1/@type"]),
        ('"creator": {"@type": ["Person", 4], "name": "A"}', ["/creator/@type"]),
        ('"creator": {"@type": {"@id": "Person"}, "name": "A"}', ["/creator/@type"]),
        ('"license": {"@id": ["http://a/", "http://b/"]}', ["/license/@id"]),
        ('"keywords": {"@value": ["T", "U"]}', ["/keywords/@value"]),
        ('"keywords": {"@value": {"a": 1}}', ["/keywords/@value"]),
        ('"keywords": {"@value": "x", "@language": 5}', ["/keywords/@language"]),
        ('"keywords": {"@value": 5, "@language": "en"}', ["/keywords/@language"]),
        ('"keywords": {"@value": "x", "@language": "en", "@type": "Text"}', ["/keywords/@type"]),
        ('"keywords": {"@value": "x", "@direction": "up"}', ["/keywords/@direction"]),
        ('"keywords": {"@value": "x", "name": "y"}', ["/keywords/name"]),
        ('"keywords": {"@set": ["x"], "name": "y"}', ["/keywords/name"]),
        ('"@graph": "x", "@included": 4, "@nest": 1', ["/@graph", "/@included", "/@nest"]),
        ('"@reverse": {"about": 5}', ["/@reverse"]),
        ('"@index": 5', ["/@index"]),
    ],
)
def test_a_value_that_a_keyword_cannot_have_costs_that_value(
    member: str, pointers: list[str]
) -> None:
    """A processor refuses the document; here the dataset stays (LD325)."""
    text = f'{{"@context": "https://schema.org/", "@type": "Dataset", "name": "T", {member}}}'
    report = Report()
    fragment = Fragment(json.loads(text), (Origin("document", Location("page")),))
    (node,) = expand(fragment, report).nodes
    assert node["@type"] == [f"{SCHEMA}Dataset"]
    assert node[f"{SCHEMA}name"] == [{"@value": "T"}]
    found = [(finding.code, finding.place.pointer) for finding in report.findings]
    assert found == [("LD325", pointer) for pointer in pointers]


def test_what_fits_beside_an_unfit_keyword_is_read() -> None:
    """The class that is named by a reference, the texts of an array, the name of a person."""
    found, _ = expanded({
        "@context": "https://schema.org/",
        "@type": {"@id": "Dataset"},
        "keywords": {"@value": ["T", "U"]},
        "creator": {"@id": None, "name": "A"},
    })  # fmt: skip
    (node,) = found.nodes
    assert node["@type"] == [f"{SCHEMA}Dataset"]
    assert node[f"{SCHEMA}keywords"] == [{"@value": "T"}, {"@value": "U"}]
    assert node[f"{SCHEMA}creator"][0][f"{SCHEMA}name"] == [{"@value": "A"}]


@pytest.mark.parametrize(
    ("context", "member", "pointers"),
    [
        ('{"unused": 5}', "", ["LD326 /@context/1/unused"]),
        ('{"@version": 1.0}', "", ["LD326 /@context/1/@version"]),
        ('{"@language": 5}', "", ["LD326 /@context/1/@language"]),
        ('{"x": {"@id": "schema:x", "@container": 1}}', "", ["LD326 /@context/1/x/@container"]),
        ('{"Dataset": {"@context": 5}}', "", ["LD326 /@context/1/Dataset/@context"]),
        ("7", "", ["LD326 /@context/1"]),
        ("{}", ', "id": "y"', ["LD325 /id"]),
        (
            "{}",
            ', "creator": {"@context": {"@type": "@id"}, "name": "A"}',
            [
                "LD326 /creator/@context/@type",
            ],
        ),
        (
            "{}",
            ', "creator": [{"name": "A"}, {"@context": 5, "name": "B"}]',
            [
                "LD326 /creator/1/@context",
            ],
        ),
        ("{}", ', "dateCreated": {"@value": "2020", "@type": "a b"}', ["LD326 /dateCreated/@type"]),
    ],
)
def test_a_member_that_a_processor_refuses_costs_that_member(
    context: str, member: str, pointers: list[str]
) -> None:
    """The dataset, its class and its name stay; the finding stands at the member."""
    named = f'"@id": "https://a.example/d", "@type": "Dataset", "name": "T"{member}'
    text = f'{{"@context": ["https://schema.org/", {context}], {named}}}'
    report = Report()
    fragment = Fragment(json.loads(text), (Origin("document", Location("page")),))
    (node,) = expand(fragment, report).nodes
    assert node["@id"] == "https://a.example/d"
    assert node["@type"] == [f"{SCHEMA}Dataset"]
    assert node[f"{SCHEMA}name"] == [{"@value": "T"}]
    assert [f"{found.code} {found.place.pointer}" for found in report.findings] == pointers


def test_a_context_of_which_nothing_is_left_gives_way_to_schema_org() -> None:
    """As for a context that is not at hand: the words of such a page are mostly schema.org's."""
    found, codes = expanded(
        [
            {"@context": {"@vocab": 5}, "@type": "Dataset", "name": "T"},
            {"@context": 5, "@type": "Dataset", "name": "U"},
        ]
    )
    assert [node[f"{SCHEMA}name"] for node in found.nodes] == [[{"@value": "T"}], [{"@value": "U"}]]
    assert codes == ["LD326", "LD326"]


def test_one_bad_node_of_many_costs_little_time() -> None:
    """The places of the nodes behind it stay right."""
    graph: list[Json] = [{"@type": "Dataset", "@id": f"https://a/{i}"} for i in range(2000)]
    graph[1000] = {"@context": {"name": 5}, "@type": "Dataset", "@id": "https://a/1000"}
    found, codes = expanded({"@context": "https://schema.org/", "@graph": graph})
    assert len(found.nodes) == 2000
    assert codes == ["LD326"]
    assert found.places["https://a/1999"].pointer == "/@graph/1999"


@pytest.mark.parametrize(
    "name",
    ["10.5555/abc.1", "doi.org/10.5555/abc.1", "//dx.doi.org/10.5555/abc.1", "DOI: 10.5555/abc.1"],
)
@pytest.mark.parametrize(
    "context",
    ["https://schema.org/", {"@vocab": SCHEMA, "n": {"@id": "n:", "@container": "@list"}}],
)
def test_a_bare_doi_as_id_is_the_dois_iri(name: str, context: Json) -> None:
    """The node and the references to it stay one, whether pyld or our own walk expands them."""
    report = Report()
    document = {
        "@context": context,
        "@graph": [
            {"@id": name, "@type": "Dataset", "n": 1},
            {"@id": "https://a.example/2", "isPartOf": {"@id": name}},
        ],
    }
    fragment = Fragment(document, (Origin("document", Location("page")),), "https://a.example/p")
    one, two = expand(fragment, report).nodes
    assert one["@id"] == "https://doi.org/10.5555/abc.1"
    assert two[f"{SCHEMA}isPartOf"] == [{"@id": "https://doi.org/10.5555/abc.1"}]
    (finding,) = (finding for finding in report.findings if finding.code == "LD327")
    assert finding.place.pointer == "/@graph/0/@id"


def test_an_absolute_id_with_a_doi_in_it_stays() -> None:
    """A portal's own page under the DOI is that page."""
    found, codes = expanded(
        {
            "@context": "https://schema.org/",
            "@id": "https://a.example/10.5555/abc.1",
            "@type": "Dataset",
            "name": "T",
        }
    )
    assert [node["@id"] for node in found.nodes] == ["https://a.example/10.5555/abc.1"]
    assert codes == []


@pytest.mark.parametrize(
    ("context", "key"),
    [
        ({"cr": "https://mlcommons.org/croissant/"}, "cr:md5"),
        ({"cr": "http://mlcommons.org/croissant"}, "cr:md5"),
        ({"cr": {"@id": "https://mlcommons.org/croissant/", "@prefix": True}}, "cr:md5"),
        ({"md5": "https://mlcommons.org/croissant/md5"}, "md5"),
        ({"@vocab": "https://mlcommons.org/croissant/"}, "md5"),
        ({}, "https://mlcommons.org/croissant/md5"),
    ],
)
def test_a_known_namespace_is_known_in_other_spellings(context: Json, key: str) -> None:
    """Pages write Croissant's with https, and without the slash at its end."""
    cls = "https://mlcommons.org/croissant/FileObject"
    found, _ = expanded({"@context": context, "@type": cls, "@id": "https://a.example/f", key: "x"})
    (node,) = found.nodes
    assert node["@type"] == ["http://mlcommons.org/croissant/FileObject"]
    assert node["http://mlcommons.org/croissant/md5"] == [{"@value": "x"}]


def test_an_address_under_a_known_namespace_stays_as_the_page_writes_it() -> None:
    """Only properties and classes are names; a value is what the page leads to."""
    found, _ = expanded(
        {
            "@context": "https://schema.org/",
            "@type": "Dataset",
            "url": "https://mlcommons.org/croissant/x",
        }
    )
    (node,) = found.nodes
    assert node[f"{SCHEMA}url"] == [{"@id": "https://mlcommons.org/croissant/x"}]


def test_a_context_that_imports_ours_changes_nothing_for_the_next_document() -> None:
    """What imports is written into what is imported, by pyld; here each document has a copy."""
    plain = {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "name": "T",
        "creator": {"id": 5},
    }
    imported = {
        "@import": "https://schema.org/",
        "@propagate": False,
        "name": "https://x.example/n",
    }
    one, two = (
        Fragment({**plain, "@context": context}, (Origin("document", Location("page")),))
        for context in (imported, plain["@context"])
    )
    before = expand(two, Report()).nodes
    (node,) = expand(one, Report()).nodes
    assert "https://x.example/n" in node
    assert expand(two, Report()).nodes == before
    assert before


@pytest.mark.parametrize("base", [None, "https://page.example/a/b"])
def test_words_where_an_address_is_expected_are_the_pages_own(base: str | None) -> None:
    """A bracket in them or not: no part of the page's address, or of one made up, is put before."""
    words = "This work is licensed under Creative Commons Attribution (CC-BY) 4.0"
    document = {"@context": "https://schema.org/", "@type": "Dataset", "license": words}
    found = Fragment(document, (Origin("document", Location("page")),), base)
    (node,) = expand(found, Report()).nodes
    assert node["http://schema.org/license"] == [{"@value": words}]


def test_thousands_of_contexts_of_one_page_are_not_all_kept() -> None:
    """Each is as large as all that it extends: together they grow with their number squared."""
    own = resolver({}, loader({}), {})
    own.resolve({}, [{f"t{number}": "https://a.example/"} for number in range(1_000)], "")
    assert len(own.per_op_cache) <= MOST_PROCESSED
