"""Statements of a page that go into the catalogue unchanged: its DCAT, and its schema.org."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from rdflib import RDF, Graph, Literal, URIRef

from ld_convert.rdf.index import index, insert
from ld_convert.vocab.authority import describe
from ld_convert.vocab.namespaces import DCAT, DERIVED, FOAF, SCHEMA, VCARD, expand_curie, prefixes
from ld_convert.vocab.terms import vocabulary_term

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from rdflib.term import Node

    from ld_convert.model import Triple
    from ld_convert.rdf.index import Index

TYPE = vocabulary_term(RDF.type)
OURS = (SCHEMA, DERIVED)
PORTALS = "urn:ld-convert:"
"""What the namespaces begin with in which portals' own members are kept: no DCAT, but source."""
WIDER: dict[Node, Node] = {
    vocabulary_term(space[name]): vocabulary_term(space[wider])
    for space, wider, names in (
        (VCARD, "Kind", "Group Individual Location Organization"),
        (FOAF, "Agent", "Group Organization Person"),
    )
    for name in names.split()
}
"""From a class to the one above it that DCAT-AP's shapes ask for, which do not infer it."""
RANGES: dict[str, Node] = {
    str(expand_curie(name)): vocabulary_term(expand_curie(cls))
    for cls, names in {
        "dct:Frequency": "dct:accrualPeriodicity",
        "dct:LicenseDocument": "dct:license",
        "dct:LinguisticSystem": "dct:language",
        "dct:Location": "dct:spatial",
        "dct:MediaType": "dcat:mediaType dcat:compressFormat dcat:packageFormat",
        "dct:MediaTypeOrExtent": "dct:format",
        "dct:PeriodOfTime": "dct:temporal",
        "dct:ProvenanceStatement": "dct:provenance",
        "dct:RightsStatement": "dct:rights dct:accessRights",
        "dct:Standard": "dct:conformsTo",
        "dcat:Relationship": "dcat:qualifiedRelation",
        "dcat:Role": "dcat:hadRole",
        "eli:LegalResource": "dcatap:applicableLegislation",
        "foaf:Document": "foaf:page foaf:homepage dcat:landingPage",
        "prov:Activity": "prov:wasGeneratedBy",
        "prov:Attribution": "prov:qualifiedAttribution",
        "vcard:Kind": "dcat:contactPoint",
    }.items()
    for name in names.split()
}
"""From a property to the class of its values, as far as the class asks nothing of them.

Source: rdfs:range in DCMI Metadata Terms, DCAT 3 and PROV-O; the shapes want it stated.
"""
NOT_DCAT = frozenset({"cr", "harmony", "schema"})
"""Prefixes of vocabularies of which a description in DCAT makes no use."""


class Passing(NamedTuple):
    """What the rules have made of a page, as far as it concerns what is passed through."""

    nodes: Collection[Node] = ()
    """Nodes of the page to which rules were applied."""
    names: Mapping[Node, Node] = {}
    """From nameless nodes to the IRIs under which they are written."""
    replaced: Collection[Triple] = ()
    """Statements in DCAT of which rules have made others."""


def add_dcat(graph: Graph, source: Graph, passing: Passing = Passing()) -> None:  # noqa: B008
    """Add the statements of a page in vocabularies other than schema.org's, as they are.

    Those about a node with a DCAT class are added, whatever their vocabulary, and about what they
    lead to; those about a node that the rules have mapped where the vocabulary is one of DCAT's.
    IRIs of authority tables get what has to be said beside them.
    """
    spo, target, (mapped, names, replaced) = index(source), index(graph), passing
    stack = [(n, True) for n, predicates in spo.items() if _is_dcat(predicates.get(TYPE, ()))]
    known = {node for node, _ in stack}
    stack += [(node, False) for node in spo if node in mapped and node not in known]
    seen = {node for node, is_whole in stack if is_whole}
    while stack:
        node, is_whole = stack.pop()
        subject = names.get(node, node)
        for predicate, values in spo.get(node, {}).items():
            if not is_whole and not _is_of_dcat(str(predicate)):
                continue
            for value in values:
                read = str(value if predicate == TYPE else predicate)
                if read.startswith(OURS) or (node, predicate, value) in replaced:
                    continue
                if read.startswith(PORTALS) and node not in known:
                    continue
                written = names.get(value, value)
                insert(target, subject, predicate, written)
                if predicate == TYPE and written in WIDER:
                    insert(target, subject, TYPE, WIDER[written])
                if type(value) is Literal or predicate == TYPE:
                    continue
                cls = RANGES.get(str(predicate))
                if cls is not None:
                    insert(target, written, TYPE, cls)
                _describe(target, written)
                if value not in seen:
                    seen.add(value)
                    stack.append((value, True))


def _is_dcat(classes: Iterable[Node]) -> bool:
    return any(str(cls).startswith(DCAT) for cls in classes)


@lru_cache(maxsize=4_096)
def _is_of_dcat(predicate: str) -> bool:
    """Return whether a property is of a vocabulary that DCAT is used with."""
    return predicate != str(RDF.type) and SPACES.match(predicate) is not None


SPACES = re.compile(
    "|".join(re.escape(space) for prefix, space in prefixes().items() if prefix not in NOT_DCAT)
)


def _describe(target: Index, term: Node) -> None:
    for extra in describe(term) if type(term) is URIRef else ():
        insert(target, *extra)


def add_source(graph: Graph, source: Graph, replaced: Collection[Triple] = ()) -> None:
    """Add every statement of the page, except values that its portal filled in by guessing.

    `replaced` are statements in DCAT of which rules have made others.
    """
    spo = index(graph)
    for subject, predicates in index(source).items():
        known = spo.setdefault(subject, {})
        for predicate, values in predicates.items():
            if not str.startswith(predicate, DERIVED):  # type: ignore[arg-type]
                if predicate in known:
                    known[predicate].update(values)
                else:
                    known[predicate] = dict(values)
        if not known:
            del spo[subject]
    for subject, predicate, value in replaced:
        values = spo.get(subject, {}).get(predicate, {})
        if value in values and len(values) > 1:
            del values[value]
