from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import DCAT, DCTERMS, OWL, RDF, Literal, URIRef

from ld_convert.expand import expand
from ld_convert.findings.report import Report
from ld_convert.identify import _part_from_itself, identify
from ld_convert.identify.groups import Group, group_things
from ld_convert.identify.policies import order
from ld_convert.identify.things import Thing
from ld_convert.model import Capture, Expanded, Fragment, Json, Location, Origin
from ld_convert.pipeline import convert_page
from ld_convert.settings import Settings, UsageError
from ld_convert.vocab.views import views

BASE = "https://data.example/"
PAGE = "https://portal.example/items/one"


def named(*documents: Json, page: str | None = None) -> tuple[list[Expanded], list[str], list[str]]:
    """The expanded documents, the name of each one's first node, and the codes of findings."""
    report = Report()
    found = [
        expand(Fragment({"@context": "https://schema.org", **document}, (origin(i),)), report, None)
        for i, document in enumerate(documents)
    ]
    names = identify(found, page, BASE, report).names
    first = [expanded.nodes[0]["@id"] for expanded in found]
    return found, [names.get(i, i) for i in first], [f.code for f in report.findings]


def origin(number: int) -> Origin:
    return Origin("document", Location(f"page{number}"))


def dataset(name: str, **more: Json) -> Json:
    return {"@type": "Dataset", "name": name, **more}


def test_an_absolute_id_is_the_name() -> None:
    """Nothing replaces what the page says."""
    assert named(dataset("T", **{"@id": "http://a/1"}), page=PAGE)[1] == ["http://a/1"]


def test_a_page_that_is_the_datasets_own_gives_the_name() -> None:
    """The page's address is among the dataset's, with or without a final slash."""
    other = dataset("U", url="https://portal.example/items/two")
    _, names, _ = named(dataset("T", url=PAGE + "/"), other, page=PAGE)
    assert names == [f"{PAGE}#dataset", "https://portal.example/items/two#dataset"]


def test_a_page_with_two_datasets_names_neither() -> None:
    """A list is the page of none of its entries, be they from elsewhere."""
    one, two = (dataset(name, url=f"https://o.example/{name}") for name in "TU")
    _, names, _ = named(one, two, page=PAGE)
    assert names == ["https://o.example/T#dataset", "https://o.example/U#dataset"]


def test_only_nameless_things_that_say_the_same_are_one() -> None:
    """Two values of a dataset stay two, and one that stands twice is one."""
    first, second = ({"@type": "PropertyValue", "value": str(number)} for number in (1, 2))
    document = dataset("T", variableMeasured=[first, second, dict(first)])
    report = Report()
    found = expand(Fragment({"@context": "https://schema.org", **document}, (origin(0),)), report)
    names = identify([found], None, BASE, report).names
    labels = [node["@id"] for node in found.nodes[0]["http://schema.org/variableMeasured"]]
    one, two, three = (names.get(label, label) for label in labels)
    assert one == three != two


def test_the_only_dataset_of_a_page_is_named_by_the_page() -> None:
    """Its own url leads elsewhere, as in catalogues of catalogues."""
    assert named(dataset("T", url="http://source/1"), page=PAGE)[1] == [f"{PAGE}#dataset"]


def test_the_main_entity_of_a_page_is_named_by_the_page() -> None:
    """A WebPage is about it, and is no thing that it is a part of; another work may be."""
    for outer, is_named in (("WebPage", True), ("ItemPage", True), ("Book", False)):
        document = {"@type": outer, "name": "P", "mainEntity": dataset("T")}
        found, _, _ = named(document, page=PAGE)
        inner = found[0].nodes[0]["http://schema.org/mainEntity"][0]["@id"]
        names = identify(found, PAGE, BASE, Report()).names
        assert (names[inner] == f"{PAGE}#dataset") is is_named


def test_without_an_address_the_name_is_a_hash_of_what_is_said() -> None:
    """The same name for the same statements, in whatever page."""
    one, two = named(dataset("T"))[1], named(dataset("T"))[1]
    assert one == two
    assert one[0].startswith(f"{BASE}dataset/")
    assert named(dataset("U"))[1] != one


