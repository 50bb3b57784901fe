"""A table of names in a conversion: what its rows do, and how they are told from the page."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from rdflib import FOAF, OWL, RDF, RDFS, SKOS, Graph, Literal, URIRef

from ld_convert.catalogue.graphs import capture_graphs
from ld_convert.catalogue.origins import origin_of
from ld_convert.model import Capture, Conversion
from ld_convert.pipeline import convert_page
from ld_convert.settings import Settings
from ld_convert.vocab.namespaces import DCAT, DCT, EU, IANA, SCHEMA
from tests.support.cli import run

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from ld_convert.model import Json, Triple

HEADER = "kind,text as found,IRI,preferred label,theme,same as,type,geometry\n"
ROR, GEO = "https://ror.org/021fhft25", "https://sws.geonames.org/6269131/"
DATASET = URIRef("https://a.example/d")


def converted(folder: Path, rows: str, said: Mapping[str, Json], **more: Json) -> Conversion:
    """What a page with one dataset becomes with a table of names."""
    table = folder / "names.csv"
    table.write_text(HEADER + rows, "utf-8")
    return convert_page(page(said), Settings(names=(str(table),), **more))


def page(said: Mapping[str, Json]) -> Capture:
    """A page with one dataset."""
    whole = {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "@id": str(DATASET),
        "name": "Tides",
        **said,
    }
    return Capture("page.json", json.dumps(whole, ensure_ascii=False).encode(), "json")


CASES: dict[str, tuple[Mapping[str, Json], str, Triple]] = {
    "an agent as a text": (
        {"publisher": "O.N.S."},
        f"agent,o.n.s.,{ROR},,,,,",
        (DATASET, DCT.publisher, URIRef(ROR)),
    ),
    "an agent as an object": (
        {"publisher": {"@type": "Organization", "name": "O.N.S."}},
        f"agent,O.N.S.,{ROR},,,,,",
        (DATASET, DCT.publisher, URIRef(ROR)),
    ),
    "an agent that has an IRI": (
        {"publisher": {"@id": "https://a.example/ons", "@type": "Organization", "name": "O.N.S."}},
        f"agent,O.N.S.,{ROR},,,,,",
        (DATASET, DCT.publisher, URIRef(ROR)),
    ),
    "one of several authors in a text": (
        {"author": "A. Sand; O.N.S."},
        f"agent,O.N.S.,{ROR},,,,,",
        (DATASET, DCT.creator, URIRef(ROR)),
    ),
    "the name of one of several authors in a text": (
        {"author": "A. Sand; O.N.S."},
        f"agent,O.N.S.,{ROR},,,,,",
        (URIRef(ROR), FOAF.name, Literal("O.N.S.")),
    ),
    "the name of an agent": (
        {"publisher": "O.N.S."},
        f"agent,O.N.S.,{ROR},Office for National Statistics,,,,",
        (URIRef(ROR), FOAF.name, Literal("Office for National Statistics")),
    ),
    "the name of an agent that is a text": (
        {"publisher": "O.N.S."},
        f"agent,O.N.S.,{ROR},,,,,",
        (URIRef(ROR), FOAF.name, Literal("O.N.S.")),
    ),
    "the name of an agent without a row's IRI": (
        {"publisher": "O.N.S."},
        "agent,O.N.S.,,Statistics,,,,",
        (DATASET, DCT.publisher, URIRef("urn:ld-convert:agent/statistics")),
    ),
    "the other names of an agent": (
        {"publisher": {"@type": "Organization", "name": "O.N.S."}},
        f"agent,O.N.S.,{ROR},Office for National Statistics,,,,",
        (URIRef(ROR), SKOS.altLabel, Literal("O.N.S.")),
    ),
    "the type of a publisher": (
        {"publisher": "O.N.S."},
        f"agent,O.N.S.,{ROR},,,,NationalAuthority,",
        (URIRef(ROR), DCT.type, URIRef("http://purl.org/adms/publishertype/NationalAuthority")),
    ),
    "what an agent is the same as": (
        {"publisher": "O.N.S."},
        f"agent,O.N.S.,{ROR},,,http://www.wikidata.org/entity/Q1137,,",
        (URIRef(ROR), OWL.sameAs, URIRef("http://www.wikidata.org/entity/Q1137")),
    ),
    "a place as a text": (
        {"spatialCoverage": "England"},
        f"place,england,{GEO},,,,,",
        (DATASET, DCT.spatial, URIRef(GEO)),
    ),
    "the geometry of a place": (
        {"spatialCoverage": "England"},
        f'place,England,{GEO},,,,,"49 -6 56 2"',
        (
            URIRef(GEO),
            DCAT.bbox,
            Literal(
                "POLYGON((-6 49,2 49,2 56,-6 56,-6 49))",
                datatype="http://www.opengis.net/ont/geosparql#wktLiteral",
            ),
        ),
    ),
    "a country for a region": (
        {"spatialCoverage": {"@type": "Place", "name": "Britain at sea"}},
        f"place,Britain at sea,{EU['country/GBR']},,,,,",
        (DATASET, DCT.spatial, EU["country/GBR"]),
    ),
    "the theme of a keyword": (
        {"keywords": ["TIDES", "waves"]},
        "keyword,tides,,,ENVI,,,",
        (DATASET, DCAT.theme, EU["data-theme/ENVI"]),
    ),
    "the spelling of a keyword": (
        {"keywords": "TIDES, waves"},
        "keyword,tides,,tide,,,,",
        (DATASET, DCAT.keyword, Literal("tide")),
    ),
    "a concept for a keyword": (
        {"keywords": "TIDES, waves"},
        "keyword,tides,http://eurovoc.europa.eu/1234,,,,,",
        (DATASET, DCAT.theme, URIRef("http://eurovoc.europa.eu/1234")),
    ),
    "the label of that concept": (
        {"keywords": "TIDES, waves"},
        "keyword,tides,http://eurovoc.europa.eu/1234,,,,,",
        (URIRef("http://eurovoc.europa.eu/1234"), SKOS.prefLabel, Literal("TIDES")),
    ),
    "a licence in words": (
        {"license": "open, as in our terms"},
        'licence,"Open, as in our terms",https://creativecommons.org/licenses/by/4.0/,,,,,',
        (DATASET, DCT.license, EU["licence/CC_BY_4_0"]),
    ),
    "a licence as an object": (
        {"license": {"@type": "CreativeWork", "name": "our terms"}},
        "licence,our terms,https://a.example/terms,,,,,",
        (DATASET, DCT.license, URIRef("https://a.example/terms")),
    ),
    "a condition of access": (
        {"conditionsOfAccess": "ask the desk"},
        f"access,Ask the desk,{EU['access-right/RESTRICTED']},,,,,",
        (DATASET, DCT.accessRights, EU["access-right/RESTRICTED"]),
    ),
    "a language": (
        {"inLanguage": "Anglais de mer"},
        f"language,anglais de mer,{EU['language/ENG']},,,,,",
        (DATASET, DCT.language, EU["language/ENG"]),
    ),
    "a language as an object": (
        {"inLanguage": {"@type": "Language", "name": "Anglais de mer"}},
        f"language,anglais de mer,{EU['language/ENG']},,,,,",
        (DATASET, DCT.language, EU["language/ENG"]),
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_row_makes_a_statement_that_is_supplied_by_its_file_and_line(
    name: str, tmp_path: Path
) -> None:
    """It is in no conversion without the table; its trace names the row, its graph the origin."""
    said, rows, triple = CASES[name]
    assert triple not in convert_page(page(said), Settings()).graph
    done = converted(tmp_path, rows, said)
    assert triple in done.graph
    assert [f.message for f in done.findings if f.code == "LD401"] == []
    if triple[2] in {Literal("O.N.S."), Literal("TIDES")}:  # the page's own words
        assert origin_of(triple, done) == "stated"
        return
    line = rows.count("\n") + 2
    assert origin_of(triple, done) == "supplied"
    assert triple in capture_graphs(done, Settings(graphs="origin"))[f"{done.name}#supplied"]
    assert done.traces[triple].by == f"{tmp_path / 'names.csv'}:{line}"
    assert done.names_used == (f"{tmp_path / 'names.csv'}:{line}",)


@pytest.mark.parametrize(
    ("text", "spelled"),
    [
        ("Zür\u0069ch", "Zu\u0308rich"),
        ("  Office   of TIDES ", "office of tides"),
        ("\u200eHafenamt\u200f", "hafenamt"),
        ("Straße", "STRASSE"),
        ("ﬁsh", "fish"),
        ("\u202bمكتب\u202c", "مكتب"),
    ],
)
def test_spellings_that_look_alike_are_one_text(text: str, spelled: str, tmp_path: Path) -> None:
    """Normalisation, case, spaces and direction marks do not count, on either side."""
    for found, written in ((text, spelled), (spelled, text)):
        done = converted(tmp_path, f"agent,{written},{ROR},,,,,", {"publisher": found})
        assert (DATASET, DCT.publisher, URIRef(ROR)) in done.graph


def test_what_a_page_says_of_a_place_stays_beside_its_label(tmp_path: Path) -> None:
    """A row with nothing but a label takes no geometry away."""
    box = {"@type": "GeoShape", "box": "51.4 -2.7 51.6 -2.5"}
    said = {"spatialCoverage": {"@type": "Place", "name": "Harbour", "geo": box}}
    done = converted(tmp_path, "place,harbour,,Old Harbour,,,,", said)
    [place] = done.graph.objects(DATASET, DCT.spatial)
    assert done.graph.value(place, SKOS.prefLabel) == Literal("Old Harbour")
    assert done.graph.value(place, DCAT.bbox) is not None


def test_a_format_brings_only_the_kind_of_term_that_its_property_asks_for(tmp_path: Path) -> None:
    """An EU file type is no media type, so that one is read from the table's IRI or not at all."""
    file = {"@type": "DataDownload", "contentUrl": "https://a.example/f", "encodingFormat": "tab"}
    rows = f"format,Tab,{EU['file-type/CSV']},,,,,"
    done = converted(tmp_path, rows, {"distribution": file})
    assert set(done.graph.objects(None, DCT["format"])) == {EU["file-type/CSV"]}
    assert set(done.graph.objects(None, DCAT.mediaType)) <= {IANA["text/csv"]}


