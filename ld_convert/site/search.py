"""The index of the search: facets with their values, and the rows in parts that a browser reads.

It is ours because the libraries that are well kept are npm's: pagefind is a program of its own that
reads finished pages, and lunr's index has no facets with counts and is larger than the rows.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

import orjson

from ld_convert.site.overview import FACETS

if TYPE_CHECKING:
    from ld_convert.site.files import Folder
    from ld_convert.site.overview import SiteOverview

ROWS_OF_PART = 2_000
MOST_VALUES = 20_000
"""Values of a facet that can be chosen, the most frequent first."""


def write_search(overview: SiteOverview, site: Folder) -> None:
    """Write `search/head.json` and `search/N.json`."""
    values = [[value for value, _ in overview.values(kind, MOST_VALUES)] for kind in FACETS]
    numbers = [{value: number for number, value in enumerate(known)} for known in values]
    parts = 0
    both = zip(overview.rows(), overview.facets_by_row(), strict=True)
    while some := list(islice(both, ROWS_OF_PART)):  # batched came with Python 3.12
        rows = [
            (
                *row[:7],
                row.formats,
                row.points,
                [
                    [known[value] for value in facets.get(kind, ()) if value in known]
                    for kind, known in zip(FACETS, numbers, strict=True)
                ],
            )
            for row, facets in some
        ]
        site.put(f"search/{parts}.json", orjson.dumps(rows))
        parts += 1
    head = {"count": overview.count, "parts": parts, "kinds": FACETS, "values": values}
    site.put("search/head.json", orjson.dumps(head))
