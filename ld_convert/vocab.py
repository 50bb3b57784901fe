"""Prefixes, namespaces, authority tables and schema.org terms, read from `vocab/`."""

from __future__ import annotations

import re
from difflib import get_close_matches
from functools import cache, lru_cache

import rdflib
from rdflib import Literal, Namespace, URIRef
from rdflib import namespace as known

from ld_convert.model import Triple
from ld_convert.tables import read_table
from ld_convert.terms import vocabulary_term

# rdflib rewrites literals as it makes them: a date given as xsd:dateTime gains a time and the
# boolean "none" becomes false. What a page says is kept as it says it.
rdflib.NORMALIZE_LITERALS = False

DCT, FOAF, ODRL, ORG, OWL = known.DCTERMS, known.FOAF, known.ODRL2, known.ORG, known.OWL
PROV, RDF, RDFS, SKOS, TIME = known.PROV, known.RDF, known.RDFS, known.SKOS, known.TIME
XSD = known.XSD
ADMS = Namespace("http://www.w3.org/ns/adms#")
DCAT = Namespace("http://www.w3.org/ns/dcat#")  # rdflib's own lacks the terms of DCAT 3
DC_FREQUENCY = Namespace("http://purl.org/cld/freq/")
DCATAP = Namespace("http://data.europa.eu/r5r/")
EU = Namespace("http://publications.europa.eu/resource/authority/")
EU_REGULATION = Namespace("http://data.europa.eu/eli/reg/")
GEONAMES = Namespace("https://sws.geonames.org/")
GSP = Namespace("http://www.opengis.net/ont/geosparql#")
IANA = Namespace("https://www.iana.org/assignments/media-types/")
LICENCE_TYPE = Namespace("http://purl.org/adms/licencetype/")
LOC_LANGUAGE = Namespace("http://id.loc.gov/vocabulary/iso639-1/")
LOCN = Namespace("http://www.w3.org/ns/locn#")
MARC = Namespace("http://id.loc.gov/vocabulary/relators/")
PUBLISHER_TYPE = Namespace("http://purl.org/adms/publishertype/")
SCHEMA = Namespace("http://schema.org/")
SH = Namespace("http://www.w3.org/ns/shacl#")
SPDX = Namespace("http://spdx.org/rdf/terms#")
SPDX_LICENCE = Namespace("https://spdx.org/licenses/")
VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")

CLASSES = {
    "access-right": DCT.RightsStatement,
    "continent": DCT.Location,
    "country": DCT.Location,
    "data-theme": SKOS.Concept,
    "dataset-type": SKOS.Concept,
    "distribution-status": SKOS.Concept,
    "file-type": DCT.MediaTypeOrExtent,
    "frequency": DCT.Frequency,
    "language": DCT.LinguisticSystem,
    "licence": DCT.LicenseDocument,
    "planned-availability": SKOS.Concept,
}
"""From EU authority table to the class that DCAT-AP 3.0.1 asks of its members."""

CREATIVE_COMMONS = re.compile(r"https://creativecommons\.org/licenses/([a-z-]+)/[0-9.]+/(?:\w+/)?")
CC_TYPES = {
    "by": "Attribution",
    "nc": "NonCommercialUseOnly",
    "nd": "NoDerivativeWork",
    "sa": "ViralEffect-ShareAlike",
}
TYPE = vocabulary_term(RDF.type)
MEMBERS = {
    str(IANA): vocabulary_term(DCT.MediaType),
    str(LOC_LANGUAGE): vocabulary_term(DCT.LinguisticSystem),
    str(EU_REGULATION): vocabulary_term("http://data.europa.eu/eli/ontology#LegalResource"),
    str(DC_FREQUENCY): vocabulary_term(DCT.Frequency),
}
"""From the start of an IRI to the class of what it names."""

LOCAL_NAME = re.compile(r"[\w-]+(?:[./][\w-]+)*")


def table(name: str) -> list[dict[str, str]]:
    """Return the rows of `vocab/authority/<name>.csv`; cells with several values hold `|`.

    Raises FileNotFoundError if there is no such table.
    """
    return _rows(f"vocab/authority/{name}.csv")


@cache
def prefixes() -> dict[str, str]:
    """Return the namespace of each prefix."""
    return {row["prefix"]: row["namespace"] for row in _rows("vocab/prefixes.csv")}


def expand_curie(text: str) -> URIRef:
    """Return the IRI that a CURIE such as `dcat:Dataset` stands for.

    Raises KeyError if the prefix is not in `vocab/prefixes.csv`.
    """
    prefix, _, name = text.partition(":")
    return vocabulary_term(prefixes()[prefix] + name)


@lru_cache(maxsize=1_024)
def curie(iri: str) -> str:
    """Return an IRI as people read it: as a CURIE where a prefix fits, else as it is."""
    fits = [(len(n), p) for p, n in prefixes().items() if iri.startswith(n)]
    if fits:
        length, prefix = max(fits)
        if LOCAL_NAME.fullmatch(iri[length:]):
            return f"{prefix}:{iri[length:]}"
    return str(iri)


