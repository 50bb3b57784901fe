from __future__ import annotations

import gzip
import json
import os
import re
import shutil
from pathlib import Path

import click
import pytest
from rdflib import RDF, Graph, Namespace

from ld_convert import Settings, convert_page, read_captures
from ld_convert import cli as command_line
from ld_convert.cli import cli
from ld_convert.cli.console import Console
from ld_convert.findings.codes import codes
from tests.support.cli import run
from tests.support.places import README

DCAT = Namespace("http://www.w3.org/ns/dcat#")


@pytest.fixture
def tide(captures: Path) -> str:
    return str(captures / "tide-gauge.html")


def test_a_small_capture_becomes_a_catalogue_on_standard_output(tide: str) -> None:
    """Data goes to stdout and nothing else does."""
    result = run("convert", tide)
    assert result.exit_code == 0
    graph = Graph().parse(data=result.stdout, format="turtle")
    (dataset,) = graph.subjects(RDF.type, DCAT.Dataset)
    assert str(dataset) == "https://data.harbour.example/sets/tide-gauge#dataset"


def test_the_small_capture_has_no_violation_and_no_unread_value(tide: str) -> None:
    """What the README shows to a newcomer is right."""
    result = run("convert", tide)
    assert "LD501" not in result.stderr
    assert "LD401" not in result.stderr


def test_the_format_follows_from_the_name_of_the_output(tide: str, tmp_path: Path) -> None:
    """.nt is N-Triples: a statement a line, sorted."""
    output = tmp_path / "c.nt"
    assert run("convert", tide, "-o", str(output)).exit_code == 0
    lines = output.read_text("utf-8").splitlines()
    assert all(line.endswith(" .") for line in lines)
    assert not output.read_text("utf-8").startswith("@prefix")


def test_without_the_source_only_dcat_is_written(tide: str) -> None:
    """--no-keep-source leaves the schema.org triples out."""
    with_source, without = run("convert", tide), run("convert", tide, "--no-keep-source")
    assert "schema:name" in with_source.stdout
    assert "schema:name" not in without.stdout


def test_the_catalogue_bears_the_names_that_the_user_gives(tide: str) -> None:
    """Options of the catalogue reach the output."""
    result = run(
        "convert", tide, "--base", "https://c.example/", "--catalog-title", "Ours",
        "--publisher-name", "Us", "--date", "2024-12-01",
    )  # fmt: skip
    assert "<https://c.example/catalog> a dcat:Catalog" in result.stdout
    assert 'dct:title "Ours"' in result.stdout
    assert "<https://c.example/agent/us>" in result.stdout
    assert 'dct:modified "2024-12-01"^^xsd:date' in result.stdout


def test_a_page_without_a_record_is_named_and_nothing_is_written(tmp_path: Path) -> None:
    """Exit 1, a finding that says what the page is, no empty catalogue."""
    shell = tmp_path / "shell.html"
    shell.write_text("<!DOCTYPE html><title>Dataset</title><div id=root></div>")
    output = tmp_path / "c.ttl"
    result = run("convert", str(shell), "-o", str(output))
    assert result.exit_code == 1
    assert "LD262" in result.stderr
    assert not output.exists()


def test_a_redirect_is_named_as_one(tmp_path: Path) -> None:
    """A page that only leads on is not a shell."""
    page = tmp_path / "r.html"
    page.write_text('<html><head><meta http-equiv="refresh" content="0; url=/x"></head></html>')
    result = run("convert", str(page))
    assert (result.exit_code, result.stdout) == (1, "")
    assert "LD261" in result.stderr


def test_an_error_page_is_named_as_one(tmp_path: Path) -> None:
    """Next.js says not found by the digest of an error row."""
    page = tmp_path / "e.rsc"
    page.write_text('0:{"f":"$L1"}\n1:E{"digest":"NEXT_HTTP_ERROR_FALLBACK;404"}\n')
    result = run("convert", str(page))
    assert (result.exit_code, result.stdout) == (1, "")
    assert "LD263" in result.stderr


@pytest.mark.parametrize("form", ["turtle", "nquads", "json-ld"])
def test_a_dataset_stays_when_nothing_of_it_can_be_mapped(form: str, tmp_path: Path) -> None:
    """A name that holds only tags costs the title, not the dataset."""
    page = tmp_path / "page.json"
    about = {"@context": "https://schema.org/", "@type": "Dataset", "name": "<img src='x'>"}
    page.write_text(json.dumps(about | {"@id": "https://a.example/d"}))
    result = run("convert", str(page), "-f", form, "--no-keep-source")
    assert "https://a.example/d" in result.stdout
    assert [line for line in result.stderr.splitlines() if "LD402" in line] == []
    assert "a dataset has no title" in result.stderr


