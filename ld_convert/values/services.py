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


def crs(value: Node) -> URIRef | None:
    """Return the IRI of a coordinate reference system; None for all other addresses."""
    found = iri(value)
    return found if found is not None and CRS.fullmatch(found) else None
