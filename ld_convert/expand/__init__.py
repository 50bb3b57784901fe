"""Expand fragments to JSON-LD nodes, offline, and remember where in the page each node stands.

The common shape of document is expanded by `walk`, all others by pyld (`by_pyld`). Both give the
same nodes.
"""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING

from ld_convert.expand.active_context import NotPlain
from ld_convert.expand.contexts import SCHEMA_CONTEXT, loader, mended, read_terms, resolver
from ld_convert.expand.finish import Finish
from ld_convert.expand.keywords import sound
from ld_convert.expand.marks import (
    MAX_DEPTH,
    Reader,
    is_too_deep,
    local_contexts,
    marked,
    odd_keywords,
    pointers,
)
from ld_convert.expand.node_names import Names, with_doi_iris
from ld_convert.expand.pyld_offline import PYLD_ERRORS, jsonld
from ld_convert.expand.salvage import without_refused
from ld_convert.expand.shapes_as_texts import with_texts
from ld_convert.expand.walk import Walk
from ld_convert.model import Expanded, Fragment, Json, Location
from ld_convert.rdf.quiet import without_warnings
from ld_convert.vocab.namespaces import NO_BASE
from ld_convert.vocab.payload import readable
from ld_convert.vocab.portals import portals

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ld_convert.findings.report import Report

    Mark = Callable[[Json, Reader], Json]

TYPES = frozenset({"@type", "type"})


def expand(
    fragment: Fragment, report: Report, contexts: Mapping[str, Json] | None = None
) -> Expanded:
    """Return the expanded nodes of a fragment (JSON-LD 1.1 API, section 5.1), each with an @id.

    `contexts` are further contexts by URL. Nameless nodes get a label made of the capture, the
    fragment and their pointer, the same in every run. What cannot be expanded is a finding and
    gives no nodes.
    """
    value, base = _with_context(fragment, report), fragment.base or NO_BASE
    if is_too_deep(value):
        report.add("LD301", fragment.location, depth=MAX_DEPTH)
        return Expanded([], {}, "")
    names = Names(fragment, base)
    try:
        nodes = Walk(names).document(value)
    except NotPlain:
        return by_pyld(value, fragment, report, contexts or {})
    names.undefined = pointers(value, names.undefined)
    names.report(report)
    return Expanded(nodes, names.places, names.scope)


def expand_marked(
    fragment: Fragment, report: Report, contexts: Mapping[str, Json], mark: Mark
) -> Expanded:
    """Return what `expand` returns, by pyld, of a copy of the document that `mark` makes."""
    return by_pyld(_with_context(fragment, report), fragment, report, contexts, mark)


def by_pyld(
    value: Json,
    fragment: Fragment,
    report: Report,
    contexts: Mapping[str, Json],
    mark: Mark = marked,
) -> Expanded:
    """Return what `expand` returns, by pyld; `value` is the fragment's value with its context."""
    base = fragment.base or NO_BASE
    replaced = _mended_contexts(value, fragment, report, contexts)
    load = loader(contexts)
    resolve = resolver(contexts, load, value)
    options = {"base": base, "documentLoader": load, "contextResolver": resolve}
    dropped: dict[str | None, None] = {}
    reader = Reader(read_terms(iter(replaced.values()), contexts), replaced, marks=True)
    value, dois = with_doi_iris(value, reader.terms)
    with without_warnings(SyntaxWarning):  # about keys like @foo

        def read(document: Json, reader: Reader) -> Json:
            try:
                return jsonld.expand(mark(document, reader), options, dropped.setdefault)
            except PYLD_ERRORS:
                # A mark can stand where the contexts allow no node: once more without places.
                copy = mark(document, reader._replace(marks=False))
                return jsonld.expand(copy, options, dropped.setdefault)

        try:
            nodes = read(value, reader)
        except PYLD_ERRORS as error:
            tell = partial(_tell, fragment.location, report)
            value, reader = _acceptable(value, reader, options, contexts, tell)
            try:
                nodes = read(value, reader)
            except PYLD_ERRORS:
                report.add("LD302", fragment.location, error=_reason(error))
                return Expanded([], {}, "")
    names = Names(fragment, base)
    names.dois = dois
    odd = odd_keywords(value) if None in dropped else ()
    names.undefined = pointers(value, [*filter(None, dropped), *odd])
    finish = Finish(names)
    nodes = finish.nodes(nodes)
    for pointer, keyword, lost in finish.lost:
        text = json.dumps(lost, default=str)
        _tell(fragment.location, report, "LD325", pointer, keyword=keyword, value=text)
    names.report(report)
    return Expanded(nodes, names.places, names.scope)


def _acceptable(
    value: Json,
    reader: Reader,
    options: Mapping[str, Json],
    contexts: Mapping[str, Json],
    tell: Callable[..., None],
) -> tuple[Json, Reader]:
    """Return a document without what a processor refuses, and the reader that fits it.

    Each part that is left out is told, with its code, pointer and values. The document is returned
    as it is if nothing helps.
    """

    def reason(document: Json) -> str:
        try:
            jsonld.expand(document, options, {}.setdefault)
        except PYLD_ERRORS as error:
            return _reason(error) or "refused"
        return ""

    value, faults = sound(value, reader.terms)
    for fault in faults:
        text = json.dumps(fault.value, default=str)
        tell("LD325", fault.pointer, keyword=fault.keyword, value=text)
    plain = marked(value, reader._replace(marks=False))
    if not reason(plain):
        return value, reader
    saved, refused = without_refused(plain, reason, SCHEMA_CONTEXT)
    for member in refused:
        tell("LD326", member.pointer, error=member.reason)
    if not refused:
        return value, reader
    return saved, Reader(read_terms(local_contexts(saved), contexts), {}, marks=True)


def _tell(where: Location, report: Report, code: str, pointer: str, **values: object) -> None:
    """Report what is wrong at a pointer into the document that stands at a location."""
    report.add(code, where.at(where.pointer + pointer), **values)


def _with_context(fragment: Fragment, report: Report) -> Json:
    """Return the fragment's value with the context that its kind of payload needs."""
    value = fragment.value
    if fragment.portal:
        portal = portals()[fragment.portal]
        return {"@context": portal.context, **readable(value, portal)}
    value = with_texts(value)
    if isinstance(value, dict) and "@context" not in value and value.keys() & TYPES:
        report.add("LD303", fragment.location)
        return {"@context": SCHEMA_CONTEXT, **value}
    return value


def _mended_contexts(
    value: Json, fragment: Fragment, report: Report, contexts: Mapping[str, Json]
) -> dict[int, Json]:
    """Return by what each local context is replaced; report each URL that is not at hand once."""
    replaced, reported = {}, set()
    for context in local_contexts(value):
        mend, missing = mended(context, contexts, fragment.base or "")
        for url in missing:
            if url not in reported:
                reported.add(url)
                report.add("LD304", fragment.location, url=url)
        # Nothing left: the words of such a page are schema.org's more often than nobody's.
        replaced[id(context)] = SCHEMA_CONTEXT if mend in (None, []) and missing else mend
    return replaced


def _reason(error: Exception) -> str:
    """Return the last cause that pyld names, without its JSON."""
    while error.__cause__ is not None:
        error = error.__cause__  # type: ignore[assignment]
    return str(getattr(error, "code", None) or error).splitlines()[0]
