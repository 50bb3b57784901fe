"""Where boxes and periods are drawn, and that what cannot be drawn is left out."""

from __future__ import annotations

import pytest
from rdflib import BNode, Literal

from ld_convert.site.cite import names
from ld_convert.site.drawing import BAR_WIDTH, box_words, drawn_map, time_bar
from ld_convert.site.facts import Facts
from ld_convert.site.parts import Agent, CoveredPeriod, EarthBox, box, shown_size
from ld_convert.vocab.namespaces import DCAT

PLACE = BNode("place")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("POLYGON((5 50,6 50,6 51,5 51,5 50))", (5, 50, 6, 51)),
        ("POINT(-2.5 51.5)", (-2.5, 51.5, -2.5, 51.5)),
        ("POLYGON((5 50,6 95,5 50))", None),
        ("POINT(200 10)", None),
        ("MULTIPOLYGON(((175 -20,180 -20,180 -12,175 -20)),((-180 -20,-178 -12,-180 -20)))",
         (175, -20, -178, -12)),
        ("MULTIPOLYGON(((1 2,3 2,3 4,1 2)),((5 6,7 6,7 8,5 6)))", (1, 2, 7, 8)),
        ("MULTIPOLYGON(((-180 2,3 2,3 4,-180 2)),((5 6,180 6,7 8,5 6)))", (5, 2, 3, 8)),
        ("POLYGON((175 -20,182 -20,182 -12,175 -20))", (175, -20, -178, -12)),
        ("POLYGON((-180 -20,540 -20,182 -12,-180 -20))", None),
        ("POINT(1)", None),
        ("nowhere", None),
    ],
)  # fmt: skip
def test_a_box_lies_on_the_earth_or_is_none(text: str, wanted: tuple[float, ...] | None) -> None:
    """West, south, east, north of well-known text."""
    found = box(Facts({PLACE: {DCAT.bbox: {Literal(text): None}}}), PLACE)
    assert (found and found[:4]) == wanted


def test_a_map_is_wide_enough_to_tell_where_a_harbour_is() -> None:
    """Twenty-four degrees at least, inside the earth, with a point instead of a speck."""
    drawn = drawn_map([EarthBox(179.9, 89, 179.95, 89.1)])
    assert drawn is not None
    left, top, width, height = map(float, drawn.view.split())
    assert width == 24
    assert (left + width, top) == (180, -90)
    assert height == 12
    assert drawn.shapes[0].radius > 0
    assert drawn_map([]) is None


def test_a_box_across_the_antimeridian_is_drawn_as_two() -> None:
    """And told as one; each half lies on its own edge of the map."""
    fiji = EarthBox(175, -20, -178, -12, "Fiji")
    drawn = drawn_map([fiji])
    assert drawn is not None
    assert [(one.x, one.width) for one in drawn.shapes] == [(175, 5), (-180, 2)]
    assert drawn.words == "Fiji: 20°S to 12°S, 175°E to 178°W"
    assert EarthBox(1, 2, 3, 4).halves == (EarthBox(1, 2, 3, 4),)


def test_an_open_period_is_drawn_up_to_what_is_known() -> None:
    """Decades from the first year to the last change; without a year there is no bar."""
    bar = time_bar([CoveredPeriod("1995", "")], 2024)
    assert bar is not None
    assert (bar.first, bar.last) == (1990, 2030)
    assert bar.bars[0].x == BAR_WIDTH * 5 / 40
    assert bar.bars[0].is_open_end
    assert time_bar([CoveredPeriod("last spring", "")]) is None


def test_places_and_sizes_in_words() -> None:
    """Degrees with their side of the earth; powers of ten."""
    assert box_words(EarthBox(-2.7, -1, 2, 1, "A")) == "A: 1°S to 1°N, 2.7°W to 2°E"
    assert [shown_size(n) for n in (0, 999, 1_500, 12_000_000, None)] == [
        "0 bytes", "999 bytes", "1.5 kB", "12 MB", "",
    ]  # fmt: skip


def test_names_are_told_apart_from_their_family() -> None:
    """A comma says it; else the last word is the family's."""
    assert names(Agent("Byron, Ada", "")) == ("Ada", "Byron")
    assert names(Agent("Ada King Byron", "")) == ("Ada King", "Byron")
    assert names(Agent("Plato", "")) == ("", "Plato")
