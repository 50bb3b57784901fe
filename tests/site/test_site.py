"""A site of files: what there is for people and for machines, and that it stays as it is."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import lxml.html
import pytest
from rdflib import RDF, Graph, URIRef

from ld_convert import UsageError
from ld_convert.site.addresses import site_url, slug
from ld_convert.vocab.namespaces import DCAT, DCT, FOAF
from tests.support.cli import run
from tests.support.places import CAPTURES
from tests.support.sites import URL, dataset, made, page_of, pages, scripts, visible

if TYPE_CHECKING:
    from pathlib import Path

TIDES = URIRef("https://data.harbour.example/sets/tide-gauge#dataset")
CITATION = (
    "Ada Byron (2024): Tide gauge readings, Old Harbour. Harbour Office. "
    "https://doi.org/10.5555/tide-gauge"
)
FOUND = {"@type": "Dataset", "@id": "urn:uuid:6ba7b810-9dad-11d1-80b4-00c04fd430c8"}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of our capture."""
    folder = tmp_path_factory.mktemp("tides") / "site"
    made(folder, CAPTURES, catalog_title="Harbour")
    return folder


def test_a_page_says_what_people_ask_first(site: Path) -> None:
    """Title, access in words, file with format and size, who made it, how to cite, quality."""
    text = visible(dataset(site) / "index.html")
    for words in (
        "Tide gauge readings, Old Harbour", "Open: anyone may have the data.", "CSV", "12 MB",
        "Ada Byron", "Harbour Office", CITATION, "since 1995", "BibTeX",
        "of 325 points", "Creative Commons Attribution 4.0", "51.4°N to 51.6°N, 2.7°W to 2.5°W",
    ):  # fmt: skip
        assert words in text


def test_the_map_and_the_bar_are_drawn_in_the_page(site: Path) -> None:
    """As SVG, without a tile from elsewhere: the box is where the data are."""
    tree = lxml.html.parse(dataset(site) / "index.html")
    box = tree.find(".//figure[@class='map']//g[@class='boxes']/circle")
    assert (float(box.get("cx")), float(box.get("cy"))) == (-2.6, -51.5)
    assert tree.find(".//figure[@class='time']//rect") is not None


def test_a_page_needs_no_script_and_nothing_from_elsewhere(site: Path) -> None:
    """What a browser loads lies in the site, by relative addresses."""
    every = list(site.rglob("*.html"))
    assert dataset(site) / "index.html" in every
    for page in every:
        tree = lxml.html.parse(page)
        loaded = [e.get("src") for e in tree.iterfind(".//*[@src]")]
        loaded += [e.get("href") for e in tree.iterfind(".//link[@rel='stylesheet']")]
        loaded += [e.get("href") for e in tree.iterfind(".//image")]
        assert loaded, page
        for name in loaded:
            assert (page.parent / name).is_file(), name


def test_every_link_inside_the_site_leads_to_a_file(site: Path) -> None:
    """Also those of the head, which are absolute: the address of the site stands for its folder."""
    for page in site.rglob("*.html"):
        for element in lxml.html.parse(page).iterfind(".//*[@href]"):
            href = element.get("href").partition("#")[0].partition("?")[0]
            if href.startswith(URL):
                target = site / href.removeprefix(URL)
            elif "://" in href or href.startswith("mailto:") or not href:
                continue
            else:
                target = page.parent / href
            assert (target / "index.html").is_file() or target.is_file(), f"{page}: {href}"


def test_the_pages_name_what_they_are_by_signposts(site: Path) -> None:
    """FAIR Signposting, level 1 in the head and level 2 as a linkset, which name the same."""
    folder = dataset(site)
    tree = lxml.html.parse(folder / "index.html")
    links: dict[str, list[str]] = {}
    for link in tree.iterfind(".//head/link"):
        links.setdefault(link.get("rel"), []).append(link.get("href"))
    assert links["cite-as"] == ["https://doi.org/10.5555/tide-gauge"]
    assert links["item"] == ["https://data.harbour.example/files/tide-gauge.csv"]
    described = {href.rpartition("/")[2] for href in links["describedby"]}
    beside = {file.name for file in folder.iterdir()} - {"index.html", "linkset.json"}
    assert described == beside >= {"index.ttl", "datacite.json", "cite.bib"}
    assert len(links["license"]) == 1
    sets = json.loads((folder / "linkset.json").read_bytes())["linkset"]
    for rel in ("cite-as", "item", "describedby", "license", "author", "type", "collection"):
        assert [one["href"] for one in sets[0][rel]] == links[rel]


