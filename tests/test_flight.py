"""The flight decoder on payloads that are cut, recoded, hostile or odd."""

from __future__ import annotations

import json
import math
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ld_convert.extract.flight import Flight, decode, looks_like_flight
from ld_convert.extract.flight.values import (
    AsyncIterator,
    Binary,
    Blob,
    Date,
    Element,
    Error,
    Map,
    Module,
    Set,
    Stream,
    Symbol,
)
from ld_convert.findings import codes


def found(flight: Flight) -> list[str]:
    """Return the codes of all problems, in order."""
    return [problem.code for problem in flight.findings]


def text_row(row: str, text: str) -> bytes:
    """Return a T row as React writes it."""
    return f"{row}:T{len(text.encode()):x},{text}".encode()


def latin_1(data: bytes) -> bytes:
    """Return UTF-8 that was taken for Latin-1 and saved as UTF-8."""
    return data.decode("latin-1").encode()


def windows_lines(data: bytes) -> bytes:
    """Return bytes as an editor saves them whose lines end in CR LF."""
    return data.replace(b"\n", b"\r\n")


# 1 to 8: rows that state their length


def test_a_text_that_the_payload_cuts_is_kept_as_far_as_it_goes() -> None:
    """One problem tells of the cut, and the rows before it are whole."""
    flight = decode(b'1:{"x":1}\n2:T20,only the beg')
    assert (flight.rows[1].value, flight.rows[2].value) == ({"x": 1}, "only the beg")
    assert found(flight) == ["LD201"]


def test_a_text_cut_inside_a_character_ends_before_that_character() -> None:
    """No U+FFFD is added where the rest of a character is missing."""
    assert decode("1:T20,né".encode()[:-1]).rows[1].value == "n"


def test_a_cut_text_that_holds_lines_like_rows_is_one_text() -> None:
    """Lines with ids that were met before are not the rows that a wrong length swallowed."""
    flight = decode(b'1:"one"\n2:Tfff,a\n1:{"x":1}\nb\n1:{"x":1}\n')
    assert flight.rows[2].value == 'a\n1:{"x":1}\nb\n1:{"x":1}\n'
    assert (list(flight.rows), found(flight)) == ([1, 2], ["LD201"])


def test_a_json_row_that_the_payload_cuts_is_left_out() -> None:
    """Half an object is no value; the cut is told, not a JSON error."""
    flight = decode(b'1:{"x":1}\n0:{"y":"$1","z":[1,')
    assert (flight.root, list(flight.rows), found(flight)) == (None, [1], ["LD201"])


@pytest.mark.parametrize("end", [b"2", b"2:", b"2:T", b"2:T1f"])
def test_a_row_cut_in_its_head_is_one_truncation(end: bytes) -> None:
    """Neither an id alone nor half a length is called garbage."""
    flight = decode(b"1:null\n" + end)
    assert list(flight.rows) == [1]
    assert found(flight) == ["LD201"]


def test_reading_goes_on_after_a_length_that_is_too_small() -> None:
    """The next line that starts like a row is read as one."""
    flight = decode(b'1:T3,abc and more\n2:{"x":1}\n0:["$2"]\n')
    assert flight.root == [{"x": 1}]
    assert (flight.rows[1].value, found(flight)) == ("abc", ["LD202"])


def test_a_length_that_swallows_rows_is_cut_back_to_the_first_of_them() -> None:
    """Rows inside the stated length of a text that ends badly are rows after all."""
    flight = decode(b'1:T1c,short text\n2:{"x":1}\n3:{"y":2}\n0:["$1","$2"]\n')
    assert flight.root == ["short text", {"x": 1}]
    assert found(flight) == ["LD202"]


def test_a_length_beyond_the_end_is_wrong_where_whole_rows_follow() -> None:
    """A payload that ends in good order was not cut."""
    flight = decode(b'1:Tfff,short text\n2:{"x":1}\n0:["$1","$2"]\n')
    assert (flight.root, found(flight)) == (["short text", {"x": 1}], ["LD202"])


