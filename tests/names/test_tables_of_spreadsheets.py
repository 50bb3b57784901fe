"""Tables of names as spreadsheets write them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ld_convert.settings import UsageError
from ld_convert.values.names.cells import plain_cell, text_cell
from ld_convert.values.names.table import load_names
from tests.support.cli import run

if TYPE_CHECKING:
    from pathlib import Path

ROWS = [
    ["Kind", "Text as found", "iri", "preferred_label"],
    ["agent", "Büro, Nord", "https://a.example/b", "Büro"],
    ["agent", "'=SUM(A1)", "https://a.example/c", "'+1"],
]


def table(delimiter: str = ",", end: str = "\n") -> str:
    """The rows with every cell in quotes."""
    return "".join(delimiter.join(f'"{cell}"' for cell in row) + end for row in ROWS)


FILES = {
    "commas": table().encode(),
    "semicolons and CRLF": table(";", "\r\n").encode(),
    "tabs and CR": table("\t", "\r").encode(),
    "a BOM": table().encode("utf-8-sig"),
    "UTF-16 of a spreadsheet": table("\t", "\r\n").encode("utf-16"),
    "UTF-16 without a BOM": table(";").encode("utf-16-le"),
    "UTF-16, the other order": table(";").encode("utf-16-be"),
    "the delimiter in the first line": ("sep=;\r\n" + table(";", "\r\n")).encode("utf-8-sig"),
    "empty rows": (table() + ",,,\n\n").encode(),
}


@pytest.mark.parametrize("name", FILES)
def test_a_table_is_read_as_a_spreadsheet_saves_it(name: str, tmp_path: Path) -> None:
    """Encoding, delimiter and line ends are seen from the file; an apostrophe guards a formula."""
    path = tmp_path / "names.csv"
    path.write_bytes(FILES[name])
    found = load_names((str(path),))
    one, other = found.find("agent", "bu\u0308ro, nord"), found.find("agent", "=sum(a1)")
    assert one is not None
    assert (one.iri, one.label) == ("https://a.example/b", "Büro")
    assert other is not None
    assert other.label == "+1"
    first = 3 if name.startswith("the delimiter") else 2
    assert one.where == f"{path}:{first}"
    assert found.problems == []


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"kind,text as found\nagent,B\xfcro\n", ":2: byte 26 is not UTF-8"),
        (b"", ":1: no column is called kind or text as found"),
        (b"kind,IRI\n", ":1: no column is called text as found"),
        (b'kind,text as found\nagent,"' + b"x" * (1 << 21), ":2: field larger than field limit"),
    ],
)
def test_a_file_that_is_no_table_is_told_with_its_line(
    data: bytes, told: str, tmp_path: Path
) -> None:
    """It is an error of usage, before the first page."""
    path = tmp_path / "names.csv"
    path.write_bytes(data)
    with pytest.raises(UsageError) as error:
        run("convert", str(path), "--names", str(path), "-o", str(tmp_path / "c.ttl"))
    assert f"{path}{told}" in str(error.value)
    assert not (tmp_path / "c.ttl").exists()


def test_twenty_thousand_rows_are_read_once(tmp_path: Path) -> None:
    """Each text is found, and a second load of the unchanged file gives the same object."""
    path = tmp_path / "names.csv"
    lines = (f"agent,Office {n},https://a.example/{n},,\n" for n in range(20_000))
    path.write_text("kind,text as found,IRI,preferred label,theme\n" + "".join(lines), "utf-8")
    found = load_names((str(path),))
    assert len(found.names) == 20_000
    last = found.find("agent", "OFFICE 19999")
    assert last is not None
    assert last.where == f"{path}:20001"
    assert load_names((str(path),)) is found


@given(st.text(st.sampled_from("'=+-@\t.,(€0 1/jJanMay2020x\u0308"), max_size=8))
@example("'90s")
@example("''")
@settings(max_examples=100)
def test_every_text_comes_back_from_its_cell(text: str) -> None:
    """Whether it had to be kept from a spreadsheet or not."""
    assert plain_cell(text_cell(text)) == text


@pytest.mark.parametrize(
    "text", ["007", "1/2", "1.50", "May 2020", "(5)", "=A1", "3e5", ".5", "€ 5"]
)
def test_no_spreadsheet_makes_a_number_of_a_text(text: str) -> None:
    """An apostrophe in front keeps it a text."""
    assert text_cell(text) == f"'{text}"


def test_a_kind_before_the_file_is_that_of_all_rows(tmp_path: Path) -> None:
    """A list that others have published has no column for it."""
    path = tmp_path / "themes.csv"
    path.write_text("text as found,theme\nwaves,ENVI\n", "utf-8")
    row = load_names((f"keyword={path}",)).find("keyword", "Waves")
    assert row is not None
    assert row.theme == "ENVI"
