"""Authority tables: their rows, and the triples that describe their concepts."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from rdflib import Literal, URIRef

from ld_convert.model import Triple
from ld_convert.vocab.namespaces import (
    CHANGE_TYPE,
    DC_FREQUENCY,
    DCT,
    EU,
    EU_REGULATION,
    GEONAMES,
    HVD,
    IANA,
    LICENCE_TYPE,
    LOC_LANGUAGE,
    MARC,
    PUBLISHER_TYPE,
    RDF,
    SKOS,
    SPDX,
    SPDX_LICENCE,
)
from ld_convert.vocab.tables import table_rows
from ld_convert.vocab.terms import vocabulary_term

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
    str(GEONAMES): vocabulary_term(DCT.Location),
    f"{SPDX}checksumAlgorithm_": vocabulary_term(SPDX.ChecksumAlgorithm),
    str(MARC): vocabulary_term("http://www.w3.org/ns/dcat#Role"),
    "http://www.opengis.net/def/crs/": vocabulary_term(DCT.Standard),
}
"""From the start of an IRI to the class of what it names."""

ADMS_TYPES = {
    "change-type": CHANGE_TYPE,
    "licence-type": LICENCE_TYPE,
    "publisher-type": PUBLISHER_TYPE,
}
"""From a table of ADMS to the start of its concepts' IRIs; its scheme is `1.0` there."""
HVD_SCHEME = HVD["asd487ae75"]
CORPORATE_BODY = vocabulary_term(EU["corporate-body"])
"""The EU table of publishers, which is too large to have here: DCAT-AP asks for the scheme."""
SPACES = re.compile("|".join(map(re.escape, MEMBERS)))


def table(name: str) -> list[dict[str, str]]:
    """Return the rows of `vocab/authority/<name>.csv`; cells with several values hold `|`.

    Raises FileNotFoundError if there is no such table.
    """
    return table_rows(f"vocab/authority/{name}.csv")


def describe(iri: URIRef) -> tuple[Triple, ...]:
    """Return the triples that must stand beside an authority concept for DCAT-AP to accept it.

    These are its class, its scheme and its English label where the table has one; for a licence
    also its ADMS licence types. An IRI of no table gives an empty tuple. Source: DCAT-AP 3.0.1,
    shapes for controlled vocabularies.
    """
    if iri in _descriptions():
        return _description(iri)
    text = str(iri)
    if text.startswith(CORPORATE_BODY + "/"):
        return ((iri, SKOS.inScheme, CORPORATE_BODY),)
    space = SPACES.match(text)
    if space:
        return ((iri, TYPE, MEMBERS[space[0]]),)
    cc = CREATIVE_COMMONS.fullmatch(text)
    if cc:
        types = [CC_TYPES[part] for part in cc[1].split("-") if part in CC_TYPES]
        return ((iri, TYPE, DCT.LicenseDocument), *_licence_types(iri, types))
    return ()


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
    for name, space in ADMS_TYPES.items():
        beside = found[space["1.0"]] = _scheme(space["1.0"], name)
        for row in table(name):
            iri = space[row["code"]]
            found[iri] = (*_concept(iri, SKOS.Concept, space["1.0"], row["label"]), *beside)
    found[HVD_SCHEME] = _scheme(HVD_SCHEME, "high-value dataset categories")
    for row in table("hvd-category"):
        iri = HVD[row["code"]]
        found[iri] = (*_concept(iri, SKOS.Concept, HVD_SCHEME, row["label"]), *found[HVD_SCHEME])
    return found | _licences(found)


@lru_cache(maxsize=4_096)
def _description(iri: URIRef) -> tuple[Triple, ...]:
    return tuple(map(_kept, _descriptions()[iri]))


def _kept(triple: Triple) -> Triple:
    """Return a triple with the one object that we keep for each of its IRIs."""
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
