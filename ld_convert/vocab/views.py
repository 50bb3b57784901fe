"""The views of `vocab/mapping/views.csv`: as what a node of the page's graph is read."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from ld_convert.vocab.tables import read_table

if TYPE_CHECKING:
    from collections.abc import Iterable


SLUG = re.compile(r"[^\w]+")
SHORT = 120
"""Characters of a name whose form is kept, since most pages of a portal name the same."""


class View(NamedTuple):
    """One way of reading a node."""

    name: str
    classes: tuple[str, ...]
    """Local names of schema.org classes."""
    under: tuple[str, ...]
    """Local names of properties whose object is read so even without a class."""
    types: tuple[str, ...]
    """What the node becomes, as compact IRIs."""
    bare: str
    """node or value: what an IRI without a description is; always: each value gets a new node."""
    iri: str
    """Pattern of the name of a node without one, under the base; empty for a blank node."""


@cache
def views() -> dict[str, View]:
    """Return every view by name."""
    return {
        row["view"]: View(
            row["view"],
            tuple(row["classes"].split()),
            tuple(row["under"].split()),
            tuple(row["types"].split()),
            row["bare"],
            row["iri"],
        )
        for row in read_table("vocab/mapping/views.csv")
    }


def view_of(classes: Iterable[str], under: str = "") -> View | None:
    """Return the view of a node by its classes, else by the property that leads to it."""
    by_class, by_property, by_folded = _index()
    for name in classes:
        if name in by_class:
            return by_class[name]
        if name.casefold() in by_folded:  # such as DataSet
            return by_folded[name.casefold()]
    return by_property.get(under)


def name_iri(view: View, name: str, base: str) -> str:
    """Return the IRI of a thing known by its name alone; empty where it stays a blank node."""
    if "{name}" not in view.iri:
        return ""
    slug = SLUG.sub("-", normal(name)).strip("-")
    return base + view.iri.replace("{name}", slug) if slug else ""


def hash_iri(view: View, text: str, base: str) -> str:
    """Return the IRI of a thing known by a text alone; empty where its view makes no such name."""
    if "{hash}" not in view.iri:
        return ""
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
    return base + view.iri.replace("{hash}", digest)


def normal(name: str) -> str:
    """Return a name in the form in which names are compared."""
    return _kept(name) if len(name) <= SHORT else _normal(name)


def _normal(name: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


_kept = lru_cache(maxsize=1_024)(_normal)


@cache
def _index() -> tuple[dict[str, View], dict[str, View], dict[str, View]]:
    return (
        {name: view for view in views().values() for name in view.classes},
        {name: view for view in views().values() for name in view.under},
        {name.casefold(): view for view in views().values() for name in view.classes},
    )
