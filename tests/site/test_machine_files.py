"""What harvesters, crawlers and registries read of a site."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from rdflib import RDF, Graph, Namespace, URIRef
from rdflib.compare import isomorphic

from ld_convert import Settings, convert
from ld_convert.site.datajson import _temporal
from ld_convert.site.parts import CoveredPeriod
from ld_convert.vocab.namespaces import DCAT, DCT, FOAF, SKOS, prefixes
from tests.support.pages import write_pages
from tests.support.places import CAPTURES
from tests.support.sites import DATE, URL, dataset, made, page_of, pages

if TYPE_CHECKING:
    from pathlib import Path

HYDRA = Namespace(prefixes()["hydra"])
TREE = Namespace("https://w3id.org/tree#")
AS = Namespace("https://www.w3.org/ns/activitystreams#")
COUNT = 13


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site of more datasets than a page of the feed has."""
    folder = tmp_path_factory.mktemp("many")
    patch = pytest.MonkeyPatch()
    patch.setattr("ld_convert.site.feeds.ENTRIES_OF_PAGE", 5)
    made(folder / "site", write_pages(folder / "in", range(COUNT)), catalog_title="Gauges")
    patch.undo()
    return folder / "site"


@pytest.mark.parametrize("ending", ["ttl", "rdf"])
def test_a_harvester_that_follows_the_pages_finds_each_dataset_once(
    ending: str, many: Path
) -> None:
    """As ckanext-dcat does: `hydra:next` of a `hydra:PagedCollection`."""
    found: list[str] = []
    address: str | None = f"{URL}feed/1.{ending}"
    while address:
        graph = Graph().parse(many / address.removeprefix(URL))
        found += map(str, graph.subjects(RDF.type, DCAT.Dataset))
        (paging,) = graph.subjects(RDF.type, HYDRA.PagedCollection)
        assert str(paging) == address
        assert int(str(graph.value(paging, HYDRA.totalItems))) == COUNT
        following = graph.value(paging, HYDRA.next)
        address = str(following) if following else None
    assert len(found) == len(set(found)) == COUNT


def test_the_whole_catalogue_says_what_convert_says(tmp_path: Path) -> None:
    """`catalog.ttl` is the graph of `convert`, with addresses for names and links to the pages."""
    made(tmp_path / "site", CAPTURES)
    whole = (tmp_path / "site" / "catalog.ttl").read_text("utf-8")
    found = Graph().parse(data=whole, format="turtle")
    for s, o in list(found.subject_objects(FOAF.isPrimaryTopicOf)):
        found.remove((s, None, o))
    wanted = Graph()
    known = names(found)
    for triple in convert(CAPTURES, Settings(date=DATE)).graph:
        wanted.add(tuple(known.get(str(t), t) for t in triple))  # type: ignore[arg-type]
    assert isomorphic(found, wanted)


def names(site: Graph) -> dict[str, URIRef]:
    """The address of each `urn:`, told by what only one thing has: class and title or name."""
    catalogue = convert(CAPTURES, Settings(date=DATE)).graph
    label = (DCT.title, FOAF.name, SKOS.notation)
    found = {}
    for name in {s for s in catalogue.subjects() if str(s).startswith("urn:")}:
        values = {(p, o) for p in label for o in catalogue.objects(name, p)}
        kinds = set(catalogue.objects(name, RDF.type))
        (found[str(name)],) = {
            s
            for s in site.subjects()
            if isinstance(s, URIRef)
            and {(p, o) for p in label for o in site.objects(s, p)} == values
            and set(site.objects(s, RDF.type)) == kinds
        }
    return found


def test_the_older_form_names_each_dataset_with_what_is_required(many: Path) -> None:
    """DCAT-US 1.1: identifier, title, description, keyword, modified, publisher, accessLevel."""
    found = json.loads((many / "data.json").read_bytes())
    assert found["conformsTo"] == "https://project-open-data.cio.gov/v1.1/schema"
    assert len(found["dataset"]) == COUNT
    required = {"identifier", "title", "description", "keyword", "modified", "publisher"}
    assert all(required | {"accessLevel"} <= set(one) for one in found["dataset"])
    assert {one["accessLevel"] for one in found["dataset"]} == {"non-public"}


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        ("1995", "2003-12-31", "1995-01-01/2003-12-31"),
        ("1995-02", "2004", "1995-02-01/2004-12-31"),
        ("1995-01-05", "2004-02", "1995-01-05/2004-02-29"),
        ("1995", "2003", "1995/2003"),
        ("1995", "", ""),
        ("1995", "2003-13", ""),
        ("last spring", "2003", ""),
    ],
)
def test_a_period_of_the_older_form_has_two_dates_of_one_form(
    start: str, end: str, said: str
) -> None:
    """Its pattern takes the separator of the second date from the first."""
    assert _temporal(CoveredPeriod(start, end)) == said


def test_the_newer_form_has_what_the_source_says_and_nothing_else(many: Path) -> None:
    """DCAT-US 3.0: a catalogue of datasets; media types, sizes as text, periods, no contact."""
    found = json.loads((many / "dcat-us-3.json").read_bytes())
    assert (found["@type"], found["title"]) == ("Catalog", "Gauges")
    assert found["conformsTo"]["title"] == "DCAT-US 3.0"
    assert len(found["dataset"]) == COUNT
    one = next(d for d in found["dataset"] if d["identifier"].endswith("/3#dataset"))
    assert {"title", "description", "publisher"} <= set(one)
    assert "contactPoint" not in one
    assert one["temporal"] == [{"@type": "PeriodOfTime", "startDate": "1913", "endDate": "2020"}]
    (file,) = one["distribution"]
    assert (file["mediaType"], file["format"], file["byteSize"]) == ("text/csv", "CSV", "4000")
    assert file["downloadURL"].endswith("/3.csv")


