"""What pages of portals say in other ways than the documentation of schema.org, in one graph."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from ld_convert import Settings, convert_page, read_captures
from ld_convert.catalogue.keys import named
from tests.support.growth import is_linear

if TYPE_CHECKING:
    from pathlib import Path

    from ld_convert.model import Conversion, Json

ABOUT = {"@context": "https://schema.org/", "@type": "Dataset", "@id": "https://a.example/d"}
TEXTS = {"name": "Otters", "description": "Counts of otters."}
PREFIXES = """
PREFIX adms: <http://www.w3.org/ns/adms#> PREFIX dcat: <http://www.w3.org/ns/dcat#>
PREFIX dct: <http://purl.org/dc/terms/> PREFIX foaf: <http://xmlns.com/foaf/0.1/>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#> PREFIX spdx: <http://spdx.org/rdf/terms#>
PREFIX vcard: <http://www.w3.org/2006/vcard/ns#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
"""


def converted(path: Path, **said: Json) -> Conversion:
    """The conversion of a dataset of which a page says this."""
    return of_file(path / "page.jsonld", json.dumps({**ABOUT, **TEXTS, **said}).encode())


def of_file(path: Path, content: bytes) -> Conversion:
    """The conversion of a file, without schema.org's triples."""
    path.write_bytes(content)
    (capture,) = read_captures([str(path)])
    return convert_page(capture, Settings(keep_source=False))


def holds(conversion: Conversion, pattern: str) -> bool:
    """Whether a pattern of SPARQL matches."""
    return bool(conversion.graph.query(f"{PREFIXES} ASK {{ {pattern} }}").askAnswer)


def test_nobody_is_called_not_available(tmp_path: Path) -> None:
    """`N/A` makes no agent, which all pages with these words would share."""
    said = converted(tmp_path, publisher="N/A", creator=[{"@type": "Person", "name": "unknown"}])
    assert not holds(said, "?a foaf:name ?n FILTER regex(?n, 'n/a|unknown', 'i')")
    assert not holds(said, "?d dct:publisher ?a")
    assert not holds(said, "?d dct:creator ?a FILTER isIRI(?a)")


def test_a_box_with_named_sides_is_no_name_of_a_place(tmp_path: Path) -> None:
    """DCMI Box is a geometry, and its name is the place's; letters alone may be directions."""
    sides = "name=Hessen; northlimit=51; southlimit=50; westlimit=8; eastlimit=9"
    said = converted(tmp_path, spatialCoverage=sides)
    box = "POLYGON((8 50,9 50,9 51,8 51,8 50))"
    assert holds(said, f"?d dct:spatial ?l . ?l dcat:bbox ?b FILTER(str(?b) = '{box}')")
    assert holds(said, "?d dct:spatial/skos:prefLabel ?n FILTER(str(?n) = 'Hessen')")
    unclear = converted(tmp_path, spatialCoverage="W 8 E 9 S 50 N 51")
    assert not holds(unclear, "?l dcat:bbox|dcat:centroid ?b")


@pytest.mark.parametrize(
    "cls",
    ["dataset", "DataSet ", "https://schema.org/Dataset/", "https://schema.org/#Dataset"],
)
def test_a_dataset_whose_class_is_spelled_otherwise_is_one(tmp_path: Path, cls: str) -> None:
    """It is found, and its file has the IRI by which a harvester knows it again."""
    said = converted(
        tmp_path, **{"@type": cls}, distribution={"contentUrl": "https://a.example/f.csv"}
    )
    assert holds(
        said, "<https://a.example/d> a dcat:Dataset ; dcat:distribution ?f FILTER isIRI(?f)"
    )
    assert "LD402" not in {finding.code for finding in said.findings}


def test_a_checksum_of_a_file_is_read_where_it_is_called_an_identifier(tmp_path: Path) -> None:
    """A text says its algorithm itself, and SHA-1 is one too."""
    sha1 = {"propertyID": "sha1", "value": "da39a3ee5e6b4b0d3255bfef95601890afd80709"}
    for identifier in (sha1, "md5:0cc175b9c0f1b6a831c399e269772661"):
        file = {"contentUrl": "https://a.example/f.csv", "identifier": identifier}
        said = converted(tmp_path, distribution=file)
        assert holds(said, "?f spdx:checksum [ spdx:checksumValue ?v ; spdx:algorithm ?a ]")
        assert "LD401" not in {finding.code for finding in said.findings}