@pytest.mark.parametrize("length", ["zz,", "", "a" * 40 + ","])
def test_a_length_that_is_no_number_costs_its_row_only(length: str) -> None:
    """Letters, nothing and 40 digits are reported, and the next row is read."""
    flight = decode(f'1:T{length}text\n0:{{"x":1}}\n'.encode())
    assert (flight.root, found(flight)) == ({"x": 1}, ["LD202"])


def test_lengths_that_count_characters_are_read_as_such() -> None:
    """A payload that went through Latin-1 counts what are characters now; one warning says so."""
    sent = text_row("1", "Größe") + text_row("2", "naïve é") + b'0:["$1","$2"]\n'
    flight = decode(latin_1(sent))
    assert flight.root == ["Größe".encode().decode("latin-1"), "naïve é".encode().decode("latin-1")]
    assert [(p.code, p.values) for p in flight.findings] == [("LD203", {"unit": "characters"})]


def test_lengths_of_a_payload_with_windows_line_ends_are_counted_without_them() -> None:
    r"""Each \r that an editor put before a newline is left out of the count."""
    sent = text_row("1", "a\nb\nc") + text_row("2", "d\ne") + b'0:["$1","$2"]\n'
    flight = decode(windows_lines(sent))
    assert flight.root == ["a\r\nb\r\nc", "d\r\ne"]
    assert found(flight) == ["LD203"]


@pytest.mark.parametrize(
    "recode", [latin_1, windows_lines, lambda data: windows_lines(latin_1(data))]
)
def test_a_recoded_capture_keeps_all_its_rows(
    shared: Path, recode: Callable[[bytes], bytes]
) -> None:
    """Texts are as long as before, whatever was done to their bytes."""
    data = (shared / "captures" / "harmony-leo.rsc.txt").read_bytes()
    flight = decode(recode(data))
    assert list(flight.rows) == list(decode(data).rows)
    assert found(flight) == ["LD203"]


def test_a_length_that_ends_inside_a_character_gives_a_replacement() -> None:
    """The row keeps its length, its last character becomes U+FFFD."""
    flight = decode(b'1:T2,a\xc3\n0:["$1"]\n')
    assert (flight.root, found(flight)) == (["a\ufffd"], ["LD210"])


def test_a_text_that_looks_like_rows_stays_text() -> None:
    """The length decides, not the newline."""
    text = 'a\n1:{"x":1}\n2:"b"\n'
    flight = decode(text_row("1", text) + b'0:"$1"\n')
    assert (flight.root, list(flight.rows), found(flight)) == (text, [1, 0], [])


@pytest.mark.parametrize("text", ["$5", "$$5", "$", "$undefined", "$$$"])
def test_a_text_that_starts_with_a_dollar_sign_is_unchanged(text: str) -> None:
    """T rows hold no model strings, neither alone, nor referred to, nor in a stream."""
    flight = decode(text_row("1", text) + b'2:R\n0:["$1","$2"]\n' + text_row("2", text) + b"2:C\n")
    assert flight.rows[1].value == text
    assert flight.root == [text, [text]]


# 9 to 11: how rows stand in the payload


@pytest.mark.parametrize(
    "data",
    [
        b'1:{"x":1}\n0:"$1"',
        b'\n\n1:{"x":1}\n\n\n0:"$1"\n\n',
        b'1:{"x":1}\r\n0:"$1"\r\n',
        b'\xef\xbb\xbf1:{"x":1}\n0:"$1"\n',
    ],
)
def test_missing_newline_blank_lines_windows_lines_and_bom_are_accepted(data: bytes) -> None:
    """None of them is a problem, and the content of a row excludes its line end."""
    flight = decode(data)
    row = flight.rows[1]
    assert (flight.root, found(flight)) == ({"x": 1}, [])
    assert data[row.start : row.end] == b'{"x":1}'


