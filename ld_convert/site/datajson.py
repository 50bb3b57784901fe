"""The catalogue as `data.json` (DCAT-US 1.1, Project Open Data Metadata Schema)."""

from __future__ import annotations

import re
from calendar import monthrange
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ld_convert.model import Json
    from ld_convert.site.lists import SiteAbout
    from ld_convert.site.parts import CoveredPeriod, DataFile
    from ld_convert.site.view import EntryView

LEVELS = {"PUBLIC": "public", "RESTRICTED": "restricted public", "NON_PUBLIC": "non-public"}
MEDIA_TYPE = re.compile(r"[a-z]+/[\w.+-]+")
DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-\d\d)?)?")
"""Forms of dates without a time."""
START = (
    b'{"@context":"https://project-open-data.cio.gov/v1.1/schema/catalog.jsonld",'
    b'"@type":"dcat:Catalog","conformsTo":"https://project-open-data.cio.gov/v1.1/schema",'
    b'"describedBy":"https://project-open-data.cio.gov/v1.1/schema/catalog.json","dataset":[\n'
)


def head(_: SiteAbout) -> bytes:
    """Return the start of the document, up to its first dataset."""
    return START


def described(view: EntryView) -> Json:
    """Return an entry of `dataset`; of an access that is not known it says `non-public`.

    `accessLevel` is required, and to call something public of which nobody said so would be wrong.
    """
    contact = next((one for one in view.contacts if one.mail), None)
    found: dict[str, Json] = {
        "@type": "dcat:Dataset",
        "identifier": view.iri,
        "title": view.title,
        "description": view.description or view.title,
        "keyword": [one.text for one in view.keywords] or [view.kind],
        "modified": view.modified or view.issued or view.captured,
        "issued": view.issued,
        "publisher": {
            "@type": "org:Organization",
            "name": view.publishers[0].name if view.publishers else "unknown publisher",
        },
        "contactPoint": {
            "@type": "vcard:Contact",
            "fn": contact.name,
            "hasEmail": f"mailto:{contact.mail}",
        }
        if contact
        else None,
        "accessLevel": LEVELS.get(view.access, "non-public"),
        "license": view.licences[0].iri if view.licences else None,
        "landingPage": view.page,
        "theme": [one.label for one in view.themes],
        "spatial": ",".join(f"{n:g}" for n in view.boxes[0][:4]) if view.boxes else None,
        "temporal": next(filter(None, map(_temporal, view.periods)), None),
        "distribution": [_file(one) for one in view.files if one.address],
    }
    return {name: value for name, value in found.items() if value}


def _temporal(period: CoveredPeriod) -> str:
    """Return a closed period; if only one end has a day, both get one, as the schema asks.

    Its pattern takes the separator of the second date from the first.
    """
    start, end = period.start, period.end
    if not (DATE.fullmatch(start) and DATE.fullmatch(end)):
        return ""
    if len(start) != len(end):
        start, end = f"{start}-01-01"[: len("YYYY-MM-DD")], _last_day(end)
    return f"{start}/{end}"


def _last_day(date: str) -> str:
    year, _, rest = date.partition("-")
    if "-" in rest:
        return date
    month = rest or "12"
    return f"{year}-{month}-{monthrange(int(year), int(month))[1]}"


def _file(one: DataFile) -> Json:
    found: dict[str, Json] = {"@type": "dcat:Distribution", "title": one.title}
    if one.download:
        found["downloadURL"] = one.address
        found["mediaType"] = (
            one.media_type if MEDIA_TYPE.fullmatch(one.media_type) else "application/octet-stream"
        )
    else:
        found["accessURL"] = one.address
    found["format"] = one.format
    return {name: value for name, value in found.items() if value}
