"""What the letters of a reference build from the row that they lead to, and what they cannot."""

from __future__ import annotations

import pytest

from ld_convert.extract.flight.deferred_values import MISSING, step
from ld_convert.extract.flight.is_flight import looks_like_flight
from ld_convert.extract.flight.values import (
    Blob,
    Error,
    FormData,
    Iterator,
    Map,
    Module,
    Problems,
    ReactElement,
    ServerReference,
    Set,
    error_of,
    module_of,
)
from ld_convert.model import Json
from tests.support.flight import decode, problems, text_row


@pytest.mark.parametrize(
    ("reference", "row", "value"),
    [
        ("$Q1", '[["a",1],["b",2]]', Map([["a", 1], ["b", 2]])),
        ("$W1", "[1,2]", Set([1, 2])),
        ("$K1", '[["a","b"]]', FormData([["a", "b"]])),
        ("$i1", "[1]", Iterator([1])),
        ("$B1", '["text/plain","a","\\u00e9"]', Blob("text/plain", "a\u00e9".encode())),
        ("$B1", '["text/plain"]', Blob("text/plain", b"")),
        ("$h1", '{"id":"f","bound":null}', ServerReference("f")),
        ("$F1", '{"id":"g"}', ServerReference("g")),
        ("$Z1", '{"digest":"d"}', Error("d", "", "")),
    ],
)
def test_a_letter_builds_its_kind_of_value(reference: str, row: str, value: Json) -> None:
    """Collections, blobs, errors and functions of the server."""
    flight = decode(f'0:{{"v":"{reference}"}}\n1:{row}\n'.encode())
    made = flight.root["v"]
    assert (type(made), made, problems(flight)) == (type(value), value, [])


def test_what_a_row_is_built_of_stands_wherever_the_row_is_named() -> None:
    """A row whose whole value is another row's, under another letter."""
    made = Map([["k", "v"]])
    assert decode(b'0:{"a":"$1","b":["$1"]}\n1:"$Q2"\n2:[["k","v"]]\n').root == {
        "a": made,
        "b": [made],
    }


@pytest.mark.parametrize("reference", ["$Q1", "$W1", "$K1", "$i1", "$B1", "$h1", "$F1"])
@pytest.mark.parametrize("row", ['{"a":1}', "1", '"text"', "[]"])
def test_a_row_of_another_form_builds_nothing_and_is_told(reference: str, row: str) -> None:
    """The value is null (LD204); an empty collection is one, an empty blob has no media type."""
    flight = decode(f'0:{{"v":"{reference}"}}\n1:{row}\n'.encode())
    is_empty = row == "[]" and reference[1] in "QWKi"
    assert flight.root == {"v": [] if is_empty else None}
    assert problems(flight) == [] if is_empty else ["LD204"]


@pytest.mark.parametrize("row", ['["a/b",1]', '["a/b",null]', '["a/b",["x"]]', '["a/b",{}]'])
def test_a_blob_is_made_of_texts_and_bytes_alone(row: str) -> None:
    """Another part makes it nothing."""
    flight = decode(f'0:{{"v":"$B1"}}\n1:{row}\n'.encode())
    assert (flight.root, problems(flight)) == ({"v": None}, ["LD204"])


def test_a_blob_may_hold_as_much_as_the_payload_and_no_more() -> None:
    """A text that a hundred blobs share is copied only so far."""
    rows = "".join(f'{n:x}:["t","$1"]\n' for n in range(2, 102))
    root = ",".join(f'"$B{n:x}"' for n in range(2, 102))
    flight = decode(f"0:[{root}]\n".encode() + text_row("1", "x" * 500) + rows.encode())
    sizes = [len(blob.data) if blob is not None else 0 for blob in flight.root]
    assert sizes[0] == 500
    assert 500 < sum(sizes) <= len(rows) + len(root) + 600
    assert set(sizes) == {0, 500}
    assert "LD204" in problems(flight)


ELEMENT = ReactElement(["$", "div", "k", {"a": 1}])


