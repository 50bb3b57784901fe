"""Write JSON numbers and JSON values as RDF literals hold them."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ld_convert.model import Json


def canonical_double(number: float) -> str:
    """Return the canonical form of an xsd:double (JSON-LD 1.1 API, section 8.6): `1.0E0`."""
    if not math.isfinite(number):
        return "NaN" if math.isnan(number) else "INF" if number > 0 else "-INF"
    mantissa, exponent = f"{float(number):.15E}".split("E")
    digits = mantissa.rstrip("0")
    return f"{digits}0E{int(exponent)}" if digits.endswith(".") else f"{digits}E{int(exponent)}"


def canonical_json(value: Json) -> str:
    """Return a JSON value in canonical form (RFC 8785), as rdf:JSON literals hold it."""
    if isinstance(value, dict):
        # 3.2.3: keys in the order of their UTF-16 code units
        keys = sorted(value, key=lambda key: key.encode("utf-16-be", "surrogatepass"))
        inside = (f"{canonical_json(key)}:{canonical_json(value[key])}" for key in keys)
        return "{" + ",".join(inside) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(canonical_json, value)) + "]"
    if isinstance(value, float):
        return _ecmascript(value)
    return json.dumps(value, ensure_ascii=False)


def _ecmascript(number: float) -> str:
    """Return a number as ECMAScript writes it (RFC 8785, section 3.2.2.3)."""
    if number == 0:
        return "0"
    digits, _, exponent = repr(abs(number)).partition("e")
    whole, _, fraction = digits.partition(".")
    fraction = "" if fraction == "0" else fraction
    point = len(whole) + int(exponent or 0)
    figures = (whole + fraction).lstrip("0")
    point -= len(whole + fraction) - len(figures)
    figures = figures.rstrip("0")
    sign = "-" if number < 0 else ""
    if len(figures) <= point <= 21:  # noqa: PLR2004  the bounds are the specification's
        return sign + figures.ljust(point, "0")
    if 0 < point <= 21:  # noqa: PLR2004
        return f"{sign}{figures[:point]}.{figures[point:]}"
    if -6 < point <= 0:  # noqa: PLR2004
        return f"{sign}0.{'0' * -point}{figures}"
    tail = f".{figures[1:]}" if len(figures) > 1 else ""
    return f"{sign}{figures[0]}{tail}e{'+' if point > 0 else '-'}{abs(point - 1)}"
