"""Rows that are passed over hold nothing: the result is that of reading every row."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ld_convert.extract import extract
from ld_convert.extract.flight import page as payload
from ld_convert.extract.flight.page import ChosenRows
from ld_convert.extract.flight.read_rows import read_rows
from ld_convert.extract.flight.resolution import Resolution
from ld_convert.extract.flight.useful_rows import UsefulRows, useful_rows
from ld_convert.findings.report import Report
from ld_convert.model import Capture
from tests.support.flight import decode
from tests.support.places import GOLDENS, SHARED

if TYPE_CHECKING:
    from ld_convert.extract.flight.row_table import Table
    from ld_convert.model import Json

PAYLOADS = sorted([*SHARED.glob("captures/**/*.rsc*"), *GOLDENS.glob("**/*.rsc")])


def every_row(data: bytes) -> tuple[Table, ChosenRows]:
    """Pass over nothing."""
    table = read_rows(data)
    Resolution(table).resolve(table.chunks)
    return table, ChosenRows(list(table.chunks), list(table.chunks))


def found(data: bytes, kind: str) -> Json:
    """Everything that extraction says of a capture."""
    report = Report()
    page = extract(Capture("capture", data, kind), report)
    origins = [
        (f.value, [(o.kind, o.location.row, o.location.pointer) for o in f.origins], f.portal)
        for f in page.fragments
    ]
    return repr((page.url, page.kind, origins, report.findings))


def same(data: bytes, kind: str = "flight") -> None:
    """Compare reading the promising rows with reading all."""
    quick = found(data, kind)
    with patch.object(payload, "read", every_row):
        assert quick == found(data, kind)


@pytest.mark.goldens
@pytest.mark.skipif(not PAYLOADS, reason="no payloads; LD_CONVERT_SHARED names their place")
def test_every_captured_payload_gives_the_same_without_the_other_rows() -> None:
    """Payloads of React's server in all versions, and of real sites."""
    for path in PAYLOADS:
        same(path.read_bytes())


@pytest.mark.corpus
@pytest.mark.skipif(not PAYLOADS, reason="no pages; LD_CONVERT_SHARED names their place")
def test_every_harvested_page_gives_the_same_without_the_other_rows() -> None:
    """Flight payloads inside pages, and pages without any."""
    for path in sorted([*SHARED.glob("captures/**/*.html"), *SHARED.glob("corpus/**/*.html")]):
        same(path.read_bytes(), "html")


WORDS = ["@context", "@type", "type", "name", "Dataset", "https://schema.org/", "x", "digest"]
SIGNS = ["rel", "canonical", "href", "property", "og:url", "content", "https://a.example/p"]
REFERENCES = ["$1", "$2", "$L3", "$@4", "$1:a", "$2:0:name", "$Q3", "$W4", "$Z1", "$K2", "$i3", "$"]
WRONG = ["$L9", "$9:a", "$5.0", '$1"', "$n1x", "$-1", "$Z", "$@", "$\n1", "$undefined", "$D1"]
PORTAL = ["dataset_schema", "extra_data", "metadata_created", "resources", "accessLevel"]
TEXTS = st.sampled_from(
    [*WORDS, *SIGNS, *REFERENCES, *WRONG, *PORTAL, "a", "$$x", "identifier", "title"]
)
VALUES = st.recursive(
    st.none() | TEXTS,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(TEXTS, inner, max_size=4)
        | inner.map(json.dumps)
    ),
    max_leaves=8,
)


def written(value: Json, style: int) -> str:
    """One of the ways in which a value can be written as JSON."""
    text = json.dumps(value, separators=((",", ":"), (", ", ": "), (" , ", " : "))[style % 3])
    return text.replace("@", "\\u0040").replace("$", "\\u0024") if style > 2 else text


