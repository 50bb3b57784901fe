"""What each instruction of a portal file does to a payload, one by one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ld_convert.vocab.making import address_of
from ld_convert.vocab.portals import portal_of
from ld_convert.vocab.reshape import Reshaping, reshaped

if TYPE_CHECKING:
    from ld_convert.model import Json


def shaped(table: Json, payload: Json, *known: str) -> Json:
    """A payload after the instructions of a file whose context knows some keys."""
    return reshaped(payload, Reshaping.read(table, frozenset(known)))


def test_parse_reads_a_text_that_is_json() -> None:
    """CKAN's scheming writes a list as its JSON text."""
    said = {"theme": '["a", "b"]', "other": '["a"]', "broken": '["a"'}
    assert shaped({"parse": ["theme", "broken"]}, said) == {
        "theme": ["a", "b"],
        "other": '["a"]',
        "broken": '["a"',
    }


def test_parse_of_every_key_spares_what_is_dumped() -> None:
    """A geometry that is a JSON text already stays one."""
    said = {"theme": '["a"]', "geo": '{"type": "Point", "coordinates": [1, 2]}'}
    found = shaped({"parse": ["*"], "dump": ["geo"]}, said)
    assert found == {"theme": ["a"], "geo": said["geo"]}


def test_dump_makes_a_geometry_and_an_array_of_numbers_a_text() -> None:
    """A context would lose the order of the numbers; another object or array stays."""
    said: Json = {
        "bbox": [1.5, 2, 3, 4],
        "geometry": {"type": "Point", "coordinates": [1, 2]},
        "box": {"geometry": [{"name": "n"}]},
    }
    assert shaped({"dump": ["bbox", "geometry"]}, said) == {
        "bbox": "[1.5,2,3,4]",
        "geometry": '{"type":"Point","coordinates":[1,2]}',
        "box": {"geometry": [{"name": "n"}]},
    }


def test_defaults_give_what_an_object_does_not_say_itself() -> None:
    """At every depth; `add` holds against what the object says."""
    table = {"defaults": {"": {"@type": "Dataset"}, "files": {"@type": "File"}}}
    said = {"files": [{"name": "a"}, {"@type": "Api"}]}
    assert shaped(table, said) == {
        "@type": "Dataset",
        "files": [{"@type": "File", "name": "a"}, {"@type": "Api"}],
    }
    assert shaped({"add": {"files": {"@type": "File"}}}, said)["files"][1] == {"@type": "File"}


def test_without_keeps_an_object_from_a_portal() -> None:
    """A catalogue in JSON-LD is no payload of DCAT-US, whose JSON has no context."""
    catalogue = {"title": "T", "description": "D", "publisher": {"name": "P"}, "dataset": []}
    assert portal_of(catalogue) == "dcat-terms"
    assert portal_of(catalogue | {"@context": "https://a.example/"}) == ""
    assert portal_of(catalogue | {"accessLevel": "public"}) != "dcat-terms"


def test_pairs_without_a_prefix_take_the_first_of_a_kind() -> None:
    """A second pair of the name stays in the list, and so does one that nobody knows."""
    extras = [{"key": "a", "value": 1}, {"key": "a", "value": 2}, {"key": "b", "value": 3}]
    found = shaped({"pairs": {"extras": ["key", "value"]}}, {"extras": extras}, "a", "extras")
    assert found == {"a": 1, "extras": extras[1:]}


def test_a_property_of_the_payload_comes_before_a_pair() -> None:
    """What stands twice is read where the portal says it first."""
    payload = {"a": 0, "extras": [{"key": "a", "value": 1}]}
    assert shaped({"pairs": {"extras": ["key", "value"]}}, payload, "a") == payload


def test_pairs_with_a_prefix_collect_all_of_a_kind_at_any_depth() -> None:
    """The case of a kind does not count, and an IRI is known by its last part."""
    payload: Json = {
        "blocks": {
            "one": {
                "fields": [{"is": "Title", "says": "x"}, {"is": "http://a/title", "says": "y"}]
            },
            "two": {"fields": [{"is": "other", "says": "z"}, {"says": "w"}]},
        }
    }
    found = shaped({"pairs": {"blocks/*/fields": ["is", "says", "is-"]}}, payload, "is-title")
    assert found["is-title"] == ["x", "y"]
    assert found["blocks"]["two"] == payload["blocks"]["two"]


def test_lift_moves_a_value_and_drops_what_is_empty_then() -> None:
    """An object from which everything is moved says nothing any more."""
    table = {"lift": {"code": "inside/licence/id"}}
    assert shaped(table, {"inside": {"licence": {"id": "x"}}}) == {"code": "x"}
    assert shaped(table, {"inside": {"licence": {"id": "x", "b": 1}}}) == {
        "code": "x",
        "inside": {"licence": {"b": 1}},
    }
    assert shaped(table, {"inside": "text"}) == {"inside": "text"}


