from __future__ import annotations

import json
from pathlib import Path

import pytest
from rdflib import DCTERMS, FOAF, PROV, RDF, RDFS, XSD, Graph, Literal, Namespace, URIRef

from ld_convert import Settings, convert_page
from ld_convert.mapping.rules import kept_properties, load_rules
from ld_convert.model import Capture, Conversion, Json
from ld_convert.read.sniff import kind_of
from ld_convert.vocab.namespaces import SCHEMA, expand_curie
from ld_convert.vocab.portals import portals
from ld_convert.vocab.schemaorg import is_term

DCAT = Namespace("http://www.w3.org/ns/dcat#")
VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")
SPDX = Namespace("http://spdx.org/rdf/terms#")
ADMS = Namespace("http://www.w3.org/ns/adms#")
MARC = Namespace("http://id.loc.gov/vocabulary/relators/")
EU = Namespace("http://publications.europa.eu/resource/authority/")
FOLDER = Path(__file__).parent / "portals"
SETTINGS = Settings(base="https://ours.example/", date="2026-01-01")


def converted(data: bytes | str | Json, settings: Settings = SETTINGS) -> Conversion:
    """What becomes of some content; a JSON value is written as JSON."""
    if not isinstance(data, bytes | str):
        data = json.dumps(data)
    content = data.encode() if isinstance(data, str) else data
    return convert_page(Capture("page", content, kind_of(content)), settings)


def source(name: str) -> Conversion:
    return converted((FOLDER / name).read_bytes())


def dataset(conversion: Conversion, title: str) -> URIRef:
    """The one dataset with a title."""
    (node,) = [
        node
        for node in conversion.graph.subjects(RDF.type, DCAT.Dataset)
        if title in map(str, conversion.graph.objects(node, DCTERMS.title))
    ]
    assert isinstance(node, URIRef)
    return node


def codes(conversion: Conversion) -> set[str]:
    """The codes of findings before validation."""
    return {f.code for f in conversion.findings if not f.code.startswith("LD5")}


def ckan(**properties: Json) -> Json:
    """A small answer of package_show."""
    package = {"name": "p", "title": "P", "notes": "N", "metadata_created": "2020-01-01T00:00:00"}
    return {"success": True, "result": {**package, "resources": [], **properties}}


def test_each_package_of_a_ckan_search_is_a_dataset() -> None:
    """The answer around them describes nothing."""
    found = source("ckan-search.json")
    assert len(found.datasets) == 2
    assert "https://water.example/id/lakes" in found.datasets


def test_a_ckan_package_is_described_in_dcat() -> None:
    """Plain keys, lists of objects, and the pairs in extras all reach their property."""
    graph = (found := source("ckan-search.json")).graph
    gauges = dataset(found, "River gauges")
    expected = {
        DCTERMS.description: {"Water levels at forty gauges."},
        DCTERMS.identifier: {"6f1c0b2e-52a3-4c1c-9d6e-0a2f8f3b7c11", "river-gauges"},
        DCTERMS.issued: {"2021-03-04T09:10:11.123456"},
        DCTERMS.language: {str(EU["language/NLD"])},
        DCTERMS.accrualPeriodicity: {str(EU["frequency/DAILY"])},
        DCAT.keyword: {"rivers", "levels", "Environment"},
        DCAT.landingPage: {"https://water.example/gauges"},
        DCTERMS.publisher / FOAF.name: {"Water Office"},
        DCTERMS.creator / FOAF.mbox: {"mailto:ada@water.example"},
        DCAT.contactPoint / VCARD.fn: {"Gauge desk"},
        DCTERMS.temporal / DCAT.startDate: {"2001-01-01"},
        DCTERMS.temporal / DCAT.endDate: {"2020-12-31"},
        DCTERMS.spatial / DCAT.bbox: {"POLYGON((5 50,7 50,7 52,5 52,5 50))"},
    }
    read = {path: {str(o) for o in graph.objects(gauges, path)} for path in expected}  # type: ignore[arg-type]
    assert read == expected


@pytest.mark.parametrize(("type_", "is_series"), [("dataset_series", True), ("dataset", False)])
def test_a_ckan_package_may_be_a_series(type_: str, is_series: bool) -> None:  # noqa: FBT001
    """Its type says so; it is listed as any other."""
    found = converted(ckan(type=type_))
    assert (dataset(found, "P"), RDF.type, DCAT.DatasetSeries) in found.graph or not is_series
    assert ((None, RDF.type, DCAT.DatasetSeries) in found.graph) == is_series


