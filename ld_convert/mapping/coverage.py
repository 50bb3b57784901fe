"""Which properties of schema.org a mapping accounts for, and with how many rules."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from ld_convert.mapping.rules import properties_read
from ld_convert.mapping.table import rule_rows
from ld_convert.vocab.tables import read_table
from ld_convert.vocab.views import views

if TYPE_CHECKING:
    from collections.abc import Iterable

    Row = dict[str, str]
    Leads = dict[str, set[str]]

DOMAINS, CLASSES = "vocab/schemaorg_domains.csv", "vocab/mapping/classes.csv"


class Coverage(NamedTuple):
    """What the rules of a profile cover."""

    mapped: dict[str, int]
    """How many rules with a target a view has."""
    kept: dict[str, int]
    """How many properties a view leaves to schema.org."""
    properties: dict[tuple[str, str], str]
    """By class and property of schema.org: mapped, kept, or empty where no row names it."""

    def count(self, fate: str) -> int:
        """Return how many properties have a fate."""
        return sum(found == fate for found in self.properties.values())


def coverage(profile: str, extra: str = "") -> Coverage:
    """Return what a profile's rules cover; errors as of `ld_convert.mapping.table.rule_rows`."""
    rows = rule_rows(profile, extra).values()
    mapped = [row for row in rows if row["target"]]
    kept = [row for row in rows if not row["target"]]
    leads = _leads(mapped)
    fates = {key: "kept" for row in kept for key in _reads(row, leads)}
    fates |= {key: "mapped" for row in mapped for key in _reads(row, leads)}
    own = {row["class"]: row["views"].split() for row in read_table(CLASSES)}
    return Coverage(
        dict(Counter(row["view"] for row in mapped)),
        dict(Counter(row["view"] for row in kept)),
        {
            (row["class"], row["property"]): _fate(row["property"], own[row["class"]], fates)
            for row in read_table(DOMAINS)
        },
    )


def _leads(rows: Iterable[Row]) -> Leads:
    """Return the views in which what a property leads to is read."""
    leads: Leads = {}
    for view in views().values():
        for name in view.under:
            leads.setdefault(name, set()).add(view.name)
    for row in rows:
        names = properties_read(row["source"])
        if names and (len(names) == 1 or "[" in row["source"]):
            leads.setdefault(names[0], set()).update(_led_to(row))
    return leads


def _led_to(row: Row) -> list[str]:
    """Return the views in which a row has its values read."""
    return re.findall(r"node:(\w+)", row["as"])


def _reads(row: Row, leads: Leads) -> list[tuple[str, str]]:
    """Return the properties that a row reads, each with the views of the node that has it."""
    owners, found = {row["view"]}, []
    if row["source"].startswith("^") and "/" not in row["source"]:
        owners = set(_led_to(row))  # what the value is turned into has the property
    for name in properties_read(row["source"]):
        found += [(view, name) for view in owners]
        if not row["source"].startswith("@this"):
            owners = leads.get(name) or owners
    return found


def _fate(name: str, own: list[str], fates: dict[tuple[str, str], str]) -> str:
    """Return mapped if one of the views maps a property, else kept if one names it."""
    found = {fates.get((view, name), "") for view in own}
    return next((fate for fate in ("mapped", "kept") if fate in found), "")
