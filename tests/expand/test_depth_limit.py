from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ld_convert.expand.marks import MAX_DEPTH, depth, is_too_deep

JSON = st.recursive(
    st.none() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=200,
)


def nested(levels: int) -> object:
    """Return arrays and objects in turn, so many one inside the other."""
    value: object = "{[" * MAX_DEPTH
    for level in range(levels):
        value = [value] if level % 2 else {"a": value}
    return value


@pytest.mark.parametrize("levels", [1, MAX_DEPTH - 1, MAX_DEPTH, MAX_DEPTH + 1, 255, 900])
def test_a_document_is_too_deep_past_the_limit(levels: int) -> None:
    """Brackets in a text count for nothing, and many side by side neither."""
    value = {"deep": nested(levels - 1), "wide": [[] for _ in range(2 * MAX_DEPTH)]}
    assert depth(value) == min(max(levels, 3), MAX_DEPTH + 1)
    assert is_too_deep(value) == (levels > MAX_DEPTH)


@given(JSON)
def test_what_is_soon_counted_is_never_less_than_the_levels(value: object) -> None:
    """No document of these is deep; half characters and large numbers are no obstacle."""
    assert is_too_deep([value, "\ud800", 1 << 80]) == (depth(value) + 1 > MAX_DEPTH)
    assert is_too_deep(value) == (depth(value) > MAX_DEPTH)