def test_a_ckan_resource_is_a_distribution() -> None:
    """The licence of the package is that of its files."""
    graph = (found := source("ckan-search.json")).graph
    (file,) = graph.objects(dataset(found, "River gauges"), DCAT.distribution)
    assert graph.value(file, DCAT.accessURL) == URIRef("https://water.example/levels%202020.csv")
    assert graph.value(file, DCAT.mediaType) == URIRef(
        "https://www.iana.org/assignments/media-types/text/csv"
    )
    assert str(graph.value(file, DCAT.byteSize)) == "20480"
    assert graph.value(file, DCTERMS.license) == EU["licence/CC_BY_4_0"]
    checksum = graph.value(file, SPDX.checksum)
    assert str(graph.value(checksum, SPDX.checksumValue)).startswith("e3b0c442")


def test_a_ckan_package_says_what_ckanext_dcat_has_fields_for() -> None:
    """Those of HealthDCAT-AP and DCAT-US too; a place that GeoNames names keeps its geometry."""
    place = "https://sws.geonames.org/2759794/"
    box = {"type": "Polygon", "coordinates": [[[4, 52], [5, 52], [5, 53], [4, 53], [4, 52]]]}
    agent = {"name": "Ada", "email": "ada@water.example", "homepage": "https://water.example/"}
    found = converted(
        ckan(
            contributor=[agent],
            hdab=[{"name": "Health body", "email": "body@water.example"}],
            spatial_coverage=[
                {"uri": place, "text": "Amsterdam", "bbox": box}
                | {"centroid": {"type": "Point", "coordinates": [4.9, 52.37]}}
            ],
            bbox=[{"west": -125, "east": -66.9, "north": 49.4, "south": 24.4}],
            health_theme=["https://www.wikidata.org/entity/Q1"],
            number_of_records="12",
            retention_period=[{"start": "2020-03-01", "end": "2034-12-31"}],
            qualified_attribution=[{"agent": [agent], "role": "https://a.example/processor"}],
            provenance_activity=[
                {"label": "Linking"}
                | {"wasAssociatedWith": [agent | {"email": "mailto:ada@water.example"}]}
            ],
            resources=[
                {"url": "https://a.example/f", "status": "http://purl.org/adms/status/Completed"}
            ],
        )
    )
    health = Namespace(expand_curie("healthdcatap:"))
    mailbox = URIRef("mailto:ada@water.example")
    expected = {
        DCTERMS.contributor / FOAF.name: {Literal("Ada")},
        health.hdab / FOAF.mbox: {URIRef("mailto:body@water.example")},
        DCTERMS.spatial / DCAT.bbox: {
            Literal(f"POLYGON(({corners}))", datatype=URIRef(expand_curie("gsp:wktLiteral")))
            for corners in (
                "4 52,5 52,5 53,4 53,4 52",
                "-125 24.4,-66.9 24.4,-66.9 49.4,-125 49.4,-125 24.4",
            )
        },
        health.healthTheme: {URIRef("https://www.wikidata.org/entity/Q1")},
        health.numberOfRecords: {Literal("12", datatype=XSD.nonNegativeInteger)},
        health.retentionPeriod / DCAT.endDate: {Literal("2034-12-31", datatype=XSD.date)},
        PROV.qualifiedAttribution / PROV.agent / FOAF.mbox: {mailbox},
        PROV.wasGeneratedBy / PROV.wasAssociatedWith / FOAF.mbox: {mailbox},
        DCAT.distribution / ADMS.status: {EU["distribution-status/COMPLETED"]},
    }
    node = dataset(found, "P")
    assert {path: set(found.graph.objects(node, path)) for path in expected} == expected  # type: ignore[arg-type]
    (centre,) = found.graph.objects(URIRef(place), DCAT.centroid)
    assert "52.37" in str(centre)


def test_a_bad_value_of_a_payload_is_shown_where_the_payload_has_it() -> None:
    """The pointer leads through the portal's own keys."""
    (place,) = [
        finding.place
        for finding in source("ckan-search.json").findings
        if "sometime" in finding.message
    ]
    assert place.pointer == "/result/results/0/resources/0/last_modified"
    assert (place.line, place.column) == (53, 66)


