"""The mapping as people and programs read it: a table, CSV, SSSOM and Markdown."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

from ld_convert.mapping.coverage import coverage
from ld_convert.mapping.examples import example_of
from ld_convert.mapping.rules import load_rules
from ld_convert.mapping.sssom import sssom
from ld_convert.mapping.table import rule_rows
from ld_convert.vocab.profiles import load_profile, profile_names
from ld_convert.vocab.views import views

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

WIDEST = 36
"""Characters to which a column is padded; a few lists of classes are longer."""

COLUMNS = ("view", "source", "target", "as", "id", "from")
SOURCES = {
    "A": "DCAT-AP 3.0.1",
    "B": "Bioschemas",
    "C": "Croissant",
    "F": "F-UJI",
    "G": "Google and others on identifiers",
    "H": "the pages and loaders of Harmony",
    "J": "SEMIC, DCAT-AP to schema.org",
    "K": "ckanext-dcat",
    "N": "Netwerk Digitaal Erfgoed",
    "O": "our own judgement",
    "P": "the shapes of the FAIR Data Point's reference implementation",
    "R": "RO-Crate 1.1",
    "S": "science-on-schema.org",
    "U": "Project Open Data 1.1 and DCAT-US 3",
    "W": "DCAT 3, alignment with schema.org",
}
"""What the letters in the column `from` stand for."""


def show_rules(profile: str, form: str = "table", extra: str = "") -> str:
    """Return the mapping of a profile in one of the forms of FORMS.

    `extra` is a table of the user's, which extends the profile's. Raises UsageError as
    `ld_convert.mapping.rules.load_rules` does: a table is checked before it is shown.
    """
    load_rules(profile, extra)
    return FORMS[form](profile, extra)


def show_rule(rule: str, extra: str = "") -> str:
    """Return one rule as each profile has it, with its example; empty for an unknown id."""
    found: dict[str, list[str]] = {}
    for profile in profile_names():
        row = rule_rows(profile, extra).get(rule)
        if row is not None:
            one = example_of(rule, profile)
            words = {**row, "from": "; ".join(SOURCES.get(s, s) for s in row["from"].split())}
            lines = [f"{column:<7} {words[column]}" for column in COLUMNS]
            if one is not None:
                lines += ["", json.dumps(one.document(), ensure_ascii=False), one.gives]
            found.setdefault("\n".join(lines), []).append(profile)
    return "\n".join(f"{', '.join(names)}\n{text}\n" for text, names in found.items())


def _table(profile: str, extra: str) -> str:
    """Return padded columns, what `from` means, how many rows each view has, what is covered."""
    rows = [[row[column] for column in COLUMNS] for row in rule_rows(profile, extra).values()]
    found = coverage(profile, extra)
    counts = [["view", "mapped", "kept"]]
    counts += [[view, str(m), str(k)] for view, m, k in _counted(profile, extra)]
    counts += [["all", str(sum(found.mapped.values())), str(sum(found.kept.values()))]]
    sources = _padded([["from", "source of the rule"], *map(list, SOURCES.items())])
    parts = (_padded([list(COLUMNS), *rows]), sources, _padded(counts), _account(profile, extra))
    return "\n".join(parts) + "\n"


def _csv(profile: str, extra: str) -> str:
    """Return the rows as CSV (RFC 4180), in the order in which they are tried."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rule_rows(profile, extra).values())
    return out.getvalue()


def _markdown(profile: str, extra: str) -> str:
    """Return one row a view: what it becomes, and how many rules and kept properties it has."""
    lines = ["| view | becomes | rules | stay schema.org's |", "|---|---|---|---|"]
    for view, mapped, kept in _counted(profile, extra):
        types = " ".join(f"`{name}`" for name in views()[view].types)
        lines.append(f"| {view} | {types} | {mapped} | {kept} |")
    return "\n".join([*lines, "", f"{_account(profile, extra)}", ""])


def _account(profile: str, extra: str) -> str:
    """Return the sentence that says what is accounted for."""
    found = coverage(profile, extra)
    mapped, kept, missing = (found.count(fate) for fate in ("mapped", "kept", ""))
    return (
        f"{load_profile(profile).title}: {sum(found.mapped.values())} rules in "
        f"{len(found.mapped)} views. Of {len(found.properties)} properties of schema.org "
        f"{mapped + kept} are accounted for: {mapped} mapped, {kept} kept as they are"
        + (f"; {missing} are not." if missing else ".")
    )


def _counted(profile: str, extra: str) -> Iterable[tuple[str, int, int]]:
    """Yield each view of a profile with its rules and its kept properties."""
    found = coverage(profile, extra)
    for view in sorted(found.mapped.keys() | found.kept.keys()):
        yield view, found.mapped.get(view, 0), found.kept.get(view, 0)


def _padded(rows: list[list[str]]) -> str:
    widths = [min(WIDEST, max(len(row[i]) for row in rows)) for i in range(len(rows[0]))]
    lines = (
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    )
    return "".join(f"{line}\n" for line in lines)


FORMS: dict[str, Callable[[str, str], str]] = {
    "table": _table,
    "csv": _csv,
    "sssom": sssom,
    "markdown": _markdown,
}
"""From the name of a form to the function that writes it."""