def test_what_has_no_address_gets_that_of_its_page(tmp_path: Path) -> None:
    """A dataset with a `urn:` is its page; one with an IRI keeps it, and names its page."""
    (tmp_path / "a.html").write_text(page_of("Found", **FOUND), "utf-8")
    made(tmp_path / "site", tmp_path / "a.html", CAPTURES / "tide-gauge.html")
    graph = Graph()
    for page in pages(tmp_path / "site"):
        graph.parse(page.parent / "index.ttl")
    assert not [t for t in graph for term in (t[0], t[2]) if str(term).startswith("urn:")]
    found = {s for s in graph.subjects(RDF.type, DCAT.Dataset) if str(s).startswith(URL)}
    assert len(found) == 1
    for iri in [*found, *graph.objects(TIDES, FOAF.isPrimaryTopicOf)]:
        assert (tmp_path / "site" / str(iri).removeprefix(URL) / "index.html").is_file()
    for iri in {*graph.objects(None, DCT.creator), *graph.objects(None, DCT.publisher)}:
        assert (tmp_path / "site" / str(iri).removeprefix(URL) / "index.html").is_file()


def test_iris_under_the_address_of_the_site_are_the_owners_own(tmp_path: Path) -> None:
    """Who names datasets and agents below the same address keeps these names, and gets pages."""
    own = f"{URL}agent/office"
    text = f"""@prefix dcat: <http://www.w3.org/ns/dcat#> .
    @prefix dct: <http://purl.org/dc/terms/> .
    @prefix foaf: <http://xmlns.com/foaf/0.1/> .
    <{URL}dataset/1> a dcat:Dataset ; dct:title "One" ; dct:publisher <{own}> ;
      dct:isPartOf <{URL}dataset/2> .
    <{URL}dataset/2> a dcat:Dataset ; dct:title "Two" ; dct:publisher <{own}> .
    <{own}> a foaf:Agent ; foaf:name "Office" ."""
    (tmp_path / "a.ttl").write_text(text, "utf-8")
    made(tmp_path / "site", tmp_path / "a.ttl")
    one = tmp_path / "site" / "dataset" / slug(f"{URL}dataset/1") / "index.html"
    links = {e.text_content(): e.get("href") for e in lxml.html.parse(one).iterfind(".//dd//a")}
    assert (one.parent / links["Two"]).is_file()
    assert (one.parent / links["Office"]).is_file()
    assert URIRef(own) in set(Graph().parse(one.parent / "index.ttl").objects(None, DCT.publisher))


def test_an_iri_with_a_fragment_of_a_page_leads_to_a_place_on_it(tmp_path: Path) -> None:
    """The record, and what only a dataset has, such as an identifier, are places on its page."""
    made(tmp_path / "site", CAPTURES)
    page = dataset(tmp_path / "site") / "index.html"
    ids = [e.get("id") for e in lxml.html.parse(page).iterfind(".//*[@id]")]
    assert len(ids) == len(set(ids))
    graph = Graph().parse(page.parent / "index.ttl")
    address = URL + page.parent.relative_to(tmp_path / "site").as_posix() + "/#"
    fragments = [
        str(s).removeprefix(address) for s in graph.subjects() if str(s).startswith(address)
    ]
    assert "record" in fragments
    assert set(fragments) <= set(ids)


