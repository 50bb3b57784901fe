from __future__ import annotations

import csv
import json
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ld_convert import Settings, convert_page
from ld_convert.expand import salvage
from ld_convert.extract import extract
from ld_convert.findings.report import Report
from ld_convert.model import AccountLine, Capture
from ld_convert.read import read
from tests.support.cli import run
from tests.support.growth import is_linear
from tests.support.places import CORPUS

if TYPE_CHECKING:
    from ld_convert.model import Json

ACCOUNT = Settings(account=True)
OWN = {"@context": ["https://schema.org", {"own": "http://x/own"}], "own": "x"}
"""A property that no table knows."""


def lines(value: Json, settings: Settings = ACCOUNT) -> dict[str, AccountLine]:
    """The account of a dataset with some members, by property."""
    page = {"@context": "https://schema.org", "@type": "Dataset", "name": "T", **value}
    capture = Capture("page.json", json.dumps(page).encode(), "json")
    return {line.property: line for line in convert_page(capture, settings).account}


def test_a_value_that_a_rule_reads_is_mapped_by_that_rule() -> None:
    """Each value of a list counts."""
    line = lines({"keywords": ["a", "b"]})["schema:keywords"]
    assert line == AccountLine("schema:keywords", 2, 2, 0, 0, {"dataset-keyword": 2}, {})


def test_what_two_values_say_alike_counts_twice() -> None:
    """Two occurrences of one statement went into it."""
    assert lines({"keywords": ["a", "a"]})["schema:keywords"].mapped == 2


def test_a_value_without_a_rule_is_kept() -> None:
    """It stands in the output as the page has it."""
    line = lines(OWN)["http://x/own"]
    assert (line.found, line.mapped, line.kept, line.dropped) == (1, 0, 1, 0)


def test_a_property_that_the_table_leaves_to_schema_org_is_kept_by_that_row() -> None:
    """The reason is the id of the row."""
    line = lines({"thumbnailUrl": "http://a/1.png"})["schema:thumbnailUrl"]
    assert list(line.reasons) == ["dataset-keeps-thumbnail-url"]


def test_without_the_source_what_was_kept_is_dropped_by_the_option() -> None:
    """--no-keep-source costs these values."""
    settings = Settings(account=True, keep_source=False)
    line = lines(OWN, settings)["http://x/own"]
    assert (line.kept, line.dropped, line.reasons) == (0, 1, {"option": 1})


def test_null_is_dropped() -> None:
    """JSON-LD gives it no meaning."""
    line = lines({"keywords": ["a", None]})["schema:keywords"]
    assert (line.found, line.mapped, line.reasons) == (2, 1, {"null": 1})


def test_a_term_without_an_iri_is_dropped_with_the_code_of_its_finding() -> None:
    """The context defines it away; the account names it as the page does."""
    context = ["https://schema.org", {"secret": None}]
    line = lines({"@context": context, "secret": "x"})["secret"]
    assert (line.dropped, line.reasons) == (1, {"LD323": 1})


def test_an_address_that_is_refused_is_dropped() -> None:
    """LD312: it is no IRI, however it is mended."""
    context = ["https://schema.org", {"see": {"@id": "http://x/see", "@type": "@id"}}]
    line = lines({"@context": context, "see": "1a:b"})["http://x/see"]
    assert (line.dropped, line.reasons) == (1, {"LD312": 1})


def test_a_value_that_cannot_be_read_is_kept_with_the_code_of_its_finding() -> None:
    """LD401: the date stays schema.org's."""
    line = lines({"datePublished": "last spring"})["schema:datePublished"]
    assert (line.kept, line.reasons) == (1, {"LD401": 1})


def test_a_member_of_a_list_is_a_value() -> None:
    """Authors in an order are mapped one by one."""
    people = [{"@type": "Person", "name": name} for name in ("A", "B")]
    found = lines({"creator": {"@list": people}})
    assert found["schema:creator"].mapped == 2
    assert found["schema:name"].mapped == 3


def test_a_text_in_two_languages_is_two_values() -> None:
    """A map of languages holds one value for each."""
    context = ["https://schema.org", {"name": {"@id": "schema:name", "@container": "@language"}}]
    found = lines({"@context": context, "name": {"en": "T", "de": "U"}})
    assert (found["schema:name"].found, found["schema:name"].mapped) == (2, 2)


