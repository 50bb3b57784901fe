"""`ld_convert.convert` gives programs what the command gives people."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from rdflib import DCAT, RDF, Graph, URIRef
from rdflib.compare import isomorphic

import ld_convert
from tests.support.cli import run

PAGE = Path(__file__).parent.parent / "captures" / "tide-gauge.html"
IRI = "https://data.harbour.example/sets/tide-gauge#dataset"


def test_a_catalogue_has_its_graph_its_datasets_and_its_findings() -> None:
    """A path is enough; prefixes are bound, and a dataset tells its title and owner."""
    made = ld_convert.convert(PAGE)
    assert (URIRef(IRI), RDF.type, DCAT.Dataset) in made.graph
    assert made.graph.qname(str(DCAT.Dataset)) == "dcat:Dataset"
    (dataset,) = made.datasets
    assert (dataset.dataset, dataset.owner) == (IRI, "Harbour Office")
    assert (made.captures, made.rejected) == (1, ())
    assert {finding.severity for finding in made.findings} == {"warning", "info"}


def test_a_catalogue_is_written_with_the_bytes_of_the_command(tmp_path: Path) -> None:
    """In N-Triples; in Turtle, with the same triples."""
    made = ld_convert.convert([str(PAGE)])
    for name in ("c.nt", "c.ttl"):
        run("convert", str(PAGE), "-o", str(tmp_path / name))
        made.write(tmp_path / f"own-{name}")
    assert (tmp_path / "own-c.nt").read_bytes() == (tmp_path / "c.nt").read_bytes()
    own, commands = (Graph().parse(tmp_path / name) for name in ("own-c.ttl", "c.ttl"))
    assert isomorphic(own, commands)


@pytest.mark.parametrize("name", ["c.csv", "c", "c.nq"])
def test_an_ending_that_names_no_form_is_an_error(name: str, tmp_path: Path) -> None:
    """Nothing is written then; quads have graphs that this object does not know."""
    with pytest.raises(ld_convert.UsageError, match=r"ends in \.ttl"):
        ld_convert.convert(PAGE).write(tmp_path / name)
    assert list(tmp_path.iterdir()) == []


def test_a_finding_is_a_flat_row_for_a_data_frame() -> None:
    """Texts and numbers only, with its severity, place and dataset."""
    rows = [finding.as_dict() for finding in ld_convert.convert(PAGE).findings]
    theme = next(row for row in rows if row["rule"] == "LD502/Dataset-theme-recommended")
    assert theme["severity"] == "warning"
    assert theme["dataset"] == IRI
    assert isinstance(theme["line"], int)
    assert {type(value) for row in rows for value in row.values()} <= {str, int, type(None)}


def test_a_data_frame_has_a_row_for_each_finding() -> None:
    """Lines are whole numbers, also beside findings that have none."""
    pytest.importorskip("pandas")
    made = ld_convert.convert(PAGE)
    frame = made.findings_frame()
    assert len(frame) == len(made.findings)
    assert list(frame["line"].dropna()) == [f.place.line for f in made.findings if f.place.line]
    assert frame["line"].dtype == frame["column"].dtype == "Int64"


def test_a_notebook_shows_the_datasets_as_a_table() -> None:
    """Their titles are text, whatever is in them."""
    assert IRI in ld_convert.convert(PAGE)._repr_html_()


def test_an_input_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    """As of the command."""
    with pytest.raises(FileNotFoundError):
        ld_convert.convert(tmp_path / "nowhere")


def test_a_data_frame_without_pandas_is_an_error_that_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """No extra brings it."""
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(ImportError, match="pip install pandas"):
        ld_convert.convert(PAGE).findings_frame()
