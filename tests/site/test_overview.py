"""What a site keeps of its entries to list them."""

from __future__ import annotations

import time
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from ld_convert.site.overview import SiteOverview
from tests.support.places import CAPTURES
from tests.support.sites import made

if TYPE_CHECKING:
    from pathlib import Path

    from ld_convert.site.view import EntryView

COUNT = 2_000


@pytest.fixture
def entry(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> EntryView:
    """The entry of our capture."""
    seen: list[EntryView] = []
    add = SiteOverview.add

    def watched(self: SiteOverview, view: EntryView) -> None:
        seen.append(view)
        add(self, view)

    with monkeypatch.context() as patch:
        patch.setattr(SiteOverview, "add", watched)
        made(tmp_path / "site", CAPTURES / "tide-gauge.html")
    return seen[0]


def test_entries_are_listed_with_their_facets_sooner_than_they_are_taken(entry: EntryView) -> None:
    """However many there are: no table is searched from its start for each entry."""
    with closing(SiteOverview()) as overview:
        times = [time.process_time()]
        for number in range(COUNT):
            overview.add(replace(entry, path=f"dataset/{number}/"))
        times.append(time.process_time())
        found = [*zip(overview.rows(), overview.facets_by_row(), strict=True)]
        times.append(time.process_time())
    assert len(found) == COUNT
    assert all(row.path and facets["keyword"] for row, facets in found)
    assert times[2] - times[1] < times[1] - times[0]