def test_a_document_where_values_bear_no_marks_is_accounted_for_by_the_names_of_its_terms() -> None:
    """A term that turns its property round takes no mark; others have names of their own, too."""
    turned = {"within": {"@reverse": "schema:hasPart"}, "tags": "schema:keywords"}
    whole = {"@type": "Dataset", "name": "W"}
    found = lines({"@context": ["https://schema.org", turned], "tags": ["a", "b"], "within": whole})
    assert (found["schema:keywords"].mapped, found["schema:hasPart"].mapped) == (2, 1)
    assert found["rdf:type"].mapped == 2


def test_both_steps_of_a_path_are_mapped() -> None:
    """The country of an address, and its name inside."""
    country = {"@type": "Country", "name": "France"}
    place = {"@type": "Place", "address": {"@type": "PostalAddress", "addressCountry": country}}
    found = lines({"spatialCoverage": place})
    assert found["schema:addressCountry"].mapped == 1
    assert found["schema:spatialCoverage"].mapped == 1


def test_latitude_and_longitude_are_read_together() -> None:
    """Two values, one point."""
    geo = {"@type": "GeoCoordinates", "latitude": 1.5, "longitude": 2.5}
    found = lines({"spatialCoverage": {"@type": "Place", "geo": geo}})
    assert found["schema:latitude"].mapped == found["schema:longitude"].mapped == 1


def test_the_pages_own_dcat_is_mapped_as_it_is() -> None:
    """It goes into the catalogue with no rule of ours."""
    page = {"@context": {"dcat": "http://www.w3.org/ns/dcat#", "dct": "http://purl.org/dc/terms/"},
            "@type": "dcat:Dataset", "@id": "http://a/1", "dct:title": "T"}  # fmt: skip
    found = lines({**page, "name": None})
    assert found["dct:title"].rules == {"dcat": 1}


def test_a_page_of_which_nothing_is_written_drops_everything() -> None:
    """LD402: it describes no dataset."""
    page = b'{"@context": "https://schema.org", "@type": "Person", "name": "A"}'
    account = convert_page(Capture("page.json", page, "json"), ACCOUNT).account
    assert {line.property: line.reasons for line in account} == {
        "rdf:type": {"LD402": 1},
        "schema:name": {"LD402": 1},
    }


