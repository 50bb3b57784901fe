"""Where a record stands that a framework keeps in a flat list of its own."""

from __future__ import annotations

import json

from ld_convert.extract import extract
from ld_convert.findings.locate import place
from ld_convert.findings.report import Report
from ld_convert.model import Capture, Location

RECORD = {"@context": 3, "@type": 4, "name": 5}
WORDS = ["https://schema.org/", "Dataset", "Tides"]


def located(page: str) -> tuple[Location, str]:
    """The location of the one record of a page, and the page from there on."""
    report = Report()
    [fragment] = extract(Capture("page", page.encode(), "html"), report).fragments
    assert fragment.value["name"] == "Tides"
    spot = place(fragment.location)
    assert spot.line == 1
    return fragment.location, page[(spot.column or 0) - 1 :]


def test_a_record_of_nuxt_has_the_place_of_its_item() -> None:
    """Item 2 of the list, behind a portal of the framework."""
    items = json.dumps([["ShallowReactive", 1], {"record": 2}, RECORD, *WORDS])
    page = f'<script type="application/json" id="__NUXT_DATA__">{items}</script>'
    location, rest = located(page)
    assert location.pointer == "/2"
    assert rest.startswith('{"@context"')


def test_a_property_of_nuxt_has_the_place_of_its_index() -> None:
    """The key stands in the item of the object, so a finding about it leads there."""
    items = json.dumps([{"record": 1}, 0, RECORD, *WORDS]).replace(
        '{"record": 1}, 0', '{"r": 2}, 0'
    )
    page = f'<script type="application/json" id="__NUXT_DATA__">{items}</script>'
    location, _ = located(page)
    spot = place(Location("page", location.text, f"{location.pointer}/name"))
    assert page[(spot.column or 0) - 1 :].startswith("5}")


def test_a_record_of_react_router_has_the_place_of_its_item() -> None:
    """In a line that came later, behind the escapes of the string that carries it."""
    first = json.dumps([{"_1": 2}, "data", ["P", 2]])
    later = "P2:" + json.dumps([{"_4": 5, "_6": 7, "_8": 9}, "@context", WORDS[0], "@type"])[:-1]
    later += ', "Dataset", "name", "Tides"]'
    calls = "".join(
        f"window.__reactRouterContext.streamController.enqueue({json.dumps(part + chr(10))});"
        for part in (first, later)
    )
    location, rest = located(f"<script>{calls}</script>")
    assert location.pointer == "/0"
    assert rest.startswith('{\\"_4\\"')


def test_a_payload_of_nuxt_in_a_file_of_its_own_is_decoded() -> None:
    """The numbers in it are indexes, and a record of numbers would be nonsense."""
    data = json.dumps([{"r": 1}, RECORD | {"name": 4, "@context": 2, "@type": 3}, *WORDS]).encode()
    [fragment] = extract(Capture("_payload.json", data, "json"), Report()).fragments
    assert fragment.value == dict(zip(RECORD, WORDS, strict=True))
    assert fragment.location.pointer == "/1"


def test_the_nodes_of_a_sveltekit_document_are_decoded() -> None:
    """Each node of `__data.json` has a flat list of its own."""
    flat = [{"r": 1}, {"@context": 2, "@type": 3, "name": 4}, *WORDS]
    data = json.dumps({"type": "data", "nodes": [None, {"type": "data", "data": flat}]}).encode()
    [fragment] = extract(Capture("__data.json", data, "json"), Report()).fragments
    assert fragment.value == dict(zip(RECORD, WORDS, strict=True))
    assert fragment.location.pointer == "/nodes/1/data/1"


def test_a_list_of_json_ld_is_no_state() -> None:
    """Its objects hold texts."""
    data = json.dumps([{"@context": WORDS[0], "@type": "Dataset", "name": "x", "version": 1}])
    [fragment] = extract(Capture("list.json", data.encode(), "json"), Report()).fragments
    assert fragment.value[0]["version"] == 1
