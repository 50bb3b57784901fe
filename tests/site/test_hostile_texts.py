"""Text of pages is data: nothing of it is live in a site, wherever it stands."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import html5lib
import lxml.html
import pytest
from rdflib import Graph

from ld_convert.rdf.quiet import without_warnings
from tests.support.sites import dataset, made, page_of, pages, visible

if TYPE_CHECKING:
    from pathlib import Path

EVIL = (
    "</script ><script>alert(1)</script><img src=x onerror=alert(2)><!--<script "
    "{{ 7*7 }}{% raw %}${1}&amp;\u2028"
)
TURTLE = """
@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dct: <http://purl.org/dc/terms/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> . @prefix schema: <http://schema.org/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix locn: <http://www.w3.org/ns/locn#> .
<https://a.example/d> a dcat:Dataset ; dct:title EVIL, EVIL@ar ; dct:description EVIL ;
  dcat:keyword EVIL ; dct:identifier EVIL ; dcat:version EVIL ; dct:issued EVIL ;
  dct:creator <javascript:alert(7)> ; dct:publisher <https://a.example/p> ;
  dct:license <javascript:alert(4)> ; dcat:theme <javascript:alert(8)> ;
  dct:rights [ a dct:RightsStatement ; skos:prefLabel EVIL ] ;
  dcat:landingPage <javascript:alert(9)> ;
  dct:spatial [ a dct:Location ; skos:prefLabel EVIL ;
    dcat:bbox "POLYGON((1 2,3 2,3 4,1 4,1 2))" ] ;
  dct:temporal [ a dct:PeriodOfTime ; dcat:startDate EVIL ] ;
  schema:variableMeasured [ schema:name EVIL ; schema:unitText EVIL ; schema:description EVIL ] ;
  dcat:distribution <https://a.example/f>, <https://a.example/g> .
<javascript:alert(7)> a foaf:Agent ; foaf:name EVIL ; foaf:homepage <javascript:alert(1)> .
<https://a.example/p> a foaf:Agent ; foaf:name EVIL ;
  foaf:mbox <mailto:a@b.example?cc=x&amp;body=y> .
<javascript:alert(8)> a skos:Concept ; skos:prefLabel EVIL .
<https://a.example/f> a dcat:Distribution ; dct:title EVIL ; dcat:accessURL <javascript:alert(5)> ;
  dct:format <javascript:alert(6)> .
<https://a.example/g> a dcat:Distribution ; dcat:downloadURL <data:text/html,alert(6)> .
"""


@pytest.fixture(scope="module")
def evil(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site of a dataset that tries to be a script in each of its texts."""
    folder = tmp_path_factory.mktemp("evil")
    (folder / "a.ttl").write_text(TURTLE.replace("EVIL", json.dumps(EVIL)), "utf-8")
    made(folder / "site", folder / "a.ttl", catalog_title=EVIL, catalog_description=EVIL)
    return folder / "site"


def test_no_page_has_an_element_or_an_address_of_theirs(evil: Path) -> None:
    """Scripts are ours or JSON, no element has a handler, links are http, https or mailto."""
    found = sorted(evil.rglob("*.html"))
    assert len(found) > 5
    for path in found:  # html5lib, since libxml2 ends a script later than browsers do
        elements = html5lib.parse(path.read_bytes(), namespaceHTMLElements=False).iter()
        for element in elements:
            assert element.tag not in ("img", "iframe", "object", "style")
            if element.tag == "script":
                ours = element.get("src", "").endswith("site.js") and not element.text
                assert ours or element.get("type") == "application/ld+json"
            assert not [name for name in element.attrib if str(name).startswith("on")]
            for name in ("href", "src", "action"):
                scheme = element.get(name, "").strip().lower().partition(":")[0]
                assert scheme not in ("javascript", "data", "vbscript"), element.get(name)


def test_templates_of_theirs_are_not_filled_in(evil: Path) -> None:
    """Braces stay braces."""
    page = dataset(evil) / "index.html"
    assert "{{ 7*7 }}" in visible(page)
    assert "49${1}" not in visible(page)


def test_the_json_of_a_page_is_whole(evil: Path) -> None:
    """Each script is JSON with the text in it, as it was."""
    page = html5lib.parse((dataset(evil) / "index.html").read_bytes(), namespaceHTMLElements=False)
    texts = [e.text for e in page.iter("script") if e.get("type")]
    dcat, own = map(json.loads, texts)
    assert own["name"] == EVIL
    assert EVIL in json.dumps(dcat, ensure_ascii=False).replace('\\"', '"')


