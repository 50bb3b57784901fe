"""Angles of a text: which are latitudes, and which texts are none."""

from __future__ import annotations

from decimal import Decimal

import pytest

from ld_convert.values.degrees import corners, latitude_longitude


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("52°30'N 13°24'E", [("13.4", "52.5")]),
        ("13E 52N", [("13", "52")]),
        ("52°N 13°W", [("-13", "52")]),
        ("N 50° - 51°, E 10° - 11°", [("10", "50"), ("11", "51")]),
        ("S 5° - 4°, W 10° - 9°", [("-10", "-5"), ("-9", "-4")]),
        ("52°30'15''N 13°E", [("13", "52.5041667")]),
        ("52 13", []),
        ("52N 13N", []),
        ("52N, 13E, 14E", []),
        ("52N 13E 14N 15E 16N 17E", []),
        ("52°60'N 13°E", []),
        ("52°N 13°E and more", []),
        ("", []),
    ],
)
def test_letters_say_which_angle_is_which(text: str, points: list[tuple[str, str]]) -> None:
    """One point of two angles, two of four; a list without any where a letter is missing."""
    assert corners(text) == [(Decimal(east), Decimal(north)) for east, north in points]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("52 13", ("52", "13")),
        ("13E 52N", ("52", "13")),
        ("52N 13E", ("52", "13")),
        ("13E 52", None),
        ("52N", None),
        ("52N 13N", None),
        ("52N 13E 14E", None),
    ],
)
def test_without_letters_the_first_of_two_angles_is_the_latitude(
    text: str, expected: tuple[str, str] | None
) -> None:
    """Both have letters, or neither has."""
    found = latitude_longitude(text)
    assert found == (expected and (Decimal(expected[0]), Decimal(expected[1])))
