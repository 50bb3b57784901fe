from __future__ import annotations

from pathlib import Path

import pytest
from rdflib import DCTERMS, FOAF, RDF, SKOS, XSD, Graph, Literal, Namespace, URIRef

from ld_convert import UsageError
from ld_convert.expand import expand
from ld_convert.findings.report import Report
from ld_convert.identify import identify
from ld_convert.mapping import Mapped, map_graph
from ld_convert.mapping.plan import load_plan
from ld_convert.mapping.rules import load_rules
from ld_convert.model import Fragment, Json, Location, Origin, Text
from ld_convert.rdf.from_nodes import to_graph
from ld_convert.vocab.namespaces import EU
from ld_convert.vocab.profiles import profile_names
from ld_convert.vocab.views import views

DCAT = Namespace("http://www.w3.org/ns/dcat#")
ADMS = Namespace("http://www.w3.org/ns/adms#")
BASE = "https://data.example/"
D = URIRef("http://a/d")


def mapped(**properties: Json) -> tuple[Mapped, list[str]]:
    """What becomes of a dataset with some properties, and the codes of findings."""
    report = Report()
    document = {
        "@context": "https://schema.org",
        "@id": str(D),
        "@type": "Dataset",
        "name": "T",
        **properties,
    }
    origin = Origin("document", Location("page", Text.whole(b"{}")))
    expanded = [expand(Fragment(document, (origin,)), report)]
    names = identify(expanded, None, BASE, report).names
    described = to_graph(expanded, names, report)
    result = map_graph(described, load_plan(), BASE, report)
    return result, [finding.code for finding in report.findings]


def graph(**properties: Json) -> Graph:
    return mapped(**properties)[0].graph


def test_a_dataset_is_a_dcat_dataset_and_a_resource() -> None:
    """The shapes ask for dcat:Resource on a record's primary topic, without inference."""
    assert set(graph().objects(D, RDF.type)) == {DCAT.Dataset, DCAT.Resource}


def test_an_abstract_is_a_description_only_where_there_is_none() -> None:
    """A rule with [else] waits for the ones before it."""
    assert list(graph(abstract="A").objects(D, DCTERMS.description)) == [Literal("A")]
    both = graph(abstract="A", description="B")
    assert list(both.objects(D, DCTERMS.description)) == [Literal("B")]


def test_of_several_dates_the_first_issue_and_the_last_change_count() -> None:
    """DCAT-AP allows one of each."""
    found = graph(datePublished=["2020-05-01", "2019"], dateModified=["2020-05-01", "2021-01"])
    assert list(found.objects(D, DCTERMS.issued)) == [Literal("2019", datatype=XSD.gYear)]
    modified = [Literal("2021-01", datatype=XSD.gYearMonth)]
    assert list(found.objects(D, DCTERMS.modified)) == modified


@pytest.mark.parametrize(
    ("right", "strictest"), [("PUBLIC", "RESTRICTED"), ("NON_PUBLIC", "NON_PUBLIC")]
)
def test_the_strictest_right_of_access_counts_whichever_rule_reads_it(
    right: str, strictest: str
) -> None:
    """The rule for conditions comes first, and the one for what is not free does not undo it."""
    access = EU["access-right/"]
    result, codes = mapped(conditionsOfAccess=str(access) + right, isAccessibleForFree=False)
    assert list(result.graph.objects(D, DCTERMS.accessRights)) == [access + strictest]
    assert codes == ["LD431"]


@pytest.mark.parametrize(
    ("name", "said", "target", "text"),
    [
        ("description", {"alternateName": "X", "text": "Long"}, DCTERMS.description, "Long"),
        ("keywords", {"termCode": "x1", "name": "Otters"}, DCAT.keyword, "Otters"),
        ("version", {"alternateName": "2", "name": "Two"}, DCAT.version, "2"),
    ],
)
def test_an_object_in_place_of_a_text_gives_its_code_only_where_nobody_reads_it(
    name: str, said: Json, target: URIRef, text: str
) -> None:
    """People read descriptions and keywords, so the name of the object counts there."""
    assert [str(found) for found in graph(**{name: said}).objects(D, target)] == [text]


def test_a_value_that_fits_no_way_is_a_finding_and_nothing_else_is_lost() -> None:
    """One bad value loses that value, never the dataset."""
    result, codes = mapped(datePublished="last spring", description="B")
    assert codes == ["LD401"]
    assert not list(result.graph.objects(D, DCTERMS.issued))
    assert list(result.graph.objects(D, DCTERMS.description)) == [Literal("B")]


