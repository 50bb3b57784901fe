"""Sites made in this process, and what stands in their pages."""

from __future__ import annotations

import json
import re
from contextlib import contextmanager
from html import unescape
from typing import TYPE_CHECKING

import rdflib
from rdflib import Graph

from ld_convert import Settings, run
from ld_convert.rdf.quiet import without_warnings
from ld_convert.site import Built, SiteTarget, build

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ld_convert.model import Json

URL = "https://cat.example/"
DATE = "2025-01-01"
SCRIPT = re.compile(r'<script type="application/ld\+json"([^>]*)>(.*?)</script>', re.DOTALL)


def made(
    folder: Path, *inputs: Path | str, url: str = URL, templates: str = "", **more: Json
) -> Built:
    """Make a site in a folder."""
    settings = Settings(**{"date": DATE, **more})
    target = SiteTarget(str(folder), url, templates)
    return build([str(one) for one in inputs], target, settings, run.Events(lambda _: None))


def page_of(name: Json, **members: Json) -> str:
    """A captured page with one dataset."""
    said = {"@context": "https://schema.org/", "@type": "Dataset", "name": name, **members}
    text = json.dumps(said).replace("<", "\\u003c")
    return f'<!DOCTYPE html><title>t</title><script type="application/ld+json">{text}</script>'


def pages(folder: Path) -> list[Path]:
    """The pages of entries, sorted."""
    kinds = ("dataset", "service", "catalog")
    return sorted(found for kind in kinds for found in folder.glob(f"{kind}/*/index.html"))


def dataset(folder: Path) -> Path:
    """The folder of the only dataset."""
    (found,) = folder.glob("dataset/*/")
    return found


def scripts(page: Path) -> dict[str, Json]:
    """The JSON-LD of a page: `dcat`, and `schema.org`."""
    found = SCRIPT.findall(page.read_text("utf-8"))
    return {
        "schema.org" if "data-derived-from" in attributes else "dcat": json.loads(text)
        for attributes, text in found
    }


def dcat(page: Path) -> Graph:
    """The DCAT in a page."""
    with without_warnings(DeprecationWarning), verbatim():  # the first of rdflib's own parser
        return Graph().parse(data=json.dumps(scripts(page)["dcat"]), format="json-ld")


@contextmanager
def verbatim() -> Iterator[None]:
    """Let rdflib leave literals as they are written."""
    before, rdflib.NORMALIZE_LITERALS = rdflib.NORMALIZE_LITERALS, False
    try:
        yield
    finally:
        rdflib.NORMALIZE_LITERALS = before


def visible(page: Path) -> str:
    """The text of a page, about as a browser shows it."""
    text = re.sub(
        r"<(script|style)\b.*?</\1>|<[^>]+>", " ", page.read_text("utf-8"), flags=re.DOTALL
    )
    return re.sub(r"\s+", " ", unescape(text))
