"""Totals, coverage and score of the HTML report: the parts that need no script."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

from ld_convert.findings.codes import counted
from ld_convert.findings.excerpt import visible
from ld_convert.score.indicators import DIMENSIONS, indicators, most_points, quality, rating

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ld_convert.report.fixes import Fix
    from ld_convert.report.summary import Summary
    from ld_convert.score.census import Census
    from ld_convert.score.indicators import Indicator

HUMP = re.compile(r"(?<=[a-z])([A-Z]+)")
MOST_FIXES = 10
NAMES = (("violation", "violations"), ("warning", "warnings"), ("info", "notes"))


def totals(summary: Summary, census: Census | None) -> str:
    """Return the totals as HTML tiles; as in the last line of a run, a shared thing counts once."""
    tiles = [_tile(f"{summary.total(name):,}", label, name) for name, label in NAMES]
    if census is not None:
        total = census.total
        most = most_points(probed=census.probed)
        things = {"dataset": total.datasets, "distribution": total.distributions}
        counts = (counted(number, one).split(" ") for one, number in things.items())
        tiles[:0] = [_tile(number, label, "") for number, label in counts]
        word = rating(total.score)
        tiles.append(_tile(f"{total.score:.0f}", f"of {most} points: {word}", word))
    return "".join(tiles)


def fix_first(fixes: Sequence[Fix]) -> str:
    """Return a table of what to fix first, with the points that it gains."""
    rows = "".join(
        f'<tr><td class="wide">{escape(visible(fix.text))}</td>'
        f'<td class="number">{fix.count:,}</td>'
        f'<td class="number">{fix.gain_text}</td>'
        f'<td class="wide">{escape(visible(fix.advice))}</td></tr>'
        for fix in fixes[:MOST_FIXES]
    )
    if not rows:
        return ""
    heads = (("problem", ""), ("things", "number"), ("points", "number"), ("what to do", ""))
    head = "".join(f'<th scope="col" class="{kind}">{name}</th>' for name, kind in heads)
    return (
        '<section id="fixes"><h2>What to fix first</h2><div class="scroll" role="region" '
        'tabindex="0" aria-label="What to fix first, table"><table aria-label="What to fix first">'
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div></section>"
    )


def coverage(census: Census) -> str:
    """Return how many datasets and distributions have each property, as HTML."""
    total = census.total
    charts = (
        ("dataset", total.datasets, total.stated),
        ("distribution", total.distributions, total.offered),
    )
    parts = []
    for on, of, stated in charts:
        names = sorted(quality().coverage[on], key=lambda name: -stated[name])
        rows = "".join(_bar(_words(name), name, stated[name], of) for name in names)
        parts.append(
            f'<div><h3>{counted(of, on)}</h3><table class="bars" '
            f'aria-label="Share of {on}s with a property">{rows}</table></div>'
        )
    return (
        '<section id="coverage"><h2>Property coverage</h2>'
        f'<div class="charts">{"".join(parts)}</div></section>'
    )


def score(census: Census) -> str:
    """Return the score of the catalogue by indicator, and a space for the table of datasets."""
    total, most = census.total, most_points(probed=census.probed)
    text = (
        f"{total.score:.1f} of {most} points ({rating(total.score)}), by the indicators of "
        "data.europa.eu (MQA): each indicator's points by the share that passes."
    )
    if not census.probed:
        text += " Without --probe-urls the 80 points for addresses that answer are not counted."
    parts = []
    for dimension in DIMENSIONS:
        members = [i for i in indicators() if i.dimension == dimension]
        rows = "".join(_indicator(i, census) for i in members)
        parts.append(
            f'<div><h3>{dimension.capitalize()}</h3><table class="bars" '
            f'aria-label="{dimension.capitalize()}">{rows}</table></div>'
        )
    return (
        f'<section id="score"><h2>Quality score</h2><p>{text}</p>'
        f'<div class="charts">{"".join(parts)}</div>'
        '<div data-table="lowest"><h3>Datasets with the fewest points</h3></div></section>'
    )


def _indicator(indicator: Indicator, census: Census) -> str:
    name = f"{indicator.label}\u00a0({indicator.points})"
    if indicator.network and not census.probed:
        return f'<tr><th scope="row">{name}</th><td colspan="2" class="note">not asked</td></tr>'
    total = census.total
    of = total.datasets if indicator.on == "dataset" else total.distributions
    return _bar(name, "", total.passed[indicator.id], of)


def _bar(label: str, code: str, part: int, of: int) -> str:
    """Return a row with a bar. Screen readers skip the bar and read the numbers beside it."""
    share = 100 * part / of if of else 0.0
    name = escape(label) + (f" <code>{escape(code)}</code>" if code else "")
    return (
        f'<tr><th scope="row">{name}</th>'
        '<td class="bar"><svg class="bar" viewBox="0 0 100 10" preserveAspectRatio="none" '
        'aria-hidden="true"><rect class="track" width="100" height="10"/>'
        f'<rect class="value" width="{share:.2f}" height="10"/></svg></td>'
        f'<td class="number">{_percent(share)} ({part:,})</td></tr>'
    )


def _percent(share: float) -> str:
    """Return a share in per cent; 0 and 100 are written only for none and all."""
    if 0 < share < 1:
        return "&lt;1 %"
    return f"{min(round(share), 99 if share < 100 else 100)} %"  # noqa: PLR2004


def _words(name: str) -> str:
    """Return the words of a property: `contact point` for `dcat:contactPoint`."""
    return HUMP.sub(
        lambda hump: f" {hump[1] if len(hump[1]) > 1 else hump[1].lower()}", name.partition(":")[2]
    )


def _tile(value: str, label: str, kind: str) -> str:
    return f'<div class="total"><b class="{kind}">{value}</b>{escape(label)}</div>'