def test_a_publisher_in_text_is_an_agent_with_that_name() -> None:
    """Pages write `"publisher": "ONS"`."""
    found = graph(publisher="ONS")
    (agent,) = found.objects(D, DCTERMS.publisher)
    assert agent == URIRef(f"{BASE}agent/ons")
    assert (agent, RDF.type, FOAF.Agent) in found
    assert list(found.objects(agent, FOAF.name)) == [Literal("ONS")]


def test_a_person_is_an_agent_here_and_a_contact_there() -> None:
    """The property decides the view, not the class."""
    ada = {"@type": "Person", "@id": "http://a/ada", "name": "Ada", "email": "ada@a.example"}
    found = graph(creator=ada, contactPoint=ada)
    vcard = Namespace("http://www.w3.org/2006/vcard/ns#")
    types = set(found.objects(URIRef("http://a/ada"), RDF.type))
    assert types == {FOAF.Agent, FOAF.Person, vcard.Kind}
    email = URIRef("mailto:ada@a.example")
    assert (URIRef("http://a/ada"), FOAF.mbox, email) in found
    assert (URIRef("http://a/ada"), vcard.hasEmail, email) in found


def test_a_distribution_that_is_only_an_address_becomes_one_that_leads_there() -> None:
    """The file's address is not the distribution."""
    found = graph(distribution="http://a/file.csv")
    (node,) = found.objects(D, DCAT.distribution)
    assert str(node).startswith(f"{D}#distribution-")
    assert list(found.objects(node, DCAT.downloadURL)) == [URIRef("http://a/file.csv")]
    assert list(found.objects(node, DCAT.accessURL)) == [URIRef("http://a/file.csv")]


def test_the_licence_of_a_dataset_goes_down_to_distributions_without_one() -> None:
    """DCAT-AP has no licence on the dataset."""
    cc0 = "https://creativecommons.org/publicdomain/zero/1.0/"
    own = {"@type": "DataDownload", "contentUrl": "http://a/2", "license": cc0}
    without = {"@type": "DataDownload", "contentUrl": "http://a/1"}
    by = "https://creativecommons.org/licenses/by/4.0/"
    found = graph(license=by, distribution=[without, own])
    licences = {
        str(found.value(node, DCAT.downloadURL)): found.value(node, DCTERMS.license)
        for node in found.objects(D, DCAT.distribution)
    }
    assert str(licences["http://a/1"]).endswith("/CC_BY_4_0")
    assert str(licences["http://a/2"]).endswith("/CC0")


def test_a_catalogue_lists_the_datasets_that_say_they_are_in_it() -> None:
    """IncludedInDataCatalog is turned round."""
    found = graph(includedInDataCatalog={"@type": "DataCatalog", "name": "C"})
    assert (URIRef(f"{BASE}catalog/c"), DCAT.dataset, D) in found


def test_what_is_derived_is_traced_as_derived() -> None:
    """A catalogue that says nothing of itself gets its name for a description."""
    result, _ = mapped(includedInDataCatalog={"@type": "DataCatalog", "name": "C"})
    kinds = {t[1]: trace.kind for t, trace in result.traces.items() if t[2] == Literal("C")}
    assert kinds[DCTERMS.title] == "stated"
    assert kinds[DCTERMS.description] == "derived"


def test_what_a_portal_guesses_is_read_and_marked_as_derived() -> None:
    """The files of portals put guesses into a namespace of ours; what a page states is not lost."""
    context = ["https://schema.org", {"guess": "urn:ld-convert:derived:"}]
    said = {"@context": context, "guess:inLanguage": "de", "inLanguage": "en"}
    result = mapped(**said)[0]
    german, english = (EU[f"language/{code}"] for code in ("DEU", "ENG"))
    kinds = {code: result.traces[D, DCTERMS.language, code].kind for code in (german, english)}
    assert kinds == {german: "derived", english: "stated"}


def test_a_distribution_made_of_a_nameless_object_is_named_by_what_is_said_of_it() -> None:
    """A harvester knows it again, and two that differ are two."""
    points: list[Json] = [
        {"@type": "EntryPoint", "urlTemplate": f"https://a.example/{number}?q={{q}}"}
        for number in range(2)
    ]
    search = {"@id": "https://a.example/a"}
    one, two = (
        set(graph(potentialAction={**search, "target": said}).objects(D, DCAT.distribution))
        for said in (points, points[::-1])
    )
    assert one == two
    assert len([name for name in one if isinstance(name, URIRef)]) == 2


