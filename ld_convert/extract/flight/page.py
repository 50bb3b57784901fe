"""Find what a flight payload describes, and the address that the page gives itself in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ld_convert.extract.flight.read_rows import read_rows
from ld_convert.extract.flight.resolution import Resolution
from ld_convert.extract.flight.useful_rows import useful_rows, with_sharing
from ld_convert.extract.own_address import read_route
from ld_convert.extract.scan import HOLDERS, scan
from ld_convert.model import Json, Location, Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ld_convert.extract.flight.row_table import Table
    from ld_convert.extract.flight.values import FlightProblem
    from ld_convert.extract.page_signs import Signs
    from ld_convert.extract.scan import FoundObject
    from ld_convert.findings.report import Report

CUT, NO_ROW = "LD201", "LD212"
ERROR_DIGEST = "NEXT_HTTP_ERROR_FALLBACK"
REDIRECT_DIGEST = "NEXT_REDIRECT"


def from_flight(text: Text, source: str, signs: Signs, report: Report) -> Iterator[FoundObject]:
    """Yield the objects that describe something in a payload; update `signs` from it."""
    table, rows = read(text.data)
    _report(table.problems.all(), text, source, report)
    first = table.chunks.get(0)
    if first is not None and signs.route is None:
        signs.route = read_route(text.data[first.start : first.end])
    own = {id(root) for root in table.roots.values()}
    for number in rows.described:
        chunk = table.chunks[number]
        part, name = text.part(chunk.start, chunk.end), f"{number:x}"

        def locate(pointer: str, part: Text = part, name: str = name) -> Location:
            return Location(source, part, pointer, row=name)

        yield from scan(table.roots[number], locate, own)
    for number in rows.signs:
        _read_signs(table.roots[number], own, signs)


class ChosenRows(NamedTuple):
    """Ids of the rows that matter, in order of arrival."""

    described: list[int]
    """Rows that may hold a description, and are scanned."""
    signs: list[int]
    """Rows that may tell the page's address or that it is an error or a redirect."""


def read(data: bytes) -> tuple[Table, ChosenRows]:
    """Return the rows of a payload, and which of them matter. Only these are fully resolved."""
    table = read_rows(data, modules=False)
    resolution = Resolution(table)
    if table.is_old:  # its references are written in other ways
        resolution.resolve(table.chunks)
        return table, ChosenRows(list(table.chunks), list(table.chunks))
    rows = useful_rows(table)
    resolution.resolve(_in_order(table, rows.described | rows.signs | rows.unsure))
    sharing = resolution.sharing()
    described, signs = with_sharing(rows.described, sharing), with_sharing(rows.signs, sharing)
    resolution.complete(described | signs)
    return table, ChosenRows(_in_order(table, described), _in_order(table, signs))


def _in_order(table: Table, rows: set[int]) -> list[int]:
    return [row for row in table.chunks if row in rows]


def _report(problems: Sequence[FlightProblem], text: Text, source: str, report: Report) -> None:
    """Report the problems of a payload; all missing rows together are one finding."""
    lost = [problem for problem in problems if problem.code == NO_ROW]
    is_cut = any(problem.code == CUT for problem in problems)
    for problem in problems:
        where = Location(source, text, offset=problem.offset, row=problem.row)
        if problem.code != NO_ROW or (len(lost) == 1 and not is_cut):
            report.add(problem.code, where, **problem.values)
        elif problem is lost[0] and not is_cut:
            report.add("LD260", where, count=len(lost))


def _read_signs(root: Json, own: set[int], signs: Signs) -> None:
    """Note the page's address, and the digests of Next.js for redirects and missing pages.

    The first canonical link counts; without one, the first og:url. Other rows are not entered.
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
                if digest.startswith(REDIRECT_DIGEST):
                    signs.leads_to(digest.split(";")[2] if digest.count(";") > 1 else "")


def _read_address(properties: dict[str, Json], signs: Signs) -> None:
    """Note the address that a meta or link element states, or to which a script leads."""
    script = properties.get("__html")
    if isinstance(script, str):
        signs.read_script(script)
        return
    if properties.get("property") == "og:url" and isinstance(properties.get("content"), str):
        signs.og = signs.og or str(properties["content"])
        return
    link = properties.get("href") if properties.get("rel") == "canonical" else None
    if isinstance(link, str) and signs.canonical is None:
        signs.canonical = str(link)
