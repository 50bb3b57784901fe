"""Publishing that is killed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph
import pytest

from tests.support.kills import killed, run_whole, seconds
from tests.support.pages import write_pages

if TYPE_CHECKING:
    from pathlib import Path

MANIFEST = "urn:ld-convert:manifest/"
KILLS = 4


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_a_publication_that_is_killed_goes_on(tmp_path: Path) -> None:
    """The same command afterwards leaves the statements of a run that nobody killed, each once."""
    pages = write_pages(tmp_path / "pages", range(40))
    whole, broken = tmp_path / "whole", tmp_path / "broken"

    def command(store: Path) -> list[str]:
        return ["publish", str(pages), "--to", str(store), "--date", "2026-01-01", "-j", "2"]

    most_seconds = seconds(command(whole))
    assert killed(command(broken), most_seconds, KILLS, seed=4) == KILLS
    run_whole(command(broken))
    assert statements(broken) == statements(whole)


def statements(folder: Path) -> list[str]:
    """What is in a store, with labels that do not depend on the run.

    Its own notes on the runs, of which there were several, are left out.
    """
    quads = pyoxigraph.Store.read_only(str(folder))
    found = pyoxigraph.Dataset(quad for quad in quads if MANIFEST not in str(quad))
    found.canonicalize(pyoxigraph.CanonicalizationAlgorithm.UNSTABLE)
    return sorted(map(str, found))