def test_identifiers_are_literals_and_nodes() -> None:
    """A PropertyValue and a text both give dct:identifier and adms:identifier."""
    number = {"@type": "PropertyValue", "propertyID": "DOI", "value": "10.5555/X"}
    found = graph(identifier=["u-1", number])
    assert {str(i) for i in found.objects(D, DCTERMS.identifier)} == {
        "u-1",
        "https://doi.org/10.5555/X",
    }
    notations = {
        str(found.value(node, SKOS.notation)) for node in found.objects(D, ADMS.identifier)
    }
    assert notations == {"u-1", "10.5555/X"}


def test_a_dataset_that_is_only_a_reference_is_not_described() -> None:
    """`isPartOf` with a class and an IRI tells nothing that a catalogue could list."""
    found = graph(isPartOf={"@type": "Dataset", "@id": "http://a/whole"})
    assert (D, DCTERMS.isPartOf, URIRef("http://a/whole")) in found
    assert not list(found.objects(URIRef("http://a/whole"), RDF.type))


def test_minted_names_are_the_same_in_every_run() -> None:
    """A label is made of the parent, the rule and the value."""
    one, two = graph(temporalCoverage="1995/.."), graph(temporalCoverage="1995/..")
    assert set(one) == set(two)


HEAD = "view, source, target, as, id, from\n"


def test_a_users_rule_replaces_the_profiles(tmp_path: Path) -> None:
    """Rows of the same id are the user's."""
    table = tmp_path / "extra.csv"
    table.write_text(HEAD + "dataset, alternateName, dct:title, text, dataset-name, own\n")
    (rule,) = [r for r in load_rules("dcat-ap", str(table)) if r.id == "dataset-name"]
    assert rule.source == "alternateName"
    assert len(load_rules("dcat-ap", str(table))) == len(load_rules())


@pytest.mark.parametrize(
    "row",
    [
        "nobody, name, dct:title, text, x, own",
        "dataset, name, nope:title, text, x, own",
        "dataset, nope:name, dct:title, text, x, own",
        "dataset, name, dct:title, no_function, x, own",
        "dataset, name, dct:title, node:nobody, x, own",
        "dataset, name, dct:title[last], text, x, own",
        "dataset, name, dct:title, no_function>text, x, own",
        "dataset, name, dct:creator, node:agent[nope:role dcat:Role], x, own",
        "dataset, na me, dct:title, text, x, own",
        "dataset, @when:nobody/name, dct:title, text, x, own",
        "dataset, name, , text, x, own",
        "nobody, name, , , x, own",
    ],
)
def test_a_rule_that_names_what_does_not_exist_is_refused(tmp_path: Path, row: str) -> None:
    """A table is checked when it is loaded, not when a page meets the row."""
    table = tmp_path / "extra.csv"
    table.write_text(f"{HEAD}{row}\n")
    with pytest.raises(UsageError, match="rule x"):
        load_rules("dcat-ap", str(table))


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "is no table with the columns as, from, id, source, target, view"),
        (
            "view, source\ndataset, name\n",
            "is no table with the columns as, from, id, source, target, view",
        ),
        (f"{HEAD}dataset, name\n", "2 cells"),
        (f'{HEAD}dataset, "name\n', "cells"),
    ],
)
def test_a_file_that_is_no_table_of_rules_is_refused_with_its_name(
    tmp_path: Path, text: str, why: str
) -> None:
    """Before any page is read."""
    table = tmp_path / "extra.csv"
    table.write_text(text)
    with pytest.raises(UsageError) as raised:
        load_rules("dcat-ap", str(table))
    assert str(raised.value).startswith(f"--rules {table}: ")
    assert why in str(raised.value)


def test_two_rules_of_one_id_are_refused(tmp_path: Path) -> None:
    """An id names one rule, in findings and in `explain`."""
    table = tmp_path / "extra.csv"
    table.write_text(HEAD + "dataset, name, dct:title, text, x, own\n" * 2)
    with pytest.raises(UsageError, match="twice"):
        load_rules("dcat-ap", str(table))