def test_a_bad_value_in_a_pair_is_shown_at_the_pair() -> None:
    """A property that stands in extras has its value there."""
    extras = [{"key": "a", "value": "b"}, {"key": "frequency", "value": "at full moon"}]
    (place,) = [f.place for f in converted(ckan(extras=extras)).findings if "moon" in f.message]
    assert place.pointer == "/result/extras/1/value"


def test_a_pair_that_the_context_does_not_know_is_kept() -> None:
    """Nothing is lost: it is an additional property."""
    graph = converted(ckan(extras=[{"key": "gauge datum", "value": "NAP"}])).graph
    (kept,) = graph.objects(None, URIRef(f"{SCHEMA}additionalProperty"))
    assert graph.value(kept, URIRef(f"{SCHEMA}value")) == Literal("NAP")


def test_a_licence_that_a_portal_does_not_know_is_none() -> None:
    """CKAN writes "License not specified"."""
    unknown = {"license_id": "notspecified", "license_title": "License not specified"}
    graph = converted(ckan(**unknown, resources=[{"url": "https://a.example/f"}])).graph
    assert (None, DCTERMS.license, None) not in graph


def test_each_dataset_of_a_data_json_is_one() -> None:
    """The catalogue around them has neither title nor description, and is not listed."""
    found = source("data.json")
    assert len(found.datasets) == 2
    assert (None, DCAT.catalog, None) not in found.graph


def test_the_context_of_project_open_data_is_not_reported() -> None:
    """It is known, though it is not fetched."""
    assert codes(source("data.json")) == {"LD401"}


def test_a_data_json_that_defines_its_terms_itself_is_json_ld() -> None:
    """Then what it says of the catalogue around the datasets is kept too."""
    terms = {
        "@vocab": str(DCAT),
        "title": str(DCTERMS.title),
        "conformsTo": str(DCTERMS.conformsTo),
    }
    record = {"@id": "https://a.example/d", "@type": "Dataset", "title": "Tides"}
    page = converted(
        {
            "@context": terms,
            "@id": "https://a.example/data.json",
            "@type": "Catalog",
            "title": "All levels",
            "conformsTo": {"@id": "https://project-open-data.cio.gov/v1.1/schema"},
            "dataset": [record | {"accessLevel": "public", "identifier": "d-1"}],
        }
    )
    catalogue = URIRef("https://a.example/data.json")
    assert page.graph.value(catalogue, DCTERMS.title) == Literal("All levels")
    assert (catalogue, DCAT.dataset, URIRef(record["@id"])) in page.graph


def test_a_data_json_dataset_is_described_in_dcat() -> None:
    """DCAT-US writes a box west first and a period with a slash."""
    graph = (found := source("data.json")).graph
    soil = dataset(found, "Soil moisture")
    expected = {
        DCTERMS.modified: {"2023-02-01"},
        DCTERMS.identifier: {"SOIL-1"},
        DCTERMS.accessRights: {str(EU["access-right/PUBLIC"])},
        DCTERMS.accrualPeriodicity: {str(EU["frequency/ANNUAL"])},
        DCTERMS.language: {str(EU["language/ENG"])},
        DCTERMS.conformsTo: {"https://standards.example/soil"},
        DCTERMS.publisher / FOAF.name: {"Soil Bureau"},
        DCAT.contactPoint / VCARD.hasEmail: {"mailto:eve@agency.example"},
        DCAT.keyword: {"soil", "water"},
        DCAT.landingPage: {"https://agency.example/soil"},
        DCTERMS.temporal / DCAT.startDate: {"2001-01-01T00:00:00Z"},
        DCTERMS.spatial / DCAT.bbox: {
            "POLYGON((-77.5 38.25,-76 38.25,-76 39,-77.5 39,-77.5 38.25))"
        },
        DCAT.distribution / DCAT.downloadURL: {"https://agency.example/soil.csv"},
    }
    read = {path: {str(o) for o in graph.objects(soil, path)} for path in expected}  # type: ignore[arg-type]
    assert read == expected


def test_an_office_of_a_department_is_part_of_it() -> None:
    """The property subOrganizationOf holds an organisation."""
    graph = source("data.json").graph
    department = graph.value(None, FOAF.name, Literal("Department of Land"))
    part_of = URIRef("http://www.w3.org/ns/org#subOrganizationOf")
    office = graph.value(None, part_of, department)
    assert graph.value(office, FOAF.name) == Literal("Soil Bureau")