def test_ids_are_numbers_of_any_case_and_size() -> None:
    """Upper case and more than 32 bits refer to the same row as lower case."""
    flight = decode(b'AB:1\n1234567890abc:2\n0:["$ab","$AB","$1234567890ABC"]\n')
    assert (flight.root, found(flight)) == ([1, 1, 2], [])


def test_ids_that_collide_in_another_case_are_a_duplicate() -> None:
    """`A` and `a` are one id."""
    assert found(decode(b"A:1\na:2\n")) == ["LD211"]


def test_the_first_of_two_rows_with_one_id_counts() -> None:
    """The second is reported at its own offset."""
    flight = decode(b"0:1\n0:2\n")
    assert (flight.root, [(p.code, p.offset) for p in flight.findings]) == (1, [("LD211", 6)])


# 12 to 17: references


def test_a_reference_to_no_row_is_null_and_told_with_its_path() -> None:
    """Offset, reference and pointer lead to the string in the payload."""
    data = b'0:{"a/b":[1,{"c":"$7"}]}\n'
    flight = decode(data)
    (problem,) = flight.findings
    assert flight.root == {"a/b": [1, {"c": None}]}
    assert (problem.code, problem.offset) == ("LD212", data.index(b'"$7"'))
    assert problem.values == {"row": "0", "reference": "$7", "pointer": "/a~1b/1/c"}


def test_one_lost_reference_in_two_places_is_told_with_both() -> None:
    """Each problem has an offset and a pointer of its own."""
    data = b'0:["$7",{"c":"$7"}]\n'
    told = [(problem.offset, problem.values["pointer"]) for problem in decode(data).findings]
    assert told == [(3, "/0"), (13, "/1/c")]


def test_a_row_that_is_itself_is_null() -> None:
    """`0:"$0"` gives null in a browser, here with a problem."""
    flight = decode(b'0:"$0"\n')
    assert (flight.root, found(flight)) == (None, ["LD214"])


def test_a_cycle_of_rows_is_a_cycle_of_objects() -> None:
    """Two rows that hold each other are the very same two objects all the way round."""
    flight = decode(b'1:{"b":"$2"}\n2:{"a":"$1"}\n')
    assert flight.rows[1].value["b"] is flight.rows[2].value
    assert flight.rows[2].value["a"] is flight.rows[1].value


def test_paths_that_wait_for_each_other_are_null() -> None:
    """A ring of paths ends in null for each member, with a problem, and no endless loop."""
    flight = decode(b'0:{"a":"$0:b:x","b":"$0:a:x"}\n')
    assert flight.root == {"a": None, "b": None}
    assert "LD214" in found(flight)


def test_a_reference_bomb_stays_as_small_as_it_is_on_the_wire() -> None:
    """2**30 leaves are thirty lists of two items, shared."""
    rows = [f'{n:x}:["${n + 1:x}","${n + 1:x}"]' for n in range(30)] + ["1e:1"]
    flight = decode("\n".join(rows).encode())
    assert len({id(row.value) for row in flight.rows.values()}) == 31
    assert flight.rows[0].value[0] is flight.rows[0].value[1] is flight.rows[1].value


def test_aliases_of_aliases_lead_to_one_object_without_recursion() -> None:
    """A chain of 20,000 rows is followed."""
    rows = [f'{n:x}:"${n + 1:x}"' for n in range(20_000)] + [f"{20_000:x}:[1]"]
    flight = decode("\n".join(rows).encode())
    assert flight.root is flight.rows[20_000].value == [1]


def test_blobs_cannot_copy_more_than_the_payload_holds() -> None:
    """A thousand blobs of a thousand parts, all one row, are refused when they get too large."""
    parts = ",".join(['"$1"'] * 1000)
    rows = [f'{n:x}:["text/plain",{parts}]' for n in range(16, 1016)]
    blobs = ",".join(f'"$B{n:x}"' for n in range(16, 1016))
    data = text_row("1", "x" * 2000) + "\n".join([*rows, f"0:[{blobs}]"]).encode()
    blobs_made = [item for item in decode(data).root if isinstance(item, Blob)]
    assert sum(len(blob.data) for blob in blobs_made) <= len(data)


