from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from rdflib import Graph, Literal, URIRef

from ld_convert.model import Detail, Finding, Place
from ld_convert.score import graph_census
from ld_convert.score.census import Census, Offer, PageCensus, Score
from ld_convert.score.indicators import indicators, most_points, quality, rating
from ld_convert.settings import UsageError
from tests.support.cli import run

HEAD = """
@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dct: <http://purl.org/dc/terms/> .
@prefix eu: <http://publications.europa.eu/resource/authority/> . @prefix : <https://a.example/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
BEST = """
:d a dcat:Dataset ; dct:title "D" ; dcat:keyword "k" ; dcat:theme eu:data-theme\\/ENVI ;
  dct:spatial [] ; dct:temporal [] ; dct:accessRights eu:access-right\\/PUBLIC ;
  dcat:contactPoint [] ; dct:publisher :p ; dcat:distribution :f .
:p foaf:name "P" .
:f dcat:accessURL :a ; dcat:downloadURL :f.csv ; dct:format eu:file-type\\/CSV ;
  dcat:mediaType <https://www.iana.org/assignments/media-types/text/csv> ;
  dct:license eu:licence\\/CC_BY_4_0 ; dct:rights [] ; dcat:byteSize 1 ;
  dct:issued "2024" ; dct:modified "2024" .
"""


def score_of(turtle: str, *findings: Finding) -> Score:
    graph = Graph().parse(data=HEAD + turtle, format="turtle")
    (score,) = graph_census(graph, "a.ttl", findings).scores
    return score


def test_there_are_23_indicators_of_405_points() -> None:
    """100 + 100 + 110 + 75 + 20, and 325 without those that need the network."""
    assert len(indicators()) == 23
    assert most_points(probed=True) == 405
    assert most_points(probed=False) == 325


def test_the_lists_of_formats_are_as_long_as_those_of_data_europa_eu() -> None:
    """29 non-proprietary and 20 machine-readable file types."""
    assert {name: len(codes) for name, codes in quality().formats.items()} == {
        "non_proprietary": 29,
        "machine_readable": 20,
    }


def test_the_lists_of_formats_agree_with_the_facts(shared: Path) -> None:
    """Columns of the EU file-type table."""
    rows = [
        line.split("\t")
        for line in (shared / "facts" / "eu_file_type.tsv").read_text("utf-8").splitlines()
        if not line.startswith("#")
    ]
    header, *rows = rows
    for column, name in (
        ("mqa_non_proprietary", "non_proprietary"),
        ("mqa_machine_readable", "machine_readable"),
    ):
        at = header.index(column)
        assert {row[0] for row in rows if row[at] == "1"} == quality().formats[name]


@pytest.mark.parametrize(
    ("points", "name"),
    [(405, "excellent"), (351, "excellent"), (350, "good"), (221, "good"), (220, "sufficient"),
     (121, "sufficient"), (120, "bad"), (0, "bad")],
)  # fmt: skip
def test_the_ratings_have_the_bounds_of_data_europa_eu(points: int, name: str) -> None:
    """Excellent from 351, good from 221, sufficient from 121."""
    assert rating(points) == name


def test_a_perfect_description_has_all_points_that_need_no_network() -> None:
    """325 of 405."""
    assert score_of(BEST).points == 325
    assert score_of(BEST).lacks(probed=False) == []


@pytest.mark.parametrize(
    ("old", "new", "lost"),
    [
        ('dcat:keyword "k" ;', "", {"keywordAvailability"}),
        ("dcat:theme eu:data-theme\\/ENVI ;", "", {"categoryAvailability"}),
        ("dct:spatial [] ;", "", {"spatialAvailability"}),
        ("dct:temporal [] ;", "", {"temporalAvailability"}),
        ("dcat:downloadURL :f.csv ;", "", {"downloadUrlAvailability"}),
        ("file-type\\/CSV", "file-type\\/TSV", {"formatMediaTypeMachineInterpretable"}),
        ("file-type\\/CSV", "file-type\\/XLS", {"formatMediaTypeNonProprietary"}),
        ("eu:file-type\\/CSV", '"CSV"', {
            "formatMediaTypeMachineInterpretable", "formatMediaTypeNonProprietary",
            "formatMediaTypeVocabularyAlignment"}),
        ("text/csv", "text/nonsense", {"formatMediaTypeVocabularyAlignment"}),
        ("eu:licence\\/CC_BY_4_0", "<https://a.example/terms>", {"knownLicence"}),
        ("dct:license eu:licence\\/CC_BY_4_0 ;", "", {"knownLicence", "licenceAvailability"}),
        ("eu:access-right\\/PUBLIC", ":open", {"accessRightsVocabularyAlignment"}),
        ("dct:accessRights eu:access-right\\/PUBLIC ;", "", {
            "accessRightsAvailability", "accessRightsVocabularyAlignment"}),
        ("dcat:contactPoint [] ;", "", {"contactPointAvailability"}),
        ("dct:publisher :p ;", "", {"publisherAvailability"}),
        ("dct:rights [] ;", "", {"rightsAvailability"}),
        ("dcat:byteSize 1 ;", "", {"byteSizeAvailability"}),
        ('dct:issued "2024" ;', "", {"dateIssuedAvailability"}),
        ('; dct:modified "2024" .', ".", {"dateModifiedAvailability"}),
    ],
)  # fmt: skip
def test_each_indicator_falls_with_what_it_asks_for(old: str, new: str, lost: set[str]) -> None:
    """One change to a perfect description costs these indicators and no other."""
    assert old in BEST
    failed = {indicator.id for indicator in score_of(BEST.replace(old, new)).lacks(probed=False)}
    assert failed == lost


def test_a_canonical_address_of_a_licence_is_known() -> None:
    """The EU table gives the address of each licence as an exact match."""
    turtle = BEST.replace(
        "eu:licence\\/CC_BY_4_0", "<https://creativecommons.org/licenses/by/4.0/>"
    )
    assert score_of(turtle).points == 325


def test_a_violation_at_a_part_costs_the_compliance_of_the_dataset() -> None:
    """A fault of the publisher is the dataset's, one of another dataset is not."""
    place = Place("a.ttl")
    ours = Finding("LD501", "m", place, Detail(focus="https://a.example/p"))
    other = Finding("LD501", "m", place, Detail(focus="https://a.example/x"))
    mild = Finding("LD502", "m", place, Detail(focus="https://a.example/d"))
    assert score_of(BEST, ours).points == 295
    assert score_of(BEST, other, mild).points == 325