def test_a_file_among_the_parts_is_a_distribution(tmp_path: Path) -> None:
    """Of a DataDownload as of a MediaObject; a part that is a dataset stays one."""
    file = {"@type": "DataDownload", "contentUrl": "https://a.example/f.csv"}
    part = {"@type": "Dataset", "@id": "https://a.example/p", "name": "Part"}
    said = converted(tmp_path, hasPart=[file, part])
    assert holds(said, "?d dcat:distribution/dcat:downloadURL <https://a.example/f.csv>")
    assert holds(said, "?d dct:hasPart <https://a.example/p>")


def test_an_interface_is_no_download_and_its_iri_no_end_point(tmp_path: Path) -> None:
    """A format such as `REST API` says so; where an address is stated, it is the end point."""
    file = {"contentUrl": "https://a.example/api", "encodingFormat": "REST API"}
    said = converted(tmp_path, distribution=file)
    assert holds(said, "?f dcat:accessURL <https://a.example/api>")
    assert not holds(said, "?f dcat:downloadURL ?u")
    for stated in ("url", "contentUrl"):
        api = {"@type": "WebAPI", "@id": "https://a.example/d#api", stated: "https://a.example/api"}
        said = converted(tmp_path, distribution=api)
        assert holds(said, "<https://a.example/d#api> dcat:endpointURL <https://a.example/api>")
        assert not holds(said, "?s dcat:endpointURL <https://a.example/d#api>")


def test_a_mail_address_of_a_contact_is_its_mail_whatever_it_stands_in(tmp_path: Path) -> None:
    """Under `url` it is no page, and beside it a name may stand."""
    said = converted(tmp_path, contactPoint={"url": "mailto:desk@a.example"})
    assert holds(said, "?c vcard:hasEmail <mailto:desk@a.example>")
    assert not holds(said, "?c vcard:hasURL ?u")
    said = converted(tmp_path, contactPoint={"email": "Gauge desk <desk@a.example>"})
    assert holds(said, "?c vcard:hasEmail ?m ; vcard:fn ?n FILTER(str(?n) = 'Gauge desk')")


def test_texts_of_ckan_by_language_are_texts_in_these_languages(tmp_path: Path) -> None:
    """Some CKAN portals have a text for each language in `title`, empty where there is none."""
    said = of_file(
        tmp_path / "package.json",
        json.dumps(
            {
                "title": {"de": "Bäume", "fr": "Arbres", "en": ""},
                "notes": {"de": "Alle Bäume", "fr": "", "en": ""},
                "keywords": {"de": ["baum"], "fr": []},
                "organization": {"title": {"de": "Stadt"}},
                "resources": [{"url": "https://a.example/f.csv", "name": {"de": "Datei"}}],
            }
        ).encode(),
    )
    assert holds(said, "?d dct:title 'Bäume'@de, 'Arbres'@fr ; dct:description 'Alle Bäume'@de")
    assert holds(said, "?d dcat:keyword 'baum'@de ; dcat:distribution/dct:title 'Datei'@de")
    assert holds(said, "?d dct:publisher/foaf:name ?n FILTER(str(?n) = 'Stadt')")
    assert not holds(said, "?s ?p ?t FILTER(str(?t) = '')")


def test_a_catalogue_is_not_blamed_for_members_that_it_only_names(tmp_path: Path) -> None:
    """Title and description of a member stand on its own page, another capture of the run."""
    about = {"@type": "DataCatalog", "dataset": [{"@id": "https://a.example/d/1"}]}
    said = converted(tmp_path, **about, publisher={"@type": "Organization", "name": "Office"})
    assert holds(said, "<https://a.example/d> dcat:dataset <https://a.example/d/1>")
    assert [finding for finding in said.findings if finding.severity == "violation"] == []


@pytest.mark.parametrize("name", ["__INITIAL_STATE__", "__PRELOADED_STATE__"])
def test_a_description_in_the_state_of_a_store_is_found(tmp_path: Path, name: str) -> None:
    """Vue's and Redux's guides let a server write the store into the page under these names."""
    state = json.dumps({"page": {"ld": {**ABOUT, **TEXTS}}})
    page = f"<!doctype html><title>T</title><script>window.{name} = {state};(0)</script>"
    said = of_file(tmp_path / "page.html", page.encode())
    assert holds(said, "<https://a.example/d> a dcat:Dataset ; dct:title ?t")


