"""Read the fragments of a capture: each JSON object in it that describes something."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import TYPE_CHECKING

import orjson

from ld_convert.extract import scripts
from ld_convert.extract.character_references import decode_references, has_references
from ld_convert.extract.flight.page import from_flight
from ld_convert.extract.html.encoding import decode_page
from ld_convert.extract.jsontext.lenient import Leniency, read
from ld_convert.extract.markup.metas import meta_dataset
from ld_convert.extract.markup.microdata import microdata
from ld_convert.extract.markup.rdfa import rdfa
from ld_convert.extract.own_address import of_web_page, on_site
from ld_convert.extract.page_signs import Signs
from ld_convert.extract.plain_json import Budget, plain
from ld_convert.extract.scan import scan, speaks_of
from ld_convert.extract.signposts import report_signposts
from ld_convert.extract.state.devalue import devalued
from ld_convert.model import Capture, Decoded, Fragment, Location, Origin, Page, Text
from ld_convert.vocab.addresses import page_address, resolved
from ld_convert.vocab.portals import portals

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from ld_convert.extract.scan import FoundObject
    from ld_convert.findings.report import Report
    from ld_convert.model import Json

    Extractor = Callable[
        [Capture, Signs, Report, Leniency], "Iterator[tuple[str, str | None, FoundObject]]"
    ]

DECODED = frozenset({"microdata", "rdfa", "meta"})
"""Kinds of origin whose character references the parser of HTML has decoded."""
SAYS_WHAT = (b'"@type"', b"schema.org/")
"""Microdata with neither belongs to no vocabulary: it counts only if a page has nothing else."""
FINDING_BY_KIND = {"redirect": "LD261", "shell": "LD262", "error": "LD263", "plain": "LD264"}


def extract(
    capture: Capture, report: Report, *, repair: bool = True, partial: bool = False
) -> Page:
    """Return the fragments of a capture; equal ones become one fragment with all its origins.

    A capture without a fragment gives one finding, which says what kind of page it is. With
    `repair`, known faults of JSON are mended, each with a finding. With `partial`, truncated JSON
    is read up to its last complete member. Both hold for JSON-LD only: the state that a framework
    leaves for its own scripts is read in one way.
    """
    if capture.kind not in EXTRACTORS:
        return Page((), capture.url, "shell")  # reading has said why
    budget, cut = Budget(len(capture.data)), None
    signs = Signs(captured_at=capture.url, is_payload=capture.kind == "flight")
    leniency = Leniency(repair, partial)
    fragments: dict[bytes, Fragment] = {}
    origins: dict[bytes, list[Origin]] = {}
    untyped: set[bytes] = set()
    for kind, base, found in EXTRACTORS[capture.kind](capture, signs, report, leniency):
        budget.finite = True
        value = plain(found.value, budget)
        cut = cut or (found.location if budget.lost else None)
        if value is None:
            continue
        if found.is_cut:
            report.add("LD274", found.location, portal=found.portal)
        key = _key(value, found.portal, finite=budget.finite)
        if repair and kind not in DECODED and has_references(key):
            _decode(value, found.location, report)
            key = _key(value, found.portal, finite=budget.finite)
        known = fragments.get(key)
        origins.setdefault(key, []).append(Origin(kind, found.location))
        if kind == "microdata" and not any(word in key for word in SAYS_WHAT):
            untyped.add(key)
        fragments[key] = Fragment(value, (), known.base if known else base, found.portal)
    if cut is not None:
        report.add("LD255", cut, count=budget.lost)
    typed = {key: fragment for key, fragment in fragments.items() if key not in untyped}
    page_kind = signs.kind(holds_record=bool(typed))
    if page_kind in FINDING_BY_KIND:
        report.add(FINDING_BY_KIND[page_kind], Location(capture.source))
    url = signs.url or _on_site(signs, fragments.values())
    if url is None and capture.kind == "html":
        url = of_web_page(fragment.value for fragment in fragments.values() if not fragment.portal)
    target = resolved(url or "", signs.target) if signs.target and page_kind == "redirect" else ""
    based = tuple(
        _based(fragment, tuple(origins[key]), url) for key, fragment in (typed or fragments).items()
    )
    return Page(based, url, page_kind, page_address(target))


def _on_site(signs: Signs, fragments: Iterable[Fragment]) -> str | None:
    """Return the address of a page that states a path and no host, by its portal's site."""
    sites = (portals()[fragment.portal].identity.site for fragment in fragments if fragment.portal)
    site = next(filter(None, sites), "")
    return on_site(signs.route, site) if signs.route is not None and site else None