def describe(iri: URIRef) -> tuple[Triple, ...]:
    """Return the triples that must stand beside an authority concept for DCAT-AP to accept it.

    These are its class, its scheme and its English label where the table has one; for a licence
    also its ADMS licence types. An IRI of no table gives an empty tuple. Source: DCAT-AP 3.0.1,
    shapes for controlled vocabularies.
    """
    if iri in _descriptions():
        return _description(iri)
    text = str(iri)
    for space, cls in MEMBERS.items():
        if text.startswith(space):
            return ((iri, TYPE, cls),)
    cc = CREATIVE_COMMONS.fullmatch(text)
    if cc:
        types = [CC_TYPES[part] for part in cc[1].split("-") if part in CC_TYPES]
        return ((iri, TYPE, DCT.LicenseDocument), *_licence_types(iri, types))
    return ()


@cache
def terms() -> dict[str, str]:
    """Return the kind of each schema.org term: property, class, enumeration member, datatype."""
    return {row["term"]: row["kind"] for row in _rows("vocab/schemaorg_terms.csv")}


def is_term(name: str, kind: str | None = None) -> bool:
    """Return whether schema.org 30.0 has a term of this spelling, of this kind if one is given.

    The kind tells the class Dataset from the property dataset.
    """
    return name in terms() and kind in (None, terms()[name])


@cache
def suggest(name: str, kind: str | None = None) -> str | None:
    """Return the term, of this kind if one is given, that a misspelt name is closest to.

    None when no term is close.
    """
    lowered = {term.lower(): term for term in reversed(terms()) if is_term(term, kind)}
    close = get_close_matches(name.lower(), lowered, n=1, cutoff=0.85)
    return lowered[close[0]] if close else None


@cache
def _rows(name: str) -> list[dict[str, str]]:
    return read_table(name)


@cache
def _descriptions() -> dict[URIRef, tuple[Triple, ...]]:
    found: dict[URIRef, tuple[Triple, ...]] = {}
    for name, cls in CLASSES.items():
        scheme = EU[name]
        # Only checks of distribution statuses and of the like ask for the scheme's own class.
        beside = found[scheme] = _scheme(scheme, name)
        beside = beside if cls == SKOS.Concept else ()
        for row in table(name):
            if row["code"]:
                iri = EU[f"{name}/{row['code']}"]
                found[iri] = (*_concept(iri, cls, scheme, row["label"]), *beside)
    for name, space in (("publisher-type", PUBLISHER_TYPE), ("licence-type", LICENCE_TYPE)):
        beside = found[space["1.0"]] = _scheme(space["1.0"], name)
        for row in table(name):
            iri = space[row["code"]]
            found[iri] = (*_concept(iri, SKOS.Concept, space["1.0"], row["label"]), *beside)
    return found | _licences(found)


@lru_cache(maxsize=4_096)
def _description(iri: URIRef) -> tuple[Triple, ...]:
    return tuple(map(_kept, _descriptions()[iri]))


def _kept(triple: Triple) -> Triple:
    """Return a triple of the objects that stand for its terms everywhere."""
    subject, predicate, value = (vocabulary_term(t) if isinstance(t, URIRef) else t for t in triple)
    return subject, predicate, value


def _licences(found: dict[URIRef, tuple[Triple, ...]]) -> dict[URIRef, tuple[Triple, ...]]:
    """Return the licences, under each IRI that a catalogue may name them by."""
    licences: dict[URIRef, tuple[Triple, ...]] = {}
    for row in table("licence"):
        iris = [SPDX_LICENCE[row["spdx"]]] if row["spdx"] else []
        iris += [URIRef(u) for u in row["urls"].split("|") if u.startswith("https://creativecomm")]
        iris += [EU[f"licence/{row['code']}"]] if row["code"] else []
        for iri in iris:
            basic = found.get(iri) or _concept(iri, DCT.LicenseDocument, None, row["label"])
            licences[iri] = (*basic, *_licence_types(iri, row["types"].split("|"), found))
    return licences


def _licence_types(
    iri: URIRef, types: list[str], found: dict[URIRef, tuple[Triple, ...]] | None = None
) -> tuple[Triple, ...]:
    known = _descriptions() if found is None else found
    iris = [LICENCE_TYPE[name] for name in types if name]
    links = tuple((iri, DCT.type, kind) for kind in iris)
    return (*links, *dict.fromkeys(triple for kind in iris for triple in known[kind]))


def _concept(iri: URIRef, cls: URIRef, scheme: URIRef | None, label: str) -> tuple[Triple, ...]:
    in_scheme = ((iri, SKOS.inScheme, scheme),) if scheme is not None else ()
    labels = ((iri, SKOS.prefLabel, Literal(label, lang="en")),) if label else ()
    return ((iri, RDF.type, cls), *in_scheme, *labels)


def _scheme(iri: URIRef, name: str) -> tuple[Triple, ...]:
    title = Literal(name.replace("-", " ").capitalize(), lang="en")
    return ((iri, RDF.type, SKOS.ConceptScheme), (iri, DCT.title, title))
