"""FAIR Signposting: typed links of a page, in its head (level 1) and as a set of its own (level 2).

Sources: FAIR Signposting Profile 1.0 (signposting.org/FAIR); RFC 8288; RFC 9264 (linksets).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ld_convert.site.addresses import live
from ld_convert.site.cite import identifier

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ld_convert.model import Json
    from ld_convert.site.view import EntryView

METADATA = {
    "index.ttl": "text/turtle",
    "index.nt": "application/n-triples",
    "index.jsonld": "application/ld+json",
    "index.rdf": "application/rdf+xml",
    "datacite.json": "application/vnd.datacite.datacite+json",
    "cite.bib": "application/x-bibtex",
    "cite.ris": "application/x-research-info-systems",
    "cite.json": "application/vnd.citationstyles.csl+json",
}
"""Files beside each page that describe its thing, with their media types."""
CROISSANT, CROISSANT_TYPE = "croissant.json", "application/ld+json"
LINKSET = "linkset.json"
LINKSET_TYPE = "application/linkset+json"
TYPES = {
    "dataset": "https://schema.org/Dataset", "series": "https://schema.org/Dataset",
    "service": "https://schema.org/WebAPI", "catalogue": "https://schema.org/DataCatalog",
}  # fmt: skip
MOST_ITEMS = 100
"""Items that the head of a page names; the linkset has them all (profile, section 3)."""


class TypedLink(NamedTuple):
    """One typed link."""

    rel: str
    href: str
    type: str = ""


def signposts(view: EntryView, url: str, *, has_croissant: bool) -> Iterator[TypedLink]:
    """Yield the links of a page: what it is, who made it, its licence, files and descriptions."""
    yield TypedLink("type", "https://schema.org/AboutPage")
    yield TypedLink("type", TYPES[view.kind])
    yield TypedLink("cite-as", identifier(view))
    for one in view.creators:
        if address := one.orcid or one.ror or live(one.iri):
            yield TypedLink("author", address)
    for licence in view.licences[:1]:  # at most one (profile, section 2)
        if licence.href:
            yield TypedLink("license", licence.href)
    for file in view.files:
        if file.address.startswith("http"):
            yield TypedLink("item", file.address, file.media_type if "/" in file.media_type else "")
    for name, media_type in METADATA.items():
        yield TypedLink("describedby", view.page + name, media_type)
    if has_croissant:
        yield TypedLink("describedby", view.page + CROISSANT, CROISSANT_TYPE)
    yield TypedLink("collection", url)


def in_head(links: list[TypedLink], page: str) -> list[TypedLink]:
    """Return the links for the head of the page: those of level 1, and the one to level 2."""
    items = [one for one in links if one.rel == "item"]
    others = [one for one in links if one.rel != "item"]
    return [*others, *items[:MOST_ITEMS], TypedLink("linkset", page + LINKSET, LINKSET_TYPE)]


def linkset(links: list[TypedLink], page: str) -> Json:
    """Return all links as JSON (RFC 9264, section 4.2), and those back to the page."""
    own: dict[str, Json] = {"anchor": page}
    back: list[Json] = []
    for one in links:
        target = {"href": one.href} | ({"type": one.type} if one.type else {})
        own.setdefault(one.rel, []).append(target)
        if one.rel == "item":
            back.append({"anchor": one.href, "collection": [{"href": page, "type": "text/html"}]})
        if one.rel == "describedby":
            back.append({"anchor": one.href, "describes": [{"href": page, "type": "text/html"}]})
    return {"linkset": [own, *back]}