def _decode(value: Json, where: Location, report: Report) -> None:
    """Decode the character references in the strings of a value; report the first of them."""
    changed, word = decode_references(value)
    if changed:
        place = where.at(where.pointer + changed[0])
        report.add("LD249", place, count=len(changed), word=word)


def _key(value: Json, portal: str, *, finite: bool) -> bytes:
    """Return a hash key: equal values give equal bytes, whatever the order of their keys."""
    if finite:  # orjson writes null for NaN and infinity
        with suppress(TypeError):  # a big integer, or half a character
            return orjson.dumps([value, portal], option=orjson.OPT_SORT_KEYS)
    return json.dumps([value, portal], sort_keys=True).encode()


def _based(fragment: Fragment, origins: tuple[Origin, ...], url: str | None) -> Fragment:
    """Return the fragment with all its origins, and its base as an absolute one."""
    base = (resolved(url, fragment.base) or url) if url and fragment.base else fragment.base or url
    absolute = base is not None and base.startswith(("http://", "https://"))
    return Fragment(fragment.value, origins, base if absolute else None, fragment.portal)


def _html(
    capture: Capture, signs: Signs, report: Report, leniency: Leniency
) -> Iterator[tuple[str, str | None, FoundObject]]:
    page = _decoded_text(capture, report)
    signs.read(page, capture.url)
    report_signposts(page, getattr(capture, "links", ()), capture.source, report)
    by_metas = meta_dataset(page, capture.source)
    for kind, base, found in _stated(page, capture, signs, report, leniency):
        yield kind, base, found
        if by_metas and (found.portal or speaks_of(found.value, "Dataset")):
            by_metas = None
    if by_metas:
        report.add("LD271", by_metas.location)
        yield "meta", scripts.head_of(page).base, by_metas


def _stated(
    page: Text, capture: Capture, signs: Signs, report: Report, leniency: Leniency
) -> Iterator[tuple[str, str | None, FoundObject]]:
    """Yield what the scripts and the markup of an HTML page describe."""
    head = scripts.head_of(page)
    for decoded in scripts.decoded(page, capture.source, report, **leniency._asdict()):
        for found in _scanned(decoded):
            yield decoded.kind, decoded.base or head.base, found
    payload = scripts.flight(page, capture.source, report)
    if payload is not None:
        for found in from_flight(payload, capture.source, signs, report):
            yield "flight", head.base, found
    address = resolved(signs.url or "", head.base or "")
    base = address if address.startswith(("http://", "https://")) else None
    for kind, reader in MARKUP.items():
        for found in reader(page, base, capture.source, report):
            yield kind, head.base, found


def _flight(
    capture: Capture, signs: Signs, report: Report, _leniency: Leniency
) -> Iterator[tuple[str, str | None, FoundObject]]:
    text = Text.whole(capture.data, capture.line)
    for found in from_flight(text, capture.source, signs, report):
        yield "flight", None, found


def _json(
    capture: Capture, _signs: Signs, report: Report, leniency: Leniency
) -> Iterator[tuple[str, str | None, FoundObject]]:
    text = _decoded_text(capture, report)
    location = Location(capture.source, text)
    reading = read(text, report, location, **leniency._asdict())
    if reading is not None:
        where = Location(capture.source, reading.text)
        states = tuple(devalued(reading.value, where, report))
        for decoded in states or (Decoded("document", reading.value, where),):
            for found in _scanned(decoded):
                yield decoded.kind, None, found


def _decoded_text(capture: Capture, report: Report) -> Text:
    """Return the capture as UTF-8; the same bytes if it is UTF-8 already."""
    data, problems = decode_page(capture.data, capture.declared or None)
    text = Text.whole(data, capture.line)
    for problem in problems:
        where = Location(capture.source, text, offset=problem.offset)
        report.add(problem.code, where, **problem.values)
    return text


def _scanned(decoded: Decoded) -> Iterator[FoundObject]:
    where = decoded.location

    def locate(pointer: str) -> Location:
        return Location(
            where.source,
            where.text,
            where.pointer + pointer,
            where.offset,
            where.row,
            where.string,
            where.outer,
        )

    for found in scan(decoded.value, locate, frozenset()):
        place = decoded.places.get(id(found.value))
        yield found if place is None else found._replace(location=place)


MARKUP = {"microdata": microdata, "rdfa": rdfa}
"""By kind of origin: the function that reads markup of this kind from a page."""

EXTRACTORS: dict[str, Extractor] = {"html": _html, "flight": _flight, "json": _json}
"""By kind of capture: the function that finds the fragments in it."""