def test_an_address_that_is_the_name_of_the_thing_too_is_no_fault(tmp_path: Path) -> None:
    """Many pages give one address as @id and as url; it is no page of itself, and can be read."""
    said = converted(tmp_path, url="https://a.example/d")
    assert "LD401" not in {finding.code for finding in said.findings}
    assert not holds(said, "?d dcat:landingPage ?d")


def test_an_iri_of_a_keyword_is_a_theme_with_or_without_its_vocabulary(tmp_path: Path) -> None:
    """A DefinedTerm has it as url; the IRI of an EU theme alone is one, and no keyword."""
    term = {"@type": "DefinedTerm", "name": "Oceans", "url": "https://voc.example/9169"}
    said = converted(tmp_path, keywords=[term])
    assert holds(said, "?d dcat:keyword 'Oceans' ; dcat:theme <https://voc.example/9169>")
    envi = "http://publications.europa.eu/resource/authority/data-theme/ENVI"
    said = converted(tmp_path, keywords=["otters", envi])
    assert holds(said, f"?d dcat:theme <{envi}>")
    assert not holds(said, "?d dcat:keyword ?k FILTER(?k != 'otters')")


def test_the_words_of_a_cited_work_are_its_citation(tmp_path: Path) -> None:
    """Of a work that has neither a name nor an address."""
    words = "Doe, J. (2020). Tides."
    said = converted(tmp_path, citation={"@type": "CreativeWork", "text": words})
    assert holds(said, f"?d dct:references/dct:bibliographicCitation '{words}'")


def test_coverage_of_dublin_core_is_a_place_or_a_time(tmp_path: Path) -> None:
    """Meta elements may leave open which of the two it is."""
    said = {"title": "Otters", "type": "Dataset", "description": "Counts of otters."}
    metas = [*said.items(), ("coverage", "start=2001; end=2003"), ("coverage", "Germany")]
    head = "".join(f'<meta name="DC.{name}" content="{text}">' for name, text in metas)
    page = of_file(tmp_path / "page.html", f"<!doctype html><title>T</title>{head}".encode())
    assert holds(page, "?d dct:temporal/dcat:startDate ?a FILTER(str(?a) = '2001')")
    assert holds(page, "?d dct:spatial ?l FILTER strends(str(?l), 'country/DEU')")
    assert not holds(page, "?l skos:prefLabel|rdfs:label ?t FILTER contains(?t, 'start=')")


def test_who_is_known_by_the_parts_of_a_name_is_one_on_all_pages(tmp_path: Path) -> None:
    """A given and a family name, or a legal name, name an agent as its name does."""
    ann = {"@type": "Person", "givenName": "Ann", "familyName": "Berg"}
    said = converted(tmp_path, creator=ann, contributor={"@type": "Person", "name": "Ann Berg"})
    assert holds(said, "?d dct:creator ?a ; dct:contributor ?a FILTER isIRI(?a)")
    said = converted(tmp_path, publisher={"@type": "Organization", "legalName": "Office Ltd"})
    assert holds(said, "?d dct:publisher ?a FILTER isIRI(?a)")


@pytest.mark.parametrize(
    ("title", "label", "encoding"),
    [("水位", "GB2312", "gb2312"), ("水位", "GB2312", "utf-8"), ("Höhe", "GB2312", "utf-8")],
)
def test_a_short_text_in_an_encoding_of_east_asia_is_not_taken_for_utf_8(
    tmp_path: Path, title: str, label: str, encoding: str
) -> None:
    """The two characters of 水位 in GB2312 are UTF-8 too, but of two scripts."""
    ld = json.dumps({**ABOUT, **TEXTS, "name": title}, ensure_ascii=False)
    page = f'<meta charset="{label}"><script type="application/ld+json">{ld}</script>'
    said = of_file(tmp_path / "page.html", page.encode(encoding))
    assert holds(said, f"?d dct:title '{title}'")


def test_a_mail_address_is_no_page(tmp_path: Path) -> None:
    """Neither of a dataset nor of an organisation; its owner hears of it."""
    office = {"@type": "Organization", "name": "Office", "url": "mailto:desk@a.example"}
    said = converted(tmp_path, url="mailto:desk@a.example", publisher=office)
    assert not holds(said, "?s dcat:landingPage|foaf:homepage ?p")
    told = {finding.place.pointer for finding in said.findings if finding.code == "LD401"}
    assert told == {"/url", "/publisher/url"}


