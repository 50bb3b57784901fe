"""What the rows and the model strings of a flight payload mean."""

from __future__ import annotations

import math

import pytest

from ld_convert.extract.flight.values import (
    AsyncIterator,
    Binary,
    Date,
    Error,
    Map,
    Module,
    ReactElement,
    Set,
    Stream,
    Symbol,
)
from tests.support.flight import decode, problems, text_row


def test_binary_rows_are_skipped_by_their_length() -> None:
    """Newlines, colons and digits in the bytes start no row."""
    flight = decode(b'1:o7,\n2:"x"\n2:A3,\n0:0:["$1","$2"]\n')
    assert flight.root == [Binary("Uint8Array", b'\n2:"x"\n'), Binary("ArrayBuffer", b"\n0:")]


def test_a_stream_holds_the_rows_that_bear_its_id() -> None:
    """Items stand in order, each with its own place in the payload; the last value counts."""
    data = b'1:X\n0:{"s":"$1"}\n1:{"a":1}\n' + text_row("1", "text") + b'2:[3]\n1:C"$2"\n'
    flight = decode(data)
    stream = flight.root["s"]
    assert isinstance(stream, AsyncIterator)
    assert (list(stream), problems(flight)) == ([{"a": 1}, "text", [3]], [])
    assert data[stream.rows[0].start : stream.rows[0].end] == b'{"a":1}'
    assert stream[2] is flight.rows[2].value


def test_items_after_the_end_of_a_stream_are_reported() -> None:
    """The stream keeps what came in time."""
    flight = decode(b"1:R\n1:1\n1:C\n1:2\n1:C\n")
    assert (list(flight.rows[1].value), problems(flight)) == ([1], ["LD215", "LD215"])


def test_the_end_of_an_unknown_stream_is_reported() -> None:
    """It is no row of its own."""
    flight = decode(b"5:C\n0:1\n")
    assert (list(flight.rows), problems(flight)) == ([0], ["LD215"])


def test_an_error_ends_its_stream() -> None:
    """The error is the last item."""
    flight = decode(b'1:R\n1:1\n1:E{"digest":"D"}\n')
    stream = flight.rows[1].value
    assert isinstance(stream, Stream)
    assert list(stream) == [1, Error("D")]


def test_rows_of_development_builds_are_skipped() -> None:
    """Copies of props in console and debug rows are neither rows nor duplicates."""
    flight = decode(
        b':N1795453415119.4\n1:D{"time":1}\n1:D"$2"\n3:J{"name":"io","p":{"@type":"Dataset"}}\n'
        b':W["log","$3",{"@type":"Dataset"}]\n1:{"x":"$3"}\n0:"$1"\n'
    )
    assert (flight.root, list(flight.rows), problems(flight)) == ({"x": None}, [1, 0], [])


@pytest.mark.parametrize(
    "digest", ["NEXT_HTTP_ERROR_FALLBACK;404", "NEXT_REDIRECT;replace;/x;307;"]
)
def test_an_error_row_keeps_its_digest(digest: str) -> None:
    """The digest tells error pages and redirects from pages."""
    flight = decode(f'1:E{{"digest":"{digest}"}}\n0:["$L1"]\n'.encode())
    assert flight.root == [Error(digest)]
    assert [(p.code, p.values["digest"]) for p in flight.findings] == [("LD216", digest)]


def test_modules_are_read_in_the_forms_of_2023_and_of_today() -> None:
    """The object form and the array form name the same component."""
    flight = decode(
        b'1:I{"id":7,"chunks":["a:b.js"],"name":"default","async":false}\n'
        b'2:I[7,["a:b.js"],"default"]\n3:"Late"\n4:I[7,["$3"],"$3"]\n'
    )
    assert flight.rows[1].value == flight.rows[2].value == Module("default", "7", ("a:b.js",))
    assert flight.rows[4].value == Module("Late", "7", ("Late",))


@pytest.mark.parametrize(
    ("row", "module"),
    [
        ("[1,2,3]", Module("", "1")),
        ('{"id":null,"chunks":5}', Module("")),
        ("5", None),
        ("[]", Module("")),
    ],
)
def test_a_module_row_of_another_form_is_named_or_left_out(row: str, module: Module | None) -> None:
    """Numbers where chunks or a name should be are no reason to fail."""
    flight = decode(f"1:I{row}\n".encode())
    assert (flight.rows[1].value if flight.rows else None) == module
    assert problems(flight) == (["LD206"] if module is None else [])


def test_undefined_is_an_absent_key_and_a_null_item() -> None:
    """A property that is undefined is none."""
    assert decode(b'0:{"a":"$undefined","b":["$undefined",1]}\n').root == {"b": [None, 1]}


