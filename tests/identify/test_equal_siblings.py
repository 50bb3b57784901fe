"""Nameless nodes that say the same of one thing by one property are one node."""

from __future__ import annotations

import pytest

from ld_convert.identify.siblings import Siblings, content, join_equals
from ld_convert.model import Json

P, Q = "http://a/p", "http://a/q"


def node(label: str, text: object = "T", **more: Json) -> Json:
    return {"@id": label, Q: [{"@value": text}], **more}


def joined(*nodes: Json, names: dict[str, str] | None = None) -> dict[str, str]:
    """The names after equal ones of some nodes were joined."""
    found = names or {}
    seen: dict[tuple[str, str], Siblings] = {}
    for one in nodes:
        join_equals(one, found, seen)
    return found


@pytest.mark.parametrize(
    ("values", "names"),
    [
        ([node("_:b"), node("_:c"), node("_:d")], {"_:c": "_:b", "_:d": "_:b"}),
        ([node("_:b"), node("_:c", "U"), node("_:d", "U")], {"_:d": "_:c"}),
        ([node("_:b"), node("http://a/c")], {}),
        ([node("http://a/b"), node("_:c")], {}),
        ([node("_:b", 2**70), node("_:c", 2**70), node("_:d", 2**71)], {"_:c": "_:b"}),
        ([node("_:b", "\ud83d"), node("_:c", "\ud83d")], {"_:c": "_:b"}),
        ([node("_:b", 1), node("_:c", "1")], {"_:c": "_:b"}),
    ],
)
def test_equal_nameless_nodes_get_the_label_of_the_first(
    values: list[Json], names: dict[str, str]
) -> None:
    """Also those with numbers and characters that no JSON of 64 bits holds."""
    assert joined({"@id": "http://a/s", P: values}) == names


def test_a_node_is_the_same_in_json_ld_and_in_microdata() -> None:
    """Which has texts for numbers, dates and addresses; the order of a list counts in both."""
    date = {"@value": "2001", "@type": "http://schema.org/Date"}
    one = {"@id": "_:b", Q: [date, {"@id": "http://a/x"}, {"@value": 2}]}
    two = {"@id": "_:c", Q: [{"@value": text} for text in ("2", "http://a/x", "2001")]}
    assert joined({"@id": "http://a/s", P: [one, two]}) == {"_:c": "_:b"}
    lists = [{"@id": f"_:{n}", Q: [{"@list": [{"@value": n}, {"@value": 3 - n}]}]} for n in (1, 2)]
    assert joined({"@id": "http://a/s", P: lists}) == {}


def test_a_node_that_got_a_name_keeps_it_beside_an_equal_one() -> None:
    """Something else than its content has named it."""
    named = {"_:c": "http://a/c"}
    thing = {"@id": "http://a/s", P: [node("_:b"), node("_:c"), node("_:d")]}
    assert joined(thing, names=dict(named)) == {**named, "_:d": "_:b"}


def test_nodes_under_another_property_or_another_thing_stay_apart() -> None:
    """Unless the two things are one; then it does not matter which document says it."""
    one, two = {"@id": "_:s", P: [node("_:b")]}, {"@id": "_:t", P: [node("_:c")]}
    assert joined(one, two) == {}
    assert joined({"@id": "_:s", P: [node("_:b")], Q: [node("_:c")]}) == {}
    same = {"_:s": "http://a/s", "_:t": "http://a/s"}
    assert joined(one, two, names=dict(same)) == {**same, "_:c": "_:b"}


def test_inner_nodes_are_joined_too_and_their_labels_are_no_content() -> None:
    """Two equal nodes with equal nodes in them."""
    inner = [node(label, **{P: [node(f"{label}{label[-1]}")]}) for label in ("_:b", "_:c")]
    assert content(inner[0]) == content(inner[1])
    assert joined({"@id": "_:s", P: inner}) == {"_:c": "_:b", "_:cc": "_:bb"}