def test_a_class_alone_makes_no_dataset(tmp_path: Path) -> None:
    """It comes with a mere reference."""
    page = tmp_path / "page.json"
    about = {"@context": "https://schema.org/", "@type": "Dataset", "@id": "https://a.example/d"}
    page.write_text(json.dumps(about))
    result = run("convert", str(page))
    assert "LD402" in result.stderr
    assert result.exit_code == 1


def test_a_page_that_describes_something_else_is_a_finding(tmp_path: Path) -> None:
    """An organisation alone is nothing that a catalogue lists."""
    page = tmp_path / "o.json"
    page.write_text('{"@context": "https://schema.org", "@type": "Organization", "name": "O"}')
    result = run("convert", str(page))
    assert (result.exit_code, result.stdout) == (1, "")
    assert "LD402" in result.stderr
    assert "Organization" in result.stderr


def test_a_file_that_is_not_there_ends_with_status_2(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A mistake of the caller is one line, without a traceback."""
    monkeypatch.setattr("sys.argv", ["ld-convert", "convert", "nowhere.html"])
    with pytest.raises(SystemExit) as stop:
        command_line.main()
    assert stop.value.code == 2
    assert "nowhere.html" in capsys.readouterr().err


def test_an_existing_output_survives_a_run_that_fails(tide: str, tmp_path: Path) -> None:
    """A file appears whole or not at all."""
    output = tmp_path / "c.ttl"
    output.write_text("old")
    with pytest.raises(FileNotFoundError):
        run("convert", tide, str(tmp_path / "nowhere"), "-o", str(output))
    assert output.read_text() == "old"
    assert [file.name for file in tmp_path.iterdir()] == ["c.ttl"]


def test_a_truncated_payload_gives_one_finding_and_the_rows_before_the_cut(
    shared: Path, tmp_path: Path
) -> None:
    """Cut inside the last long text, behind the record."""
    data = (shared / "captures" / "harmony-leo.rsc.txt").read_bytes()
    cut = tmp_path / "cut.rsc"
    cut.write_bytes(data[: data.rindex(b":Taaa,") + 100])
    result = run("convert", str(cut), "--no-keep-source", "-o", str(tmp_path / "c.ttl"))
    about_the_cut = [line for line in result.stderr.splitlines() if " LD2" in line]
    assert len(about_the_cut) == 1
    graph = Graph().parse(tmp_path / "c.ttl")
    assert len(list(graph.subjects(RDF.type, DCAT.Dataset))) == 1


def test_a_bad_value_is_shown_with_its_line_and_column(tmp_path: Path) -> None:
    """The place is that of the value in the page, not in the script."""
    page = tmp_path / "p.html"
    page.write_text(
        '<html>\n<script type="application/ld+json">{"@context": "https://schema.org",\n'
        ' "@type": "Dataset", "name": "T", "description": "D",\n'
        ' "datePublished": "last spring"}</script>\n'
    )
    result = run("convert", str(page), "--show", "all")
    said = f"{page}:4:19 /datePublished: warning LD401 'last spring' cannot be read as date"
    assert f'{said}, in "T"\n' in result.stderr


def test_a_directory_a_glob_and_standard_input_are_inputs(tide: str, tmp_path: Path) -> None:
    """The kind follows from the content, whatever the name."""
    shutil.copy2(tide, tmp_path / "a.json")
    (tmp_path / "b.txt").write_bytes(gzip.compress(Path(tide).read_bytes()))
    os.utime(tmp_path / "b.txt", (tmp_path / "a.json").stat()[7:9])
    by_folder = run("-q", "convert", str(tmp_path)).stdout
    assert by_folder == run("-q", "convert", str(tmp_path / "*")).stdout
    stdin = run("-q", "convert", "-", "--date", "2024-12-01", stdin=Path(tide).read_bytes())
    assert "https://data.harbour.example/sets/tide-gauge#dataset" in stdin.stdout


def test_the_report_and_the_rejects_are_files(tide: str, tmp_path: Path) -> None:
    """A report's form follows from its name; a reject is named once."""
    shell = tmp_path / "shell.html"
    shell.write_text("<html><body></body></html>")
    report, rejects = tmp_path / "r.json", tmp_path / "rejects.txt"
    run("-q", "convert", tide, str(shell), "--report", str(report), "--rejects", str(rejects))
    rows = json.loads(report.read_text("utf-8"))
    assert {"code", "name", "severity", "message", "place"} <= rows[0].keys()
    assert "LD262" in {row["code"] for row in rows}
    assert rejects.read_text("utf-8") == f"{shell}\n"


def test_fail_on_moves_the_bound(tide: str, tmp_path: Path) -> None:
    """Warnings fail when asked to, and never means never."""
    assert run("convert", tide, "--fail-on", "warning").exit_code == 1
    shell = tmp_path / "shell.html"
    shell.write_text("<html></html>")
    assert run("convert", str(shell), "--fail-on", "never").exit_code == 0


def test_extract_prints_each_fragment_with_its_place(tide: str) -> None:
    """One JSON object a line, with place and origins."""
    (line,) = run("extract", tide).stdout.splitlines()
    row = json.loads(line)
    assert row.keys() == {"source", "place", "origins", "kind", "base", "value"}
    assert row["value"]["name"] == "Tide gauge readings, Old Harbour"
    assert row["origins"][0]["kind"] == "script"
    assert row["place"]["line"] == 8


def test_expand_prints_expanded_json_ld(tide: str) -> None:
    """Properties are IRIs."""
    (node,) = json.loads(run("expand", tide).stdout)
    assert node["@type"] == ["http://schema.org/Dataset"]


def test_validate_takes_rdf_files(shared: Path, tmp_path: Path) -> None:
    """A record that passes the official shapes passes ours; without its title it does not."""
    clean = shared / "facts" / "example_clean.ttl"
    assert run("validate", str(clean)).exit_code == 0
    broken = tmp_path / "broken.ttl"
    broken.write_text(clean.read_text("utf-8").replace('dct:title "T"@en ;', ""))
    result = run("validate", str(broken))
    assert result.exit_code == 1
    assert "a dataset has no title" in result.stderr


def test_validate_takes_captures(tide: str) -> None:
    """The same findings as convert's, and no output."""
    result = run("validate", tide)
    assert (result.exit_code, result.stdout) == (0, "")
    assert "LD502" in result.stderr


def test_rules_shows_every_rule() -> None:
    """One line a rule, with target and source."""
    lines = run("rules").stdout.splitlines()
    assert any("dct:title" in line and "dataset-name" in line for line in lines)
    assert len(lines) > 80


def test_explain_knows_every_code_by_id_and_by_name() -> None:
    """No code without words."""
    for code in codes().values():
        by_id, by_name = run("explain", code.id).stdout, run("explain", code.name).stdout
        assert by_id == by_name
        assert code.hint in by_id


@pytest.mark.parametrize("name", sorted(cli.commands))
def test_every_command_and_option_stands_in_the_readme(name: str) -> None:
    """The README is the manual; of a pair such as --keep-source, the one that changes something."""
    manual = README.read_text("utf-8")
    assert f"\n  {name} " in manual
    shown = [p for p in cli.commands[name].params if isinstance(p, click.Option)]
    wanted = {(p.secondary_opts or p.opts)[-1] for p in shown}
    assert sorted(o for o in wanted if not re.search(rf"`[^`\n]*{o}\b", manual)) == []


def test_every_option_of_the_readme_is_one_of_a_command() -> None:
    """What the manual promises is there; other programs' options never begin a code span."""
    known = {o for c in cli.commands.values() for p in c.params for o in p.opts + p.secondary_opts}
    assert set(re.findall(r"`(--?[a-z][a-z-]*)", README.read_text("utf-8"))) <= known | {"-q", "-v"}


def test_equal_findings_of_a_page_are_shown_once_with_their_number(tmp_path: Path) -> None:
    """What is said twice of one spot is one line; both count."""
    script = '<script type="application/ld+json">{"@type": "Dataset", "name": "T"}</script>'
    page = tmp_path / "page.html"
    page.write_text(f"<!DOCTYPE html><p>{script}")
    out: list[str] = []
    console = Console(show_all=True)
    console.out = out.append
    (capture,) = read_captures([str(page)])
    findings = convert_page(capture, Settings()).findings
    console.show([*findings, *findings])
    assert out
    assert all(" (2 times)" in text for text in out)
    assert sum(console.gate.new.values()) == 2 * len(findings)
