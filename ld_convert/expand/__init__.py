"""Expand fragments to JSON-LD nodes, offline, and remember where in the page each node stands.

The common shape of document is expanded by `walk`, all others by pyld (`by_pyld`). Both give the
same nodes.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from ld_convert.expand.active_context import NotPlain
from ld_convert.expand.contexts import SCHEMA_CONTEXT, loader, mended, read_terms, resolver
from ld_convert.expand.finish import Finish
from ld_convert.expand.keywords import Fault, sound
from ld_convert.expand.marks import (
    MAX_DEPTH,
    Reader,
    is_too_deep,
    local_contexts,
    marked,
    pointers,
)
from ld_convert.expand.node_names import Names
from ld_convert.expand.pyld_offline import jsonld
from ld_convert.expand.walk import Walk
from ld_convert.model import Expanded, Fragment, Json
from ld_convert.rdf.quiet import without_warnings
from ld_convert.vocab.namespaces import NO_BASE
from ld_convert.vocab.portals import portals
from ld_convert.vocab.reshape import reshaped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from ld_convert.findings.report import Report

    Mark = Callable[[Json, Reader], Json]

PYLD_ERRORS = (jsonld.JsonLdError, ValueError, TypeError, AttributeError, KeyError)
"""What pyld raises for documents that it refuses, or that it did not expect."""

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
    terms = read_terms(iter(replaced.values()), contexts)
    load = loader(contexts)
    options = {"base": base, "documentLoader": load, "contextResolver": resolver(contexts, load)}
    dropped: dict[str | None, None] = {}
    with without_warnings(SyntaxWarning):  # about keys like @foo

        def read(document: Json) -> Json:
            try:
                copy = mark(document, Reader(terms, replaced, marks=True))
                return jsonld.expand(copy, options, dropped.setdefault)
            except PYLD_ERRORS:
                # A mark can stand where the contexts allow no node: once more without places.
                copy = mark(document, Reader(terms, replaced, marks=False))
                return jsonld.expand(copy, options, dropped.setdefault)

        try:
            try:
                nodes = read(value)
            except PYLD_ERRORS:
                value, faults = sound(value, terms)
                if not faults:
                    raise
                _report_faults(faults, fragment, report)
                nodes = read(value)
        except PYLD_ERRORS as error:
            report.add("LD302", fragment.location, error=_reason(error))
            return Expanded([], {}, "")
    names = Names(fragment, base)
    names.undefined = pointers(value, filter(None, dropped))
    finish = Finish(names)
    nodes = finish.nodes(nodes)
    _report_faults((Fault(*lost) for lost in finish.lost), fragment, report)
    names.report(report)
    return Expanded(nodes, names.places, names.scope)


def _report_faults(faults: Iterable[Fault], fragment: Fragment, report: Report) -> None:
    """Report each keyword that was left out of a document, at the place where it stands."""
    for fault in faults:
        place = fragment.location.at(f"{fragment.location.pointer}{fault.pointer}")
        report.add(
            "LD325", place, keyword=fault.keyword, value=json.dumps(fault.value, default=str)
        )


def _with_context(fragment: Fragment, report: Report) -> Json:
    """Return the fragment's value with the context that its kind of payload needs."""
    value = fragment.value
    if fragment.portal:
        portal = portals()[fragment.portal]
        return {"@context": portal.context, **reshaped(value, portal.shape)}
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