def test_a_service_without_an_address_is_named_by_what_is_said_of_it() -> None:
    """The name of a service is the same in every run, and another for another service."""
    tides, waves = ({"@type": "WebAPI", "name": name} for name in ("Tides", "Waves"))
    (one,), (two,), (other,) = (named(document)[1] for document in (tides, tides, waves))
    assert one == two != other
    assert one.startswith(f"{BASE}service/")


def test_what_stands_before_a_reversed_property_is_named_like_any_other() -> None:
    """A dataset and a series that JSON-LD writes inside of what they are about."""
    before = {"isBasedOn": dataset("U"), "hasPart": {"@type": "CreativeWorkSeries", "name": "S"}}
    found, _, _ = named(dataset("T", **{"@reverse": before}))
    names = set(identify(found, None, BASE, Report()).names.values())
    assert f"{BASE}series/s" in names
    assert len([name for name in names if name.startswith(f"{BASE}dataset/")]) == 2


def test_a_nameless_way_to_a_file_gets_a_name_only_if_a_catalogue_lists_it() -> None:
    """In DCAT; the mapping makes such services, too, and a second run finds them as they were."""
    service = {"@id": "_:s", "@type": f"{DCAT}DataService", f"{DCAT}keyword": "tides"}
    file = {"@id": f"{PAGE}#f", f"{DCAT}accessService": service}
    catalogue = {"@id": f"{PAGE}#c", f"{DCAT}service": {"@id": "_:s"}}
    for nodes, is_named in (([file], False), ([file, catalogue], True), ([service], True)):
        found, _, _ = named({"@graph": nodes})
        names = identify(found, PAGE, BASE, Report()).names
        assert any(name.startswith(f"{BASE}service/") for name in names.values()) is is_named


@pytest.mark.parametrize(
    "said",
    [
        {"identifier": "7"},
        {"description": "Levels of a river, measured every hour at four gauges since 1970."},
        {"license": "https://creativecommons.org/licenses/by/4.0/"},
        {"distribution": {"@type": "DataDownload", "contentUrl": "https://a.example/f.csv"}},
    ],
    ids=lambda said: next(iter(said)),
)
def test_a_name_made_of_statements_tells_apart_what_differs(said: Json) -> None:
    """Two datasets of one title on two pages do not share a name if one says more."""
    assert named(dataset("T"))[1] != named(dataset("T", **said))[1]


def test_two_records_of_one_name_in_two_fragments_are_one_dataset() -> None:
    """A page's JSON-LD and the record in a component's properties name it alike."""
    _, names, _ = named(dataset("T  x", url="http://a/1"), dataset("t X", url="http://b/2"))
    assert len(set(names)) == 1


def test_identifiers_that_differ_keep_two_records_apart() -> None:
    """A name is not enough against two identifiers."""
    _, names, _ = named(dataset("T", identifier="1"), dataset("T", identifier="2"))
    assert len(set(names)) == 2


def test_ids_that_differ_keep_two_records_apart() -> None:
    """Two IRIs are two things."""
    one, two = dataset("T", **{"@id": "http://a/1"}), dataset("T", **{"@id": "http://a/2"})
    assert named(one, two)[1] == ["http://a/1", "http://a/2"]


def test_a_record_without_an_id_is_one_with_the_record_that_has_an_id() -> None:
    """It does not matter which of them comes first; a third with another @id is apart."""
    bare, known = dataset("T"), dataset("T", **{"@id": "http://a/1"})
    assert named(bare, known)[1] == named(known, bare)[1] == ["http://a/1"] * 2
    assert named(bare, known, dataset("T", **{"@id": "http://a/2"}))[1][2] == "http://a/2"


def test_a_dataset_is_not_one_with_a_part_of_the_same_name() -> None:
    """A study and its first wave often share a title."""
    found, names, _ = named(dataset("T", hasPart=dataset("T", url="http://a/part")))
    part = found[0].nodes[0]["http://schema.org/hasPart"][0]["@id"]
    assert names[0] != part