def test_a_croissant_description_is_plain_json_ld() -> None:
    """Its prefixes, its language and its files are understood; a bad checksum is a finding."""
    graph = (found := source("croissant.json")).graph
    leaves = dataset(found, "leaf-shapes")
    assert graph.value(leaves, DCTERMS.title) == Literal("leaf-shapes", lang="en")
    files = list(graph.objects(leaves, DCAT.distribution))
    assert len(files) == 3
    assert {(file, RDF.type, DCAT.Distribution) in graph for file in files} == {True}
    assert len(list(graph.subjects(RDF.type, SPDX.Checksum))) == 1
    assert {f.place.pointer for f in found.findings if f.code == "LD401"} == {
        "/distribution/0/encodingFormat",
        "/distribution/0/sha256",
    }


def test_a_dataverse_export_is_plain_json_ld() -> None:
    """One author twice is one agent, and a funder has the role of one."""
    graph = (found := source("dataverse.json")).graph
    tides = dataset(found, "Tides of a small harbour")
    assert tides == URIRef("https://doi.org/10.70000/FK2/AB12CD")
    assert len(list(graph.objects(tides, DCTERMS.creator))) == 1
    attributions = graph.objects(tides, PROV.qualifiedAttribution)
    (attribution,) = [a for a in attributions if graph.value(a, DCAT.hadRole) == MARC.fnd]
    assert graph.value(graph.value(attribution, PROV.agent), FOAF.name) == Literal("Sea Fund")
    assert codes(found) == set()


def terms_of(context: Json) -> set[str]:
    """Every term of a context and of those inside it."""
    inner = [t["@context"] for t in context.values() if isinstance(t, dict) and "@context" in t]
    return {*context, *(term for one in inner for term in terms_of(one))}


@pytest.mark.parametrize("name", sorted(portals()))
def test_every_instruction_of_a_source_names_keys_of_its_context(name: str) -> None:
    """A key with a typing error would do nothing, in silence."""
    portal = portals()[name]
    shape, known = portal.shape, terms_of(portal.context[-1])
    made = shape.making
    parts = {part for keys in shape.gather.values() for part in keys.values()}
    prefixes = {pairs.prefix for pairs in shape.pairs if pairs.prefix}

    def is_read(key: str) -> bool:
        of_schema = "https://schema.org/" in portal.context and is_term(key, "property")
        return key in known or of_schema or key in ("", "*", "@id", "@type")

    def is_holder(key: str) -> bool:
        return is_read(key) or (key.endswith("*") and key[:-1] in prefixes)

    for pairs in shape.pairs:
        assert pairs.prefix or is_read(pairs.place[-1])
        assert any(term.startswith(pairs.prefix or "") for term in known)
    assert all(map(is_read, (*shape.gather, *shape.rewrite, *shape.lift)))
    assert all(is_read(key) for keys in shape.first for key in keys)
    assert all(is_read(key) for key in shape.unknown)
    ways = [way for ways in portal.members.once for way in ways]
    ways += [*portal.members.numbers, *(way for way, *_ in portal.members.lines)]
    ways += [way for way, _ in (*portal.members.unlike, *portal.members.texts)]
    assert all(is_read(name) for way in ways for name in way)
    nested = {key for t in portal.terms.values() for key in t}
    assert all(is_holder(key) for key in {*shape.add} - nested - parts)
    assert all(map(is_holder, (*made.unwrap, *made.wrap, *made.compose, *made.part)))
    assert all(map(is_read, (*made.times, *made.wrap.values())))
    assert all(is_read(new) for _, new in made.schemes.values())
    assert all(is_read(new) for members in made.compose.values() for new, *_ in members)
    assert all(map(is_read, (key for new in made.part.values() for key in new)))
    assert all(is_read(key) for new in made.part.values() for keys in new.values() for key in keys)


TURTLE = (FOLDER / "catalogue.ttl").read_text("utf-8")


def as_xml() -> str:
    return Graph().parse(data=TURTLE, format="turtle").serialize(format="xml")


def as_ntriples() -> str:
    return Graph().parse(data=TURTLE, format="turtle").serialize(format="nt")


def as_json_ld() -> str:
    return Graph().parse(data=TURTLE, format="turtle").serialize(format="json-ld")


