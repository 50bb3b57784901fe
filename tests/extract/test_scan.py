"""Which objects of a decoded value describe something, and where they are found."""

from __future__ import annotations

import json

import pytest

from ld_convert.extract.scan import describes, scan, speaks_of
from ld_convert.model import Json, Location, Text

DATASET: dict[str, Json] = {"@type": "Dataset", "name": "A"}
PERSON: dict[str, Json] = {"@type": "Person", "name": "P"}
OTHER: dict[str, Json] = {"@type": "ex:Dataset", "name": "O"}


def pointers(value: Json) -> list[str]:
    """The JSON pointers of what is found in a value."""
    text = Text.whole(json.dumps(value).encode())
    places = scan(value, lambda pointer: Location("p", text, pointer), frozenset())
    return [found.location.pointer for found in places]


@pytest.mark.parametrize(
    ("value", "does"),
    [
        *(({"@type": f"{prefix}Dataset"}, True) for prefix in ("", "schema:", "sdo:", "sc:")),
        *(({"@type": f"{s}://schema.org/Dataset"}, True) for s in ("http", "https")),
        ({"@type": "http://www.w3.org/ns/dcat#Dataset"}, True),
        ({"@type": ["ex:Levels", "Dataset"]}, True),
        *(({"@type": name}, False) for name in ("ex:Dataset", "dataset", "name", "Levels", 1)),
        ({"@type": "https://o.example/Dataset"}, False),
        *(({"type": name, "name": "A"}, True) for name in ("Dataset", "DataCatalog", "DataFeed")),
        ({"type": ["Dataset"], "name": "A"}, True),
        *(({"type": name, "name": "A"}, False) for name in ("Person", "dataset", None)),
        ({"type": "Dataset"}, False),
        ({"name": "A"}, False),
        ({"@context": "https://schema.org/"}, False),
        ({"@context": "https://schema.org/", "a": 1}, True),
    ],
)
def test_an_object_with_a_class_or_a_context_describes_something(
    value: dict[str, Json], *, does: bool
) -> None:
    """A class of schema.org or DCAT; a plain `type` needs a name besides."""
    assert describes(value) is does


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ({"a/b": {"c~d": DATASET}}, ["/a~1b/c~0d"]),
        ({"a": {"part": DATASET, **DATASET}}, ["/a"]),
        ({"a": DATASET, "b": [1, PERSON]}, ["/a", "/b/1"]),
        ([DATASET, PERSON], [""]),
        ([DATASET, OTHER], [""]),
        ([DATASET, {"name": "A"}], ["/0"]),
        ([DATASET, 1], ["/0"]),
        ([OTHER, {"@id": "urn:1"}], []),
        ([{"@context": {}, "name": "A"}, {"name": "B"}], ["/0"]),
        ([], []),
        ({"a": 'no JSON: {"@type": "Dataset"}'}, []),
    ],
)
def test_the_outermost_objects_are_found_where_they_stand(value: Json, found: list[str]) -> None:
    """A list of nothing but things is one document, since its nameless ones are shared."""
    assert pointers(value) == found


def test_json_in_a_text_is_looked_into() -> None:
    """Also behind white space, and with things in it that are no JSON."""
    assert len(pointers({"a": json.dumps(DATASET), "b": "\n " + json.dumps([PERSON])})) == 2
    assert pointers({"a": "{", "b": "[1]"}) == []


def test_a_value_that_is_reached_twice_is_found_once() -> None:
    """So a value inside itself ends, and what is to be skipped is not entered."""
    twice: dict[str, Json] = {"a": DATASET, "b": DATASET}
    ring: list[Json] = [1]
    ring.append(ring)
    twice |= {"c": twice, "d": ring}
    found = list(scan(twice, lambda _: Location("p", Text.whole(b"")), frozenset()))
    assert [one.value for one in found] == [DATASET]
    skipped = frozenset({id(DATASET)})
    assert not list(scan(twice, lambda _: Location("p", Text.whole(b"")), skipped))


@pytest.mark.parametrize(
    ("value", "does"),
    [
        ([{"a": {"@type": "Dataset"}}], True),
        ({"type": ["ex:Dataset"]}, True),
        ({"@type": "https://schema.org/Dataset"}, True),
        ({"@type": "https://schema.org/DatasetList"}, False),
        ({"name": "Dataset"}, False),
        ("Dataset", False),
    ],
)
def test_a_class_is_looked_for_at_any_depth(value: Json, *, does: bool) -> None:
    """By the last part of its name."""
    assert speaks_of(value, "Dataset") is does