def test_the_sitemap_names_each_page_with_its_date(many: Path) -> None:
    """And robots.txt names the sitemap."""
    space = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    tree = ET.parse(many / "sitemap.xml")  # noqa: S314  we wrote it
    places = [e.text or "" for e in tree.iter(f"{space}loc")]
    dates = [e.text for e in tree.iter(f"{space}lastmod")]
    assert dates == [DATE] * len(places)
    for place in places:
        assert (many / place.removeprefix(URL) / "index.html").is_file()
    assert len(places) == COUNT + 1
    assert f"Sitemap: {URL}sitemap.xml" in (many / "robots.txt").read_text()


def test_the_feed_of_news_is_atom(many: Path) -> None:
    """RFC 4287: id, title, updated and author; entries with a time, the newest first."""
    space = "{http://www.w3.org/2005/Atom}"
    feed = ET.parse(many / "atom.xml").getroot()  # noqa: S314  we wrote it
    assert all(feed.find(space + name) is not None for name in ("id", "title", "updated", "author"))
    times = [e.findtext(f"{space}updated") or "" for e in feed.iter(f"{space}entry")]
    assert times == sorted(times, reverse=True)
    assert times[0] == "2024-12-12T00:00:00Z"


def test_the_counts_are_those_of_the_whole(many: Path) -> None:
    """VoID: triples, and entities of a class."""
    void, whole = Graph().parse(many / "void.ttl"), Graph().parse(many / "catalog.ttl")
    space = Namespace(prefixes()["void"])
    (about,) = void.subjects(RDF.type, space.Dataset)
    assert int(str(void.value(about, space.triples))) == len(whole)
    (part,) = void.subjects(space["class"], DCAT.Dataset)
    assert int(str(void.value(part, space.entities))) == COUNT


def test_a_client_that_follows_the_stream_sees_each_change_once(tmp_path: Path) -> None:
    """TREE: the relations of the view lead to the pages with the members; a second build adds."""
    source, folder = tmp_path / "in", tmp_path / "site"
    source.mkdir()
    for number in range(2):
        text = page_of(f"Set {number}", url=f"https://a.example/{number}")
        (source / f"{number}.html").write_text(text, "utf-8")
    made(folder, source)
    assert kinds(folder) == ["Create", "Create"]
    (source / "0.html").write_text(page_of("Other", url="https://a.example/0"), "utf-8")
    (source / "1.html").unlink()
    made(folder, source, date="2025-02-01")
    assert kinds(folder) == ["Create", "Create", "Delete", "Update"]
    made(folder, source, date="2025-03-01")
    assert kinds(folder) == ["Create", "Create", "Delete", "Update"]


def kinds(folder: Path) -> list[str]:
    view = Graph().parse(folder / "changes.ttl", publicID=f"{URL}changes.ttl")
    found: list[str] = []
    for node in view.objects(None, TREE.node):
        page = Graph().parse(folder / str(node).removeprefix(URL), format="turtle")
        for member in page.objects(None, TREE.member):
            found += [str(cls).removeprefix(AS) for cls in page.objects(member, RDF.type)]
    return sorted(found)


def test_datacite_has_what_its_schema_makes_mandatory(many: Path) -> None:
    """Metadata Schema 4.6: identifier, creators, titles, publisher, year, type."""
    for page in pages(many)[:5]:
        found = json.loads((page.parent / "datacite.json").read_bytes())
        assert {"creators", "titles", "publisher", "types"} <= set(found)
        assert found["publicationYear"] == "2024"
        (address,) = found["alternateIdentifiers"]
        assert address["alternateIdentifierType"] == "URL"
        assert address["alternateIdentifier"].endswith("#dataset")
        assert found["types"]["resourceTypeGeneral"] == "Dataset"


def test_croissant_is_written_where_a_file_has_a_checksum(tmp_path: Path, many: Path) -> None:
    """A FileObject needs one (Croissant 1.1, section 4.1), and none is made up."""
    text = """@prefix dcat: <http://www.w3.org/ns/dcat#> .
    @prefix dct: <http://purl.org/dc/terms/> .
    @prefix spdx: <http://spdx.org/rdf/terms#> .
    <https://a.example/d> a dcat:Dataset ; dct:title "T" ;
      dcat:distribution <https://a.example/f> .
    <https://a.example/f> a dcat:Distribution ; dcat:downloadURL <https://a.example/f.csv> ;
      dcat:accessURL <https://a.example/f.csv> ;
      dcat:mediaType <https://www.iana.org/assignments/media-types/text/csv> ;
      spdx:checksum [ spdx:algorithm spdx:checksumAlgorithm_sha256 ; spdx:checksumValue "SUM" ] .
    """
    (tmp_path / "a.ttl").write_text(text.replace("SUM", "a1" * 32), "utf-8")
    made(tmp_path / "site", tmp_path / "a.ttl")
    found = json.loads((dataset(tmp_path / "site") / "croissant.json").read_bytes())
    assert found["conformsTo"] == "http://mlcommons.org/croissant/1.1"
    assert found["distribution"][0]["sha256"] == "a1" * 32
    assert not list(many.glob("dataset/*/croissant.json"))


def test_the_search_index_counts_each_value(many: Path) -> None:
    """Rows come by title, with the numbers of their values in each facet."""
    head = json.loads((many / "search" / "head.json").read_bytes())
    rows = json.loads((many / "search" / "0.json").read_bytes())
    assert head["count"] == len(rows) == COUNT
    k = head["kinds"].index("keyword")
    water = head["values"][k].index("water")
    assert sum(water in row[-1][k] for row in rows) == COUNT
    assert [row[1] for row in rows] == sorted(row[1] for row in rows)
