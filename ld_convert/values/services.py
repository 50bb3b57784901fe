"""Addresses and titles of services, and coordinate reference systems.

Sources: DCAT 3, class Data Service; schema.org, EntryPoint; RFC 6570 (URI templates).
"""

from __future__ import annotations

import re

from rdflib import Literal, URIRef
from rdflib.term import Node

from ld_convert.values.iris import iri
from ld_convert.values.terms import language_of, lexical, string

TEMPLATE = re.compile(r"(?:\{|%7B|\?).*", re.IGNORECASE | re.DOTALL)
"""The part of a URI template (RFC 6570) that changes from request to request."""
MACHINE = re.compile(
    r"openapi|swagger|wsdl|wadl|getcapabilities|\.(?:json|ya?ml|xml|raml)(?:[?#]|$)", re.IGNORECASE
)
PROTOCOL = re.compile(
    r"www\.w3\.org/TR/(?:sparql|rdf-sparql|ldp|hydra)|www\.w3\.org/ns/(?:hydra|ldp|sparql)|"
    r"opengis\.net/(?:def/serviceType|spec|def/interface)|"
    r"ogc\.org/standards?/(?:wms|wfs|wcs|wmts|csw|wps|sos|sta)|ogcapi\.ogc\.org|"
    r"openarchives\.org/(?:OAI|pmh)|opensearch\.org|spec\.graphql\.org|graphql\.org|"
    r"opendap\.org|spec\.openapis\.org|iiif\.io/api|activitystreams|"
    r"/(?:sparql|oai-?pmh)[^/]*-?protocol|rfc7946-features",
    re.IGNORECASE,
)
PROTOCOLS = {
    "sparql": "https://www.w3.org/TR/sparql11-protocol/",
    "sparql11protocol": "https://www.w3.org/TR/sparql11-protocol/",
    "sparqlprotocol": "https://www.w3.org/TR/sparql11-protocol/",
    "oaipmh": "http://www.openarchives.org/OAI/2.0/",
    "wms": "http://www.opengis.net/def/serviceType/ogc/wms",
    "ogcwms": "http://www.opengis.net/def/serviceType/ogc/wms",
    "wfs": "http://www.opengis.net/def/serviceType/ogc/wfs",
    "ogcwfs": "http://www.opengis.net/def/serviceType/ogc/wfs",
    "wcs": "http://www.opengis.net/def/serviceType/ogc/wcs",
    "csw": "http://www.opengis.net/def/serviceType/ogc/csw",
    "wmts": "http://www.opengis.net/def/serviceType/ogc/wmts",
    "graphql": "https://spec.graphql.org/",
}
OGC = re.compile(r"ogc:(wms|wfs|wcs|wmts|csw|wps|sos)(?:[-:_ ].*)?", re.IGNORECASE | re.DOTALL)
"""A protocol as catalogues after ISO 19115 write it, such as OGC:WMS-1.3.0-http-get-map."""
INTERFACES = frozenset(
    {
        *("api", "rest", "restapi", "restservice", "webapi", "httpapi", "jsonapi", "openapi"),
        *("soap", "webservice", "service", "odata", "opendap", "sparqlendpoint", "graphqlapi"),
        *("esrirest", "restesri", "arcgisrest", "arcgisrestservice", "arcgisgeoservicesrestapi"),
        *("featureservice", "mapservice", "featureserver", "mapserver", "imageserver"),
        *("wps", "sos", "wmssrvc", "wfssrvc", "wmtssrvc", "ogcapi", "ogcapifeatures"),
    }
)
"""What portals give as the format of an interface, in small letters without signs."""
QUERY = re.compile(r"application/(?:sparql-(?:query|update|results\+\w+)|graphql)\b")
CRS = re.compile(
    r"https?://(?:www\.)?opengis\.net/(?:def/crs|gml/srs)/.+|https?://spatialreference\.org/ref/.+"
    r"|https?://epsg\.io/\d+|urn:ogc:def:crs:.+",
    re.IGNORECASE,
)


def endpoint(value: Node) -> URIRef | None:
    """Return the address of a service from a URI template: what stands before `{` and `?`."""
    text = lexical(value)
    fixed = TEMPLATE.sub("", text)
    found = iri(URIRef(fixed) if isinstance(value, URIRef) else Literal(fixed)) if fixed else None
    return found if found is not None and found.startswith("http") else None


def api_description(value: Node) -> URIRef | None:
    """Return an address that leads to a description for machines, such as OpenAPI or WSDL."""
    found = iri(value)
    return found if found is not None and MACHINE.search(found) else None


def service_title(value: Node) -> Literal | None:
    """Return a title for the service of a dataset, from the dataset's title."""
    text = lexical(value) if isinstance(value, Literal) else ""
    return string(f"API of {text}", language_of(value)) if text else None


def protocol(value: Node) -> URIRef | None:
    """Return the IRI of the protocol or service type that a value names; None for all else.

    Source: Netwerk Digitaal Erfgoed, requirements for datasets (usageInfo of a distribution names
    the protocol of its end point); OGC, service types.
    """
    text = lexical(value)
    named = PROTOCOLS.get(re.sub(r"[^a-z0-9]", "", text.lower()))
    if named:
        return URIRef(named)
    if (match := OGC.fullmatch(text)) is not None:
        return URIRef(f"http://www.opengis.net/def/serviceType/ogc/{match[1].lower()}")
    found = iri(value)
    return found if found is not None and PROTOCOL.search(found) else None


def is_query_language(value: Node) -> bool:
    """Return whether a media type is that of a query language, which no file has."""
    return QUERY.match(lexical(value).lower()) is not None


def is_interface(value: Node) -> bool:
    """Return whether a format is that of an interface: `API`, `Esri REST`, also of the EU table."""
    name = re.sub(r"[^a-z0-9]", "", lexical(value).rpartition("/")[2].lower())
    return name in INTERFACES


def other_usage(value: Node) -> Node | None:
    """Return what a page says of the use of its data, if it is no protocol."""
    return value if protocol(value) is None else None


def crs(value: Node) -> URIRef | None:
    """Return the IRI of a coordinate reference system; None for all other addresses."""
    found = iri(value)
    return found if found is not None and CRS.fullmatch(found) else None
