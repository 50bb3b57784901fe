"""Payloads in the form that Next.js 13.0 and 13.1 wrote: the tag stands before the id."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ld_convert.extract import extract
from ld_convert.extract.flight.values import Error, Module, Symbol
from ld_convert.findings.report import Report
from ld_convert.model import Capture, Json
from tests.support.flight import decode

MODULE = b'M1:{"id":"7","chunks":["a"],"name":"Page"}\n'


def codes(data: bytes) -> list[str]:
    """The findings of a payload besides the one that names its form."""
    return [p.code for p in decode(data).findings if p.code != "LD218"]


def test_the_form_is_named() -> None:
    """Nothing of a server of that time was at hand to compare with, and the finding says so."""
    assert [p.code for p in decode(MODULE + b"J0:null\n").findings] == ["LD218"]


def test_values_and_lazy_references_lead_to_their_rows() -> None:
    """`$2` and `@3` were the two kinds of reference; a row may come after it is named."""
    flight = decode(MODULE + b'J0:["$","@1",null,{"a":"$2","b":"@a"}]\nJ2:{"x":1}\nJa:"late"\n')
    assert flight.root == ["$", Module("Page", "7", ("a",)), None, {"a": {"x": 1}, "b": "late"}]
    assert flight.root[3]["a"] is flight.rows[2].value


def test_escaped_strings_lose_their_dollar_sign() -> None:
    """A text that begins with `$` or `@` got a `$` more, and other texts with an at sign none."""
    flight = decode(b'J0:["$$5 fee","$@context","a@b.example","$"]\n')
    assert flight.root == ["$5 fee", "@context", "a@b.example", "$"]


def test_symbols_contexts_and_errors_have_rows_of_their_own() -> None:
    """A context holds no data; an error stands where it was met."""
    data = b'S1:"react.suspense"\nP2:"Locale"\nE3:{"digest":"d"}\nJ0:["$1","$2","$3"]\n'
    assert decode(data).root == [Symbol("react.suspense"), None, Error("d")]
    assert codes(data) == ["LD216"]


def test_what_is_no_row_is_left_out_with_its_place() -> None:
    """A broken row, a line that is none, an id that stands twice, a missing row."""
    data = b'J0:{"a":"$9"}\nJ1:{"a":\nnonsense\nJ0:2\n'
    assert decode(data).root == {"a": None}
    assert sorted(codes(data)) == ["LD205", "LD206", "LD211", "LD212"]


def test_a_payload_that_is_cut_off_keeps_its_whole_rows() -> None:
    """The cut is a finding, the row before it is there."""
    data = b'J0:{"a":1}\nJ1:{"a":'
    assert (decode(data).root, codes(data)) == ({"a": 1}, ["LD201"])


def test_a_record_of_2022_is_found_with_its_row_and_pointer() -> None:
    """Its class stands in a row of its own."""
    data = MODULE + b'J0:["$","@1",null,{"study":{"@type":"@2","name":"Tides"}}]\nJ2:"Dataset"\n'
    [fragment] = extract(Capture("payload", data, "flight"), Report()).fragments
    assert fragment.value == {"@type": "Dataset", "name": "Tides"}
    assert (fragment.location.row, fragment.location.pointer) == ("0", "/3/study")


@given(
    st.recursive(
        st.none() | st.integers(0, 9) | st.text(max_size=5) | st.sampled_from(["$a", "@a", "$$"]),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
        max_leaves=8,
    )
)
def test_every_value_comes_back(value: Json) -> None:
    """Written as React's server of that time wrote it: a `$` before each `$` and `@`."""

    def written(item: Json) -> Json:
        if isinstance(item, str):
            return f"${item}" if item[:1] in ("$", "@") else item
        if isinstance(item, list):
            return [written(inner) for inner in item]
        if isinstance(item, dict):
            return {key: written(inner) for key, inner in item.items()}
        return item

    assert decode(f'J1:"x"\nJ0:{json.dumps([written(value)])}\n'.encode()).root == [value]


@pytest.mark.parametrize("end", [b"J", b"J1", b"M12"])
def test_a_payload_that_is_cut_in_the_head_of_a_row_is_told_as_cut(end: bytes) -> None:
    """The letters are no line that belongs to no row."""
    assert codes(b'J0:{"a":1}\n' + end) == ["LD201"]
    assert codes(b'J0:{"a":1}\n' + end + b"\n") == ["LD205"]


def test_a_symbol_that_stands_twice_is_told_and_the_first_counts() -> None:
    """As of any other row."""
    data = b'S1:"react.suspense"\nS1:"react.other"\nJ0:["$1"]\n'
    assert (decode(data).root, codes(data)) == ([Symbol("react.suspense")], ["LD211"])


def test_a_line_that_is_no_row_is_shown_with_its_first_forty_bytes() -> None:
    """With its place and its length."""
    (told,) = (p for p in decode(MODULE + b"no" * 21 + b"\n").findings if p.code == "LD205")
    assert (told.offset, told.values) == (len(MODULE), {"count": 42, "text": "no" * 20})
