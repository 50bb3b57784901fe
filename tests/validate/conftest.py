from __future__ import annotations

import pytest
import rdflib
from rdflib import Graph

from ld_convert.vocab.files import data


@pytest.fixture(autouse=True)
def literals_as_written(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep literals as they stand, as the command does; pySHACL switches this back by itself."""
    monkeypatch.setattr(rdflib, "NORMALIZE_LITERALS", False)


@pytest.fixture(scope="module")
def shapes() -> Graph:
    return Graph().parse(data=data("shapes/dcat-ap.ttl").read_bytes(), format="turtle")
