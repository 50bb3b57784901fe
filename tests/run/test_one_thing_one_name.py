"""One thing has one name, across the pages of a run; what is doubtful is told."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.support.harmony import ITEMS, STUDY, WAVE, json_ld, payload, record, script, view
from tests.support.runs import SETTINGS, Ran, crawled, ran

if TYPE_CHECKING:
    from pathlib import Path

    from ld_convert.model import Json

SITE = "https://a.example/"
PART = "?y dct:isPartOf ?x"
IS_DATASET = "?x a dcat:Dataset"


def study(name: str, uuid: str, **members: Json) -> bytes:
    """The page of a study, with its uuid and a slug made of its name."""
    own = record(name, kind="study", uuid=uuid, slug=name.lower().replace(" ", "-"))
    return payload(f"/items/{uuid}", {"initialData": own | members})


def test_a_circle_of_three_parts_is_told_once(tmp_path: Path) -> None:
    """The warning names the way round; all three stay."""
    parts = {f"{SITE}{one}": {"name": one, "isPartOf": SITE + other} for one, other in
             ("ab", "bc", "ca", "db")}  # fmt: skip
    found = crawled(tmp_path, parts)
    (circle,) = [finding for finding in found.findings if finding.code == "LD636"]
    way = [f"{SITE}{name}#dataset" for name in "abca"]
    assert circle.message == f"{way[0]} is a part of {', which is a part of '.join(way[1:])}"
    assert len(found.asked(IS_DATASET)) == 4


def test_two_circles_with_one_thing_in_common_are_two_findings(tmp_path: Path) -> None:
    """A chain that leads into them is none."""
    wholes = {"a": "b", "b": "ac", "c": "b", "d": "a"}
    parts = {f"{SITE}{one}": {"name": one, "isPartOf": [SITE + other for other in others]}
             for one, others in wholes.items()}  # fmt: skip
    assert [f.code for f in crawled(tmp_path, parts).findings].count("LD636") == 2


def test_a_page_that_is_its_own_part_is_told_and_is_no_part(tmp_path: Path) -> None:
    """It names itself by its address, which is another IRI than its own."""
    found = crawled(tmp_path, {f"{SITE}a": {"name": "A", "isPartOf": f"{SITE}a"}})
    assert "LD315" in found.codes
    assert found.asked(PART) == []


def test_a_study_that_is_its_own_child_by_slug_is_told_and_is_no_part(tmp_path: Path) -> None:
    """The child has the slug alone, the study uuid and slug: two IRIs of one thing."""
    stubs = [record("Tides", kind="study", slug="tides"), record("Wave", slug="wave")]
    found = ran(tmp_path, study("Tides", STUDY, child_datasets=stubs))
    assert "LD315" in found.codes
    assert found.asked(f"<{ITEMS}{STUDY}#dataset> dct:hasPart ?x") == [f"{ITEMS}wave#dataset"]


@pytest.mark.parametrize(
    "reference",
    [
        "http://dx.doi.org/10.5555/Whole",
        "doi:10.5555/whole",
        {"@id": "http://dx.doi.org/10.5555/WHOLE"},
        {"@type": "Dataset", "@id": "https://doi.org/10.5555/whole"},
        {"@type": "Dataset", "identifier": "10.5555/whole", "name": "Whole"},
        f"{SITE}whole/?utm_source=x",
        {"@type": "Dataset", "@id": "http://www.a.example/whole"},
        {"@type": "Dataset", "@id": f"{SITE}whole", "name": "Whole"},
        {"@type": "Dataset", "url": f"{SITE}whole#files"},
    ],
)
def test_a_reference_meets_the_page_in_each_spelling(tmp_path: Path, reference: Json) -> None:
    """The name of the thing is that of its page, whoever refers to it, and how."""
    whole = {"name": "Whole", "identifier": "https://doi.org/10.5555/whole"}
    part = {"name": "Part", "isPartOf": reference}
    found = crawled(tmp_path, {f"{SITE}part": part, f"{SITE}whole": whole})
    assert found.asked(PART) == [f"{SITE}whole#dataset"]
    assert found.tally.datasets == 2


def test_a_doi_as_an_id_is_one_in_each_spelling(tmp_path: Path) -> None:
    """The spelling of the page that describes the thing is its name."""
    whole = {"@id": "https://doi.org/10.5555/Whole", "name": "Whole"}
    part = {"name": "Part", "isPartOf": {"@type": "Dataset", "@id": "http://dx.doi.org/10.5555/whole"}}  # fmt: skip  # noqa: E501
    found = crawled(tmp_path, {f"{SITE}part": part, f"{SITE}whole": whole})
    assert found.asked(PART) == ["https://doi.org/10.5555/Whole"]


def test_a_catalogue_that_is_referred_to_has_the_title_of_its_page(tmp_path: Path) -> None:
    """Not its address too, and no unknown publisher beside the known one."""
    about = {"@type": "DataCatalog", "name": "Tides", "description": "All of them.",
             "publisher": {"@type": "Organization", "name": "Office"}}  # fmt: skip
    pages = {f"{SITE}one": {"name": "One", "includedInDataCatalog": f"{SITE}all/"},
             f"{SITE}all": about}  # fmt: skip
    found = crawled(tmp_path, pages)
    its = f"<{SETTINGS.catalog}> dcat:catalog ?c . ?c dcat:dataset <{SITE}one#dataset> ;"
    assert found.asked(f"{its} dct:title ?x") == ["Tides"]
    assert found.asked(f"{its} dct:description ?x") == ["All of them."]
    assert len(found.asked(f"{its} dct:publisher ?x")) == 1


def test_datasets_are_counted_once(tmp_path: Path) -> None:
    """A study, its part, and a stub of each on the page of the other."""
    above = record("Tides", kind="study", uuid=STUDY)
    wave = record("Wave", uuid=WAVE, slug="wave")
    pages = (
        study("Tides", STUDY, child_datasets=[record("Wave", slug="wave")]),
        payload(f"/items/{WAVE}", {"initialData": wave | {"ancestors": [above]}}),
        payload("/items/wave", {"initialData": wave}),
    )
    found = ran(tmp_path, *pages)
    assert found.tally.datasets == len(found.asked(IS_DATASET)) == 2


@pytest.mark.parametrize("title", ["Next Steps", "Next Steps: pupils of England"])
def test_a_record_on_the_page_of_another_is_found_by_its_address_at_the_source(
    tmp_path: Path, title: str
) -> None:
    """Both pages are of other routes than the record's; the join is told."""
    link = "https://discovery.closer.ac.uk/item/uk.next/2764a197-ab56-4cc6-aca8-2072cd9a0600"
    own = record("Next Steps", kind="study", uuid=STUDY, slug="next-steps", schema={"url": [link]})
    wrong = view(title, additionalLinks=[link])
    pages = (
        payload("/items/next-steps", {"initialData": own}),
        payload("/studies/airwave-health-monitoring-study", {"study": wrong}),
        payload("/items/airwave", {"initialData": record("Airwave", uuid=WAVE, slug="airwave")}),
    )
    found = ran(tmp_path, *pages)
    assert found.asked(IS_DATASET) == [f"{ITEMS}{WAVE}#dataset", f"{ITEMS}{STUDY}#dataset"]
    assert {"LD308", "LD634"} <= found.codes


