"""The command `names`: a table of what pages have and no authority table knows."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import pytest

from ld_convert.run.names import guesses
from ld_convert.settings import UsageError
from ld_convert.vocab.namespaces import EU
from tests.support.cli import run

if TYPE_CHECKING:
    from pathlib import Path

ONE = {
    "@context": "https://schema.org/",
    "@type": "Dataset",
    "@id": "https://a.example/1",
    "name": "Tides",
    "publisher": {"@type": "Organization", "name": "Harbour Office"},
    "author": "A. Sand; Harbour Office",
    "spatialCoverage": ["Germnay", "France"],
    "keywords": ["tides", "=cmd()", "sea level"],
    "license": "as agreed",
    "inLanguage": "Englisch",
    "conditionsOfAccess": "ask the desk",
    "distribution": {
        "@type": "DataDownload",
        "contentUrl": "https://a.example/f",
        "encodingFormat": "comma separated",
    },
}
TWO = {
    **ONE,
    "@id": "https://a.example/2",
    "name": "More tides",
    "publisher": {"@id": "https://ror.org/021fhft25", "name": "Known"},
    "author": "Sand, A.",
    "keywords": ["TIDES", "tidse"],
    "license": "https://creativecommons.org/licenses/by/4.0/",
    "spatialCoverage": "Germnay",
}


@pytest.fixture
def pages(tmp_path: Path) -> list[str]:
    """Two pages, in files of their own."""
    for number, page in enumerate((ONE, TWO), 1):
        (tmp_path / f"{number}.json").write_text(json.dumps(page, indent=1), "utf-8")
    return [str(tmp_path / f"{number}.json") for number in (1, 2)]


def rows(path: Path, delimiter: str = ",") -> list[dict[str, str]]:
    """The rows of a table as a spreadsheet reads it."""
    text = path.read_bytes().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter))


def test_each_kind_is_listed_with_count_first_place_group_and_guess(
    pages: list[str], tmp_path: Path
) -> None:
    """Texts that an authority knows, and agents with a lasting identifier, are not listed."""
    out = tmp_path / "names.csv"
    assert run("names", *pages, "-o", str(out), "-j", "1").exit_code == 0
    found = {(row["kind"], row["text as found"]): row for row in rows(out)}
    counts = {key: row["count"] for key, row in found.items()}
    assert counts == {
        ("agent", "Harbour Office"): "2",
        ("agent", "A. Sand"): "1",
        ("agent", "Sand, A."): "1",
        ("place", "Germnay"): "2",
        ("keyword", "tides"): "2",
        ("keyword", "tidse"): "1",
        ("keyword", "'=cmd()"): "1",
        ("keyword", "sea level"): "1",
        ("licence", "as agreed"): "1",
        ("access", "ask the desk"): "2",
        ("format", "comma separated"): "2",
        ("language", "Englisch"): "2",
    }
    place = found["place", "Germnay"]
    assert place["guess"] == str(EU["country/DEU"])
    assert place["guessed label"] == "Germany"
    assert place["IRI"] == ""
    assert place["first place"].startswith(f"{pages[0]}:")
    assert place["first place"].endswith(" /spatialCoverage/0")
    assert found["agent", "Sand, A."]["like"] == "A. Sand"
    order = ["agent", "place", "keyword", "licence", "access", "format", "language"]
    assert list(dict.fromkeys(row["kind"] for row in rows(out))) == order


def test_a_second_run_keeps_what_was_filled_in_and_adds_what_is_new(
    pages: list[str], tmp_path: Path
) -> None:
    """Rows keep their order, their own columns and the delimiter that a spreadsheet chose."""
    out = tmp_path / "names.csv"
    run("names", pages[0], "-o", str(out), "-j", "1")
    table = [{**row, "note": ""} for row in rows(out)]
    table.reverse()
    for row in table:
        if row["text as found"] == "Harbour Office":
            row.update({"IRI": "https://ror.org/0", "preferred label": "Büro", "note": "ask Ada"})
    gone = {"kind": "agent", "text as found": "Gone", "IRI": "https://a.example/g", "count": "7"}
    table.insert(0, dict.fromkeys(table[0], "") | gone)
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(table[0]), delimiter=";")
    writer.writeheader()
    writer.writerows(table)
    out.write_bytes(text.getvalue().encode("utf-16"))
    assert run("names", *pages, "-o", str(out), "-j", "1").exit_code == 0
    again = rows(out, ";")
    texts = [row["text as found"] for row in again]
    assert texts[: len(table)] == [row["text as found"] for row in table]
    assert texts[len(table) :] == ["Sand, A.", "tidse"]
    office = next(row for row in again if row["text as found"] == "Harbour Office")
    assert (office["IRI"], office["preferred label"], office["note"]) == (
        "https://ror.org/0",
        "Büro",
        "ask Ada",
    )
    assert again[0]["count"] == "0"
    assert again[0]["IRI"] == "https://a.example/g"
    before = out.read_bytes()
    run("names", *pages, "-o", str(out), "-j", "1")
    assert out.read_bytes() == before


def test_the_last_line_says_what_themes_of_keywords_would_gain(
    pages: list[str], tmp_path: Path
) -> None:
    """One that both datasets have covers both; a dataset with a theme counts no more."""
    out = tmp_path / "names.csv"
    told = run("names", *pages, "-o", str(out), "-j", "1").output
    gain = "theme: give one to 1 keyword; that reaches 2 of 2 datasets without one, 30 points each"
    assert gain in told
    theme = tmp_path / "themes.csv"
    theme.write_text("kind,text as found,theme\nkeyword,tidse,ENVI\n", "utf-8")
    told = run("names", *pages, "--names", str(theme), "-o", str(out), "-j", "1").output
    assert "theme: give one to 1 keyword; that reaches 1 of 1 dataset without one" in told
    assert {row["count"] for row in rows(out) if row["theme"]} == {"1"}


@pytest.mark.parametrize("ending", [".md", ".html"])
def test_a_fix_list_says_what_themes_of_keywords_would_gain(
    pages: list[str], tmp_path: Path, ending: str
) -> None:
    """As `names` says it, and no more once the table gives the themes."""
    words = "or in a table of names (ld-convert names) give one to 1 keyword; that reaches 2 of 2"
    theme = tmp_path / "themes.csv"
    theme.write_text("kind,text as found,theme\nkeyword,tides,ENVI\nkeyword,tidse,ENVI\n", "utf-8")
    report = tmp_path / f"fix{ending}"
    for options, is_told in (([], True), (["--names", str(theme)], False)):
        run("convert", *pages, "-o", str(tmp_path / "c.nt"), "--report", str(report), *options)
        told = report.read_text("utf-8").replace("\\", "")
        assert (words in told) == is_told


def test_without_the_extra_only_equal_words_are_near(monkeypatch: pytest.MonkeyPatch) -> None:
    """The table is as complete; its columns of near texts hold less."""
    texts = ["Office for Tides", "OFFICE FOR TIDES.", "Ofice for Tides", "---"]
    assert guesses.grouped(texts, "token_sort_ratio") == ["", texts[0], texts[0], ""]
    monkeypatch.setattr(guesses, "is_fuzzy", lambda: False)
    assert guesses.grouped(texts, "token_sort_ratio") == ["", texts[0], "", ""]


def test_a_table_of_another_ending_is_told(pages: list[str]) -> None:
    """Before the first page is read."""
    with pytest.raises(UsageError, match=r"names\.xlsx: the name must end in \.csv"):
        run("names", *pages, "-o", "names.xlsx")
