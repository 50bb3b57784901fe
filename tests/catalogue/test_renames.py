"""The final IRIs in the lines of a capture, of few things and of many."""

from __future__ import annotations

import pytest

from ld_convert.catalogue.renames import FEW, Renames, names_in
from tests.support.growth import is_linear

LINES = (
    b"<https://a.example/0> <urn:p> <https://a.example/1> .\n"
    b'<https://a.example/0#distribution-0123456789abcdef> <urn:p> "<https://a.example/1>" .\n'
    b"<https://a.example/0> <urn:part> <https://a.example/2> .\n"
    b"<https://a.example/3> <urn:p> <https://a.example/01> .\n"
)
WANTED = (
    b"<https://new.example/> <urn:p> <https://a.example/1> .\n"
    b'<https://new.example/#distribution-0123456789abcdef> <urn:p> "<https://a.example/1>" .\n'
    b"<https://a.example/3> <urn:p> <https://a.example/01> .\n"
)
NEW = {f"https://a.example/{n}": "https://new.example/" for n in (0, 2)}


def many(count: int) -> dict[str, str]:
    return {f"https://b.example/{n}": "https://new.example/" for n in range(count)}


@pytest.mark.parametrize("others", [0, FEW])
def test_few_and_many_names_give_the_same_lines(others: int) -> None:
    """Things and their files get new names, texts do not, and no thing is said to be its part."""
    names = NEW | many(others)
    assert Renames(names).lines(LINES) == WANTED
    assert names_in(LINES, names) == NEW


def test_lines_are_renamed_in_time_that_grows_with_them_and_not_with_the_names_too() -> None:
    """6,000 datasets of one DOI once took ten minutes."""

    def rename(count: int) -> None:
        lines = b"".join(b"<https://b.example/%d> <urn:p> <urn:o> .\n" % n for n in range(count))
        Renames(names_in(lines, many(count))).lines(lines)

    assert is_linear(rename, 500, 2_000, times=12, least=0.002)


def test_words_in_a_text_are_renamed_under_no_property() -> None:
    """An address in brackets inside a text is no IRI, also where an address is expected."""
    names = {"http://a.example/1": "http://a.example/one"}
    line = b'<http://a.example/2> <http://schema.org/url> "see <http://a.example/1> ." .\n'
    own = b'<http://a.example/1> <http://schema.org/url> "see <http://a.example/1> ." .\n'
    assert Renames(names).lines(line) == line
    assert Renames(names).lines(own) == own.replace(
        b"<http://a.example/1> <", b"<http://a.example/one> <"
    )


def test_the_address_of_a_page_stays_where_its_dataset_has_another_name() -> None:
    """Only what is said of the thing itself follows it."""
    names = {"http://a.example/1": "http://a.example/one"}
    old, new = b"<http://a.example/1>", b"<http://a.example/one>"
    landing, part = (
        b"<http://a.example/2> <%s> %s .\n" % (name, old)
        for name in (b"http://www.w3.org/ns/dcat#landingPage", b"http://purl.org/dc/terms/isPartOf")
    )
    assert Renames(names).lines(landing) == landing
    assert Renames(names).lines(part) == part.replace(old, new)