@pytest.mark.parametrize(
    "path", ["$1:no", "$1:list:9", "$1:list:x", "$1:list:length", "$1:n:a", "$1:__proto__"]
)
def test_a_path_to_nothing_is_null(path: str) -> None:
    """Absent keys, indexes past the end, properties of numbers and inherited ones."""
    flight = decode(b'1:{"list":[1],"n":5}\n' + json.dumps({"p": path}).join(["0:", "\n"]).encode())
    assert (flight.root, found(flight)) == ({"p": None}, ["LD213"])


def test_an_own_key_named_like_an_inherited_one_is_a_step() -> None:
    """`constructor` counts where the object has it."""
    assert decode(b'1:{"constructor":"c"}\n0:["$1:constructor"]\n').root == ["c"]


def test_a_path_leads_through_lazies_and_elements() -> None:
    """Steps of an element are names; lazy wrappers on the way are followed."""
    flight = decode(
        b'1:{"el":"$L2"}\n2:["$","main","k",{"children":[{"a":1},"$@3"]}]\n3:{"b":[7]}\n'
        b'0:["$1:el:type","$1:el:key","$1:el:props:children:0","$1:el:props:children:1:b"]\n'
    )
    assert (flight.root, found(flight)) == (["main", "k", {"a": 1}, [7]], [])
    assert flight.root[2] is flight.rows[2].value[3]["children"][0]


def test_a_path_leads_through_another_path() -> None:
    """Whichever stands first, the other is found."""
    flight = decode(b'0:{"a":"$0:b:x","b":"$0:c","c":{"x":[1]}}\n')
    assert flight.root["a"] is flight.root["c"]["x"]


def test_keys_are_never_escaped() -> None:
    """A dollar sign, a colon and nothing at all are keys as they are."""
    assert decode(b'0:{"$k":"v","a:b":"$$1","":2}\n').root == {"$k": "v", "a:b": "$1", "": 2}


# 18 to 23: kinds of rows and values


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
    assert (list(stream), found(flight)) == ([{"a": 1}, "text", [3]], [])
    assert data[stream.rows[0].start : stream.rows[0].end] == b'{"a":1}'
    assert stream[2] is flight.rows[2].value


def test_items_after_the_end_of_a_stream_are_reported() -> None:
    """The stream keeps what came in time."""
    flight = decode(b"1:R\n1:1\n1:C\n1:2\n1:C\n")
    assert (list(flight.rows[1].value), found(flight)) == ([1], ["LD215", "LD215"])


def test_the_end_of_an_unknown_stream_is_reported() -> None:
    """It is no row of its own."""
    flight = decode(b"5:C\n0:1\n")
    assert (list(flight.rows), found(flight)) == ([0], ["LD215"])


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
    assert (flight.root, list(flight.rows), found(flight)) == ({"x": None}, [1, 0], [])


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
    assert found(flight) == (["LD206"] if module is None else [])


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
    assert found(flight) == ["LD204"]


def test_a_list_that_starts_with_an_escaped_dollar_sign_is_no_element() -> None:
    """`$$` is data, `$` is the mark."""
    data, element = decode(b'0:[["$$","a"],["$","a",null,{}]]\n').root
    assert (type(data), data, type(element)) == (list, ["$", "a"], Element)


# JSON that is not in order


def test_half_a_surrogate_pair_becomes_a_replacement_character() -> None:
    """Whole pairs, escaped backslashes and the rest of the row stay."""
    flight = decode(rb'0:["\ud83d","\ud83d\ude00","\\ud83d"]' + b"\n")
    assert (flight.root, found(flight)) == (["\ufffd", "\U0001f600", "\\ud83d"], ["LD209"])


def test_json_that_only_python_reads_is_read_and_reported() -> None:
    """NaN becomes null, a raw tab stays."""
    flight = decode(b'0:{"a":NaN,"b":"x\ty"}\n')
    assert (flight.root, found(flight)) == ({"a": None, "b": "x\ty"}, ["LD207"])


