from __future__ import annotations

import os
from pathlib import Path

import pytest
from rdflib import Graph, Literal, URIRef

from ld_convert.cli.toml_places import place_of
from ld_convert.settings import UsageError
from ld_convert.vocab.namespaces import DCT, FOAF
from tests.support.cli import run
from tests.support.places import CAPTURES

PAGE = str(CAPTURES / "tide-gauge.html")
FILE = """publisher-name = "Top"
catalog-title = "Top"

[convert]
base = "https://top.example/"

[catalogs.ocean]
base = "https://ocean.example/"
catalog-title = "Ocean"
catalog-language = "en"
catalog-issued = 2024-01-01

[catalogs."two words"]
publisher-name = "Other"
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "ld-convert.toml").write_text(FILE)
    return tmp_path


def converted(*options: str) -> Graph:
    run("-q", "convert", PAGE, "-o", "c.nt", "-j", "1", *options)
    return Graph().parse("c.nt")


def test_a_named_catalogue_wins_over_the_rest_of_the_file(folder: Path) -> None:
    """What it does not say stands above it; a single text is a list of one, a date is a date."""
    assert folder
    graph, catalogue = converted("--catalog", "ocean"), URIRef("https://ocean.example/catalog")
    assert (catalogue, DCT.title, Literal("Ocean")) in graph
    assert (None, FOAF.name, Literal("Top")) in graph
    assert len(list(graph.objects(catalogue, DCT.language))) == 1
    assert str(graph.value(catalogue, DCT.issued)) == "2024-01-01"


def test_the_command_line_wins_over_a_named_catalogue(folder: Path) -> None:
    """In any order of the options."""
    assert folder
    for options in (("--catalog", "ocean", "--catalog-title", "Line"), ("--catalog-title", "Line")):
        titles = set(map(str, converted(*options).objects(None, DCT.title)))
        assert "Line" in titles
        assert not titles & {"Ocean", "Top"}


def test_the_file_can_choose_a_catalogue_and_the_command_line_another(folder: Path) -> None:
    """`catalog = NAME` is an option like others."""
    (folder / "ld-convert.toml").write_text('catalog = "ocean"\n' + FILE)
    assert (None, DCT.title, Literal("Ocean")) in converted()
    found = converted("--catalog", "two words")
    assert (None, DCT.title, Literal("Top")) in found
    assert (None, FOAF.name, Literal("Other")) in found


@pytest.mark.parametrize("text", ['names = ["n.csv"]', '[convert]\nnames = "n.csv"'])
def test_a_table_of_names_is_an_option_although_a_command_is_called_so(
    text: str, folder: Path
) -> None:
    """At the top it holds for all commands; `[names]` would be the options of the command."""
    (folder / "n.csv").write_text(
        "kind,text as found,IRI\nagent,Harbour Office,https://a.example/h"
    )
    (folder / "ld-convert.toml").write_text(text)
    assert (None, DCT.publisher, URIRef("https://a.example/h")) in converted()
    (folder / "ld-convert.toml").write_text('[names]\noutput = "made.csv"')
    run("-q", "names", PAGE, "-j", "1")
    assert (folder / "made.csv").exists()


@pytest.mark.parametrize(
    ("name", "wanted"), [("oceen", "did you mean ocean"), ("x", "there are ocean, two words")]
)
def test_a_catalogue_that_the_file_does_not_have_is_a_mistake(
    folder: Path, name: str, wanted: str
) -> None:
    """The user is told which there are."""
    assert folder
    with pytest.raises(UsageError, match=wanted):
        run("convert", os.devnull, "--catalog", name)


def test_without_a_file_the_user_is_told_to_write_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the table's name."""
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError, match=r"write \[catalogs.ocean\] into ld-convert.toml"):
        run("convert", os.devnull, "--catalog", "ocean")


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ('titel = "x"', "titel: is no option; did you mean catalog-title?"),
        ('Catalog_Title = "x"', "did you mean catalog-title?"),
        ("no-keep-source = true", "did you mean keep-source?"),
        ("catalog-title = true", "takes a text and not true"),
        ("catalog-title = 1.5", "takes a text and not 1.5"),
        ('catalog-title = ["a"]', "takes one value and no list"),
        ("catalog-title = {en = 'a'}", "takes a text and not a table"),
        ('keep-source = "no"', "takes true or false and not 'no'"),
        ('jobs = "two"', "'two' is not a valid integer"),
        ('format = "exel"', "'exel' is not one of 'turtle'"),
        ('catalog-language = ["en", "klingonn"]', "'klingonn' is not a language"),
        ('catalog-iri = "a b"', "'a b' is not an absolute IRI"),
        ('catalog = "ocean"', "cannot name another"),
    ],
)
def test_a_value_that_an_option_cannot_take_is_told_with_its_place(
    folder: Path, line: str, wanted: str
) -> None:
    """In the catalogue's own table, though another has the same key with a good value."""
    (folder / "ld-convert.toml").write_text(f"{FILE}[catalogs.b]\n  {line}\n")
    row = FILE.count("\n") + 2
    with pytest.raises(UsageError) as error:
        run("-q", "convert", PAGE, "-o", os.devnull, "--catalog", "b")
    assert str(error.value).startswith(f"ld-convert.toml:{row}:3: ")
    assert wanted in str(error.value)


def test_a_catalogue_that_is_not_chosen_is_checked_too(folder: Path) -> None:
    """A slip of the pen is told at once."""
    (folder / "ld-convert.toml").write_text(FILE + "[catalogs.b]\nfrmat = 1\n")
    with pytest.raises(UsageError, match="did you mean format"):
        run("convert", os.devnull)


@pytest.mark.parametrize(
    ("text", "path", "place"),
    [
        ("a = 1\nb = 2", "b", (2, 1)),
        ("[t]\na = 1\n[u]\n  a = 2", "u.a", (4, 3)),
        ("[t.u]\na = 1", "t.u.a", (2, 1)),
        ("[t.u]\na = 1", "t", (1, 2)),
        ("t.u.a = 1", "t.u.a", (1, 5)),
        ("[t]\nu = {b = 1, a = 2}", "t.u.a", (2, 13)),
        ("\"t\" . 'u' = 1", "t.u", (1, 7)),
        ('x = """\na = 1\n"""\na = 2', "a", (4, 1)),
        ("x = '''\n[t]'''\n[t]\na = 2", "t.a", (4, 1)),
        ("# a = 1\na = 2 # a", "a", (2, 1)),
        ("a = 1", "b", None),
    ],
)
def test_the_place_of_a_key_is_found(text: str, path: str, place: tuple[int, int] | None) -> None:
    """Whatever way TOML has of writing it."""
    assert place_of(text, path.split(".")) == place


def test_a_nul_in_a_value_is_told_with_its_place(folder: Path) -> None:
    """TOML can write one, and no file has it in its name."""
    (folder / "ld-convert.toml").write_text('[convert]\naccount = "a\\u0000.csv"\n')
    with pytest.raises(UsageError, match=r"^ld-convert\.toml:2:1: account: holds a NUL"):
        run("convert", PAGE)
