"""Pages of several portals' shapes, made of our own words; the same number gives the same page."""

from __future__ import annotations

import json
import random
from typing import TYPE_CHECKING

from ld_convert.model import Capture

if TYPE_CHECKING:
    from collections.abc import Callable

    from ld_convert.model import Json

VOCABULARY = (
    "survey river gauge cohort harvest coastal monthly sensor wind level sediment household "
    "region station archive record sample estimate panel tide soil forest traffic energy "
    "water quality series catchment school clinic orchard glacier plankton rainfall vessel "
    "transect census "
)
WORDS = VOCABULARY.split()
SITE = "https://portal.example"


def leo_like(number: int) -> Capture:
    """Return a React flight response of about 21 kB with a study's record in it twice."""
    chance, slug = random.Random(number), f"study-{number}"  # noqa: S311
    text = _text(chance, 400)
    schema = _study(chance, number, text)
    rows = [f'{i:x}:I[{5000 + i},{_json(_chunks(chance))},"default"]' for i in range(0x20, 0x32)]
    rows += [
        '1:"$Sreact.fragment"',
        '5:"$Sreact.suspense"',
        ':HL["/_next/static/css/a.css","style"]',
    ]
    rows.append("0:" + _json(_layout(slug)))
    study = {"dataset_schema": {**schema, "description": "$1a"}, "extra_data": _extra(number)}
    script = _json(schema)
    component = _json(["$", "$L20", None, {"study": study}])
    meta = [["$", "title", "0", {"children": schema["name"]}]]
    meta += [["$", "meta", "1", {"name": "description", "content": "$1b"}]]
    meta += [["$", "link", "2", {"rel": "canonical", "href": f"{SITE}/items/{slug}"}]]
    tail = [_row_text("17", script), 'c:["$","$5",null,{"children":"$17"}]\n']
    tail += [_row_text("1a", text), f"18:{component}\n", _row_text("1b", text)]
    tail += [f"10:{_json(meta)}\n"]
    return _capture(f"leo-{number}.rsc", "\n".join(rows) + "\n" + "".join(tail), "flight", slug)


def small_html(number: int) -> Capture:
    """Return an HTML page with one small record in an ld+json script."""
    chance = random.Random(number)  # noqa: S311
    return _html(f"small-{number}", _study(chance, number, _text(chance, 40)))


def rich_html(number: int) -> Capture:
    """Return an HTML page with one record of files, variables, people, places and periods."""
    chance = random.Random(number)  # noqa: S311
    record = _study(chance, number, _text(chance, 200)) | {
        "license": "https://creativecommons.org/licenses/by/4.0/",
        "datePublished": "2021-03-04",
        "dateModified": "2023-11-30T10:00:00Z",
        "version": "1.2",
        "isAccessibleForFree": True,
        "inLanguage": "en",
        "spatialCoverage": {
            "@type": "Place",
            "name": "North Sea",
            "geo": {"@type": "GeoShape", "box": "51.0 -4.5 61.5 12.0"},
        },
        "creator": [_person(chance, i) for i in range(8)],
        "funder": {"@type": "Organization", "name": "Water Council", "url": f"{SITE}/council"},
        "distribution": [_file(chance, number, i) for i in range(20)],
        "variableMeasured": [
            {"@type": "PropertyValue", "name": _text(chance, 2), "unitText": "mm"}
            for _ in range(30)
        ],
        "citation": [_text(chance, 18) for _ in range(6)],
    }
    return _html(f"rich-{number}", record)


def catalogue_html(datasets: int) -> Capture:
    """Return an HTML page with one catalogue of a number of small records."""
    chance = random.Random(datasets)  # noqa: S311
    records = []
    for i in range(datasets):
        study = _study(chance, i, _text(chance, 40))
        del study["@context"], study["includedInDataCatalog"]
        records.append(study | {"@id": f"{SITE}/dataset/{i}", "distribution": _file(chance, i, 0)})
    value = {
        "@context": "https://schema.org/",
        "@type": "DataCatalog",
        "@id": f"{SITE}/catalogue",
        "name": "Example portal",
        "description": "All records of a portal",
        "dataset": records,
    }
    return _html(f"catalogue-{datasets}", value)


def keywords_html(keywords: int) -> Capture:
    """Return an HTML page with one small record of a number of keywords."""
    record = _study(random.Random(keywords), keywords, "All words of a portal")  # noqa: S311
    return _html("keywords", record | {"keywords": [f"word {i}" for i in range(keywords)]})


