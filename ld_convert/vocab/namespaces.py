"""Namespaces, and prefixes as read from `vocab/prefixes.csv`."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from rdflib import Namespace, URIRef
from rdflib import namespace as known

from ld_convert.vocab.tables import table_rows
from ld_convert.vocab.terms import vocabulary_term

DCT, FOAF, ORG, OWL = known.DCTERMS, known.FOAF, known.ORG, known.OWL
PROV, RDF, RDFS, SKOS, TIME = known.PROV, known.RDF, known.RDFS, known.SKOS, known.TIME
XSD = known.XSD
ADMS = Namespace("http://www.w3.org/ns/adms#")
DCAT = Namespace("http://www.w3.org/ns/dcat#")  # rdflib's own lacks the terms of DCAT 3
DC_FREQUENCY = Namespace("http://purl.org/cld/freq/")
EU = Namespace("http://publications.europa.eu/resource/authority/")
EU_REGULATION = Namespace("http://data.europa.eu/eli/reg/")
GEONAMES = Namespace("https://sws.geonames.org/")
GSP = Namespace("http://www.opengis.net/ont/geosparql#")
HVD = Namespace("http://data.europa.eu/bna/")
IANA = Namespace("https://www.iana.org/assignments/media-types/")
CHANGE_TYPE = Namespace("http://purl.org/adms/changetype/")
LICENCE_TYPE = Namespace("http://purl.org/adms/licencetype/")
LOC_LANGUAGE = Namespace("http://id.loc.gov/vocabulary/iso639-1/")
MARC = Namespace("http://id.loc.gov/vocabulary/relators/")
PUBLISHER_TYPE = Namespace("http://purl.org/adms/publishertype/")
SCHEMA = Namespace("http://schema.org/")
SH = Namespace("http://www.w3.org/ns/shacl#")
SPDX = Namespace("http://spdx.org/rdf/terms#")
SPDX_LICENCE = Namespace("https://spdx.org/licenses/")
VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")


LOCAL_NAME = re.compile(r"[\w-]+(?:[./][\w-]+)*")


@cache
def prefixes() -> dict[str, str]:
    """Return the namespace of each prefix."""
    return {row["prefix"]: row["namespace"] for row in table_rows("vocab/prefixes.csv")}


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


DERIVED = "urn:ld-convert:derived:"
"""Namespace of the properties that a portal fills by guessing, as Harmony does with languages."""


NO_BASE = "https://relative.invalid/"
"""Base of documents whose own address nobody knows; never shown, never written."""
