"""Value functions: tables of input and expected term, and claims about any input."""

from __future__ import annotations

import csv
import re
from datetime import datetime
from pathlib import Path
from time import process_time
from typing import NamedTuple
from urllib.parse import unquote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import BNode, Literal, URIRef
from rdflib.term import Node, Variable
from rdflib.util import from_n3

from ld_convert.rdf.quiet import literals_as_written
from ld_convert.settings import UsageError
from ld_convert.values import FILTERS, VALUES, is_value_function, value_function
from ld_convert.values.dates import days_in
from ld_convert.values.words import WORDS, in_words
from ld_convert.vocab.authority import describe, table
from ld_convert.vocab.namespaces import EU, GSP, IANA, XSD
from ld_convert.vocab.views import views

TABLES = Path(__file__).parent
TERM = re.compile(r'<[^<>]*>|"(?:[^"\\]|\\.)*"(?:@[\w-]+|\^\^<[^<>]*>)?')
IRI = re.compile(r"<([a-z]+:[^<>]*)>")
LEGAL_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|\\^`]*")
TZ = r"(?:Z|[+-](?:0\d|1[0-4]):[0-5]\d)?"
DAY = r"-?\d{4,9}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])"
FORMS = {
    XSD.date: DAY + TZ,
    XSD.dateTime: DAY + r"T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?" + TZ,
    XSD.gYear: r"-?\d{4,9}",
    XSD.gYearMonth: r"-?\d{4,9}-(?:0[1-9]|1[0-2])",
    XSD.boolean: r"true|false",
    XSD.integer: r"[+-]?\d+",
    XSD.decimal: r"[+-]?\d+(?:\.\d+)?",
    XSD.nonNegativeInteger: r"\d+",
    XSD.hexBinary: r"(?:[0-9a-f]{2})+",
    XSD.duration: (
        r"P(?=.)(?:\d+Y)?(?:\d+M)?(?:\d+D)?(?:T(?=.)(?:\d+H)?(?:\d+M)?(?:\d+(?:\.\d+)?S)?)?"
    ),
    GSP.wktLiteral: r"(?:POINT|LINESTRING|(?:MULTI)?POLYGON)\([-\d., ()]+\)",
}
"""Lexical forms, as the datatypes define them."""


class Row(NamedTuple):
    """One row of a table in tests/values."""

    table: str
    function: str
    input: Node
    expected: tuple[Node, ...]


def rows() -> list[Row]:
    found = []
    for path in sorted(TABLES.glob("*.csv")):
        lines = [li for li in path.read_text("utf-8").splitlines() if not li.startswith("# ")]
        _, *cells = csv.reader(lines)
        for function, given_text, expected in cells:
            terms = tuple(term(text) for text in TERM.findall(expected))
            found.append(Row(path.stem, function.strip(), read(given_text.strip()), terms))
    return found


def read(text: str) -> Node:
    """Return the input of a row: a term as in N-Triples, else a plain literal."""
    return (
        term(text)
        if TERM.fullmatch(text) and (text[0] == '"' or IRI.match(text))
        else Literal(text)
    )


def term(text: str) -> Node:
    if text.startswith("<"):
        return URIRef(text[1:-1])
    with literals_as_written():
        found = from_n3(text)
    assert isinstance(found, Literal)
    return found


def convert(function: str, value: Node) -> tuple[Node, ...]:
    result = VALUES[function](value)
    if result is None:
        return ()
    return result if isinstance(result, tuple) else (result,)


ROWS = rows()


@pytest.mark.parametrize("function", sorted({row.function for row in ROWS}))
def test_a_value_becomes_the_term_that_the_table_says(function: str) -> None:
    """Each row of tests/values holds, datatype and language tag included."""
    own = [row for row in ROWS if row.function == function]
    assert {row.input: convert(function, row.input) for row in own} == {
        row.input: row.expected for row in own
    }


def test_each_function_has_rows_for_what_it_reads_and_for_what_it_refuses() -> None:
    """No function of the table VALUES is without a row that gives a term."""
    answered = {row.function for row in ROWS if row.expected}
    assert set(VALUES) - answered == {"period_check", "checksum_of_dataset"}  # they only refuse


@pytest.mark.parametrize("table", sorted({row.table for row in ROWS}))
def test_each_kind_of_value_has_thirty_rows(table: str) -> None:
    """A table has 30 rows or more, and they are different."""
    assert len({(r.function, r.input) for r in ROWS if r.table == table}) >= 30


texts = st.one_of(
    st.text(max_size=60),
    st.text(alphabet="0123456789-/:.TZPYMDW+ ,;", max_size=40),
    st.text(alphabet="0123456789.,- <>()[]{}\"'&;ebKMGitw:/\\%#@", max_size=40),
    st.sampled_from([str(row.input) for row in ROWS]),
    st.tuples(st.sampled_from([str(row.input) for row in ROWS]), st.text(max_size=5)).map("".join),
)
datatypes = st.sampled_from(
    [None, XSD.double, XSD.integer, XSD.boolean, URIRef("http://schema.org/Date")]
)
nodes = st.one_of(
    st.builds(lambda t, d: Literal(t, datatype=d, normalize=False), texts, datatypes),
    st.builds(lambda t: Literal(t, lang="de"), texts),
    texts.map(URIRef),
    st.just(BNode()),
    st.just(Variable("x")),
)


@pytest.mark.filterwarnings("ignore")
@given(node=nodes)
@settings(max_examples=300)
def test_a_value_function_raises_on_nothing_and_keeps_to_its_datatype(node: Node) -> None:
    """Whatever the term holds, the result is None or terms whose text fits their datatype."""
    for function in sorted(set(VALUES) - FILTERS - {"identifier_parts"}):
        for found in convert(function, node):
            assert is_well_formed(found), function


def is_well_formed(found: Node) -> bool:
    """Say whether an IRI is legal, or a literal has a text that its datatype allows."""
    if isinstance(found, URIRef):
        return bool(LEGAL_IRI.fullmatch(found))
    assert isinstance(found, Literal)
    if not found.datatype:
        return bool(found.strip())
    return found.language is None and bool(re.fullmatch(FORMS[found.datatype], found, re.DOTALL))


@given(node=nodes)
def test_what_lists_no_identifiers_is_handed_on(node: Node) -> None:
    """Any value but a list and a checksum is returned as it is."""
    for found in convert("identifier_parts", node):
        assert found == node or isinstance(found, Literal)


@given(node=nodes)
def test_a_date_is_a_day_of_the_calendar(node: Node) -> None:
    """An xsd:date of a year from 1 to 9999 can be read by Python's own calendar."""
    for found in convert("date", node):
        day = re.fullmatch(r"(\d{4}-\d\d-\d\d).*", str(found))
        assert day is None or datetime.fromisoformat(day[1])


@pytest.mark.parametrize(
    "function", ["language", "file_type", "media_type", "licence", "frequency"]
)
@given(node=nodes)
def test_a_code_is_in_a_table(function: str, node: Node) -> None:
    """An IRI of the EU or of IANA that comes out has its description."""
    for found in convert(function, node):
        assert isinstance(found, URIRef)
        assert describe(found) or (EU not in found and IANA not in found)


@given(st.text(alphabet=st.characters(exclude_characters="<&", exclude_categories=["Cs"])))
def test_a_text_without_markup_comes_out_as_it_went_in(text: str) -> None:
    """Only the ends are trimmed."""
    assert [str(found) for found in convert("text", Literal(text))] == [text.strip()] * bool(
        text.strip()
    )


@given(st.integers(-180, 180), st.integers(-90, 90), st.integers(-180, 180), st.integers(-90, 90))
def test_a_box_written_as_schema_org_says_gives_its_own_corners(
    w: int, s: int, e: int, n: int
) -> None:
    """South west north east comes out as a polygon with west south as its first corner."""
    if s > n or w >= e:
        return
    (found,) = convert("bbox", Literal(f"{s} {w} {n} {e}"))
    assert str(found).startswith(f"POLYGON(({w} {s},{e} {s},{e} {n}")


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("function", ["bbox", "centroid", "polygon"])
@given(node=nodes)
def test_a_shape_lies_on_the_earth_and_its_rings_are_closed(function: str, node: Node) -> None:
    """Longitudes and latitudes are in range, longitude first, and a ring ends where it began."""
    for found in convert(function, node):
        rings = re.findall(r"\(([-\d., ]+)\)", str(found))
        assert rings
        for ring in rings:
            points = [tuple(map(float, point.split())) for point in ring.split(",")]
            assert all(abs(x) <= 180 and abs(y) <= 90 for x, y in points)
            assert len(points) == 1 or points[0] == points[-1]


@pytest.mark.parametrize("number", ["0000-0002-1825-0097", "0000-0001-5109-3700"])
@given(position=st.sampled_from([0, 3, 6, 12, 17]), digit=st.sampled_from("0123456789"))
def test_an_orcid_with_one_wrong_digit_is_refused(number: str, position: int, digit: str) -> None:
    """ISO 7064 finds every single wrong digit."""
    wrong = number[:position] + digit + number[position + 1 :]
    assert bool(convert("orcid", Literal(wrong))) == (wrong == number)


@pytest.mark.parametrize("function", sorted(VALUES))
def test_a_long_hostile_text_does_not_stop_a_value_function(function: str) -> None:
    """50,000 characters of any kind take less than a second."""
    for unit in ("(", "“", "<!--", "<p ", " ", "1 ", "[", "{", "P1", "a/", "%", "/", "1,", "a@"):
        start = process_time()
        convert(function, Literal("x" + unit * (50_000 // len(unit)) + "x"))
        assert process_time() - start < 1, unit


UCSCHAR = [
    *((0xA1, 0xD7FF), (0xF900, 0xFDCF), (0xFDF0, 0xFFEF), (0xE1000, 0xEFFFD)),
    *((plane * 0x10000, plane * 0x10000 + 0xFFFD) for plane in range(1, 14)),
]
"""Characters that an IRI may hold beyond ASCII (RFC 3987, section 2.2), but for U+A0, a space."""


@pytest.mark.parametrize(("first", "last"), UCSCHAR)
def test_an_address_keeps_the_letters_that_an_iri_may_hold_and_no_others(
    first: int, last: int
) -> None:
    """The first and the last of each range stay as they are; their neighbours are encoded."""
    for code in (first, last):
        text = f"https://a.example/{chr(code)}x"
        assert convert("page", Literal(text)) == (URIRef(text),)
    for code in (first - 1, *([last + 1] if last != 0xD7FF else [])):
        (found,) = convert("page", Literal(f"https://a.example/{chr(code)}x"))
        assert chr(code) not in str(found)
        assert unquote(str(found)) == f"https://a.example/{chr(code)}x"


def test_february_has_a_leap_day_by_the_rule_of_four_hundred() -> None:
    """1900 had none, 2000 had one; the other months are as long as in any year."""
    assert (days_in(1900, 2), days_in(2000, 2)) == (28, 29)
    assert [days_in(2001, month) for month in range(1, 13)] == [
        *(31, 28, 31, 30, 31, 30),
        *(31, 31, 30, 31, 30, 31),
    ]


@pytest.mark.parametrize(
    ("function", "text", "filling", "most"),
    [
        ("date", "2020-01-01~10:00", " ", 100),
        ("period_start", "1995~/2003", " ", 128),
        ("licence", "https://a.example/licence/~/cc-by-4.0", "a", 200),
        ("licence", "https://creativecommons.org/licenses/by/4.0/#~", "a", 200),
        ("licence", "CC BY~4.0", "-", 200),
        ("licence", "The data, ~, are licensed under CC BY 4.0", "a", 2000),
        ("number", "~1", "0", 400),
        ("centroid", "52°N~13°E", " ", 160),
        ("byte_size", "1~", "0", 25),
        ("byte_size", "~1", "0", 40),
        ("telephone", "+~1", "2", 16),
    ],
)
def test_a_text_of_the_greatest_length_is_read_and_a_longer_one_is_not(
    function: str, text: str, filling: str, most: int
) -> None:
    """Each limit of a value function lies where it is said to lie."""
    longest, longer = (text.replace("~", filling * (n + 1 - len(text))) for n in (most, most + 1))
    assert len(convert(function, Literal(longest))) == 1
    assert convert(function, Literal(longer)) == ()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("This work is licensed under a  Creative Commons Attribution (CC-BY) 4.0 License", "BY"),
        ("This work is licensed under a Creative Commons Attribution (CC-BY) 4.0 License", "BY"),
        ("The data are licensed under a Creative Commons Attribution NonCommercial 4.0", "BYNC"),
        ("This dataset is licensed under a Creative Commons Attribution 4.0 License", "BY"),
    ],
)
def test_the_sentence_that_grants_a_licence_names_it(text: str, code: str) -> None:
    """OBIS and GBIF write it so."""
    assert VALUES["licence"](Literal(text)) == URIRef(f"{EU}licence/CC_{code}_4_0")


def test_a_text_lists_up_to_forty_languages() -> None:
    """More than that is no list of languages."""
    rows = [row for row in table("language") if row["iso1"]]
    codes = [row["iso1"] for row in rows if convert("language", Literal(row["iso1"]))]
    for count in (2, 40):
        found = convert("languages", Literal(", ".join(codes[:count])))
        assert len(found) == count
    assert convert("languages", Literal(", ".join(codes[:41]))) == ()


def test_a_name_that_no_value_function_has_is_a_mistake_of_the_user() -> None:
    """The name is shown; one that there is gives the function itself."""
    assert value_function("date") is VALUES["date"]
    assert [is_value_function(name) for name in ("date", "data")] == [True, False]
    with pytest.raises(UsageError, match="no value function is called data"):
        value_function("data")


def test_a_finding_has_words_for_what_each_function_reads() -> None:
    """None for what is no function and no view any more."""
    assert WORDS.keys() <= VALUES.keys() | views().keys()
    mute = [name for name in VALUES if not re.fullmatch(r"[A-Za-z][\w ,-]+", in_words(name))]
    assert mute == []