@pytest.mark.parametrize(
    "text",
    [TURTLE, as_xml(), as_ntriples(), as_json_ld()],
    ids=["turtle", "xml", "nt", "json-ld"],  # each process has other labels in its texts
)
def test_dcat_in_any_syntax_passes_as_it_is(text: str) -> None:
    """Every statement about what has a name is there, and the datasets are listed."""
    found = converted(text)
    before = Graph().parse(data=TURTLE, format="turtle")
    named = {t for t in before if all(isinstance(term, URIRef | Literal) for term in t)}
    assert named <= set(found.graph)
    assert len(found.datasets) == 2
    assert dataset(found, "Trees") == URIRef("https://town.example/id/trees")


def test_a_catalogue_in_rdf_is_listed_as_one() -> None:
    """It is the subject of its file."""
    found = converted(TURTLE)
    town = URIRef("https://town.example/id/catalogue")
    assert (URIRef(SETTINGS.catalog), DCAT.catalog, town) in found.graph


def test_a_dataset_without_a_name_gets_one() -> None:
    """What our catalogue lists needs an IRI."""
    assert str(dataset(converted(TURTLE), "Benches")).startswith("https://ours.example/dataset/")


def test_a_dataset_that_is_only_mentioned_is_not_listed() -> None:
    """A class alone describes nothing."""
    more = "ex:trees dct:isPartOf <http://a.example/d> . <http://a.example/d> a dcat:Dataset ."
    assert len(converted(TURTLE + more).datasets) == 2


def test_a_finding_about_rdf_has_the_line_on_which_its_subject_begins() -> None:
    """A dataset without a keyword is reported where it is described."""
    (place,) = [
        finding.place
        for finding in converted(TURTLE).findings
        if "no keyword" in finding.message and "town.example" in finding.message
    ]
    assert (place.line, place.column) == (15, 1)


def test_a_finding_about_rdf_xml_has_the_line_of_its_element() -> None:
    """The attribute rdf:about says where a subject is."""
    text = as_xml()
    (place,) = [
        finding.place
        for finding in converted(text).findings
        if "no keyword" in finding.message and "town.example" in finding.message
    ]
    assert 'rdf:about="https://town.example/id/trees"' in text.splitlines()[(place.line or 0) - 1]


def test_broken_turtle_is_read_up_to_the_error() -> None:
    """The finding has the line of the error, and nothing crashes."""
    found = converted(TURTLE + "\nex:broken dct:title 'unfinished .\n")
    assert len(found.datasets) == 2
    (broken,) = [f for f in found.findings if f.code == "LD403"]
    assert (broken.place.line or 0) > TURTLE.count("\n")


@pytest.mark.parametrize("opening", ["[", "("])
def test_rdf_that_is_nested_without_end_is_a_finding(opening: str) -> None:
    """The parser recurses."""
    assert "LD403" in codes(converted("@prefix a: <b:> . <a:a> <a:b> " + opening * 5000))


def test_an_iri_of_a_file_cannot_write_statements() -> None:
    """IRIs of RDF are checked like those of pages."""
    text = TURTLE.replace("<https://town.example/files/trees.csv>", r"<http://a/x\u003e\u0022>")
    found = converted(text)
    assert not any(
        ">" in term or '"' in term for t in found.graph for term in t if isinstance(term, URIRef)
    )


def test_schema_org_in_turtle_is_mapped() -> None:
    """Rules apply to what is schema.org, whatever its syntax."""
    text = (
        '@prefix s: <https://schema.org/> . <http://a.example/d> a s:Dataset ; s:name "T" ;'
        ' s:dateModified "2020-01-02" .'
    )
    graph = converted(text).graph
    modified = graph.value(URIRef("http://a.example/d"), DCTERMS.modified)
    assert str(modified) == "2020-01-02"


def test_a_file_gives_the_same_graph_each_time() -> None:
    """Blank nodes are named by content and order; their own labels change with each run."""
    assert set(converted(TURTLE).graph) == set(converted(TURTLE).graph)


def test_schema_org_statements_stay_out_of_what_passes() -> None:
    """Without the source, a node that is both is described in DCAT only."""
    both = {
        "@context": ["https://schema.org/", {"dcat": str(DCAT), "dct": str(DCTERMS)}],
        "@id": "http://a.example/d",
        "@type": ["Dataset", "dcat:Dataset"],
        "name": "T",
        "dct:rights": "ours",
    }
    graph = converted(both, Settings(keep_source=False)).graph
    assert not [p for p in graph.predicates() if str(p).startswith(SCHEMA)]
    rights = graph.value(URIRef("http://a.example/d"), DCTERMS.rights)
    assert graph.value(rights, RDFS.label) == Literal("ours")  # DCAT wants a statement, not a text


