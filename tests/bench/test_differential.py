"""Three engines agree: `python -m tests.bench.differential` asks them about more."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

import pytest

from tests.bench.differential import differences, graphs, jena

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.servers


def test_jena_finds_what_our_engine_finds(shared: Path, tmp_path: Path) -> None:
    """Focus, path, value, component and severity, over every fifteenth graph."""
    assert shared
    with jena(tmp_path) as check:
        found = list(islice(graphs(10), 0, None, 15))
        assert any(check(graph) for _, graph in found)
        assert list(differences(found, {"Jena": check})) == []
