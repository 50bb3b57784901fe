"""Which kind a script is, and how decoded values become plain JSON."""

from __future__ import annotations

import math

import pytest

from ld_convert.extract.flight.values import Date, Map, Symbol
from ld_convert.extract.plain_json import MAX_DEPTH, SPARE, Budget, plain
from ld_convert.extract.script_types import CODE, HELD, JSON, JSON_LD, kind_of_script, media_type
from ld_convert.extract.state.devalue import devalued
from ld_convert.findings.report import Report
from ld_convert.model import Json, Location, Text


@pytest.mark.parametrize(
    ("kind", "types"),
    [
        (CODE, "module text/javascript application/javascript text/ecmascript text/livescript"),
        (CODE, "application/ecmascript application/x-javascript text/x-javascript text/jscript"),
        (CODE, "application/x-ecmascript text/x-ecmascript"),
        (JSON, "application/json text/json importmap+json application/vnd.api+json"),
        (JSON_LD, "application/ld+json APPLICATION/LD+JSON;profile=x"),
        (HELD, "text/plain text/template speculationrules x/javascript"),
    ],
)
def test_a_script_is_read_by_the_type_that_it_states(kind: str, types: str) -> None:
    """HTML Standard, 4.12.1: without a type it is code; what ends in json is JSON."""
    assert {kind_of_script({"type": one}) for one in types.split()} == {kind}
    assert kind_of_script({}) == kind_of_script({"type": " "}) == CODE


@pytest.mark.parametrize(
    ("attributes", "kind"),
    [
        ({"type": "0a1b-text/javascript"}, CODE),
        ({"type": "0a1b-application/ld+json"}, JSON_LD),
        ({"type": "0a1-text/javascript"}, HELD),
        ({"type": f"{'a' * 64}-module"}, CODE),
        ({"type": f"{'a' * 65}-module"}, HELD),
        ({"type": "text/plain", "data-type": "application/ld+json"}, JSON_LD),
        ({"type": "text/plain", "data-a-b-c-d-type": "module"}, CODE),
        ({"type": "text/plain", "data-a-b-c-d-e-type": "module"}, HELD),
        ({"type": "text/plain", "data-types": "module"}, HELD),
        ({"type": "text/plain", "data-type": " "}, HELD),
        ({"type": "x+json", "data-type": "unknown"}, JSON),
        ({"type": "application/json", "data-type": "module"}, JSON),
    ],
)
def test_a_type_that_a_loader_has_hidden_counts_where_the_stated_is_unknown(
    attributes: dict[str, str], kind: str
) -> None:
    """Behind a number, or in an attribute of data."""
    assert kind_of_script(attributes) == kind


def test_a_media_type_has_no_parameters_and_no_case() -> None:
    """RFC 2045, 5.1."""
    assert media_type(" Text/Turtle ; charset=utf-8;x") == "text/turtle"
    assert media_type("") == ""


def test_decoded_values_become_plain_json() -> None:
    """Subclasses lose their class, what is no data becomes null, and keys are texts."""
    value: Json = {"d": Date("2020"), "m": Map([["a", 1]]), "s": Symbol("x"), 1: [True, None, 2.5]}
    made = plain(value, Budget(10))
    assert made == {"d": "2020", "m": [["a", 1]], "s": None, "1": [True, None, 2.5]}
    assert [type(made["d"]), type(made["m"])] == [str, list]
    assert made is not value


def test_what_json_cannot_write_is_noted() -> None:
    """NaN and the infinities stay, and the budget knows."""
    for number, finite in ((1.5, True), (math.inf, False), (-math.inf, False), (math.nan, False)):
        budget = Budget(0)
        found = plain([number, 1.0], budget)
        assert (budget.finite, str(found[0])) == (finite, str(number))


def test_a_value_inside_itself_is_null_and_one_that_stands_twice_is_copied() -> None:
    """A cycle would have no end; a shared value has two copies."""
    ring: list[Json] = [1]
    ring.append(ring)
    shared = {"a": 1}
    budget = Budget(100)
    assert plain([ring, shared, shared], budget) == [[1, None], {"a": 1}, {"a": 1}]
    assert (budget.lost, budget.open) == (0, set())


def test_what_is_too_deep_or_too_much_is_counted() -> None:
    """MAX_DEPTH levels are kept, and so many values as a page has bytes, and a million."""
    for depth, lost in ((MAX_DEPTH, 0), (MAX_DEPTH + 1, 1)):
        value: Json = []
        for _ in range(depth - 1):
            value = [value]
        budget = Budget(1000)
        plain(value, budget)
        assert budget.lost == lost
    budget = Budget(3)
    assert budget.values == SPARE + 3
    budget.values = 5
    assert plain([[1, {"a": 2}], [3], [4]], budget) == [[1, {"a": 2}], None, None]
    assert (budget.values, budget.lost) == (-2, 2)


FLAT = [{"a": 1}, "x"]


@pytest.mark.parametrize(
    ("value", "pointers"),
    [
        (FLAT, [""]),
        ([["Reactive", 1], {"a": 2}, "x"], [""]),
        ({"type": "data", "nodes": [None, {"data": FLAT}, {"data": []}]}, ["/nodes/1/data"]),
        ({"type": "data", "nodes": [{"data": FLAT}] * 2}, ["/nodes/0/data", "/nodes/1/data"]),
        ({"type": "other", "nodes": [{"data": FLAT}]}, []),
        ({"type": "data", "nodes": {"data": FLAT}}, []),
        ([], []), (["x", {"a": 0}], []), ([[1, 2], 3], []), ([{"a": 2}, "x"], []),
        ([{"a": "x"}, "x"], []), ([{"a": True}, "x"], []), ([{"a": 1}, {"@id": "x"}], []),
        ("text", []), (None, []),
    ],
)  # fmt: skip
def test_a_flat_list_of_indexes_is_state_and_no_other_list(
    value: Json, pointers: list[str]
) -> None:
    """Nuxt's payload is one, SvelteKit's document has one in each node."""
    where = Location("p", Text.whole(b"[]"))
    found = list(devalued(value, where, Report()))
    assert [one.location.pointer for one in found] == pointers
    assert all(one.value in ({"a": "x"}, None) for one in found)


class Word(str):
    """A text of a decoder's own kind."""

    __slots__ = ()


@pytest.mark.parametrize("value", ["x", 1, True, None, 1.5])
def test_a_value_that_is_plain_stays_as_it_is(value: Json) -> None:
    """At the top as inside of others."""
    budget = Budget(0)
    assert plain(value, budget) == value
    assert plain([value, {"a": value}], budget) == [value, {"a": value}]
    assert budget.finite


def test_texts_of_a_decoder_become_texts_and_numbers_that_json_cannot_write_are_noted() -> None:
    """Also as keys."""
    budget = Budget(0)
    found = plain({Word("a"): Word("b")}, budget)
    assert [type(text) for pair in found.items() for text in pair] == [str, str]
    assert budget.finite
    plain([1.5, math.inf, 2.5], budget)
    assert not budget.finite
