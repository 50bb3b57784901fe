"""Flight payloads: every row's value is scanned, and the page's own address is looked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ld_convert.extract.flight import decode
from ld_convert.extract.promising import promising
from ld_convert.extract.scan import HOLDERS, scan
from ld_convert.model import Json, Location, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ld_convert.extract.flight import Flight
    from ld_convert.extract.scan import Found
    from ld_convert.extract.signs import Signs
    from ld_convert.findings import Report

CUT, NO_ROW = "LD201", "LD212"
ERROR_DIGEST = "NEXT_HTTP_ERROR_FALLBACK"
REDIRECT_DIGEST = "NEXT_REDIRECT"


def from_flight(text: Text, source: str, signs: Signs, report: Report) -> Iterator[Found]:
    """Yield what the rows of a payload describe; `signs` learns what the page says of itself."""
    flight = decode(text.data)
    _report(flight, text, source, report)
    rows = promising(flight, text.data)
    own = {id(row.value) for row in flight.rows.values()}
    for number in rows.described:
        row = flight.rows[number]
        part, name = text.part(row.start, row.end), f"{number:x}"

        def locate(pointer: str, part: Text = part, name: str = name) -> Location:
            return Location(source, part, pointer, row=name)

        yield from scan(row.value, locate, own)
    for number in rows.signs:
        _read_signs(flight.rows[number].value, own, signs)


def _report(flight: Flight, text: Text, source: str, report: Report) -> None:
    """Report a payload's problems; what is missing because of a cut is one finding."""
    lost = [problem for problem in flight.findings if problem.code == NO_ROW]
    is_cut = any(problem.code == CUT for problem in flight.findings)
    for problem in flight.findings:
        where = Location(source, text, offset=problem.offset, row=problem.row)
        if problem.code != NO_ROW or (len(lost) == 1 and not is_cut):
            report.add(problem.code, where, **problem.values)
        elif problem is lost[0] and not is_cut:
            report.add("LD260", where, count=len(lost))


def _read_signs(root: Json, own: set[int], signs: Signs) -> None:
    """Note the page's address, and the digests by which Next.js says redirect and not found.

    The first canonical link counts, and before any the first og:url. Other rows are not entered.
    """
    seen: set[int] = set()
    stack: list[Json] = [root]
    while stack:
        value = stack.pop()
        if isinstance(value, HOLDERS):
            if id(value) in seen or (value is not root and id(value) in own):
                continue
            seen.add(id(value))
            stack.extend(reversed(value.values() if isinstance(value, dict) else value))
            if isinstance(value, dict):
                _read_address(value, signs)
        else:
            digest = getattr(value, "digest", None)
            if isinstance(digest, str):
                signs.error |= digest.startswith(ERROR_DIGEST)
                signs.redirect |= digest.startswith(REDIRECT_DIGEST)


def _read_address(properties: dict[str, Json], signs: Signs) -> None:
    """Note the address that the properties of a meta or link element state."""
    if properties.get("property") == "og:url" and isinstance(properties.get("content"), str):
        signs.url = signs.url or str(properties["content"])
        return
    link = properties.get("href") if properties.get("rel") == "canonical" else None
    if isinstance(link, str) and signs.canonical is None:
        signs.canonical = signs.url = str(link)