SHAPES: dict[str, Callable[[int], Capture]] = {
    "LEO-like flight": leo_like,
    "small ld+json": small_html,
    "rich ld+json": rich_html,
}
"""Pages of one record each, by what they are like."""


def _study(chance: random.Random, number: int, text: str) -> Json:
    publisher = chance.choice(("Office of Rivers", "Institute of Tides", "City of Gauges"))
    return {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "name": f"{_text(chance, 6).title()} {number}",
        "description": text,
        "url": [f"{SITE}/browse/{number}"],
        "keywords": chance.sample(WORDS, 7),
        "identifier": [f"ex/{number}"],
        "includedInDataCatalog": [
            {"@type": "DataCatalog", "name": "Example portal", "url": f"{SITE}/about"}
        ],
        "publisher": [{"@type": "Organization", "name": publisher}],
        "creator": [{"@type": "Organization", "name": publisher}],
        "image": f"{SITE}/logo.svg",
        "temporalCoverage": "1995/2020",
    }


def _person(chance: random.Random, number: int) -> Json:
    name = f"{chance.choice(WORDS).title()} {chance.choice(WORDS).title()}"
    return {
        "@type": "Person",
        "name": f"{name} {number}",
        "affiliation": {"@type": "Organization", "name": "Institute of Tides"},
        "email": f"person{number}@portal.example",
    }


def _file(chance: random.Random, number: int, part: int) -> Json:
    return {
        "@type": "DataDownload",
        "name": f"Part {part}",
        "contentUrl": f"{SITE}/files/{number}-{part}.csv",
        "encodingFormat": "text/csv",
        "contentSize": f"{chance.randrange(1, 900)} MB",
    }


def _extra(number: int) -> Json:
    """Return the portal's own record, as Harmony's catalogue has it."""
    return {
        "name": f"Study {number}",
        "start_year": 1995,
        "end_year": 2020,
        "harmony_id": f"ex/{number}",
        "urls": [f"{SITE}/browse/{number}"],
        "source": ["ex"],
        "geographic_coverage": "England",
        "slug": f"study-{number}",
        "dois": [],
        "sex": "all",
        "instruments": [],
        "language_codes": ["en"],
        "ai_summary": None,
        "country_codes": ["GB"],
        "resource_type": "dataset",
        "duration_years": None,
        "study_design": [],
        "num_variables": None,
        "uuid": f"{number:032x}",
    }


def _layout(slug: str) -> Json:
    nav = [["$", "a", str(i), {"href": f"/{word}", "children": word}] for i, word in _numbered()]
    body = ["$", "body", None, {"children": ["$", "$L21", None, {"children": nav}]}]
    return {"P": None, "b": "x" * 21, "c": ["", "items", slug], "f": [[["", body]]], "S": True}


def _numbered() -> list[tuple[int, str]]:
    return list(enumerate(WORDS * 2))


def _chunks(chance: random.Random) -> list[str]:
    numbers = [str(chance.randrange(9999)) for _ in range(8)]
    return [part for n in numbers for part in (n, f"static/js/{n}.83f9877c.js")]


def _json(value: Json) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _row_text(row: str, text: str) -> str:
    return f"{row}:T{len(text.encode()):x},{text}"


def _text(chance: random.Random, words: int) -> str:
    return " ".join(chance.choice(WORDS) for _ in range(words))


def _html(slug: str, value: Json) -> Capture:
    head = f'<meta charset="utf-8"><title>{slug}</title>'
    links = f'<link rel="canonical" href="{SITE}/items/{slug}">'
    script = f'<script type="application/ld+json">{_json(value)}</script>'
    menu = "".join(f'<li><a href="/{word}">{word}</a></li>' for word in WORDS * 3)
    paragraphs = f"<p>{' '.join(WORDS)}</p>" * 12
    body = f"<nav><ul>{menu}</ul></nav><main>{paragraphs}</main>"
    page = f"<!doctype html><html><head>{head}{links}{script}</head><body>{body}</body></html>"
    return _capture(f"{slug}.html", page, "html", slug)


def _capture(source: str, text: str, kind: str, slug: str) -> Capture:
    return Capture(source, text.encode(), kind, f"{SITE}/items/{slug}", "2026-01-02T03:04:05Z")