@given(st.lists(st.tuples(VALUES, st.integers(0, 5), st.sampled_from(" :TE")), max_size=6))
def test_any_payload_gives_the_same_without_the_other_rows(
    rows: list[tuple[Json, int, str]],
) -> None:
    """Types in other rows, shared inner objects, JSON in texts, escapes, errors, aliases."""
    parts = []
    for number, (value, style, tag) in enumerate(rows):
        text = written(value, style)
        if tag == "T":
            parts.append(f"{number:x}:T{len(text.encode()):x},{text}")
        elif tag == "E":
            parts.append(f'{number:x}:E{{"digest":"NEXT_REDIRECT;{number}"}}\n')
        else:
            parts.append(f"{number:x}:{text}\n")
    same("".join(parts).encode())


def test_rows_of_texts_and_elements_are_passed_over() -> None:
    """Only the row with the record is read for descriptions, only the link for signs."""
    data = (
        b'1:["$","p",null,{"children":"a Dataset about rivers"}]\n'
        b'2:{"@type":"Dataset","name":"x"}\n'
        b'3:["$","link",null,{"rel":"canonical","href":"https://a.example/"}]\n'
        b'0:["$L1","$L2"]\n'
    )
    assert payload.read(data)[1] == ChosenRows([2], [3])


def test_rows_are_useful_for_what_they_hold() -> None:
    """An error is a sign; a reference to a row that is there is followed and tells nothing."""
    data = b'1:{"a":"x"}\n2:["$Z1"]\n3:["$1"]\n4:["$9"]\n5:["$Q1"]\n6:0\n7:"Dataset"\n8:1\n'
    assert useful_rows(read_rows(data)) == UsefulRows({7}, {2}, {2, 4, 5})


@given(st.lists(VALUES, max_size=6), st.integers(0, 5))
def test_problems_in_rows_that_are_passed_over_are_told(values: list[Json], style: int) -> None:
    """References to rows that are not there, strings that mean nothing, broken paths."""
    rows = [f"{number:x}:{written(value, style)}\n" for number, value in enumerate(values)]
    data = "".join(rows).encode()
    assert payload.read(data)[0].problems.all() == decode(data).findings


def test_a_row_that_holds_an_object_of_another_row_is_read() -> None:
    """A path shares the record of row 1; a path to anything else shares nothing."""
    data = (
        b'1:{"a":{"@type":"Dataset","name":"x"}}\n2:["$","p",null,{}]\n'
        b'3:["$1:a"]\n4:["$2:props"]\n5:"$3"\n6:["$3:0"]\n'
    )
    assert payload.read(data)[1].described == [1, 3, 5, 6]


def test_a_record_is_complete_although_its_parts_stand_in_other_rows() -> None:
    """Rows that nobody would read are, where a record leads to them."""
    data = (
        b'1:{"@type":"Dataset","creator":"$2"}\n2:{"name":"$3","member":"$L4"}\n'
        b'3:T3,Ada4:{"name":"$3"}\n'
    )
    page = extract(Capture("payload", data, "flight"), Report())
    creator = {"name": "Ada", "member": {"name": "Ada"}}
    assert page.fragments[0].value == {"@type": "Dataset", "creator": creator}


def test_a_class_in_a_row_of_its_own_is_found() -> None:
    """The row of the object holds neither the class nor a keyword."""
    data = b'1:"Dataset"\n2:{"name":"x","type":"$1"}\n3:["Dataset"]\n4:{"name":"y","type":"$3"}\n'
    page = extract(Capture("payload", data, "flight"), Report())
    assert [fragment.value["name"] for fragment in page.fragments] == ["x", "y"]


def test_the_first_canonical_link_of_a_payload_counts() -> None:
    """As in the head of a page; an og:url counts only without one."""
    data = (
        b'1:{"property":"og:url","content":"https://a.example/og"}\n'
        b'2:[{"rel":"canonical","href":"https://a.example/1"}]\n'
        b'3:{"rel":"canonical","href":"https://a.example/2"}\n'
    )
    assert extract(Capture("payload", data, "flight"), Report()).url == "https://a.example/1"
