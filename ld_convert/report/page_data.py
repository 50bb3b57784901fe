"""The data of the HTML report: a JSON object that the script of the page reads."""

from __future__ import annotations

import os
from collections import Counter
from typing import TYPE_CHECKING

from ld_convert.findings.codes import SEVERITIES, rule_of
from ld_convert.findings.excerpt import visible
from ld_convert.report.text import message_of
from ld_convert.report.totals import GRAVEST_FIRST, NO_PORTAL
from ld_convert.score.indicators import indicators

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ld_convert.model import Json
    from ld_convert.report.totals import Digest, Row
    from ld_convert.score.census import Census

LONGEST_STATED = 200


def page_data(digest: Digest) -> Json:
    """Return the data; findings name their rule and record by an index, to keep it small."""
    digest.cut_records()
    rules = sorted(digest.rules.values(), key=_by_gravity)
    numbers = {rule["id"]: i for i, rule in enumerate(rules)}
    listed = [row for rows in digest.listed().values() for _, row in rows]
    counts = {source: (portal, counts) for source, portal, counts in digest.records}
    sources = dict.fromkeys([*counts, *(row[0].place.source for row in listed)])
    places = {source: i for i, source in enumerate(sources)}
    folder = common_folder(sources)
    owners = _numbered(row[0].about.owner for row in listed)
    titles = _numbered(row[0].about.title for row in listed)
    return {
        "compared": digest.compared,
        "counted": digest.census is not None,
        "portals": _portals(digest),
        "rules": rules,
        "folder": visible(folder),
        "owners": [visible(owner) for owner in owners],
        "titles": [visible(title) for title in titles],
        "records": [
            _record(source.removeprefix(folder), *counts[source], listed=True)
            if source in counts
            else _record(source.removeprefix(folder), digest.portal_of(source), {}, listed=False)
            for source in sources
        ],
        "findings": [
            [
                *_finding(row, numbers[rule_of(row[0])], places[row[0].place.source]),
                owners[row[0].about.owner],
                titles[row[0].about.title],
            ]
            for row in listed
        ],
        "lowest": _lowest(digest.census) if digest.census else None,
    }


def _numbered(texts: Iterable[str]) -> dict[str, int]:
    """Return the number of each text, in the order in which they come."""
    return {text: number for number, text in enumerate(dict.fromkeys(texts))}


def _portals(digest: Digest) -> list[Json]:
    known = digest.census.portals if digest.census else {}
    names = dict.fromkeys([*digest.portals, *(name or NO_PORTAL for name in known)])
    rows = []
    for name in names:
        counts = known.get("" if name == NO_PORTAL else name)
        row: dict[str, Json] = {
            "portal": visible(name),
            **_counts(digest.portals.get(name, Counter())),
        }
        if digest.census:
            row["datasets"] = counts.datasets if counts else 0
            row["score"] = round(counts.score, 1) if counts else 0
        rows.append(row)
    return sorted(rows, key=lambda row: (-row["violation"], -row["warning"], row["portal"]))


def _counts(counts: Mapping[str, int]) -> dict[str, Json]:
    return {name: counts.get(name, 0) for name in GRAVEST_FIRST}


def common_folder(sources: Iterable[str]) -> str:
    """Return the folder of all files, with a slash; the report leaves it out of their names."""
    files = (source.partition("!")[0] for source in sources)
    folders = [file[: file.rfind("/") + 1] for file in files if "/" in file]
    common = os.path.commonprefix(folders)  # noqa: RUF071  cut at a slash just below
    return common[: common.rfind("/") + 1]


def _record(source: str, portal: str, counts: Mapping[str, int], *, listed: bool) -> Json:
    return {
        "source": visible(source),
        "portal": visible(portal),
        "listed": listed,
        **_counts(counts),
    }


def _by_gravity(rule: Json) -> tuple[int, int, str]:
    return -SEVERITIES.index(rule["severity"]), -rule["count"], rule["id"]


def _finding(row: Row, rule: int, record: int) -> list[Json]:
    finding, count, is_new = row
    place, excerpt, detail = finding.place, finding.excerpt, finding.detail
    return [
        rule,
        record,
        place.line,
        place.column,
        visible(place.pointer),
        place.row,
        visible(message_of(finding)),
        count,
        excerpt.text if excerpt else "",
        excerpt.caret if excerpt else 0,
        visible(detail.focus) if detail else "",
        visible(detail.stated[:LONGEST_STATED]) if detail else "",
        is_new,
    ]


def _lowest(census: Census) -> list[Json]:
    labels = {indicator.id: indicator.label for indicator in indicators()}
    return [
        {
            "points": points,
            "dataset": visible(dataset),
            "title": visible(title),
            "lacks": [labels[name] for name in lacks],
        }
        for points, dataset, title, lacks in sorted(census.lowest)
    ]