def test_a_second_build_writes_nothing_and_a_smaller_one_removes_what_is_gone(
    tmp_path: Path,
) -> None:
    """Files of others stay; the folders of datasets that are gone do not."""
    source = tmp_path / "in"
    source.mkdir()
    for number in range(3):
        (source / f"{number}.html").write_text(
            page_of(f"Set {number}", url=f"https://a.example/{number}"), "utf-8"
        )
    folder = tmp_path / "site"
    first = made(folder, source)
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    again = made(folder, source)
    assert (again.written, again.removed, again.kept) == (0, 0, first.written)
    assert before == {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    (folder / "mine.txt").write_text("mine")
    (source / "2.html").unlink()
    less = made(folder, source)
    assert less.removed
    assert len(pages(folder)) == 2
    assert len(list(folder.glob("dataset/*"))) == 2
    assert (folder / "mine.txt").read_text() == "mine"


def test_a_folder_with_files_of_others_is_left_alone(tmp_path: Path) -> None:
    """An index.html may be dear to somebody."""
    (tmp_path / "index.html").write_text("dear")
    with pytest.raises(UsageError, match="files that are no site"):
        made(tmp_path, CAPTURES)
    assert [path.name for path in tmp_path.iterdir()] == ["index.html"]


def test_the_rule_of_each_derived_statement_is_told_where_it_is_asked_for(tmp_path: Path) -> None:
    """`--provenance` gives the folded table a column; what the page states is called so."""
    made(tmp_path / "site", CAPTURES, provenance=True)
    rows = lxml.html.parse(dataset(tmp_path / "site") / "index.html").iterfind(".//tr")
    cells = [[cell.text_content() for cell in row.iterfind("td")] for row in rows]
    told = {(row[1], row[3]) for row in cells if len(row) == 4}
    reason = next(why for name, why in told if name == "dct:accessRights")
    assert reason == "derived by rule dataset-free-open from /isAccessibleForFree"
    assert ("dct:title", "stated") in told


def test_no_dataset_no_site(tmp_path: Path) -> None:
    """As `convert` writes no catalogue without one."""
    (tmp_path / "a.html").write_text("<!doctype html><p>text")
    assert made(tmp_path / "site", tmp_path / "a.html").entries == 0
    assert not (tmp_path / "site").exists()


def test_templates_of_the_user_come_first_and_their_mistakes_are_named(tmp_path: Path) -> None:
    """With file and line; a block of ours can be extended."""
    own = tmp_path / "own"
    own.mkdir()
    (own / "entry.html").write_text("<h1>{{ view.title }}</h1>")
    made(tmp_path / "site", CAPTURES, templates=str(own))
    page = dataset(tmp_path / "site") / "index.html"
    assert page.read_text() == "<h1>Tide gauge readings, Old Harbour</h1>"
    (own / "entry.html").write_text("<h1>\n{{ view.title }</h1>")
    with pytest.raises(UsageError, match=r"--templates: entry\.html:2"):
        made(tmp_path / "other", CAPTURES, templates=str(own))


@pytest.mark.parametrize(
    "text",
    ["cat.example", "ftp://a.example/", "https://a.example/?q", "https://a b/", "https:///x"],
)
def test_an_address_of_no_folder_on_the_web_is_refused(text: str) -> None:
    """IRIs are made of it."""
    with pytest.raises(UsageError, match="--site-url"):
        site_url(text)


def test_two_things_have_two_folders_and_one_keeps_its_own() -> None:
    """The IRI decides, not the title; what looks alike is told apart."""
    names = [
        "https://a.example/x",
        "https://b.example/x",
        "https://a.example/X",
        "urn:x",
        "../../x",
    ]
    assert len({slug(name) for name in names}) == len(names)
    assert all(slug(name).startswith("x-") for name in names)
    assert slug(names[0]) == slug(names[0])


def test_search_engines_read_a_dataset_of_their_own(site: Path) -> None:
    """schema.org's words beside the DCAT (Google: name and description of 50 signs at least)."""
    found = scripts(dataset(site) / "index.html")["schema.org"]
    assert found["@type"] == "Dataset"
    assert found["temporalCoverage"] == ["1995/.."]
    assert found["spatialCoverage"][0]["geo"]["box"] == "51.4 -2.7 51.6 -2.5"
    assert found["distribution"][0]["contentUrl"].endswith("tide-gauge.csv")


def test_the_command_makes_a_site_and_says_what_it_did(tmp_path: Path) -> None:
    """Its status is that of `convert`."""
    arguments = ("-o", str(tmp_path / "site"), "--site-url", URL)
    done = run("site", str(CAPTURES), *arguments)
    assert done.exit_code == 0
    assert "2 entries; " in done.output
    assert (tmp_path / "site" / "index.html").is_file()


TREE = """
@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dct: <http://purl.org/dc/terms/> .
@prefix prov: <http://www.w3.org/ns/prov#> . @prefix schema: <http://schema.org/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix a: <https://a.example/> .
a:series a dcat:DatasetSeries, dcat:Dataset ; dct:title "Series" .
a:d a dcat:Dataset ; dct:title "Tides"@en, "Gezeiten"@de, "Marés"@pt-BR, "none" ;
  dct:description "Levels"@en, "Pegel"@de, "ماء"@ar ; dcat:inSeries a:series ;
  dct:hasPart a:p, a:d ; schema:instrument "Float" ;
  prov:wasGeneratedBy [ a prov:Activity ; rdfs:label "Project" ; prov:used <urn:x:radar> ] .
a:p a dcat:Dataset ; dct:title "Part" ; dct:hasPart a:q ; schema:instrument "Float" .
a:q a dcat:Dataset ; dct:title "Part of part" ; dct:hasPart a:r, a:p .
a:r a dcat:Dataset ; dct:title "Too deep" .
<urn:x:radar> a prov:Entity ; rdfs:label "Radar" . <urn:x:idle> a prov:Entity ; rdfs:label "Idle" .
a:r dct:relation <urn:x:idle> .
"""


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site of a series with a dataset, in four languages, that has parts and instruments."""
    folder = tmp_path_factory.mktemp("tree")
    (folder / "a.ttl").write_text(TREE, "utf-8")
    made(folder / "site", folder / "a.ttl")
    return folder / "site"


def page_called(site: Path, title: str) -> Path:
    """The page of the entry with a title."""
    (found,) = (p for p in pages(site) if lxml.html.parse(p).findtext(".//h1") == title)
    return found


def test_series_and_parts_are_a_tree_with_the_page_in_its_place(whole: Path) -> None:
    """Up to the outermost series, down to the parts of parts, and nothing inside of itself."""
    page = page_called(whole, "Tides")
    names = {}
    for item in lxml.html.parse(page).iterfind(".//section[@aria-labelledby='tree']//li"):
        here = item.find("strong[@aria-current='page']")
        names[(here if here is not None else item.find("a")).text] = len(
            list(item.iterancestors("ul"))
        )
    assert names == {"Series": 1, "Tides": 2, "Part": 3, "Part of part": 4}
    links = lxml.html.parse(page).iterfind(".//ul[@class='tree']//a")
    assert all((page.parent / a.get("href")).is_file() for a in links)
    series = lxml.html.parse(page_called(whole, "Series")).findall(".//ul[@class='tree']/li/strong")
    assert [one.text for one in series] == ["Series"]


def test_each_language_can_be_opened_and_the_first_stands_open(whole: Path) -> None:
    """By its own name, with its mark and direction; what is in no language is always seen."""
    tree = lxml.html.parse(page_called(whole, "Tides"))
    assert (tree.find(".//h1").get("lang"), tree.findtext(".//h1")) == ("en", "Tides")
    assert tree.findtext(".//p[@class='other-title']") == "none"
    found = {
        one.get("lang"): (one.findtext("summary"), [p.text for p in one.iterfind("p")])
        for one in tree.iterfind(".//details[@name='language']")
    }
    assert found == {
        "ar": ("العربية", ["ماء"]),
        "de": ("Deutsch", ["Gezeiten", "Pegel"]),
        "pt-BR": ("português (pt-BR)", ["Marés"]),
    }
    assert tree.find(".//details[@lang='ar']/p").get("dir") == "rtl"
    assert tree.find(".//section[@class='languages']") is not None
    one = lxml.html.parse(page_called(whole, "Part"))
    assert one.find(".//section[@class='languages']") is None


def test_an_instrument_has_a_page_of_what_was_made_with_it(whole: Path) -> None:
    """One that has a name only, and one with an IRI, be it in use or not."""
    tree = lxml.html.parse(page := page_called(whole, "Tides"))
    links = {a.text: page.parent / a.get("href") for a in tree.iterfind(".//dd//a")}
    shown = {n: visible(links[n]) for n in ("Float", "Radar")}
    assert "2 entries name it" in shown["Float"]
    assert "Part" in shown["Float"]
    assert "1 entry names it" in shown["Radar"]
    listed = lxml.html.parse(whole / "instruments" / "index.html").findall(".//main//a")
    assert [a.text for a in listed] == ["Float", "Radar"]
    graph = Graph().parse(whole / "catalog.ttl")
    own = [str(s) for s in graph.subjects() if "/instrument/" in str(s)]
    assert len(set(own)) == 2
    for iri in own:
        assert (whole / iri.removeprefix(URL) / "index.html").is_file()


def test_what_the_rdf_xml_of_a_page_cannot_hold_is_a_finding(tmp_path: Path) -> None:
    """With its place in the capture; the Turtle beside it has all."""
    odd = {"https://a.example/2024": "kept elsewhere"}
    (tmp_path / "a.html").write_text(page_of("a\u0001b", **{"@id": "https://a.example/d"}, **odd))
    arguments = ("-o", str(tmp_path / "site"), "--site-url", URL, "--report", f"{tmp_path}/r.json")
    run("site", str(tmp_path / "a.html"), *arguments)
    report = json.loads((tmp_path / "r.json").read_bytes())
    lost = {one["code"]: one["place"] for one in report if one["code"].startswith("LD63")}
    assert lost["LD630"]["line"] == lost["LD631"]["line"] == 1
    assert lost["LD631"]["pointer"] == "/name"
    folder = dataset(tmp_path / "site")
    assert "https://a.example/2024" not in (folder / "index.rdf").read_text("utf-8")
    assert "https://a.example/2024" in (folder / "index.ttl").read_text("utf-8")
