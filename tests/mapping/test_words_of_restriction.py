"""Which texts of a page keep its dataset from being called public."""

from __future__ import annotations

import pytest

from ld_convert.mapping.guards import speaks_of_restriction
from ld_convert.vocab.tables import alternatives


@pytest.mark.parametrize(
    "text",
    [
        "Access to the data will be granted by the board.",
        "Access is restricted.",
        "The files can be had UPON WRITTEN REQUEST",
        "Die Daten sind nicht öffentlich.",
        "DATEN AUF ANFRAGE",
        "Données : accès réservé",
    ],
)
def test_words_of_a_condition_are_seen_in_any_case(text: str) -> None:
    """A text that names a condition of access speaks of a restriction."""
    assert speaks_of_restriction(text)


@pytest.mark.parametrize(
    "text",
    ["Access to the data is free.", "The public may use it.", "Accessible for all", "", "request"],
)
def test_other_words_are_no_condition(text: str) -> None:
    """A text without such words restricts nothing, also where it speaks of access."""
    assert not speaks_of_restriction(text)


def test_each_pair_of_alternatives_is_a_text_of_its_own() -> None:
    """`(a|b)` in a cell is a or b, an empty one is nothing."""
    assert alternatives("(on|upon) (written |)request") == [
        "on written request",
        "on request",
        "upon written request",
        "upon request",
    ]