def test_two_datasets_with_one_address_are_reported_and_kept_apart() -> None:
    """The second is named by its content."""
    url = "http://a/list"
    _, names, codes = named(dataset("T", url=url), dataset("U", url=url))
    assert names[0] == f"{url}#dataset"
    assert names[1].startswith(f"{BASE}dataset/")
    assert codes == ["LD306"]


def test_a_part_and_a_whole_that_differ_are_no_circle() -> None:
    """Only a thing that is the part and the whole of one dataset is told (LD315)."""
    below, above = {"@id": "http://a/below"}, {"@id": "http://a/above"}
    assert named(dataset("T", hasPart=below, isPartOf=above))[2] == []
    assert named(dataset("T", hasPart=below, isPartOf=below))[2] == ["LD315"]


def test_the_members_of_a_list_are_named_like_other_values() -> None:
    """A text and a bare address among them are no things."""
    office = {"@type": "Organization", "name": "Office"}
    members = ["Ann", office, {"@id": "http://a/x"}, {"@value": "Eve", "@language": "en"}]
    (found,), _, _ = named(dataset("T", creator={"@list": members}))
    (creators,) = found.nodes[0]["http://schema.org/creator"]
    names = identify([found], None, BASE, Report()).names
    assert names[creators["@list"][1]["@id"]] == f"{BASE}agent/office"


def test_agents_are_named_by_their_name() -> None:
    """Upper and lower case, spaces and punctuation do not make two."""
    _, names, _ = named(
        {"@type": "Organization", "name": "Office for  Statistics"},
        {"@type": "Organization", "name": "office for statistics"},
    )
    assert names == [f"{BASE}agent/office-for-statistics"] * 2


ADA, EVE = "https://orcid.org/0000-0002-1825-0097", "https://orcid.org/0000-0001-5109-3700"
OFFICE, BY_NAME = "https://ror.org/04z8jg394", f"{BASE}agent/x"


@pytest.mark.parametrize(
    ("said", "iri"),
    [
        ({"identifier": ADA}, ADA),
        ({"identifier": "orcid:0000-0002-1825-0097"}, ADA),
        ({"identifier": {"propertyID": "ORCID", "value": "0000-0002-1825-0097"}}, ADA),
        ({"sameAs": ["https://a.example/ada", "http://www.orcid.org/0000-0002-1825-0097"]}, ADA),
        ({"@type": "Organization", "url": OFFICE}, OFFICE),
        ({"identifier": [ADA, EVE]}, BY_NAME),
        ({"identifier": "0000-0002-1825-0098"}, BY_NAME),
        ({"identifier": "https://doi.org/10.13039/1", "sameAs": "https://a.example/x"}, BY_NAME),
        ({"@id": "https://a.example/x", "identifier": ADA}, "https://a.example/x"),
        ({"@id": "http://orcid.org/0000-0002-1825-0097/"}, ADA),
    ],
)
def test_an_agent_is_named_by_its_one_registered_identifier(said: Json, iri: str) -> None:
    """Two people of one name are two; a wrong check digit and two of them are none."""
    _, (name,), _ = named({"@type": "Person", "name": "X", **said})
    assert name == iri


def test_one_person_is_one_under_two_names() -> None:
    """Beside another of one of these names."""
    people = [("A. Berg", ADA), ("Ada Berg", ADA), ("A. Berg", EVE)]
    _, names, _ = named(*({"@type": "Person", "name": n, "identifier": i} for n, i in people))
    assert names == [ADA, ADA, EVE]


def test_an_agent_is_not_said_to_be_itself() -> None:
    """Its IRI is the one that the page calls the same as it."""
    page = dataset("T", creator={"@type": "Person", "name": "Ada", "sameAs": ADA})
    page |= {"@context": "https://schema.org", "@id": "https://a.example/d"}
    graph = convert_page(Capture("p", json.dumps(page).encode(), "json"), Settings()).graph
    assert (URIRef("https://a.example/d"), DCTERMS.creator, URIRef(ADA)) in graph
    assert (None, OWL.sameAs, None) not in graph


def test_an_agent_without_a_class_is_an_agent_by_its_property() -> None:
    """What stands under creator is an agent, whatever it says of itself."""
    found, _, _ = named(dataset("T", creator={"name": "Ada"}))
    report = Report()
    names = identify(found, None, BASE, report).names
    assert f"{BASE}agent/ada" in names.values()