def test_every_view_has_rules() -> None:
    """A view without a rule in any profile would make nodes that say nothing."""
    ruled = {rule.view for profile in profile_names() for rule in load_rules(profile)}
    assert ruled == set(views())


def test_a_rich_page_fills_every_property_of_a_clean_dcat_ap_record(shared: Path) -> None:
    """Only what schema.org has no word for is missing from the record that passes all shapes."""
    agency = {"@type": "GovernmentOrganization", "name": "Agency", "url": "http://a/agency"}
    catalogue = {
        "@type": "DataCatalog",
        "name": "C",
        "description": "D",
        "url": "http://a/c",
        "publisher": agency,
        "inLanguage": "en",
        "license": "https://creativecommons.org/licenses/by/4.0/",
        "datePublished": "2020",
        "dateModified": "2020-01-01",
        "spatialCoverage": "Slovenia",
    }
    file = {
        "@type": "DataDownload",
        "name": "F",
        "description": "x",
        "url": "http://a/page",
        "contentUrl": "http://a/f.csv",
        "contentSize": "12",
        "encodingFormat": "text/csv",
        "license": "https://creativecommons.org/licenses/by/4.0/",
    }
    result, codes = mapped(
        description="D",
        publisher=agency,
        keywords=["k"],
        contactPoint={"@type": "ContactPoint", "name": "N", "email": "a@b.example"},
        spatialCoverage={"geo": {"@type": "GeoShape", "box": "45 13 47 17"}},
        temporalCoverage="1995/2003",
        about="http://publications.europa.eu/resource/authority/data-theme/ENVI",
        isAccessibleForFree=True,
        repeatFrequency="annual",
        inLanguage="en",
        datePublished="2020-01-01T10:00:00Z",
        identifier="10.1/x",
        url="http://a/page",
        additionalType="http://publications.europa.eu/resource/authority/dataset-type/STATISTICAL",
        distribution=file,
        includedInDataCatalog=catalogue,
    )
    clean = Graph().parse(shared / "facts" / "example_clean.ttl")
    adms_status, dcatap = ADMS.status, "http://data.europa.eu/r5r/availability"
    made_elsewhere = {
        DCAT.record, DCAT.themeTaxonomy, FOAF.primaryTopic, DCTERMS.conformsTo, adms_status,
        URIRef(dcatap),
    }  # fmt: skip
    assert codes == []
    assert set(clean.predicates()) - set(result.graph.predicates()) == made_elsewhere


def test_a_role_stands_before_the_agent_and_is_none_itself() -> None:
    """science-on-schema.org: a Role repeats the property that leads to it."""
    role = {"@type": "Role", "roleName": "Lead", "creator": {"@type": "Person", "name": "Ada"}}
    found = graph(creator=role)
    assert list(found.objects(D, DCTERMS.creator)) == [URIRef(f"{BASE}agent/ada")]


def test_an_empty_object_in_a_list_of_authors_is_nobody() -> None:
    """`{}` has no name, no class and no statement."""
    found = graph(author=[{"name": "Ada"}, {}])
    assert list(found.objects(D, DCTERMS.creator)) == [URIRef(f"{BASE}agent/ada")]


def test_an_empty_value_is_one_finding_and_no_statement() -> None:
    """Two rules read the identifier; the page is told once."""
    result, codes = mapped(identifier="")
    assert codes == ["LD430"]
    assert not list(result.graph.objects(D, ADMS.identifier))


def test_only_one_publisher_is_taken_from_several_providers() -> None:
    """DCAT-AP allows one."""
    found = graph(provider=["A", "B"])
    assert list(found.objects(D, DCTERMS.publisher)) == [URIRef(f"{BASE}agent/a")]


def test_a_catalogue_that_is_only_an_address_is_called_by_it() -> None:
    """A title is asked for, and a host is nobody's name; it is marked as derived."""
    result, codes = mapped(includedInDataCatalog="https://www.obis.example/x")
    title = (
        URIRef("https://www.obis.example/x"),
        DCTERMS.title,
        Literal("https://www.obis.example/x"),
    )
    assert result.traces[title].kind == "derived"
    assert codes == []


def test_an_address_that_runs_code_is_no_page() -> None:
    """A catalogue's reader would click on it."""
    result, codes = mapped(url="javascript:alert(1)")
    assert codes == ["LD401"]
    assert not list(result.graph.objects(D, DCAT.landingPage))