def test_an_iri_of_the_table_is_in_no_statement_that_is_stated(tmp_path: Path) -> None:
    """Also in the page's own words beside the DCAT; what the page says of the thing is its own."""
    said = {"publisher": {"@type": "Organization", "name": "ONS"}}
    done = converted(tmp_path, f"agent,ONS,{ROR},,,,,", said)
    naming = [t for t in done.graph if t[2] == URIRef(ROR)]
    assert (DATASET, SCHEMA.publisher, URIRef(ROR)) in naming
    assert {origin_of(triple, done) for triple in naming} == {"supplied"}
    [name] = [t for t in done.graph if t[0] == URIRef(ROR) and t[2] == Literal("ONS")][:1]
    assert origin_of(name, done) == "stated"


def test_what_a_page_states_itself_stays_stated(tmp_path: Path) -> None:
    """Its own title does not become supplied, nor does an IRI that it gives without the table."""
    said = {"creator": {"@id": ROR, "name": "A. Sand"}, "keywords": "sea"}
    done = converted(tmp_path, "keyword,waves,,,ENVI,,,", said)
    assert {t.kind for t in done.traces.values() if t.by} == set()
    assert (DATASET, DCT.creator, URIRef(ROR)) in done.graph


def test_an_organisation_of_two_pages_has_one_iri_and_one_name(tmp_path: Path) -> None:
    """Also where one page writes a text and the other an object with an IRI of its own."""
    table, out = tmp_path / "names.csv", tmp_path / "c.ttl"
    table.write_text(
        f"{HEADER}agent,ONS,{ROR},Office,,,,\nagent,Office for Statistics,{ROR},,,,,\n", "utf-8"
    )
    ons = {"@id": "https://b.example/ons", "@type": "Organization", "name": "ONS"}
    for number, publisher in enumerate([ons, "Office for  statistics"]):
        said = {"@id": f"https://a.example/{number}", "publisher": publisher, "name": f"T{number}"}
        (tmp_path / f"{number}.json").write_bytes(page(said).data)
    inputs = [str(tmp_path / f"{number}.json") for number in range(2)]
    options = ["--names", str(table), "-o", str(out), "--provenance"]
    result = run("convert", *inputs, *options, "-j", "2")
    assert result.exit_code < 2, result.output
    graph = Graph().parse(out)
    datasets = set(graph.subjects(RDF.type, DCAT.Dataset))
    publishers = {value for dataset in datasets for value in graph.objects(dataset, DCT.publisher)}
    assert publishers == {URIRef(ROR)}
    assert set(graph.objects(URIRef(ROR), FOAF.name)) == {Literal("Office")}
    remarks = {str(text) for text in graph.objects(None, RDFS.comment)}
    assert any(text.startswith(f"supplied by {table}:2 from ") for text in remarks)
    found = run("explain", "https://a.example/0", *inputs, "--names", str(table)).output
    for name in ("dct:publisher", "schema:publisher"):
        line = found.split(f"  {name} {ROR}\n")[1].split("\n")[0]
        assert line.startswith(f"    supplied, names {table}:2, ")