@pytest.mark.parametrize(
    ("value", "name", "found"),
    [
        ({"a": 1}, "a", 1), ({"a": 1}, "b", MISSING), (["x", "y"], "1", "y"), (["x"], "1", MISSING),
        (["x"], "-1", MISSING), (["x"], "length", MISSING), (["x"], "\u0661", MISSING),
        (["x"], "0000000000", MISSING), (["x"], "000000000", "x"), ("text", "0", MISSING),
        (None, "a", MISSING), (ELEMENT, "type", "div"), (ELEMENT, "key", "k"),
        (ELEMENT, "props", {"a": 1}), (ELEMENT, "_owner", MISSING), (ELEMENT, "3", MISSING),
    ],
)  # fmt: skip
def test_a_step_of_a_path_leads_to_a_property_or_an_index(
    value: Json, name: str, found: Json
) -> None:
    """Of an element to its fields; of a text nowhere."""
    assert step(value, name) == found


@pytest.mark.parametrize(
    ("row", "module"),
    [
        ([1, ["a", 2, "b"], "N"], Module("N", "1", ("a", "b"))),
        ({"id": "x", "chunks": ["a"], "name": "N"}, Module("N", "x", ("a",))),
        ([None, None, 3], Module("", "", ())),
        (["x"], Module("", "x", ())),
        ([], Module("", "", ())),
        ({}, Module("", "", ())),
        (["x", "a", "N", 1], Module("N", "x", ())),
    ],
)
def test_a_component_has_a_name_an_id_and_chunks(row: Json, module: Module) -> None:
    """In the object of 2023 and in the array of today."""
    assert module_of(row) == module


def test_an_error_has_what_its_row_states() -> None:
    """Of something else than an object nothing."""
    assert error_of({"digest": 1, "name": "N", "message": None}) == Error("1", "N", "")
    assert error_of(Error("d")) == Error("d")
    assert error_of("text") == error_of(None) == Error()


def test_of_many_problems_of_one_code_twenty_are_told_one_by_one() -> None:
    """The rest is a count at the place of the last one (LD219)."""
    found = Problems()
    for number in range(22):
        assert found.is_full("LD201") is (number >= 20)
        found.add("LD201", number, 255, size=number)
    found.add("LD202", 5)
    *each, rest = found.all()
    assert [(p.code, p.offset, p.row) for p in each[:2]] == [("LD201", 0, "ff"), ("LD201", 1, "ff")]
    assert [len(each), each[-1].code, each[-1].row, each[-1].values] == [21, "LD202", "", {}]
    assert (rest.code, rest.offset, rest.row) == ("LD219", 21, "ff")
    assert rest.values == {"count": 2, "kind": "LD201"}
    assert each[0].values == {"row": "ff", "size": 0}


@pytest.mark.parametrize(
    ("data", "is_flight"),
    [
        (b'1:o3,abc\n2:{"a":1}\n', True),
        (b'1:A3,abc2:{"a":1}', True),
        (b"1:A3,abc", False),
        (b"1:A9,abc\n", False),
        (b'1:A3,abcx:{"a":1}', False),
        (b'1:null\n2:true\n3:{"a":1}\n', True),
        (b"1:null\n" * 8 + b'2:{"a":1}\n', False),
        (b"1:null\n" * 7 + b'2:{"a":1}\n', True),
        (b'1:"text"\n', True),
        (b"1:[1\n", False),
        (b'1:["cut', True),
        (b"1:12\n", False),
        (b'1:D{"a":1}\n2:E{"digest":"1"}\n', True),
        (b"1:Dx\n", False),
        (b'1:W["x"]\n', True),
        (b"1:Wx\n", False),
        (b"1:I{}\n", True),
        (b":N1\n", True),
        (b":Nx\n", False),
        (b"1:Qx\n", False),
    ],
)
def test_the_first_rows_decide_whether_bytes_are_a_payload(data: bytes, *, is_flight: bool) -> None:
    """Eight of them at most; a row that states its length must be followed by another."""
    assert looks_like_flight(data) is is_flight