@pytest.mark.parametrize("depth", [1100, 100_000])
def test_nesting_without_end_is_a_problem_of_its_row(depth: int) -> None:
    """Other rows are read."""
    flight = decode(b"1:" + b"[" * depth + b"]" * depth + b'\n0:{"x":1}\n')
    assert (flight.root, found(flight)) == ({"x": 1}, ["LD208"])


def test_bytes_that_are_no_row_are_told_and_passed_over() -> None:
    """Reading goes on at the next line that starts like a row."""
    flight = decode(b'<p>no row</p>\n0:{"x":1}\n')
    assert (flight.root, found(flight)) == ({"x": 1}, ["LD205"])


def test_equal_problems_are_counted_after_the_first_twenty() -> None:
    """Ten thousand lost references are twenty problems and a count."""
    flight = decode(b"0:[" + b",".join([b'"$5"'] * 10_000) + b"]\n")
    assert found(flight) == ["LD212"] * 20 + ["LD219"]
    assert flight.findings[-1].values == {"count": 9980, "code": "LD212"}


# Any bytes

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
    for problem in decode(data).findings:
        assert codes()[problem.code].text.format(**problem.values)
    assert looks_like_flight(data) in (True, False)


@given(st.integers(0, len(PAYLOAD)))
def test_the_whole_rows_of_a_cut_payload_are_those_of_the_payload(cut: int) -> None:
    """Whatever is missing at the end, what came before is the same."""
    whole, part = decode(PAYLOAD), decode(PAYLOAD[:cut])
    for key, row in part.rows.items():
        if row.end < cut - 1 and not isinstance(row.value, Stream):
            assert row == whole.rows[key]


@given(st.integers(0, len(PAYLOAD) - 1), st.binary(max_size=3))
def test_a_payload_with_changed_bytes_is_still_decoded(position: int, put: bytes) -> None:
    """No single change makes the decoder raise."""
    assert decode(PAYLOAD[:position] + put + PAYLOAD[position + 1 :]).findings is not None


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


# The captured page and the speed


def test_the_record_of_a_real_capture_is_whole(shared: Path) -> None:
    """The record's description is the text of another row, its alias the same object."""
    flight = decode((shared / "captures" / "harmony-leo.rsc.txt").read_bytes())
    record = flight.rows[0x18].value[3]["study"]["dataset_schema"]
    assert record["description"] == flight.rows[0x1A].value
    assert json.loads(flight.rows[0x17].value)["name"] == record["name"]
    assert flight.findings == ()


@pytest.mark.bench
def test_ten_megabytes_are_decoded_in_half_a_second() -> None:
    """Thousands of rows with texts and references cost under 0.5 s of processor time."""
    data = large_payload()
    times = []
    for _ in range(3):
        start = time.process_time()
        flight = decode(data)
        times.append(time.process_time() - start)
    assert len(data) > 10_000_000
    assert len(flight.root) == 5_200
    assert min(times) < 0.5


def large_payload() -> bytes:
    """Return 10 MB in 15,600 rows: texts, records that refer to them, elements around these."""
    rows = []
    for n in range(1, 5_201):
        rows.append(text_row(f"{3 * n:x}", f"Größe {n} " + "text of a description " * 60))
        record = {"@type": "Dataset", "name": f"n{n}", "description": f"${3 * n:x}"}
        record["keywords"] = [f"word {k}" for k in range(40)]  # type: ignore[assignment]
        rows.append(f"{3 * n + 1:x}:{json.dumps(record)}\n".encode())
        props = {"data": f"${3 * n + 1:x}", "same": f"${3 * n + 1:x}:keywords", "id": n}
        rows.append(f"{3 * n + 2:x}:{json.dumps(['$', 'div', None, props])}\n".encode())
    root = json.dumps([f"$L{3 * n + 2:x}" for n in range(1, 5_201)])
    return b"".join([*rows, f"0:{root}\n".encode()])
