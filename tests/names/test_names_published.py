"""Tables of names as SKOS and SSSOM, ours and those that others have published."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from rdflib import RDF, SKOS, Graph

from ld_convert.settings import UsageError
from ld_convert.values.names.table import FILLED, load_names
from tests.support.cli import run

if TYPE_CHECKING:
    from pathlib import Path

TABLE = """kind,text as found,IRI,preferred label,theme,same as,type
agent,"Büro ""N"", Tal",https://ror.org/0,Büro,,http://www.wikidata.org/entity/Q42,LocalAuthority
agent,ONS,https://ror.org/0,Büro,,http://www.wikidata.org/entity/Q42,LocalAuthority
keyword,waves,http://eurovoc.europa.eu/1234,,ENVI|TRAN,,
keyword,tides,,tide,ENVI,,
place,ONS,https://sws.geonames.org/6269131/,,,,
"""
THEMES = """@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix : <https://themes.example/> .
:1 a skos:Concept ;
    skos:prefLabel "Wasser"@de, "Water"@en ;
    skos:altLabel "Gewässer"@de ;
    skos:broadMatch <http://publications.europa.eu/resource/authority/data-theme/ENVI> .
"""
MAPPINGS = """#mapping_set_id: https://a.example/m
#curie_map:
#  ROR: https://ror.org/
#  skos: http://www.w3.org/2004/02/skos/core#
#  https: https://b.example/
subject_label\tpredicate_id\tpredicate_modifier\tobject_id\tobject_label\tmapping_justification
O.N.S.\tskos:exactMatch\t\tROR:021fhft25\tOffice\tsemapv:LexicalMatching
Port\tskos:exactMatch\t\thttps://a.example/port\t\tsemapv:LexicalMatching
Not this\tskos:exactMatch\tNot\tROR:0\t\tsemapv:LexicalMatching
"""


def table_of(path: Path, text: str, kind: str = "") -> dict[tuple[str, str], tuple[str, ...]]:
    """What a file says of each text, by kind and text."""
    path.write_text(text, "utf-8")
    found = load_names((f"{kind}={path}" if kind else str(path),))
    assert found.problems == []
    return {key: tuple(getattr(n, f) for f in FILLED) for key, n in found.names.items()}


def test_skos_out_and_in_says_the_same(tmp_path: Path) -> None:
    """Texts, IRIs, labels, themes, types and what is the same; only a geometry has no place."""
    path, out = tmp_path / "names.csv", tmp_path / "names.ttl"
    before = table_of(path, TABLE)
    assert run("names", "--names", str(path), "-o", str(out)).exit_code == 0
    after = table_of(out, out.read_text("utf-8"))
    theme = "http://publications.europa.eu/resource/authority/data-theme/"
    kind = "http://purl.org/adms/publishertype/"
    for key, (iri, label, themes, same, own, geometry) in before.items():
        full = "|".join(theme + code for code in themes.split("|") if code)
        assert after[key] == (iri, label, full, same, own and kind + own, geometry)
    graph = Graph().parse(out)
    assert len(set(graph.subjects(RDF.type, SKOS.ConceptScheme))) == 3


def test_sssom_out_and_in_keeps_iris_labels_and_themes(tmp_path: Path) -> None:
    """A row without IRI and theme maps to nothing; what is the same and types have no column."""
    path, out = tmp_path / "names.csv", tmp_path / "names.sssom.tsv"
    before = table_of(path, TABLE)
    assert run("names", "--names", str(path), "-o", str(out)).exit_code == 0
    after = table_of(out, out.read_text("utf-8"))
    assert {key: cells[0] for key, cells in after.items()} == {k: c[0] for k, c in before.items()}
    assert after["agent", "ons"][1] == "Büro"
    assert after["keyword", "waves"][2].count("|") == 1


def test_each_object_of_sssom_is_a_curie_of_a_prefix_in_the_file(tmp_path: Path) -> None:
    """As SSSOM/TSV asks for entities (SSSOM 1.0, TSV); the set has an IRI of its own."""
    path, out = tmp_path / "names.csv", tmp_path / "names.sssom.tsv"
    table_of(path, TABLE)
    assert run("names", "--names", str(path), "-o", str(out)).exit_code == 0
    text = out.read_text("utf-8")
    declared = set(re.findall(r"^#  (\w+): ", text, re.MULTILINE))
    rows = [line.split("\t") for line in text.splitlines() if line[:1] != "#"]
    objects = [row[rows[0].index("object_id")] for row in rows[1:]]
    assert objects
    assert {name.partition(":")[0] for name in objects} <= declared
    assert all(name.partition(":")[2] for name in objects)
    assert re.search(r'^#mapping_set_id: "https://\S+/[0-9a-f]{16}"$', text, re.MULTILINE)


def test_a_list_of_themes_of_others_is_used_as_it_is(tmp_path: Path) -> None:
    """Each label of a concept, in any language, is a text as found."""
    found = table_of(tmp_path / "themes.ttl", THEMES, "keyword")
    assert {key[1] for key in found} == {"wasser", "water", "gewässer"}
    assert {cells[:2] for cells in found.values()} == {("https://themes.example/1", "Water")}
    rows = load_names((f"keyword={tmp_path / 'themes.ttl'}",)).names
    assert rows["keyword", "gewässer"].where == f"{tmp_path / 'themes.ttl'}:5"


def test_mappings_of_others_are_used_as_they_are(tmp_path: Path) -> None:
    """Prefixes are the file's; an IRI stays as it is, and what is not equal is left out."""
    found = table_of(tmp_path / "ror.sssom.tsv", MAPPINGS, "agent")
    assert {key: cells[:2] for key, cells in found.items()} == {
        ("agent", "o.n.s."): ("https://ror.org/021fhft25", "Office"),
        ("agent", "port"): ("https://a.example/port", ""),
    }


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("n.ttl", "<a> <b", "is no Turtle"),
        ("n.sssom.tsv", "#x\nsubject_id\tobject_id\n", ":2: a SSSOM file has the columns"),
    ],
)
def test_a_file_that_cannot_be_read_is_told(
    name: str, text: str, told: str, tmp_path: Path
) -> None:
    """An error of usage that names the file."""
    path = tmp_path / name
    path.write_text(text, "utf-8")
    with pytest.raises(UsageError, match=told):
        load_names((f"agent={path}",))
