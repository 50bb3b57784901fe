"""Others read what is written: `python -m tests.bench.readers` asks them of more."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.bench.readers import READERS, differences, inputs, outputs
from tests.hostile.test_more_inputs import INPUTS

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.servers


def test_every_reader_reads_every_form(tmp_path: Path, captures: Path) -> None:
    """Oxigraph, rdflib, Jena, rapper, N3.js and jsonld.js refuse nothing, and count the same."""
    hostile = tmp_path / "hostile"
    hostile.mkdir()
    for name, data in INPUTS.items():
        if len(data) < 10_000:
            (hostile / name).write_bytes(data if isinstance(data, bytes) else data.encode())
    pages = inputs(tmp_path, 5)["generated"]
    files = outputs({"pages": [*pages, str(captures)], "hostile": [str(hostile)]}, tmp_path)
    readings = {name: list(reader(files)) for name, reader in READERS.items()}
    assert len(readings["oxigraph"]) == len(files) == 14
    assert list(differences(readings)) == []