def test_kind_gives_a_payload_its_class() -> None:
    """A payload of another kind, or of none, is of the class for all others."""
    table = {"kind": {"is/id": {"dataset": "Dataset", "": "Work"}}}
    assert shaped(table, {"is": {"id": "dataset"}})["@type"] == "Dataset"
    assert shaped(table, {"is": {"id": "video"}})["@type"] == "Work"
    assert shaped(table, {"is": 7})["@type"] == "Work"


def test_unwrap_leaves_the_text_and_its_language() -> None:
    """A language of three letters gets its two; one that is none is left out."""
    table = {"unwrap": {"titles": ["title", "lang"]}}
    titles: Json = [{"title": "a", "lang": "deu"}, {"title": "b", "lang": "?"}, {"name": "c"}]
    assert shaped(table, {"titles": titles})["titles"] == [
        {"@value": "a", "@language": "de"},
        "b",
        {"name": "c"},
    ]


def test_wrap_makes_a_text_a_thing() -> None:
    """So that a tag with a comma is one."""
    assert shaped({"wrap": {"tags": "name"}}, {"tags": ["a, b", {"name": "c"}]}) == {
        "tags": [{"name": "a, b"}, {"name": "c"}]
    }


@pytest.mark.parametrize(
    ("value", "units", "time"),
    [
        (1_436_655_117, 1, "2015-07-11T22:51:57Z"),
        (1_754_900_710_000, 1000, "2025-08-11T08:25:10Z"),
        (-1, 1, "1969-12-31T23:59:59Z"),
        (True, 1, True),
        ("1436655117", 1, "1436655117"),
        (10**20, 1, 10**20),
        (float("inf"), 1, float("inf")),
    ],
)
def test_times_are_counted_from_1970(value: Json, units: int, time: Json) -> None:
    """Socrata counts seconds, ArcGIS milliseconds; what is no time stays."""
    assert shaped({"times": {"at": units}}, {"at": value}) == {"at": time}


@pytest.mark.parametrize(
    ("scheme", "identifier", "address"),
    [
        ("DOI", "10.5281/zenodo.1", "https://doi.org/10.5281/zenodo.1"),
        ("doi", "doi:10.5281/zenodo.1", "https://doi.org/10.5281/zenodo.1"),
        ("ORCID", "https://orcid.org/0000-0002-1825-0097", "https://orcid.org/0000-0002-1825-0097"),
        ("ISBN", "978 3", "urn:ISBN:978%203"),
        ("Shelf", "7", None),
        ("DOI", "", None),
        (None, "x", None),
        ("DOI", 7, None),
    ],
)
def test_an_identifier_has_the_address_of_its_scheme(
    scheme: Json, identifier: Json, address: str | None
) -> None:
    """The scheme's registry says how; no address is made up for an unknown scheme."""
    assert address_of(scheme, identifier) == address


def test_compose_makes_a_member_where_all_its_parts_are_there() -> None:
    """The first form that can be made is, and a member that is there stays."""
    table = {"compose": {"": [["c", "{a} {b/0}"], ["c", "only {a}"], ["a", "never {a}"]]}}
    assert shaped(table, {"a": "x", "b": ["y"]})["c"] == "x y"
    assert shaped(table, {"a": "x", "b": []})["c"] == "only x"
    assert shaped(table, {"a": "x"})["a"] == "x"
    assert "c" not in shaped(table, {"b": ["y"]})


def test_compose_joins_what_it_makes_of_each_item_of_a_list() -> None:
    """A ring is written point by point, or not at all."""
    table = {"compose": {"": [["ring", "{lat} {lon}", "points"]]}}
    points = [{"lat": 1, "lon": 2}, {"lat": 3, "lon": 4}]
    assert shaped(table, {"points": points})["ring"] == "1 2 3 4"
    assert "ring" not in shaped(table, {"points": [*points, {"lat": 5}]})


def test_part_makes_an_object_of_keys_that_belong_together() -> None:
    """In each object under the key, at every depth."""
    table = {"part": {"grants": {"funder": {"name": "agency"}}}}
    found = shaped(table, {"x": {"grants": [{"agency": "A", "n": 1}, {"n": 2}]}})
    assert found == {"x": {"grants": [{"n": 1, "funder": {"name": "A"}}, {"n": 2}]}}


def test_links_hold_an_object_that_only_leads_on_under_another_key() -> None:
    """The second version of udata's interface gives the address of the files in their place."""
    table = {"links": {"files": "files_at"}}
    assert shaped(table, {"files": {"href": "https://x.example/f"}}) == {
        "files_at": {"href": "https://x.example/f"}
    }
    assert shaped(table, {"files": [{"href": "x"}]}) == {"files": [{"href": "x"}]}


def test_an_instruction_for_a_prefix_holds_for_each_property_of_it() -> None:
    """`by-*` are all the properties that pairs make with by- before the kind."""
    table = {
        "pairs": {"people": ["role", "", "by-"]},
        "add": {"by-*": {"@type": "Agent"}, "by-boss": {"@type": "Boss"}},
    }
    people = [{"role": "boss", "n": 1}, {"role": "clerk", "n": 2}]
    found = shaped(table, {"people": people}, "by-boss", "by-clerk")
    assert [found["by-boss"][0]["@type"], found["by-clerk"][0]["@type"]] == ["Boss", "Agent"]