def test_one_id_for_a_dataset_and_a_catalogue_is_reported() -> None:
    """One IRI is one thing."""
    iri = {"@id": "http://a/1"}
    catalogue = {"@type": "DataCatalog", "name": "C", **iri}
    assert named(dataset("T", **iri), catalogue)[2] == ["LD307", "LD310"]


def test_equal_nameless_nodes_under_one_property_are_one() -> None:
    """Two records that are one dataset bring each place twice."""
    place = {"@type": "Place", "name": "England"}
    found, _, _ = named(
        dataset("T", spatialCoverage=place), dataset("T", spatialCoverage=place, x="y")
    )
    names = identify(found, None, BASE, Report()).names
    first, second = (e.nodes[0]["http://schema.org/spatialCoverage"][0]["@id"] for e in found)
    assert names.get(second, second) == names.get(first, first)


def ordered(sources: str, *documents: Json, page: str | None = None) -> tuple[list[str], list[str]]:
    """The names of documents' first nodes with --iri-from, and the codes of findings."""
    report = Report()
    found = [
        expand(Fragment({"@context": "https://schema.org", **document}, (origin(i),)), report, None)
        for i, document in enumerate(documents)
    ]
    names = identify(found, page, BASE, report, order([sources])).names
    first = [expanded.nodes[0]["@id"] for expanded in found]
    return [names.get(i, i) for i in first], [f.code for f in report.findings]


RICH = {"@id": "http://a/1", "url": "http://b/1", "identifier": "doi:10.5555/X1"}


@pytest.mark.parametrize(
    ("sources", "name"),
    [
        ("id", "http://a/1"),
        ("page", f"{PAGE}#dataset"),
        ("url", "http://b/1#dataset"),
        ("doi", "https://doi.org/10.5555/x1"),
        ("doi,page", "https://doi.org/10.5555/x1"),
    ],
)
def test_the_user_says_where_a_name_comes_from(sources: str, name: str) -> None:
    """Each source, also before the @id."""
    assert [n.lower() for n in ordered(sources, dataset("T", **RICH), page=PAGE)[0]] == [name]


def test_a_source_that_gives_nothing_is_passed_over() -> None:
    """Without a DOI the usual order holds."""
    assert ordered("doi", dataset("T", **{"@id": "http://a/1"}))[0] == ["http://a/1"]


def test_a_hash_that_the_user_asks_for_comes_before_an_id() -> None:
    """All names are ours then."""
    (name,), _ = ordered("hash", dataset("T", **RICH))
    assert name.startswith(f"{BASE}dataset/")


def test_a_doi_is_found_in_a_property_value() -> None:
    """As science-on-schema.org writes it."""
    identifier = {"@type": "PropertyValue", "propertyID": "doi", "value": "10.5555/x1"}
    assert ordered("doi", dataset("T", identifier=identifier))[0] == ["https://doi.org/10.5555/x1"]


def test_a_source_that_does_not_exist_is_the_users_mistake() -> None:
    """The message names those that do."""
    with pytest.raises(UsageError, match="id, page, url, doi, hash"):
        order(["title"])


def test_a_doi_shared_by_a_study_and_its_files_merges_nothing() -> None:
    """By default it is an identifier only; as a source of names it names the first."""
    doi = {"identifier": "https://doi.org/10.5555/x1"}
    documents = [dataset(name, **doi) for name in ("Study", "File 1", "File 2")]
    usual, codes = ordered("", *documents)
    assert (len(set(usual)), codes) == (3, [])
    by_doi, codes = ordered("doi", *documents)
    assert (len(set(by_doi)), codes) == (3, ["LD306", "LD306"])
    assert by_doi[0] == "https://doi.org/10.5555/x1"


def test_an_id_belongs_to_the_dataset_that_has_it() -> None:
    """A file with the study's DOI comes first, and does not take the study's name."""
    file = dataset("File", identifier="10.5555/x1")
    study = dataset("Study", **{"@id": "https://doi.org/10.5555/x1"})
    names, codes = ordered("doi", file, study)
    assert names[1] == "https://doi.org/10.5555/x1"
    assert names[0] != names[1]
    assert codes == ["LD306"]


