"""A catalogue of several captures has one home page and one date of each kind."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from ld_convert import Settings, convert
from ld_convert.catalogue.one_value import one_value
from ld_convert.vocab.namespaces import DCAT, DCT, FOAF, RDF

if TYPE_CHECKING:
    from pathlib import Path

    from ld_convert.model import Json

SUBJECT = "<urn:ld-convert:catalog/portal>"
CLASS = f"{SUBJECT} <{RDF.type}> <{DCAT.Catalog}> .\n".encode()


def lines(term: str, *values: str) -> list[bytes]:
    return [f"{SUBJECT} <{term}> {value} .\n".encode() for value in values]


@pytest.mark.parametrize(
    ("term", "values", "dropped"),
    [
        (FOAF.homepage, ["<https://a.example>", "<https://a.example/>"], [1]),
        (FOAF.homepage, ["<https://www.a.example/>", "<http://a.example>"], [0]),
        (FOAF.homepage, ["<https://a.example/>"], []),
        (DCT.modified, ['"2020-01-02"', '"2021"', '"2021-05"'], [0, 1]),
        (DCT.issued, ['"2020-01-02"', '"2019-05-01"'], [0]),
        (DCT.title, ['"A"', '"B"'], []),
        (DCT.publisher, ["<https://a.example/a>", "<https://a.example/b>"], []),
    ],
)
def test_of_what_a_catalogue_has_once_one_value_stays(
    term: str, values: list[str], dropped: list[int]
) -> None:
    """The last change, the first issue, and of spellings of one address the shortest."""
    found = lines(term, *values)
    assert one_value([CLASS, *found]) == {found[number]: b"" for number in dropped}
    assert one_value(found) == {}


def test_another_home_page_is_a_page_about_the_catalogue() -> None:
    """FOAF: homepage is a sub-property of page; nothing that a page states is lost."""
    first, other = lines(FOAF.homepage, "<https://a.example/>", "<https://beta.a.example/>")
    assert one_value([CLASS, first, other]) == {
        other: lines(FOAF.page, "<https://beta.a.example/>")[0]
    }


def test_pages_that_give_a_portal_two_addresses_give_it_one_home_page(tmp_path: Path) -> None:
    """In any order of the pages; each page alone is in order."""
    for number, home in enumerate(("https://portal.example/", "https://portal.example/start")):
        portal = {"@type": "DataCatalog", "name": "Portal", "url": home}
        record: Json = {"@context": "https://schema.org/", "@type": "Dataset", "name": "Tides"}
        record |= {"@id": f"https://portal.example/{number}", "includedInDataCatalog": portal}
        (tmp_path / f"{number}.json").write_text(json.dumps(record), "utf-8")
    names = sorted(tmp_path.iterdir())
    for inputs in (names, names[::-1]):
        graph = convert(inputs, Settings(date="2026-01-01")).graph
        assert [str(o) for o in graph.objects(None, FOAF.homepage)] == ["https://portal.example/"]
        assert [str(o) for o in graph.objects(None, FOAF.page)] == ["https://portal.example/start"]
