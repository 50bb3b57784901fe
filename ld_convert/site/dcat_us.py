"""The catalogue in the JSON of DCAT-US 3.0 (its JSON Schema, a catalogue with datasets in it)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import orjson
from rdflib import URIRef

from ld_convert.site.datajson import DATE, MEDIA_TYPE
from ld_convert.site.schemaorg import without_empty

if TYPE_CHECKING:
    from ld_convert.model import Json
    from ld_convert.site.lists import SiteAbout
    from ld_convert.site.parts import DataFile, EarthBox
    from ld_convert.site.view import EntryView

STANDARD: Json = {
    "@id": "https://resources.data.gov/dcat-us/3.0",
    "@type": "Standard",
    "title": "DCAT-US 3.0",
}


def head(about: SiteAbout) -> bytes:
    """Return the start of the document: the catalogue, up to its first dataset."""
    found = {
        "@id": about.iri,
        "@type": "Catalog",
        "title": about.title,
        "description": about.description,
        "publisher": {"@type": "Agent", "name": about.publisher} if about.publisher else None,
        "conformsTo": STANDARD,
    }
    return orjson.dumps(without_empty(found))[:-1] + b',"dataset":[\n'


def described(view: EntryView) -> Json:
    """Return a dataset with what it says.

    A description and a publisher are required: where they are missing, the title stands for the
    one, and the other is called unknown.
    """
    found = {
        "@id": view.iri,
        "@type": "Dataset",
        "identifier": view.iri,
        "title": view.title,
        "description": view.description or view.title,
        "publisher": {
            "@type": "Organization",
            "name": view.publishers[0].name if view.publishers else "unknown publisher",
        },
        "contactPoint": [
            {"@type": "Kind", "fn": one.name, "hasEmail": f"mailto:{one.mail}"}
            for one in view.contacts
            if one.mail
        ],
        "keyword": [one.text for one in view.keywords],
        "theme": _themes(view),
        "landingPage": {"@id": view.page, "@type": "Document", "title": view.title},
        "issued": _date(view.issued),
        "modified": _date(view.modified),
        "version": view.version,
        "accessRights": view.access_words if view.access else None,
        "rights": [one.text for one in view.rights],
        "spatial": [_location(one) for one in view.boxes],
        "temporal": [
            without_empty({"@type": "PeriodOfTime", "startDate": start, "endDate": end})
            for start, end in ((_date(p.start), _date(p.end)) for p in view.periods)
            if start or end
        ],
        "distribution": [_file(one) for one in view.files if one.address],
    }
    return without_empty(found)


def _themes(view: EntryView) -> list[Json]:
    """Return the themes of which a scheme is known: a concept must have one."""
    schemes = {one: view.facts.plain(URIRef(one.iri), "skos:inScheme") for one in view.themes}
    return [
        {"@id": one.iri, "@type": "Concept", "prefLabel": one.label, "inScheme": scheme}
        for one, scheme in schemes.items()
        if scheme
    ]


def _location(box: EarthBox) -> Json:
    rings = [_ring(half) for half in box.halves]
    text = f"POLYGON({rings[0]})" if len(rings) == 1 else f"MULTIPOLYGON(({'),('.join(rings)}))"
    return without_empty({"@type": "Location", "prefLabel": box.label, "bbox": text})


def _ring(box: EarthBox) -> str:
    corners = ((box.west, box.south), (box.east, box.south), (box.east, box.north))
    ring = (*corners, (box.west, box.north), corners[0])
    return f"({','.join(f'{x:.12g} {y:.12g}' for x, y in ring)})"


def _file(one: DataFile) -> Json:
    algorithm, value = one.checksum
    total = {"@type": "Checksum", "algorithm": algorithm, "checksumValue": value}
    found = {
        "@type": "Distribution",
        "@id": one.iri,
        "title": one.title,
        "accessURL": one.access if one.access.startswith("http") else None,
        "downloadURL": one.address if one.download else None,
        "mediaType": one.media_type if MEDIA_TYPE.fullmatch(one.media_type) else None,
        "format": one.format,
        "byteSize": str(one.size_bytes) if one.size_bytes is not None else None,
        "license": one.licence.iri if one.licence else None,
        "checksum": total if algorithm and value else None,
    }
    return without_empty(found)


def _date(text: str) -> str:
    return text if DATE.fullmatch(text) else ""