def test_the_best_distribution_counts_for_the_dataset() -> None:
    """An empty one beside it takes nothing away."""
    turtle = BEST.replace("dcat:distribution :f .", "dcat:distribution :e, :f .")
    assert score_of(turtle + ":e dcat:accessURL :x .").points == 325


def test_a_dataset_without_distribution_has_the_points_of_the_dataset_only() -> None:
    """100 for findability, 30 for compliance, 45 for reuse."""
    assert score_of(BEST.replace("; dcat:distribution :f .", ".")).points == 175


def page(portal: str, *passed: str) -> PageCensus:
    offer = Offer("", frozenset({"formatAvailability"}), frozenset({"dct:format"}), (), ())
    stated = frozenset({"dct:title"})
    score = Score(f"https://{portal}/{len(passed)}", "T", frozenset(passed), stated, (offer,))
    return PageCensus(f"{portal}-{len(passed)}.html", portal, (score,))


def test_the_score_of_a_catalogue_is_points_by_the_share_that_passes() -> None:
    """Half of the datasets have a keyword, all distributions a format: 15 + 20."""
    census = Census()
    census.add_page(page("a.example", "keywordAvailability"))
    census.add_page(page("b.example"))
    assert census.total.score == 35
    assert census.portals["a.example"].score == 50


def test_the_score_is_data_on_standard_output(captures: Path, tmp_path: Path) -> None:
    """A line with points, rating and dataset; what it lacks below."""
    output = str(tmp_path / "c.ttl")
    result = run("-q", "convert", str(captures / "tide-gauge.html"), "-o", output, "--score", "-")
    first, second = result.stdout.splitlines()[:2]
    points, rest = first.split(" ", 1)
    assert rest.split() == [
        "of", "325", rating(int(points)), "https://data.harbour.example/sets/tide-gauge#dataset"
    ]  # fmt: skip
    # What a dataset lacks adds up to what it misses.
    assert second.startswith("    lacks a theme of the dataset (30), ")
    assert sum(map(int, re.findall(r"\((\d+)\)", second))) == 325 - int(points)


def test_two_things_never_go_to_standard_output(captures: Path) -> None:
    """The catalogue would be mixed with the score."""
    with pytest.raises(UsageError, match="needs -o FILE"):
        run("convert", str(captures), "--score", "-")


def test_a_catalogue_file_scores_like_the_pages_that_it_was_made_of(
    captures: Path, tmp_path: Path
) -> None:
    """Validate and convert count the same."""
    output, scores = str(tmp_path / "c.ttl"), [tmp_path / "a.json", tmp_path / "b.json"]
    run("convert", str(captures), "-o", output, "--score", str(scores[0]))
    run("validate", output, "--score", str(scores[1]))
    one, other = (json.loads(file.read_text("utf-8"))["datasets"] for file in scores)
    assert one == other