def described(**properties: Json) -> tuple[Graph, URIRef]:
    """The graph of a small dataset with some properties, and the dataset."""
    node = {"@id": "http://a.example/d", "@type": "Dataset", "name": "T", **properties}
    found = converted({"@context": "https://schema.org/", **node}, Settings(keep_source=False))
    return found.graph, URIRef("http://a.example/d")


def test_a_point_is_a_centroid_with_the_longitude_first() -> None:
    """Latitude and longitude are two properties of one node, numbers or texts."""
    for latitude, longitude in ((52.1, 5.25), ("52.1", "5.25")):
        geo = {"@type": "GeoCoordinates", "latitude": latitude, "longitude": longitude}
        graph, node = described(spatialCoverage={"@type": "Place", "geo": geo})
        assert (
            str(graph.value(graph.value(node, DCTERMS.spatial), DCAT.centroid))
            == "POINT(5.25 52.1)"
        )


def test_a_funder_and_an_editor_are_attributions_with_a_role() -> None:
    """One agent in two roles is one agent with two attributions."""
    agent = {"@type": "Organization", "name": "Fund"}
    graph, node = described(funder=agent, editor=agent)
    attributions = list(graph.objects(node, PROV.qualifiedAttribution))
    assert {graph.value(a, DCAT.hadRole) for a in attributions} == {MARC.fnd, MARC.edt}
    assert len({graph.value(a, PROV.agent) for a in attributions}) == 1


def test_a_place_given_by_numbers_alone_has_no_label() -> None:
    """The numbers are its box."""
    graph, node = described(spatialCoverage="50 5 52 7")
    place = graph.value(node, DCTERMS.spatial)
    assert set(graph.predicates(place)) == {RDF.type, DCAT.bbox, DCAT.centroid}


MAPPED: tuple[tuple[str, Json, str], ...] = (
    ("alternativeHeadline", "A", "dct:alternative"),
    ("abstract", "A", "dct:abstract"),
    ("issn", "1234-5679", "adms:identifier"),
    ("sameAs", "https://a.example/page", "foaf:page"),
    ("sameAs", "https://a.example/p", "foaf:page"),
    ("about", "tides", "dcat:keyword"),
    ("copyrightHolder", {"@type": "Person", "name": "A"}, "dct:rightsHolder"),
    ("sponsor", {"@type": "Person", "name": "A"}, "prov:qualifiedAttribution"),
    ("maintainer", {"@type": "Person", "name": "A"}, "dcat:contactPoint"),
    ("funding", {"@type": "Grant", "name": "A"}, "prov:wasGeneratedBy"),
    ("expires", "2030-01-01", "dct:valid"),
    ("datasetTimeInterval", "2001/2002", "dct:temporal"),
    ("audience", {"@type": "Audience", "audienceType": "all"}, "dct:audience"),
    ("citation", "https://doi.org/10.1000/1", "dct:references"),
    ("creditText", "A", "dct:bibliographicCitation"),
    ("subjectOf", {"@id": "http://a.example/s"}, "dct:isReferencedBy"),
    ("isBasedOn", "http://a.example/s", "prov:wasDerivedFrom"),
    ("mentions", {"@id": "http://a.example/s"}, "dct:relation"),
    ("size", "34 files", "dct:extent"),
    ("includedDataCatalog", {"@type": "DataCatalog", "name": "C"}, "^dcat:dataset"),
)


@pytest.mark.parametrize(("name", "value", "target"), MAPPED)
def test_a_property_has_its_target(name: str, value: Json, target: str) -> None:
    """One row of the mapping each; the table and this list were written apart."""
    graph, node = described(**{name: value})
    predicate = expand_curie(target.removeprefix("^"))
    ends = graph.subjects(predicate, node) if target[0] == "^" else graph.objects(node, predicate)
    assert len([end for end in ends if end != URIRef("urn:ld-convert:catalog")]) == 1


def test_what_has_no_place_in_dcat_ap_is_named_in_the_table_and_never_mapped() -> None:
    """A property stays schema.org's or is mapped, in one view, and the table says which."""
    mapped = {(rule.view, rule.source) for rule in load_rules()}
    assert len(kept_properties()) > 200
    assert not mapped & kept_properties().keys()