def test_values_that_json_lacks_are_values_of_python() -> None:
    """No string such as "$NaN" is left."""
    date, big, minus, nan, symbol, many, once = decode(
        b'1:[["k",{"a":1}]]\n0:["$D2024-05-06T07:08:09.010Z","$n123456789012345678901","$-0",'
        b'"$NaN","$Sreact.fragment","$Q1","$W1"]\n'
    ).root
    assert (date, type(date)) == ("2024-05-06T07:08:09.010Z", Date)
    assert (big, str(minus), symbol) == (123456789012345678901, "-0.0", Symbol("react.fragment"))
    assert math.isnan(nan)
    assert (many, type(many), type(once)) == ([["k", {"a": 1}]], Map, Set)


@pytest.mark.parametrize(
    "string", ["$5.00", "$hello", "$L", "$Qx", "$n12a", "$-x", "$n" + "9" * 9000]
)
def test_a_string_that_means_nothing_is_reported(string: str) -> None:
    """It becomes itself or null, never another row."""
    flight = decode(f'5:"five"\n0:["{string}"]\n'.encode())
    assert flight.root[0] in (string, None)
    assert problems(flight) == ["LD204"]


def test_a_list_that_starts_with_an_escaped_dollar_sign_is_no_element() -> None:
    """`$$` is data, `$` is the mark."""
    data, element = decode(b'0:[["$$","a"],["$","a",null,{}]]\n').root
    assert (type(data), data, type(element)) == (list, ["$", "a"], ReactElement)


# JSON that is not in order


def test_half_a_surrogate_pair_becomes_a_replacement_character() -> None:
    """Whole pairs, escaped backslashes and the rest of the row stay."""
    flight = decode(rb'0:["\ud83d","\ud83d\ude00","\\ud83d"]' + b"\n")
    assert (flight.root, problems(flight)) == (["\ufffd", "\U0001f600", "\\ud83d"], ["LD209"])


def test_json_that_only_python_reads_is_read_and_reported() -> None:
    """NaN becomes null, a raw tab stays."""
    flight = decode(b'0:{"a":NaN,"b":"x\ty"}\n')
    assert (flight.root, problems(flight)) == ({"a": None, "b": "x\ty"}, ["LD207"])


@pytest.mark.parametrize("depth", [1100, 100_000])
def test_nesting_without_end_is_a_problem_of_its_row(depth: int) -> None:
    """Other rows are read."""
    flight = decode(b"1:" + b"[" * depth + b"]" * depth + b'\n0:{"x":1}\n')
    assert (flight.root, problems(flight)) == ({"x": 1}, ["LD208"])


def test_bytes_that_are_no_row_are_told_and_passed_over() -> None:
    """Reading goes on at the next line that starts like a row."""
    flight = decode(b'<p>no row</p>\n0:{"x":1}\n')
    assert (flight.root, problems(flight)) == ({"x": 1}, ["LD205"])


def test_equal_problems_are_counted_after_the_first_twenty() -> None:
    """Ten thousand lost references are twenty problems and a count."""
    flight = decode(b"0:[" + b",".join([b'"$5"'] * 10_000) + b"]\n")
    assert problems(flight) == ["LD212"] * 20 + ["LD219"]
    assert flight.findings[-1].values == {"count": 9980, "kind": "LD212"}


@pytest.mark.parametrize(
    ("tag", "name"),
    [
        ("A", "ArrayBuffer"), ("O", "Int8Array"), ("o", "Uint8Array"), ("U", "Uint8ClampedArray"),
        ("S", "Int16Array"), ("s", "Uint16Array"), ("L", "Int32Array"), ("l", "Uint32Array"),
        ("G", "Float32Array"), ("g", "Float64Array"), ("M", "BigInt64Array"),
        ("m", "BigUint64Array"), ("V", "DataView"), ("b", "Uint8Array"),
    ],
)  # fmt: skip
def test_bytes_have_the_name_of_their_class(tag: str, name: str) -> None:
    """One letter for each, as React writes them (ReactFlightServer, serializeTypedArray)."""
    flight = decode(f'1:{tag}4,a\n"{{0:"$1"\n'.encode())
    assert (flight.root, problems(flight)) == (Binary(name, b'a\n"{'), [])


def test_the_name_of_a_module_in_another_row_is_a_text_or_nothing() -> None:
    """Since React 19.3 long names stand once; a text that begins with a dollar sign has two."""
    flight = decode(b'3:["x"]\n4:I["7",[],"$3"]\n5:"$$late"\n6:I["7",[],"$5"]\n')
    assert flight.rows[4].value == Module("", "7")
    assert flight.rows[6].value == Module("$late", "7")


def test_references_to_one_value_that_comes_later_all_lead_to_it() -> None:
    """Also those of rows that are nothing but a reference to each other."""
    flight = decode(b'1:"$2"\n2:"$3:a"\n0:["$1","$2"]\n3:{"a":{"b":1}}\n')
    assert flight.root == [{"b": 1}, {"b": 1}]
    assert flight.rows[1].value is flight.rows[2].value is flight.rows[3].value["a"]
    assert problems(flight) == []