def test_any_number_of_processes_gives_the_same_score(captures: Path, tmp_path: Path) -> None:
    """Parts are counted in the order of the captures."""
    for number in range(3):
        text = (captures / "tide-gauge.html").read_text("utf-8")
        (tmp_path / f"p{number}.html").write_text(text.replace("tide-gauge", f"set-{number}"))
    texts = []
    for jobs in ("1", "2"):
        score = tmp_path / f"s{jobs}.json"
        run("-q", "convert", str(tmp_path / "p*.html"), "-o", str(tmp_path / "c.ttl"),
            "--score", str(score), "-j", jobs)  # fmt: skip
        texts.append(score.read_text("utf-8"))
    assert texts[0] == texts[1]
    assert json.loads(texts[0])["catalogue"]["datasets"] == 3


LISTED = {"name": "Tides", "license": "https://creativecommons.org/licenses/by/4.0/"}
WHOLE = {
    "name": "Tide levels",
    "description": "Levels of the sea at Dunmore.",
    "keywords": ["sea"],
    "distribution": {"contentUrl": "https://a.example/t.csv", "encodingFormat": "text/csv"},
}


@pytest.mark.parametrize("ids", [("https://a.example/1", "https://a.example/1"), ("/x", "/y")])
@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_a_dataset_of_two_captures_scores_by_what_both_say(
    ids: tuple[str, str], order: tuple[int, int], tmp_path: Path
) -> None:
    """Whether it has one IRI on both or a DOI joins them: once, as the catalogue then has it."""
    for number, which in enumerate(order):
        told = {"@id": ids[which], "identifier": "https://doi.org/10.5555/12345"}
        data = {
            "@context": "https://schema.org",
            "@type": "Dataset",
            **told,
            **(LISTED, WHOLE)[which],
        }
        page = f'<script type="application/ld+json">{json.dumps(data)}</script>'
        (tmp_path / f"{number}.html").write_text(page, "utf-8")
    scored = [str(tmp_path / name) for name in ("pages.json", "catalogue.json")]
    output = str(tmp_path / "c.ttl")
    run("convert", str(tmp_path / "*.html"), "-o", output, "--base", "https://a.example/",
        "--score", scored[0], "--fail-on", "never")  # fmt: skip
    run("validate", output, "--score", scored[1], "--fail-on", "never")
    pages, catalogue = (json.loads(Path(path).read_text("utf-8")) for path in scored)
    [joined], [known] = pages["datasets"], catalogue["datasets"]
    assert {*joined["passed"]} | {"dcatApCompliance"} == {*known["passed"]}
    assert joined["dataset"] == known["dataset"]
    assert pages["catalogue"]["distributions"] == catalogue["catalogue"]["distributions"] == 1


def test_the_score_as_triples_is_dqv(captures: Path, tmp_path: Path) -> None:
    """A measurement for each indicator checked, by the metrics of data.europa.eu, and the sum."""
    files = [str(tmp_path / name) for name in ("s.ttl", "s.json")]
    for file in files:
        run("convert", str(captures), "-o", str(tmp_path / "c.ttl"), "--score", file)
    graph = Graph().parse(files[0])
    (row,) = json.loads(Path(files[1]).read_text("utf-8"))["datasets"]
    dqv, pv = "http://www.w3.org/ns/dqv#", "https://piveau.eu/ns/voc#"
    dataset = URIRef("https://data.harbour.example/sets/tide-gauge#dataset")
    found = {
        graph.value(node, URIRef(f"{dqv}isMeasurementOf")): graph.value(node, URIRef(f"{dqv}value"))
        for node in graph.objects(None, URIRef(f"{dqv}hasQualityMeasurement"))
    }
    assert len(found) == 22  # of the dataset and of its distribution
    measured = set(graph.subjects(URIRef(f"{dqv}hasQualityMeasurement")))
    assert {str(node).startswith(str(dataset)) for node in measured} == {True}
    assert len(measured) == 2
    assert found[URIRef(f"{pv}scoring")] == Literal(row["points"])
    assert found[URIRef(f"{pv}keywordAvailability")] == Literal(True)  # noqa: FBT003
    assert found[URIRef(f"{pv}categoryAvailability")] == Literal(False)  # noqa: FBT003


def test_a_score_of_an_unknown_form_leaves_nothing_behind(captures: Path, tmp_path: Path) -> None:
    """The mistake is found before the run."""
    with pytest.raises(UsageError, match="a score ends in"):
        run("convert", str(captures), "-o", str(tmp_path / "c.ttl"), "--score", "s.csv")
    assert list(tmp_path.iterdir()) == []
