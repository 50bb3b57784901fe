"""The flight decoder on any bytes and on a real capture."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ld_convert.extract.flight.is_flight import looks_like_flight
from ld_convert.extract.flight.values import Stream
from ld_convert.findings.codes import codes, filled
from tests.support.flight import decode


def text_row(row: str, text: str) -> bytes:
    """Return a T row as React writes it."""
    return f"{row}:T{len(text.encode()):x},{text}".encode()


PAYLOAD = (
    b'1:"$Sreact.fragment"\n2:I[7,["a.js"],"default"]\n:HL["/x.css","style"]\n'
    + text_row("3", 'Größe\n1:{"x":1}\n')
    + b'4:{"@type":"Dataset","d":"$3","s":"$1"}\n5:o5,\n0:\xff\xfe6:[["k","$4"],["e","$4:d"]]\n'
    + b'7:X\n7:{"a":"$4"}\n7:["$","$L2",null,{"m":"$Q6"}]\n7:C\n8:E{"digest":"D"}\n'
    + b'0:["$","main",null,{"children":["$4","$L2","$Q6","$D2024","$n12","$8","$7"]}]\n'
)
PARTS = [
    *rb'0: 1: a: : T T4, o3, I C "$1" "$Q0" "$0:a:b" "$@1" "$B1" "$" "$undefined" [ ] { }'.split(),
    *rb'"a": , " ["$","a",null,{}] E{"digest":"x"} \ud800 1e999'.split(),
    *(b"\n", b"R\n", b"\xc3", b"\xef\xbb\xbf"),
]


@given(st.one_of(st.binary(), st.lists(st.sampled_from(PARTS), max_size=40).map(b"".join)))
def test_no_bytes_make_the_decoder_raise(data: bytes) -> None:
    """Any input gives rows and problems whose texts can be written."""
    looks_like_flight(data)
    for problem in decode(data).findings:
        assert filled(codes()[problem.code].text, problem.values)


@given(st.integers(0, len(PAYLOAD)))
def test_the_whole_rows_of_a_cut_payload_are_those_of_the_payload(cut: int) -> None:
    """Whatever is missing at the end, what came before is the same."""
    whole, part = decode(PAYLOAD), decode(PAYLOAD[:cut])
    for key, row in part.rows.items():
        if row.end < cut - 1 and not isinstance(row.value, Stream):
            assert row == whole.rows[key]


@given(st.integers(0, len(PAYLOAD) - 1), st.binary(max_size=3))
def test_a_payload_with_changed_bytes_keeps_the_rows_before_them(position: int, put: bytes) -> None:
    """No single change makes the decoder raise, and what stands before it is read as ever.

    A changed id may be that of an earlier row, which it then replaces.
    """
    whole, part = decode(PAYLOAD), decode(PAYLOAD[:position] + put + PAYLOAD[position + 1 :])
    for key, row in whole.rows.items():
        if row.end < position - 1 and not isinstance(row.value, Stream):
            assert part.rows[key] == row or part.rows[key].end >= position - 1


# Telling a payload from other content


@pytest.mark.parametrize(
    "data",
    [
        b'0:{"P":null}\n',
        b'\xef\xbb\xbf\n\n1:"$Sreact.fragment"\n',
        b'1:I[5244,[],""]\n',
        b':HL["/a.css","style"]\n',
        b':N1795453415119.43\n1:D{"time":1}\n',
        b'0:{"P":null,"b":"cut',
        text_row("1", "text") + b"0:1\n",
        b'e:null\n1:R\n0:["$1"]\n',
        b'J0:["$","div",null,{}]\n',
        PAYLOAD,
    ],
)
def test_a_payload_is_known_by_its_first_rows(data: bytes) -> None:
    """Byte order mark, blank lines, a cut and the form of 2022 included."""
    assert looks_like_flight(data)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\n\n",
        b"<!DOCTYPE html><p>0:{}",
        b'{"0":{"a":1}}',
        b'["$","a"]',
        b'"0:[1]"',
        b"12:30 lunch\n",
        b"12:30\n13:45\n",
        b"Note: a text\n",
        b"a: b\n",
        b"e:f\n",
        b"add:[see](x)",
        b'{"@context":"https://schema.org"}\n{"a":1}\n',
        b"id,name\n1,x\n",
        b"\x1f\x8b\x08",
    ],
)
def test_html_json_and_text_are_no_payload(data: bytes) -> None:
    """Not even where they start with digits and a colon."""
    assert not looks_like_flight(data)


# The captured page


def test_the_record_of_a_real_capture_is_whole(shared: Path) -> None:
    """The record's description is the text of another row, its alias the same object."""
    flight = decode((shared / "captures" / "harmony-leo.rsc.txt").read_bytes())
    record = flight.rows[0x18].value[3]["study"]["dataset_schema"]
    assert record["description"] == flight.rows[0x1A].value
    assert json.loads(flight.rows[0x17].value)["name"] == record["name"]
    assert flight.findings == ()