def test_a_part_with_the_title_and_the_doi_of_the_whole_is_another_thing() -> None:
    """A dataset inside another is never that other."""
    inner = dataset("T", identifier="10.5555/x1")
    outer = dataset("T", identifier="10.5555/x1", hasPart=inner)
    report = Report()
    fragment = Fragment({"@context": "https://schema.org", **outer}, (origin(0),))
    found = expand(fragment, report, None)
    names = identify([found], None, BASE, report).names
    part = found.nodes[0]["http://schema.org/hasPart"][0]["@id"]
    assert names.get(part, part) != names.get(found.nodes[0]["@id"])


def test_a_part_that_turns_out_to_be_the_thing_itself_is_told_and_goes() -> None:
    """A record without @id names the other record of its dataset as its part or its whole."""
    iri = {"@id": "http://a/1"}
    for link in ("hasPart", "isPartOf"):
        found, names, codes = named(
            dataset("T", **iri), dataset("T", **{link: [iri, "http://a/2"]})
        )
        assert (names, codes) == (["http://a/1"] * 2, ["LD309", "LD315"])
        parts = found[1].nodes[0][f"http://schema.org/{link}"]
        assert [part.get("@id", part.get("@value")) for part in parts] == ["http://a/2"]
    assert named(dataset("T", **iri), dataset("T", hasPart="http://a/2"))[2] == ["LD309"]


@pytest.mark.parametrize("placed", [0, 1, None])
def test_what_is_said_of_such_a_part_stays_in_its_own_document(placed: int | None) -> None:
    """Records of one key are one thing; a part of which no place is known goes to the first."""
    report = Report()
    part: Json = {
        "@id": "http://a/2",
        "@type": ["http://schema.org/Dataset"],
        "x": [{"@value": "X"}],
    }
    whole: Json = {"@id": "http://a/1", "http://schema.org/hasPart": [part]}
    here = [Expanded([], {"http://a/0": Location("p")}, "a"), Expanded([whole], {}, "b")]
    here[1].places["http://a/1"] = Location("p")
    if placed is not None:
        here[placed].places["http://a/2"] = Location("p")
    things = [Thing(str(node["@id"]), views()["dataset"], Location("p"), nodes=[node])
              for node in (whole, part)]  # fmt: skip
    _part_from_itself(things, here, report)
    assert whole["http://schema.org/hasPart"] == []
    assert here[placed or 0].nodes[-1:] == [part]
    assert sum(len(one.nodes) for one in here) == 2
    assert [f.code for f in report.findings] == ["LD315"]


def test_a_dataset_that_also_stands_in_a_catalogue_is_not_the_only_one_of_its_page() -> None:
    """The page may be the catalogue's; a dataset that stands in nothing has the page's name."""
    listed = {"@type": "DataCatalog", "name": "C", "dataset": dataset("T")}
    _, names, _ = named(dataset("T"), listed, page=PAGE)
    assert names[0].startswith(f"{BASE}dataset/")
    assert named(dataset("T"), {"@type": "DataCatalog", "name": "C"}, page=PAGE)[1][0] == (
        f"{PAGE}#dataset"
    )


def test_a_name_that_is_another_thing_s_address_is_given_to_nobody_else() -> None:
    """An agent called so gets a name of what is said of it."""
    office = {"@type": "Organization", "name": "Office"}
    _, names, _ = named(dataset("T", **{"@id": f"{BASE}agent/office"}), office)
    assert names[0] == f"{BASE}agent/office"
    assert names[1] not in (names[0], "")
    assert names[1].startswith(f"{BASE}agent/")


def test_the_warning_of_a_joined_title_names_the_first_place() -> None:
    """Of three descriptions of one title the second and the third are taken for the first."""
    report = Report()
    things = [Thing(f"_:{n}", views()["dataset"], Location(f"p{n}"), {n}, names=["T"])
              for n in range(3)]  # fmt: skip
    assert len(group_things(things, report)) == 1
    assert ["p0" in f.message for f in report.findings] == [True, True]


