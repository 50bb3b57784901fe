"""The datatype of what an element of HTML gives as a time or a number."""

from __future__ import annotations

import pytest

from ld_convert.extract.markup.datatypes import datatype_of_number, datatype_of_time

XSD = "http://www.w3.org/2001/XMLSchema#"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("2024-02-29", "date"),
        ("2024-02-29Z", "date"),
        ("2024-02-29+02:00", "date"),
        ("2023-02-29", ""),
        ("2024-13-01", ""),
        ("2024-2-1", ""),
        ("2024-02-29T23:59:00", "dateTime"),
        ("2024-02-29T23:59", ""),
        ("2024-02-29T23:59:58.5-01:30", "dateTime"),
        ("2024-02-30T23:59:00", ""),
        ("2024-02-29T24:00:00", ""),
        ("2024-02-29 23:59:00", ""),
        ("23:59:00", "time"),
        ("23:59", ""),
        ("23:59:59.999Z", "time"),
        ("23:60:00", ""),
        ("23:59:60", ""),
        ("24:00:00", ""),
        ("2024-12", "gYearMonth"),
        ("2024-12Z", "gYearMonth"),
        ("2024-00", ""),
        ("2024", "gYear"),
        ("2024Z", "gYear"),
        ("24", ""),
        ("P1Y2M3DT4H5M6.7S", "duration"),
        ("PT1H", "duration"),
        ("P1D", "duration"),
        ("P", ""),
        ("P1DT", ""),
        ("PT1Y", ""),
        ("P1W", ""),
        ("\u0662\u0660\u0662\u0664", ""),
        ("in May", ""),
        ("", ""),
    ],
)
def test_a_time_has_the_datatype_of_its_form(text: str, name: str) -> None:
    """Microdata to RDF, section 5.3; a time without seconds is none of XML Schema."""
    assert datatype_of_time(text) == (XSD + name if name else None)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        *((text, "integer") for text in ("0", "-12", "007")),
        *((text, "double") for text in ("1.5", "-0.5", ".5", "1e6", "1.5E-6", "2e+3")),
        *((text, "") for text in ("", "+1", "1.", "1e", "12 m", "\u0661", "-", "1,5", "NaN")),
    ],
)
def test_a_number_is_an_integer_or_a_double(text: str, name: str) -> None:
    """As HTML writes numbers; all else is a text."""
    assert datatype_of_number(text) == (XSD + name if name else None)
