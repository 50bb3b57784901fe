"""A dataset in the JSON of DataCite (Metadata Schema 4.6, as the schemas for Python spell it)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ld_convert.site.cite import identifier, names
from ld_convert.site.parts import ORGANISATION, PERSON
from ld_convert.site.schemaorg import interval

if TYPE_CHECKING:
    from ld_convert.model import Json
    from ld_convert.site.parts import Agent, EarthBox
    from ld_convert.site.view import EntryView

SCHEMA_VERSION = "http://datacite.org/schema/kernel-4"
GENERAL = {
    "dataset": "Dataset", "series": "Collection", "service": "Service", "catalogue": "Collection",
}  # fmt: skip
_OTHER = "alternateIdentifier"
NOT_AVAILABLE = ":unav"
"""What DataCite wants where a mandatory value is not known (4.6, appendix 3)."""
KINDS = {PERSON: "Personal", ORGANISATION: "Organizational"}
RIGHTS = {
    "PUBLIC": "info:eu-repo/semantics/openAccess",
    "RESTRICTED": "info:eu-repo/semantics/restrictedAccess",
    "NON_PUBLIC": "info:eu-repo/semantics/closedAccess",
}


def described(view: EntryView) -> Json:
    """Return the metadata; a DOI or a year, though mandatory, are not made up."""
    address = [] if view.doi else [{_OTHER: identifier(view), f"{_OTHER}Type": "URL"}]
    found: dict[str, Json] = {
        "schemaVersion": SCHEMA_VERSION,
        "doi": view.doi,
        "url": view.page,
        "creators": [_name(one) for one in view.creators] or [{"name": NOT_AVAILABLE}],
        "titles": [_lang({"title": one.text}, one.lang) for one in view.titles]
        or [{"title": view.title}],
        "publisher": {"name": view.publishers[0].name if view.publishers else NOT_AVAILABLE},
        "publicationYear": f"{view.year:04}" if view.year and view.year > 0 else None,
        "types": {"resourceTypeGeneral": GENERAL[view.kind], "resourceType": view.kind},
        "subjects": [_lang({"subject": one.text}, one.lang) for one in view.keywords]
        + [{"subject": one.label, "valueUri": one.iri} for one in view.themes],
        "contributors": [{**_name(o), "contributorType": "ContactPerson"} for o in view.contacts],
        "dates": _dates(view),
        "alternateIdentifiers": address
        + [{_OTHER: one, f"{_OTHER}Type": "local"} for one in view.other_identifiers],
        "formats": sorted({one.media_type or one.format for one in view.files} - {""}),
        "sizes": list(dict.fromkeys(one.size for one in view.files if one.size)),
        "version": view.version,
        "rightsList": [{"rights": o.label, "rightsUri": o.iri} for o in view.licences]
        + ([{"rightsUri": RIGHTS[view.access]}] if view.access in RIGHTS else []),
        "descriptions": [
            _lang({"description": one.text, "descriptionType": "Abstract"}, one.lang)
            for one in view.descriptions
        ],
        "geoLocations": [_location(box) for box in view.boxes],
        "relatedIdentifiers": [
            {
                "relatedIdentifier": one.iri,
                "relatedIdentifierType": "URL",
                "relationType": "IsPartOf",
            }
            for one in view.series
            if one.href
        ],
    }
    return {name: value for name, value in found.items() if value}


def _dates(view: EntryView) -> list[Json]:
    known = [(view.issued, "Issued"), (view.modified, "Updated")]
    known += [(interval(one).replace("..", ""), "Coverage") for one in view.periods]
    return [{"date": date, "dateType": kind} for date, kind in known if date]


def _name(one: Agent) -> Json:
    found: dict[str, Json] = {"name": one.name}
    given, family = names(one)
    if one.kind == PERSON and given:
        found = {"name": f"{family}, {given}", "givenName": given, "familyName": family}
    if one.kind in KINDS:
        found["nameType"] = KINDS[one.kind]
    schemes = (("ORCID", "https://orcid.org", one.orcid), ("ROR", "https://ror.org", one.ror))
    numbers = [
        {"nameIdentifier": number, "nameIdentifierScheme": name, "schemeUri": uri}
        for name, uri, number in schemes
        if number
    ]
    if numbers:
        found["nameIdentifiers"] = numbers
    if one.affiliation:
        found["affiliation"] = [{"name": one.affiliation}]
    return found


def _location(box: EarthBox) -> Json:
    found: dict[str, Json] = {"geoLocationPlace": box.label} if box.label else {}
    if (box.west, box.south) == (box.east, box.north):
        point = {"pointLongitude": box.west, "pointLatitude": box.south}
        return found | {"geoLocationPoint": point}
    sides = {
        "westBoundLongitude": box.west, "eastBoundLongitude": box.east,
        "southBoundLatitude": box.south, "northBoundLatitude": box.north,
    }  # fmt: skip
    return found | {"geoLocationBox": sides}


def _lang(found: dict[str, Json], lang: str) -> Json:
    return found | ({"lang": lang} if lang else {})
