"""References between the rows of a flight payload, and paths into them."""

from __future__ import annotations

import json

import pytest

from ld_convert.extract import extract
from ld_convert.extract.flight.values import Blob
from ld_convert.findings.report import Report
from ld_convert.model import Capture, Json
from tests.support.flight import decode, problems, text_row


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


@pytest.mark.parametrize(
    ("inner", "told"),
    [
        ('"$7"', ["LD212 $7 at /a/0 refers to a row that is missing"]),
        ('"$7","$8"', ["LD260 the payload lacks rows that 2 references need"]),
        ('"$7","$8","$9"', ["LD260 the payload lacks rows that 3 references need"]),
    ],
)
def test_several_references_to_no_row_are_one_finding_of_a_page(
    inner: str, told: list[str]
) -> None:
    """At the first of them; a single one is told by itself."""
    data = b'0:{"@context":"https://schema.org/","@type":"Dataset","a":[%s]}\n' % inner.encode()
    report = Report()
    extract(Capture("p.rsc", data, "flight"), report)
    assert [f"{finding.code} {finding.message}" for finding in report.findings] == told
    assert report.findings[0].place.column == data.index(b'"$7"') + 1


@pytest.mark.parametrize(
    ("payload", "root", "codes"),
    [
        ('0:["$9","$9:a","$9:a:b"]', [None] * 3, ["LD212"] * 3),
        ('0:["$Q9","$W9","$K9"]', [None] * 3, ["LD212"] * 3),
        ('1:{"x":1}\n0:["$1:y","$1:x:y"]', [None] * 2, ["LD213"] * 2),
        ('0:["$0:0:0"]', [None], ["LD214"]),
        ('1:["$2:0"]\n2:["$1:0"]\n0:"$1"', [None], ["LD214"]),
    ],
)
def test_what_a_reference_leads_to_and_is_not_there_is_null(
    payload: str, root: Json, codes: list[str]
) -> None:
    """A row, something built from a row, a step of a path, a path that ends in itself."""
    flight = decode(f"{payload}\n".encode())
    assert (flight.root, problems(flight)) == (root, codes)


def test_a_row_that_is_itself_is_null() -> None:
    """`0:"$0"` gives null in a browser, here with a problem."""
    flight = decode(b'0:"$0"\n')
    assert (flight.root, problems(flight)) == (None, ["LD214"])


def test_a_cycle_of_rows_is_a_cycle_of_objects() -> None:
    """Two rows that hold each other are the very same two objects all the way round."""
    flight = decode(b'1:{"b":"$2"}\n2:{"a":"$1"}\n')
    assert flight.rows[1].value["b"] is flight.rows[2].value
    assert flight.rows[2].value["a"] is flight.rows[1].value


def test_paths_that_wait_for_each_other_are_null() -> None:
    """A ring of paths ends in null for each member, with a problem, and no endless loop."""
    flight = decode(b'0:{"a":"$0:b:x","b":"$0:a:x"}\n')
    assert flight.root == {"a": None, "b": None}
    assert "LD214" in problems(flight)


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
    assert (flight.root, problems(flight)) == ({"p": None}, ["LD213"])


def test_an_own_key_named_like_an_inherited_one_is_a_step() -> None:
    """`constructor` counts where the object has it."""
    assert decode(b'1:{"constructor":"c"}\n0:["$1:constructor"]\n').root == ["c"]


def test_a_path_leads_through_lazies_and_elements() -> None:
    """Steps of an element are names; lazy portals on the way are followed."""
    flight = decode(
        b'1:{"el":"$L2"}\n2:["$","main","k",{"children":[{"a":1},"$@3"]}]\n3:{"b":[7]}\n'
        b'0:["$1:el:type","$1:el:key","$1:el:props:children:0","$1:el:props:children:1:b"]\n'
    )
    assert (flight.root, problems(flight)) == (["main", "k", {"a": 1}, [7]], [])
    assert flight.root[2] is flight.rows[2].value[3]["children"][0]


def test_a_path_leads_through_another_path() -> None:
    """Whichever stands first, the other is found."""
    flight = decode(b'0:{"a":"$0:b:x","b":"$0:c","c":{"x":[1]}}\n')
    assert flight.root["a"] is flight.root["c"]["x"]


def test_keys_are_never_escaped() -> None:
    """A dollar sign, a colon and nothing at all are keys as they are."""
    assert decode(b'0:{"$k":"v","a:b":"$$1","":2}\n').root == {"$k": "v", "a:b": "$1", "": 2}
