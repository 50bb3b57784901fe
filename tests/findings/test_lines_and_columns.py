from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from ld_convert.findings.locate import place
from ld_convert.findings.offsets import pointer_offset, pointer_offsets
from ld_convert.model import Json, Location, Text

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=12,
)


def at(page: str, pointer: str) -> tuple[int | None, int | None]:
    """Line and column of a pointer in a page that is JSON."""
    found = place(Location("page", Text.whole(page.encode()), pointer))
    return found.line, found.column


def test_a_pointer_leads_to_line_and_column_of_its_value() -> None:
    """Columns count characters, not bytes."""
    assert at('{"é": "ü",\n "a": [1, {"b": 2}]}', "/é") == (1, 7)
    assert at('{"é": "ü",\n "a": [1, {"b": 2}]}', "/a/1/b") == (2, 17)


def test_a_pointer_to_nothing_leads_to_the_deepest_value_on_the_way() -> None:
    """A missing key is shown at the object that lacks it."""
    assert at('{"a": {"b": 1}}', "/a/c/d") == (1, 7)


def test_windows_and_old_mac_line_ends_count_as_one() -> None:
    """CR LF is one line end, and so is a CR alone."""
    assert at('{"a":\r\n1,\r"b":\n2}', "/b") == (4, 1)


def test_a_key_with_slash_and_tilde_is_escaped() -> None:
    """RFC 6901, section 3."""
    assert at('{"a/b~c": 1}', "/a~1b~0c") == (1, 11)


def test_of_a_key_that_stands_twice_the_last_is_meant() -> None:
    """JSON readers take the last one."""
    assert at('{"a": 1, "a": 2}', "/a") == (1, 15)


def test_json_inside_a_string_is_placed_in_the_page() -> None:
    """The way leads through the escapes of the string that holds it."""
    page = Text.whole(b'\n{"html": "\\u00e9\\n{\\"name\\": 5}"}')
    outer = Location("page", page, "/html")
    inner = Location("page", pointer="", string='é\n{"name": 5}', outer=outer)
    assert place(inner)[1:3] == (2, 19)
    text = page.inside_string(pointer_offset(page, "/html"), 'é\n{"name": 5}').part(3, 14)
    assert place(Location("page", text, "/name"))[1:3] == (2, 30)


def values(value: Json, pointer: str = "") -> list[tuple[str, Json]]:
    """Every value in a document with its pointer."""
    if not isinstance(value, dict | list):
        return [(pointer, value)]
    inner = value.items() if isinstance(value, dict) else enumerate(value)
    parts = [
        values(v, f"{pointer}/{str(k).replace('~', '~0').replace('/', '~1')}") for k, v in inner
    ]
    return [(pointer, value), *(pair for part in parts for pair in part)]


@given(JSON, st.sampled_from([None, 1]))
def test_at_every_offset_its_value_begins(value: Json, indent: int | None) -> None:
    """The decoder, started at a pointer's offset, reads the pointer's value."""
    text = Text.whole(json.dumps(value, indent=indent).encode())
    offsets = pointer_offsets(text)
    for pointer, expected in values(value):
        decoder = json.JSONDecoder()
        assert decoder.raw_decode(text.data.decode(), offsets[pointer])[0] == expected