def test_every_file_beside_the_page_can_be_read(evil: Path) -> None:
    """RDF in four forms says one and the same; the others are JSON."""
    folder = dataset(evil)
    forms = [("index.ttl", "turtle"), ("index.nt", "nt"), ("index.jsonld", "json-ld")]
    with without_warnings(DeprecationWarning):  # about what rdflib's own parser uses
        sizes = {len(Graph().parse(folder / name, format=form)) for name, form in forms}
    assert len(sizes) == 1
    ET.parse(folder / "index.rdf")  # noqa: S314  we wrote it
    for path in folder.glob("*.json"):
        json.loads(path.read_bytes())


def test_titles_that_are_no_names_of_files(tmp_path: Path) -> None:
    """`../../x`, 10,000 signs, marks of direction, nothing but signs: each lies in its folder."""
    titles = ["../../x", "a" * 10_000, "\u202eevil\u2066", "...", "CON", "/etc/passwd", "%2e%2e%2f"]
    source = tmp_path / "in"
    source.mkdir()
    for number, title in enumerate(titles):
        name = f"https://a.example/{title[:99]}?{number}"
        (source / f"{number}.html").write_text(page_of(title, url=name, **{"@id": name}), "utf-8")
    made(tmp_path / "site", source)
    found = pages(tmp_path / "site")
    assert len(found) == len(titles)
    assert all(len(page.parent.name) <= 60 and page.parent.name.isascii() for page in found)
    assert {path.name for path in tmp_path.iterdir()} == {"in", "site"}


def test_text_from_right_to_left_runs_so(tmp_path: Path) -> None:
    """The language decides; where none is given, the text itself."""
    name = [{"@value": "مد و جزر", "@language": "ar"}]
    (tmp_path / "a.html").write_text(page_of(name), "utf-8")
    made(tmp_path / "site", tmp_path / "a.html")
    heading = lxml.html.parse(dataset(tmp_path / "site") / "index.html").find(".//h1")
    assert (heading.get("dir"), heading.get("lang")) == ("rtl", "ar")


def test_ways_up_and_down_that_multiply_are_cut(tmp_path: Path) -> None:
    """Four parts in four wholes each, and all of them in a circle: 4 ** 8 ways up."""
    lines = [
        f"<https://a.example/{n}-{i}> a dcat:Dataset ; dct:title '{n}-{i}' ; dct:isPartOf "
        + ", ".join(f"<https://a.example/{(n + 1) % 5}-{k}>" for k in range(4))
        + " ."
        for n in range(5)
        for i in range(4)
    ]
    prefixes = TURTLE.partition("\n@prefix foaf")[0]
    (tmp_path / "a.ttl").write_text("\n".join([prefixes, *lines]), "utf-8")
    made(tmp_path / "site", tmp_path / "a.ttl")
    found = pages(tmp_path / "site")
    assert len(found) == len(lines)
    for page in found:
        tree = lxml.html.parse(page).find(".//section[@aria-labelledby='tree']")
        assert 10 < len(list(tree.iter("li"))) < 400


def test_thousands_of_variables_and_keywords_are_counted_and_not_all_shown(tmp_path: Path) -> None:
    """The page stays small; the description beside it has all."""
    many = {
        "variableMeasured": [{"@type": "PropertyValue", "name": f"v{n}"} for n in range(700)],
        "keywords": [f"k{n}" for n in range(700)],
    }
    (tmp_path / "a.html").write_text(page_of("many", **many), "utf-8")
    made(tmp_path / "site", tmp_path / "a.html")
    page = dataset(tmp_path / "site") / "index.html"
    assert "200 more variables" in visible(page)
    assert "k699" in (page.parent / "index.ttl").read_text()
    assert len(visible(page)) < 40_000


def test_no_page_and_no_citation_has_a_control_character(tmp_path: Path) -> None:
    """HTML cannot hold them, and a terminal obeys them; the RDF beside the page has them."""
    title = "T\x00i\x1b]0;x\x07d\x9be\ufffes"
    source = page_of(title, url="https://a.example/d", creator={"@type": "Person", "name": title})
    (tmp_path / "a.html").write_text(source, "utf-8")
    made(tmp_path / "site", tmp_path / "a.html")
    controls = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ufffe]")
    endings = (".html", ".bib", ".ris")
    found = [path for path in (tmp_path / "site").rglob("*.*") if path.suffix in endings]
    assert len(found) > 5
    assert not [path for path in found if controls.search(path.read_text("utf-8"))]
    assert "title = {{Ti]0;xdes}}" in (dataset(tmp_path / "site") / "cite.bib").read_text("utf-8")
