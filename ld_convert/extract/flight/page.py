"""Flight payloads: every row's value is scanned, and the page's own address is looked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ld_convert.extract.flight.promising import promising, spread
from ld_convert.extract.flight.read_rows import read_rows
from ld_convert.extract.flight.resolution import Resolution
from ld_convert.extract.own_address import read_route
from ld_convert.extract.scan import HOLDERS, scan
from ld_convert.model import Json, Location, Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ld_convert.extract.flight.table import Table
    from ld_convert.extract.flight.values import FlightProblem
    from ld_convert.extract.scan import FoundObject
    from ld_convert.extract.signs import Signs
    from ld_convert.findings.report import Report

CUT, NO_ROW = "LD201", "LD212"
ERROR_DIGEST = "NEXT_HTTP_ERROR_FALLBACK"
REDIRECT_DIGEST = "NEXT_REDIRECT"


def from_flight(text: Text, source: str, signs: Signs, report: Report) -> Iterator[FoundObject]:
    """Yield what the rows of a payload describe; `signs` learns what the page says of itself."""
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
    """Ids of rows, in order of arrival."""

    described: list[int]
    """Rows that are scanned."""
    signs: list[int]
    """Rows in which the page speaks of itself."""


def read(data: bytes) -> tuple[Table, ChosenRows]:
    """Return the rows of a payload, and which of them matter; only these are complete."""
    table = read_rows(data, modules=False)
    resolution = Resolution(table)
    if table.is_old:  # its references are written in other ways
        resolution.resolve(table.chunks)
        return table, ChosenRows(list(table.chunks), list(table.chunks))
    rows = promising(table)
    resolution.resolve(_in_order(table, rows.described | rows.signs | rows.unsure))
    sharing = resolution.sharing()
    described, signs = spread(rows.described, sharing), spread(rows.signs, sharing)
    resolution.complete(described | signs)
    return table, ChosenRows(_in_order(table, described), _in_order(table, signs))


def _in_order(table: Table, rows: set[int]) -> list[int]:
    return [row for row in table.chunks if row in rows]


def _report(problems: Sequence[FlightProblem], text: Text, source: str, report: Report) -> None:
    """Report a payload's problems; what is missing because of a cut is one finding."""
    lost = [problem for problem in problems if problem.code == NO_ROW]
    is_cut = any(problem.code == CUT for problem in problems)
    for problem in problems:
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
