"""What search engines read: a dataset in schema.org's words (Google, Dataset structured data)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ld_convert.site.cite import identifier
from ld_convert.site.parts import ORGANISATION, PERSON

if TYPE_CHECKING:
    from ld_convert.model import Json
    from ld_convert.site.parts import Agent, CoveredPeriod, EarthBox
    from ld_convert.site.view import EntryView

TYPES = {
    "dataset": "Dataset", "series": "Dataset", "service": "WebAPI", "catalogue": "DataCatalog",
}  # fmt: skip
LONGEST, SHORTEST = 5000, 50
"""Signs of a description that Google takes."""
MOST = 200
"""Files and variables that are named here; the data files beside the page have all."""


def described(view: EntryView, catalogue: str) -> Json:
    """Return the JSON-LD of an entry, with what it has and nothing else."""
    text = view.description or view.title
    if len(text) < SHORTEST:
        text = f"{view.title}: {text}"
    found = {
        "@context": "https://schema.org/",
        "@type": TYPES[view.kind],
        "@id": view.iri,
        "url": view.page,
        "name": view.title,
        "description": text[:LONGEST],
        "identifier": [identifier(view)],
        "keywords": [keyword.text for keyword in view.keywords[:MOST]],
        "license": [one.iri for one in view.licences if one.iri],
        "isAccessibleForFree": True if view.access == "PUBLIC" else None,
        "datePublished": view.issued,
        "dateModified": view.modified,
        "version": view.version,
        "creator": [_agent(one) for one in view.creators],
        "publisher": [_agent(one) for one in view.publishers],
        "temporalCoverage": [interval(one) for one in view.periods],
        "spatialCoverage": [_place(one) for one in view.boxes],
        "variableMeasured": [one.name for one in view.variables[:MOST]],
        "includedInDataCatalog": {"@type": "DataCatalog", "url": catalogue},
        "distribution": [
            without_empty(
                {
                    "@type": "DataDownload",
                    "name": one.title,
                    "contentUrl": one.address,
                    "encodingFormat": one.media_type or one.format,
                    "contentSize": one.size,
                }
            )
            for one in view.files[:MOST]
            if one.address
        ],
    }
    return without_empty(found)


def interval(period: CoveredPeriod) -> str:
    """Return a period as ISO 8601 writes it; `..` is an open end."""
    return f"{period.start or '..'}/{period.end or '..'}"


def _agent(one: Agent) -> Json:
    kinds = {PERSON: PERSON, ORGANISATION: ORGANISATION}
    same = one.orcid or one.ror
    return without_empty(
        {"@type": kinds.get(one.kind, ORGANISATION), "name": one.name, "sameAs": same}
    )


def _place(box: EarthBox) -> Json:
    if (box.west, box.south) == (box.east, box.north):
        geo = {"@type": "GeoCoordinates", "latitude": box.south, "longitude": box.west}
    else:
        text = f"{box.south:g} {box.west:g} {box.north:g} {box.east:g}"
        geo = {"@type": "GeoShape", "box": text}
    return without_empty({"@type": "Place", "name": box.label, "geo": geo})


def without_empty(found: dict[str, Json]) -> Json:
    """Return the members that have a value."""
    return {name: value for name, value in found.items() if value not in (None, "", [])}