def test_two_records_with_one_address_at_the_source_stay_two(tmp_path: Path) -> None:
    """A study and its file have one; nothing is joined by it, and nothing is told."""
    link = {"url": ["https://datacatalogue.ukdataservice.ac.uk/studies/study/5985"]}
    file = record("5985_tt", slug="5985-tt", schema=link)
    pages = (
        payload("/items/tides", {"initialData": record("Tides", uuid=STUDY, schema=link)}),
        payload("/items/5985-tt", {"initialData": file}),
    )
    found = ran(tmp_path, *pages)
    assert len(found.asked(IS_DATASET)) == 2
    assert "LD634" not in found.codes


ARTICLE, DATA, OTHER = "10.1093/ije/dyu178", "10.5255/UKDA-SN-5985-1", "10.9999/unknown"
SOURCE = {"@type": "DataCatalog", "name": "Catalogue of Mental Health Measures"}


@pytest.mark.parametrize(
    ("source", "dois", "articles"),
    [
        ("mhc", [ARTICLE, DATA, OTHER], [ARTICLE, OTHER]),
        ("ukds", [ARTICLE, DATA, OTHER], [ARTICLE]),
        ("mhc", [f"http://dx.doi.org/{ARTICLE}", ""], [ARTICLE]),
    ],
)
def test_the_doi_of_an_article_does_not_identify_the_study(
    tmp_path: Path, source: str, dois: list[str], articles: list[str]
) -> None:
    """By the journal's prefix; all but the known prefixes of data, where the source is MHC."""
    own = record("T", uuid=STUDY, slug="t", source=[source], dois=dois, schema={"identifier": dois})
    found = ran(tmp_path, payload("/items/t", {"initialData": own}))
    said = [f"https://doi.org/{doi}" for doi in articles]
    assert found.asked("?d dct:isReferencedBy ?x") == said
    identifiers = found.asked("?d dct:identifier ?x")
    assert not {*said} & {*identifiers}
    assert (f"https://doi.org/{DATA}" in identifiers) == (DATA in dois)


def test_the_doi_of_an_article_is_one_in_json_ld_and_in_a_view_model(tmp_path: Path) -> None:
    """Both forms of the page say it in another place."""
    members = {"identifier": [ARTICLE], "includedInDataCatalog": [SOURCE]}
    links = view("T", additionalLinks=[f"https://doi.org/{ARTICLE}"], dataCatalogs=[SOURCE])
    rows = [script(json_ld("T", f"{ITEMS}t", **members)), ["$", "$L9", None, {"dataset": links}]]
    found = ran(tmp_path, payload("/items/t", rows))
    assert found.asked("?d dct:isReferencedBy ?x") == [f"https://doi.org/{ARTICLE}"]
    assert found.asked("?d dct:identifier ?x") == []
    assert "schema.org/papers" not in found.data.decode()


def test_a_list_of_records_and_their_pages_are_the_same_things(tmp_path: Path) -> None:
    """The answer of the portal's search has records without an address."""
    wave = record("Wave", uuid=WAVE, slug="wave")
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "search.json").write_text(json.dumps({"results": [wave], "hits": 1}))
    (tmp_path / "pages" / "wave.txt").write_bytes(payload("/items/wave", {"initialData": wave}))
    assert Ran(tmp_path / "pages").asked(IS_DATASET) == [f"{ITEMS}{WAVE}#dataset"]
