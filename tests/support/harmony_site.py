"""A small site of the Harmony catalogue: the same records in all forms that its pages have had."""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING, NamedTuple

from tests.support.harmony import ITEMS, SITE, json_ld, payload, record, script, view

if TYPE_CHECKING:
    from ld_convert.model import Json

COHORT, WAVE_1, WAVE_2, SURVEY, GONE = ("c0" * 16, "a1" * 16, "a2" * 16, "5e" * 16, "90" * 16)
LINK = "https://discovery.closer.ac.uk/item/uk.whitby/2764a197-ab56-4cc6-aca8-2072cd9a0600"
CATALOGUE = {"@type": "DataCatalog", "name": "CLOSER Discovery", "image": "logo.png"}


class SitePage(NamedTuple):
    """A page of the site, as its server gives it."""

    address: str
    payload: bytes

    @property
    def html(self) -> bytes:
        """The page as a browser gets it first, with the payload inside."""
        push = f"self.__next_f.push({json.dumps([1, self.payload.decode()])})"
        return f"<!DOCTYPE html><title>Dataset</title><script>{push}</script>".encode()


def cohort() -> Json:
    """A study with two datasets, of which one is known by its slug alone."""
    schema = {"url": ["", LINK], "includedInDataCatalog": [CATALOGUE | {"url": LINK}]}
    more = {"uuid": COHORT, "slug": "whitby-cohort", "harmony_id": "closer/x", "sample_size": 10308}
    own = record("Whitby Cohort", kind="study", schema=schema | {"size": "10308"}, **more)
    stubs = [record("Wave One", slug="wave-one"), record("Wave Two", uuid=WAVE_2, slug="wave-two")]
    return own | {"child_datasets": stubs, "num_descendant_variables": 7}


def wave(number: str, uuid: str) -> Json:
    """A dataset of the study, which names the study by its uuid."""
    above = record("Whitby Cohort", kind="study", uuid=COHORT, schema={"url": [LINK]})
    members: Json = {"uuid": uuid, "slug": f"wave-{number.lower()}", "num_variables": 12}
    return record(f"Wave {number}", **members) | {"ancestors": [above]}


def survey() -> Json:
    """A study without datasets."""
    known = {"age_lower": 40, "age_upper": 999, "sex": "all", "ai_summary": "Made by a model."}
    more = {"uuid": SURVEY, "slug": "tide-survey", "instruments": ["PHQ-9"], **known}
    doi = {"identifier": ["https://doi.org/10.1093/ije/dyx001"]}
    return record("Tide Survey", kind="study", schema=doi, source=["mhc"], **more)


def form_a(uuid: str, own: Json) -> SitePage:
    """Late 2025: the record alone, with the head of a page that is not found."""
    data = payload(f"/items/{uuid}", {"slug": uuid, "initialData": own}, og=f"{SITE}/")
    return SitePage(ITEMS + uuid, data)


def form_b(key: str, own: Json) -> SitePage:
    """A little later: the head is that of the record."""
    data = payload(f"/items/{key}", {"identifier": key, "initialData": own}, og=ITEMS + key)
    return SitePage(ITEMS + key, data)


def form_c(route: str, own: Json) -> SitePage:
    """Autumn 2025: JSON-LD beside the record."""
    address = SITE + route
    beside = script(json_ld(own["extra_data"]["name"], address))
    drawer = {"study": own, "isDrawerView": False, "studyDataComplete": False}
    return SitePage(address, payload(route, [beside, ["$", "$L9", None, drawer]], og=address))


def form_d(slug: str, title: str, **members: Json) -> SitePage:
    """Mid 2025: JSON-LD, at an address of the preview, beside a view model."""
    preview = f"https://discoverynext.vercel.app/items/{slug}"
    props = ["$", "$L9", None, {"dataset": view(title, **members)}]
    data = payload(f"/items/{slug}", [script(json_ld(title, preview)), props], og=preview)
    return SitePage(ITEMS + slug, data)


def form_d_older(slug: str, title: str, **members: Json) -> SitePage:
    """Mid 2025, older: the view model alone."""
    data = payload(f"/studies/{slug}", {"study": view(title, **members)})
    return SitePage(f"{SITE}/studies/{slug}", data)


def redirect(uuid: str, slug: str) -> SitePage:
    """A page that leads to another one, by a path without that of the application."""
    leads = {"dangerouslySetInnerHTML": {"__html": f"location.replace('/items/{slug}')"}}
    data = payload(f"/items/{uuid}", [["$", "script", None, leads]], og=ITEMS + uuid)
    return SitePage(ITEMS + uuid, data)


def not_found(uuid: str) -> SitePage:
    """A page without a record; its head is that of form A."""
    whole = payload(f"/items/{uuid}", {}, og=f"{SITE}/").splitlines(keepends=True)
    rows = [row for row in whole if not row.startswith(b"c:")]
    error = b'c:E{"digest":"NEXT_HTTP_ERROR_FALLBACK;404"}\n'
    return SitePage(ITEMS + uuid, b"".join([*rows, error]))


def start() -> SitePage:
    """The start page of the catalogue."""
    return SitePage(ITEMS, payload("/items/", {}, og=f"{SITE}/"))


def pages() -> list[SitePage]:
    """The site: four things on pages of all forms."""
    stubs = [record("Wave One", slug="wave-one")]
    return [
        form_a(COHORT, cohort()),
        form_b("wave-one", wave("One", WAVE_1)),
        form_b(WAVE_2, wave("Two", WAVE_2)),
        form_c("/studies/whitby-cohort", cohort()),
        form_c("/items/tide-survey", survey()),
        form_d("whitby-cohort", "Whitby Cohort", child_datasets=stubs, ageCoverage="40+ years"),
        form_d_older("tide-survey", "Tide Survey", instruments=["PHQ-9", "GAD-7"]),
        redirect(WAVE_1, "wave-one"),
        not_found(GONE),
        start(),
    ]


def har(site: list[SitePage], *, is_html: bool = False) -> bytes:
    """An archive of a browser's session; payloads are asked for with a cache buster."""
    entries = []
    for page in site:
        data = page.html if is_html else page.payload
        address = page.address if is_html else f"{page.address}?_rsc=1x2y"
        kind = "text/html" if is_html else "text/x-component"
        content = {"mimeType": kind, "encoding": "base64", "text": base64.b64encode(data).decode()}
        request = {"method": "GET", "url": address}
        entries.append({"request": request, "response": {"status": 200, "content": content}})
    return json.dumps({"log": {"version": "1.2", "entries": entries}}).encode()


def warc(site: list[SitePage], *, is_html: bool = False) -> bytes:
    """A web archive of the same; payloads are the files of a static export."""
    records = []
    for number, page in enumerate(site):
        data, end, kind = page.payload, ".txt", b"text/plain"
        if is_html:
            data, end, kind = page.html, "", b"text/html"
        block = b"HTTP/1.1 200 OK\r\nContent-Type: " + kind + b"\r\n\r\n" + data
        head = (
            "WARC/1.1\r\nWARC-Type: response\r\n"
            f"WARC-Record-ID: <urn:uuid:{number}>\r\nWARC-Date: 2025-11-01T00:00:00Z\r\n"
            f"WARC-Target-URI: {page.address}{end}\r\n"
            f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(block)}\r\n"
        )
        records.append(head.encode() + b"\r\n" + block + b"\r\n\r\n")
    return b"".join(records)