def test_titles_contradict_only_within_one_language() -> None:
    """Or beside one without a language, and in one node only if it has none itself (LD310)."""

    def told(*titles: Json) -> list[str]:
        return named(*(dataset(t, **{"@id": "http://a/1"}) for t in titles))[2]

    english, german = {"@value": "T", "@language": "en"}, {"@value": "U", "@language": "de"}
    assert told("T", "t ") == told("T") == told(english, german) == told([english, german]) == []
    assert told("T", "U") == told(["T", "U"]) == told(english, {**german, "@language": "en"})
    assert told("T", "U") == ["LD310"]
    assert told("T", german) == told(german, "T") == ["LD310"]
    assert told(["T", german]) == []


def test_the_first_of_several_titles_that_contradict_is_named() -> None:
    """In the order of the page, not of the alphabet."""
    report = Report()
    titles: list[Json] = [
        {"@value": "B", "@language": "en"},
        {"@value": "A", "@language": "de"},
        "C",
    ]
    documents = [dataset(title, **{"@id": "http://a/1"}) for title in titles]
    found = [
        expand(Fragment({"@context": "https://schema.org", **one}, (origin(i),)), report, None)
        for i, one in enumerate(documents)
    ]
    identify(found, None, BASE, report)
    (told,) = [finding.message for finding in report.findings]
    assert "'B' and 'C'" in told


def test_a_copy_under_a_key_of_the_portal_s_own_is_the_record_itself() -> None:
    """`cache` is no property of a dataset: what stands there is no part of it."""
    outer = dataset("T", cache={"k": [dataset("T", description="About T")]})
    report = Report()
    found = expand(
        Fragment({"@context": "https://schema.org", **outer}, (origin(0),)), report, None
    )
    names = identify([found], None, BASE, report).names
    assert {iri for iri in names.values() if "/dataset/" in iri} == {names[found.nodes[0]["@id"]]}
    assert sum("/dataset/" in iri for iri in names.values()) == 2


def apart(one: Thing, other: Thing) -> bool:
    """The rule for two things: an IRI, identifier, address or place inside sets them apart."""
    if not one.blank and not other.blank:
        return True
    identified = one.identifiers and other.identifiers and not one.identifiers & other.identifiers
    inside = one.id in other.above or other.id in one.above
    addressed = one.urls and other.urls and not set(one.urls) & set(other.urls)
    return bool(identified or inside or (addressed and one.fragments & other.fragments))


FEW = st.sets(st.sampled_from("abc"), max_size=2)
MADE = st.tuples(st.sets(st.integers(0, 2), min_size=1), FEW, FEW, FEW, st.booleans())


@given(st.lists(MADE, min_size=1, max_size=6))
def test_a_group_takes_what_nothing_sets_apart_from_any_of_it(made: list[Json]) -> None:
    """What a group keeps of its things gives the same answer as comparing with each of them."""
    *things, last = [
        Thing(
            f"{'http:' if has_iri else '_:'}{number}",
            views()["agent"],
            Location("page"),
            fragments,
            {f"_:{'abc'.index(letter)}" for letter in above},
            [],
            identifiers,
            sorted(urls),
        )
        for number, (fragments, above, identifiers, urls, has_iri) in enumerate(made)
    ]
    group = Group()
    for thing in things:
        group.add(thing)
    assert group.takes(last) == (not any(apart(last, thing) for thing in things))


@pytest.mark.parametrize("url", ["", " ", "not a url", "Title: not a url", "/sets/1"])
def test_a_url_that_is_no_address_names_no_dataset(url: str) -> None:
    """The dataset gets a hash, and stays."""
    page = {"@context": "https://schema.org/", "@type": "Dataset", "name": "T", "url": url}
    capture = Capture("page.json", json.dumps(page).encode(), "json")
    done = convert_page(capture, Settings())
    (dataset,) = done.graph.subjects(RDF.type, DCAT.Dataset)
    assert str(dataset).startswith("urn:ld-convert:dataset/")
    assert (dataset, DCTERMS.title, Literal("T")) in done.graph
