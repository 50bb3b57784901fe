"""Pages of the Harmony catalogue as flight payloads, in all forms that its builds have had."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from ld_convert.model import Capture

if TYPE_CHECKING:
    from ld_convert.model import Json

SITE = "https://harmonydata.ac.uk/search"
ITEMS = f"{SITE}/items/"
WAVE = "00ff" * 8
STUDY = "11ee" * 8


def record(name: str, *, kind: str = "dataset", schema: Json = None, **extra: Json) -> Json:
    """A record of the portal; `schema` replaces members of its schema.org part."""
    own: Json = {"@context": "https://schema.org/", "@type": "Dataset", "name": name}
    own |= {"description": f"About {name}", "url": [], "identifier": [], **(schema or {})}
    return {
        "dataset_schema": own,
        "extra_data": {"name": name, "resource_type": kind, "source": ["closer"], **extra},
        "distance": 0,
        "score": 0,
        "parent": {},
        "ancestors": [],
    }


def view(title: str, *, kind: str = "study", **members: Json) -> Json:
    """A view model, which has neither uuid nor slug."""
    return {
        "title": title,
        "description": f"About {title}",
        "image": "$undefined",
        "publisher": "$undefined",
        "funders": "$undefined",
        "geographicCoverage": "GB",
        "temporalCoverage": "$undefined",
        "ageCoverage": "$undefined",
        "studyDesign": [],
        "resourceType": kind,
        "topics": [],
        "instruments": [],
        "dataCatalogs": [],
        "matchedVariables": [],
        "allVariables": [],
        "additionalLinks": [],
        "child_datasets": [],
        "aiSummary": None,
        **members,
    }


def payload(route: str, props: Json, *, og: str | None = None, base: str = "/search") -> bytes:
    """A payload whose page is served at a route below the base, with these props of its component.

    A list of elements may stand in the place of the props, as older builds have it.
    """
    first = {"P": None, "b": "B1", "p": base, "c": route.split("/"), "f": []}
    element = props if isinstance(props, list) else ["$", "$L9", None, props]
    metas: Json = [["$", "title", "0", {"children": "Dataset Not Found"}]]
    if og is not None:
        metas.append(["$", "meta", "1", {"property": "og:url", "content": og}])
    rows = {"0": first, "c": element, "10": {"metadata": metas}}
    lines = [f"{name}:{json.dumps(row, separators=(',', ':'))}" for name, row in rows.items()]
    return "\n".join(['9:I[1,[],"default"]', *lines, ""]).encode()


def script(document: Json) -> Json:
    """The element of a page that holds JSON-LD."""
    html = {"__html": json.dumps(document)}
    props = {"type": "application/ld+json", "dangerouslySetInnerHTML": html}
    return ["$", "script", None, props]


def json_ld(name: str, url: str, **members: Json) -> Json:
    """The JSON-LD of a page."""
    head = {"@context": "https://schema.org/", "@type": "Dataset", "name": name}
    return {**head, "description": f"About {name}", "url": url, **members}


def page(source: str, data: bytes, url: str | None = None) -> Capture:
    """A payload as it was captured."""
    return Capture(source, data, "flight", url)
