"""Captures made for tests: pages of which each describes one dataset."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

SITE = "https://data.example/sets"


def page(number: int, words: str = "") -> str:
    """A page with an identifier, a period, a distribution and a creator that have no IRI."""
    about = {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "@id": f"{SITE}/{number}#dataset",
        "name": f"Water level at gauge {number}",
        "description": f"Measured every ten minutes at gauge {number}. {words}",
        "dateModified": f"2024-{number % 12 + 1:02}-{number % 28 + 1:02}",
        "temporalCoverage": f"19{number % 90 + 10}/2020",
        "keywords": ["water", f"gauge {number % 7}"],
        "creator": {"@type": "Organization", "name": f"Office {number % 5}"},
        "distribution": {
            "@type": "DataDownload",
            "contentUrl": f"{SITE}/{number}.csv",
            "encodingFormat": "text/csv",
            "contentSize": f"{number + 1} kB",
        },
    }
    script = json.dumps(about)
    return f'<!doctype html><title>g</title><script type="application/ld+json">{script}</script>'


def write_pages(folder: Path, numbers: range) -> Path:
    """A directory with the pages of these numbers."""
    folder.mkdir(exist_ok=True)
    for number in numbers:
        (folder / f"{number:05}.html").write_text(page(number), "utf-8")
    return folder


def json_page(number: int, datasets: int = 1) -> str:
    """JSON-LD of so many datasets, of which the first has a date that cannot be read."""
    graph = [
        {
            "@type": "Dataset",
            "@id": f"https://a.example/{number}/{i}",
            "name": f"Set {number} {i}",
            "description": "Measured by hand",
            "datePublished": "last spring" if i == 0 else "2024-05-01",
            "distribution": {"@type": "DataDownload", "contentUrl": f"https://a.example/{i}.csv"},
        }
        for i in range(datasets)
    ]
    return json.dumps({"@context": "https://schema.org", "@graph": graph})
