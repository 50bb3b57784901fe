"""The vocabulary terms of the manifest, the change feed and the VoID description."""

from __future__ import annotations

from pyoxigraph import Literal, NamedNode

from ld_convert.vocab.namespaces import prefixes

AS = "https://www.w3.org/ns/activitystreams#"
LDES = "https://w3id.org/ldes#"
SD = "http://www.w3.org/ns/sparql-service-description#"
TREE = "https://w3id.org/tree#"
VOID, DCT, FOAF = (prefixes()[prefix] for prefix in ("void", "dct", "foaf"))

TYPE = NamedNode(prefixes()["rdf"] + "type")
TRIPLES = NamedNode(f"{VOID}triples")
SPDX = prefixes()["spdx"]
CHECKSUM = NamedNode(f"{SPDX}checksumValue")
GENERATED_BY = NamedNode(prefixes()["prov"] + "wasGeneratedBy")
INFORMED_BY = NamedNode(prefixes()["prov"] + "wasInformedBy")
DATE_TIME = NamedNode(prefixes()["xsd"] + "dateTime")
INTEGER = NamedNode(prefixes()["xsd"] + "integer")


def number(value: int) -> Literal:
    """Return an xsd:integer."""
    return Literal(str(value), datatype=INTEGER)