def test_a_bare_ror_id_is_known_by_what_its_property_value_calls_it(tmp_path: Path) -> None:
    """The nine signs alone may be any identifier."""
    for called, is_known in (("ROR", True), ("https://ror.org", True), ("GRID", False)):
        identifier = {"@type": "PropertyValue", "propertyID": called, "value": "05gq02987"}
        office = {"@type": "Organization", "name": "Office", "identifier": identifier}
        said = converted(tmp_path, publisher=office)
        assert holds(said, "?d dct:publisher <https://ror.org/05gq02987>") is is_known


def test_thousands_of_wrong_addresses_and_languages_take_a_time_that_grows_with_them(
    tmp_path: Path,
) -> None:
    """Each is told at its own element of one list."""

    def told(count: int) -> None:
        addresses = [{"@id": f"https://a.example/<{number}>"} for number in range(count)]
        tags = [{"@value": f"t{number}", "@language": f"e_n{number}"} for number in range(count)]
        said = converted(tmp_path, sameAs=addresses, keywords=tags)
        found = [str(one.place) for one in said.findings if one.code in ("LD311", "LD314")]
        assert len(set(found)) == 2 * count

    assert is_linear(told, 500, 2_000, times=8, least=0.05)


def test_thousands_of_values_that_cannot_be_read_take_a_time_that_grows_with_them(
    tmp_path: Path,
) -> None:
    """Each is looked for once in the list that it stands in."""

    def told(count: int) -> None:
        said = converted(tmp_path, datePublished=[f"spring {number}" for number in range(count)])
        found = {str(one.place) for one in said.findings if one.code == "LD401"}
        assert len(found) == count

    assert is_linear(told, 500, 2_000, times=8, least=0.05)


@pytest.mark.parametrize(
    ("leads", "goes_on", "cls"),
    [
        ("publisher", "parentOrganization", "Organization"),
        ("creator", "affiliation", "Organization"),
        ("spatialCoverage", "containedInPlace", "Place"),
        ("includedInDataCatalog", "isPartOf", "DataCatalog"),
    ],
)
def test_a_chain_of_a_thousand_things_is_mapped_to_its_end(
    tmp_path: Path, leads: str, goes_on: str, cls: str
) -> None:
    """Each names the next by its address, and none is lost."""

    def at(number: int) -> Json:
        return {"@id": f"https://a.example/{number}"}

    chain = [
        {**at(number), "@type": cls, "name": f"n{number}", goes_on: at(number + 1)}
        for number in range(1_000)
    ]
    said = converted(tmp_path, **{leads: at(0), "@included": chain})
    assert holds(said, "<https://a.example/999> ?p ?o FILTER(str(?o) = 'n999')")


@pytest.mark.parametrize("size", [1, 1_500])
def test_values_of_values_may_be_a_circle_or_a_long_chain(tmp_path: Path, size: int) -> None:
    """They cost themselves, and not the page."""
    values = [
        {"@id": f"_:v{i}", "@type": "PropertyValue", "value": {"@id": f"_:v{(i + 1) % size}"}}
        for i in range(size)
    ]
    first: Json = {"@id": "_:v0"}
    file = {"@type": "DataDownload", "contentUrl": "https://a.example/f", "encodingFormat": first}
    about = {"keywords": first, "inLanguage": first, "version": first, "about": first}
    said = converted(tmp_path, **about, distribution=file, **{"@included": values})
    assert holds(said, "?d dcat:distribution ?f ; dct:title ?t")


def test_blank_nodes_that_lead_on_by_two_ways_each_take_no_more_time_than_they_are(
    tmp_path: Path,
) -> None:
    """Thirty levels of two have 2 ** 30 ways down."""
    nodes = [
        {
            "@id": f"_:{side}{level}",
            "@type": "PropertyValue",
            "about": [{"@id": f"_:{other}{level + 1}"} for other in "ab"],
        }
        for level in range(30)
        for side in "ab"
    ]
    file = {
        "@type": "DataDownload",
        "contentUrl": "https://a.example/f",
        "encodingFormat": {"@id": "_:a0"},
    }
    page = {**ABOUT, **TEXTS, "distribution": file, "@included": nodes}
    (tmp_path / "page.jsonld").write_text(json.dumps(page), "utf-8")
    (capture,) = read_captures([str(tmp_path / "page.jsonld")])
    said = named(convert_page(capture, Settings()))
    assert len(said.entries) == 1