def test_a_document_that_cannot_be_expanded_drops_everything(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """LD302, and the terms stand as the page has them."""
    monkeypatch.setattr(salvage, "MAX_VALUES", 0)  # no attempt to find what is wrong
    found = lines({"@context": {"@vocab": 5}})
    assert found["name"].reasons == {"LD302": 1}


def test_the_account_is_not_taken_unless_asked_for() -> None:
    """It takes a second expansion."""
    assert lines({}, Settings()) == {}


def test_a_payloads_unknown_values_are_dropped_by_the_file_that_describes_it(
    shared: Path,
) -> None:
    """What nobody knows is null in the payload, or a word for it, and not in the output."""
    (capture,) = read([str(shared / "captures" / "harmony-leo.rsc.txt")])
    found = {line.property: line for line in convert_page(capture, ACCOUNT).account}
    assert found["num_variables"].reasons == {"portals/harmony#empty": 1}
    assert found["sex"].reasons == {"portals/harmony#unknown": 1}


def test_the_account_is_a_table_for_spreadsheets(captures: Path, tmp_path: Path) -> None:
    """A row a property; the sums are those of standard error."""
    file = tmp_path / "account.csv"
    said = run(
        "convert",
        str(captures / "tide-gauge.html"),
        "-o",
        str(tmp_path / "c.ttl"),
        "--account",
        str(file),
    ).stderr
    rows = list(csv.DictReader(file.read_text("utf-8").splitlines()))
    total = sum(int(row["in"]) for row in rows)
    assert f"account: {total} values" in said
    assert all(
        int(row["in"]) == sum(int(row[name]) for name in ("mapped", "kept", "dropped"))
        for row in rows
    )


def test_the_account_is_json_with_totals(captures: Path, tmp_path: Path) -> None:
    """A list of captures, and the sums over them."""
    file = tmp_path / "account.json"
    run(
        "convert",
        str(captures / "tide-gauge.html"),
        "-o",
        str(tmp_path / "c.ttl"),
        "--account",
        str(file),
    )
    found = json.loads(file.read_text("utf-8"))
    (capture,) = found["captures"]
    assert found["totals"]["in"] == sum(line["in"] for line in capture["properties"])


def test_a_term_that_a_spreadsheet_would_run_is_quoted(tmp_path: Path) -> None:
    """A page may call a property what it likes."""
    page, file = tmp_path / "page.json", tmp_path / "account.csv"
    context = '{"@vocab": "http://schema.org/", "=1+1": null}'
    page.write_text(
        f'{{"@context": {context}, "@type": "Dataset", "name": "T", "=1+1": 2}}', "utf-8"
    )
    run("convert", str(page), "-o", str(tmp_path / "c.ttl"), "--account", str(file))
    assert ",'=1+1," in file.read_text("utf-8")


FILES = sorted(f for f in CORPUS.rglob("*") if f.is_file() and f.suffix != ".tsv")


def values(value: Json) -> Counter[str]:
    """How many values each member of each object has; counted with no regard to contexts."""
    found: Counter[str] = Counter()
    stack = [value]
    while stack:
        item = stack.pop()
        if isinstance(item, list):
            stack += item
        elif isinstance(item, dict) and "@value" not in item:
            for key, inner in item.items():
                if key == "@context":
                    continue
                stack.append(inner)
                listed = inner.get("@list", inner) if isinstance(inner, dict) else inner
                if not key.startswith("@") or key == "@type":
                    found[key] += len(listed) if isinstance(listed, list) else 1
    return found


@pytest.mark.corpus
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_every_value_of_a_harvested_document_is_accounted_for(shared: Path, file: Path) -> None:
    """As many values as a count of the extracted JSON gives, each with one verdict and a reason."""
    assert shared
    for capture in read([str(file)]):
        account = convert_page(capture, ACCOUNT).account
        for line in account:
            assert line.found == line.mapped + line.kept + line.dropped
            assert sum(line.rules.values()) == line.mapped
            assert sum(line.reasons.values()) == line.kept + line.dropped
        fragments = extract(capture, Report()).fragments
        counted = sum((values(fragment.value) for fragment in fragments), Counter[str]())
        assert sum(line.found for line in account) == counted.total()


@pytest.mark.corpus
def test_the_account_over_the_corpus_is_shown(shared: Path) -> None:
    """With -s: totals, and the thirty properties with the most values."""
    assert shared
    sums: dict[str, Counter[str]] = {}
    for file in FILES:
        for capture in read([str(file)]):
            for line in convert_page(capture, ACCOUNT).account:
                numbers = dict(zip(("in", "mapped", "kept", "dropped"), line[1:5], strict=True))
                sums.setdefault(line.property, Counter()).update(numbers)
    total = sum(sums.values(), Counter[str]())
    rows = [("all", total), *sorted(sums.items(), key=lambda row: -row[1]["in"])[:30]]
    for name, row in rows:
        print(f"{name:34}", *(f"{row[k]:6}" for k in ("in", "mapped", "kept", "dropped")))  # noqa: T201
    assert total["in"] == total["mapped"] + total["kept"] + total["dropped"]
    assert total["in"] > 10_000


def test_a_thousand_classes_and_unmarked_values_are_counted_in_a_time_that_grows_with_them() -> (
    None
):
    """None is compared with each of the others."""
    turned = {"within": {"@reverse": "schema:hasPart"}}

    def count(size: int) -> None:
        classes = [f"https://a.example/T{number}" for number in range(size)]
        terms = {f"p{number}": f"https://a.example/p{number}" for number in range(size)}
        said = {"@context": ["https://schema.org", turned, terms], "within": {"name": "W"}}
        found = lines({**said, **dict.fromkeys(terms, "x"), "@type": ["Dataset", *classes]})
        assert found["rdf:type"].found == size + 1
        assert found["https://a.example/p7"].kept == 1

    assert is_linear(count, 250, 1_000, times=8, least=0.05)
