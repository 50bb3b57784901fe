"""The page of plots: what there is, by year, time covered, place, property and points."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ld_convert.score.indicators import quality
from ld_convert.site.drawing import drawn_map
from ld_convert.site.overview import POINTS_STEP

if TYPE_CHECKING:
    from collections import Counter

    from ld_convert.site.files import Folder
    from ld_convert.site.overview import SiteOverview
    from ld_convert.site.pages import Pages

WIDTH, HEIGHT = 960, 220
MOST_BARS = 120


class Column(NamedTuple):
    """A bar of a chart."""

    x: float
    y: float
    width: float
    height: float
    label: str
    total: int


class Chart(NamedTuple):
    """Bars side by side; labels stand below some of them."""

    title: str
    columns: list[Column]
    labels: list[tuple[float, str]]
    most: int


def write_plots(overview: SiteOverview, site: Folder, pages: Pages) -> None:
    """Write `plots/index.html`."""
    charts = [
        _chart("Datasets by year of publication", overview.years, 1),
        _chart("Datasets by the years that they cover", overview.covered, 1),
        _chart("Datasets by points of quality", overview.points, POINTS_STEP),
    ]
    datasets = overview.kinds["dataset"]
    shares = [
        (name, overview.stated[name], overview.stated[name] / datasets)
        for name in quality().coverage["dataset"]
        if datasets
    ]
    filled = pages.page(
        "plots.html",
        1,
        charts=[chart for chart in charts if chart.columns],
        shares=sorted(shares, key=lambda row: (-row[1], row[0])),
        map=drawn_map(overview.boxes),
        datasets=datasets,
    )
    site.put("plots/index.html", filled)


def _chart(title: str, counts: Counter[int], step: int) -> Chart:
    """Return a chart over all values from the first to the last; far too many are put together."""
    if not counts:
        return Chart(title, [], [], 0)
    first, last = min(counts), max(counts)
    while (last - first) // step + 1 > MOST_BARS:
        step *= 10 if step == 1 else 2
    grouped: dict[int, int] = {}
    for value, count in counts.items():
        key = value // step * step
        grouped[key] = grouped.get(key, 0) + count
    keys = range(first // step * step, last + 1, step)
    most, width = max(grouped.values()), WIDTH / len(keys)
    columns, labels = [], []
    every = -(-len(keys) // 12)
    for number, key in enumerate(keys):
        count = grouped.get(key, 0)
        height = count / most * HEIGHT
        name = str(key) if step == 1 else f"{key} to {key + step - 1}"
        x = number * width
        columns.append(
            Column(x, HEIGHT - height, min(max(width - 1, 0.5), 60), height, name, count)
        )
        if number % every == 0:
            labels.append((x, str(key)))
    return Chart(title, columns, labels, most)
