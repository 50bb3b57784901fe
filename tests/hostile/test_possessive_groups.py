"""Every regular expression of the package means the same on each Python from 3.11.0 on."""

from __future__ import annotations

import re

import pytest

from tests.support.patterns import patterns
from tests.support.possessive import strays


@pytest.mark.slow
def test_no_iteration_of_a_possessive_group_fails_after_it_has_moved() -> None:
    """Python 3.11.0 to 3.11.4 would go on from where it failed, and lose data (gh-106052)."""
    found = patterns()
    wrong = [f"{each} {each.text}" for each in found if strays(each.source(), each.flags)]
    assert not wrong, "\n".join(wrong)
    assert any("*+" in each.text for each in found)


@pytest.mark.parametrize(
    ("expression", "text", "end"),
    [
        (r"(?:ab?c)*+", "aca", 2),
        (r"(?:a[^b]*+b)++", "aba", 2),
        (r"(?:ab{2}c)?+", "abb", 0),
        (r"(?:a|bc*d)*+", "abcb", 1),
        (r"(?:a(?:b|cd))*+", "ac", 0),
        (r"(?:(?>ab)c)*+", "ab", 0),
        (r"(?:(?=ab)ac)*+", "ab", 0),
        (r"(?:a(?=c))*+", "ab", 0),
        (r"(?:.(?!D)){1,3}+", "ABCDE", 2),
        (r"(?:(?!ab)a)*+", "ab", 0),
        (r"(?:(?:ab?c)*+b)*+", "acbaca", 3),
    ],
)
def test_an_iteration_that_strays_is_told(expression: str, text: str, end: int) -> None:
    """Each takes too much of its text on Python 3.11.2, but not with its iteration in `(?>...)`."""
    mended = expression.replace("(?:", "(?>")
    assert strays(expression)
    assert not strays(mended)
    assert re.match(mended, text).end() == end  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("expression", "text", "end"),
    [
        (r"(?:[^\"\\]|\\.)*+", 'ab\\"\\', 4),
        (r"(?:ab)*+", "aba", 2),
        (r"(?:a[^b]*+)*+", "acacb", 4),
        (r"(?:[a-c]++|d)*+", "abde", 3),
        (r"(?:a(?:b|c)d)*+", "acdac", 3),
        (r"(?>ab?c|b(?!c))*+", "acbbc", 3),
        (r"(?:ab?c){2}+", "acac", 4),
        (r"(?:a(b)c)*+", "abcab", 3),
    ],
)
def test_an_iteration_that_fails_where_it_began_is_left_alone(
    expression: str, text: str, end: int
) -> None:
    """These take the same on Python 3.11.2 as on later ones."""
    assert not strays(expression)
    assert re.match(expression, text).end() == end  # type: ignore[union-attr]
