"""The change feed: what each run did, when, and how a client finds it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pyoxigraph
import pytest
from pyoxigraph import RdfFormat

from ld_convert import Settings
from ld_convert.catalogue.event_stream import CREATED, GraphChange
from ld_convert.publish import PublishTarget
from ld_convert.publish.changes import feed
from ld_convert.publish.manifest import read_manifest
from ld_convert.store import open_store
from tests.support.pages import page, write_pages
from tests.support.published import SETTINGS, run

FEED = "https://data.example/changes.ttl"


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    return write_pages(tmp_path / "pages", range(6))


@pytest.fixture
def target(tmp_path: Path) -> PublishTarget:
    return PublishTarget(str(tmp_path / "store"))


def fed(file: Path) -> dict[str, list[pyoxigraph.Quad]]:
    """The statements of a feed by the local name of their property."""
    found: dict[str, list[pyoxigraph.Quad]] = {}
    for quad in pyoxigraph.parse(file.read_bytes(), RdfFormat.TURTLE, base_iri=FEED):
        found.setdefault(re.split("[#/]", quad.predicate.value)[-1], []).append(quad)
    return found


def test_the_feed_names_each_change(pages: Path, target: PublishTarget, tmp_path: Path) -> None:
    """as:Create, as:Update and as:Delete, added to what earlier runs wrote; the head is once."""
    file = tmp_path / "changes.ttl"
    with_feed = target._replace(changes=str(file), prune=True)
    run(pages, with_feed)
    (pages / "00003.html").write_text(page(3, "Now in metres."))
    (pages / "00004.html").unlink()
    run(pages, with_feed, Settings(publisher_name="Water office", date="2026-01-31"))
    told = fed(file)
    assert len({quad.object for quad in told["member"]}) == 7 + 7
    kinds = [str(quad.object).strip("<>").rpartition("#")[2] for quad in told["type"]]
    assert (kinds.count("Create"), kinds.count("Delete")) == (7, 1)
    assert kinds.count("Update") == 6, (
        "each record has the date of its run, and so has the catalogue"
    )
    (view,) = told["view"]
    assert str(view.object) == f"<{FEED}>"


def test_the_feed_tells_when_a_change_was_made(
    pages: Path, target: PublishTarget, tmp_path: Path
) -> None:
    """Not the date of the captures; and no change is older than one that stands before it."""
    file = tmp_path / "changes.ttl"
    start = datetime.now(UTC).isoformat(timespec="milliseconds")
    run(pages, target._replace(changes=str(file)), replace(SETTINGS, date="2020-01-31"))
    (pages / "00003.html").write_text(page(3, "Now in metres."))
    later = file.read_text().replace('"20', '"21')  # as by a clock that is a century fast
    file.write_text(later)
    run(pages, target._replace(changes=str(file)), replace(SETTINGS, date="2020-01-31"))
    times = [getattr(quad.object, "value", "") for quad in fed(file)["published"]]
    assert times == sorted(times)
    assert len(times) == 7 + 1
    assert start < times[0].replace("21", "20", 1)


def test_two_runs_of_one_number_make_changes_of_two_names(tmp_path: Path) -> None:
    """Publishers who did not see each other count alike, and may write one feed."""
    store = open_store("")
    change = [GraphChange(CREATED, "urn:ld-convert:g", 1)]
    for manifest in (read_manifest(store, SETTINGS, {}) for _ in range(2)):
        assert manifest.run == 1
        with feed(str(tmp_path / "changes.ttl"), manifest) as tell:
            tell(change)
    assert len({quad.object for quad in fed(tmp_path / "changes.ttl")["member"]}) == 2