def test_the_account_names_the_row_that_took_a_value(tmp_path: Path) -> None:
    """A value of the page that became what the table says is mapped, by file and line."""
    done = converted(tmp_path, f"agent,ONS,{ROR},,,,,", {"publisher": "ONS"}, account=True)
    [line] = [line for line in done.account if line.property == "schema:publisher"]
    assert line.rules == {f"{tmp_path / 'names.csv'}:2": 1}


def test_rows_that_are_wrong_are_told_with_line_and_column(tmp_path: Path) -> None:
    """The others of the table hold."""
    (tmp_path / "page.json").write_bytes(page({"publisher": "ONS"}).data)
    table = tmp_path / "names.csv"
    rows = [
        f"agent,ONS,{ROR},Office,,,,",
        "agent,ons,https://ror.org/0,Office,,,,",
        f"agent,Statistics,{ROR},Bureau,,,,",
        "agnet,ONS,,Office,,,,",
        "agent,,,Office,,,,",
        'agent,"Desk, North",no iri,,,,,',
        f"access,closed,{EU['licence/CC0']},,,,,",
        f"access,shut,{EU['access-right/SHUT']},,,,,",
        "keyword,waves,,,WAVE,,,",
        "keyword,waves,,,,,LocalAuthority,",
        "place,Bay,,Bay,,,,far away",
        'agent,"a\nb",,Nobody,,,,',
        "agent,never met,,Nobody,,,,",
        "agent,empty,,,,,,",
        "agent,club,,Club,,,Society,",
        "agent,same,,Same,,urn:a no-iri,,",
        "access,odd,urn:odd,,,,,",
    ]
    table.write_text(HEADER + "\n".join(rows), "utf-8")
    shown = run("convert", str(tmp_path / "page.json"), "-o", str(tmp_path / "c.ttl"), "--show",
                "all", "--names", str(table))  # fmt: skip
    lines = [
        one.removeprefix(f"{table}:") for one in shown.output.splitlines() if "names.csv" in one
    ]
    found = [tuple(line.split(" ", 3)) for line in lines if line[0].isdigit()]
    assert [(place, code) for place, _, code, _ in found] == [(p, code) for p, code, _ in TOLD]
    assert [why for _, _, why in TOLD if why not in shown.output] == []


TOLD = [
    ("3:11:", "LD442", f"names.csv:2 says '{ROR}'"),
    ("4:44:", "LD442", f"an earlier row calls {ROR} 'Office'"),
    ("5:1:", "LD440", "no kind is called 'agnet'; there are agent, place, keyword, "),
    ("6:7:", "LD440", "the text as found is empty"),
    ("7:21:", "LD440", "'no iri' is no absolute IRI"),
    (
        "8:15:",
        "LD441",
        f"{EU['licence/CC0']} is of the table licence, which is not for the kind access",
    ),
    ("9:13:", "LD441", f"{EU['access-right/SHUT']} is no member of the table access-right"),
    ("10:17:", "LD441", "'WAVE' is no data theme and no IRI"),
    ("11:19:", "LD440", "type is for the kind agent only"),
    ("12:19:", "LD440", "'far away' is no box, point or polygon"),
    ("17:20:", "LD441", "'Society' is no publisher type of ADMS"),
    ("18:19:", "LD440", "'no-iri' is no absolute IRI"),
    ("19:12:", "LD441", f"urn:odd is none of {EU['access-right']}"),
    ("13:1:", "LD443", "agent"),
    ("15:1:", "LD443", "never met"),
]
"""Place, code and reason of each row that is wrong."""
