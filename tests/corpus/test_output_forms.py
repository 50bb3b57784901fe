from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import CanonicalizationAlgorithm, Dataset, RdfFormat, parse

from tests.support.cli import run


@pytest.mark.corpus
def test_turtle_and_ntriples_of_the_whole_corpus_are_one_graph(
    shared: Path, tmp_path: Path
) -> None:
    """Nested nodes, odd prefixes and numbers in Turtle lose and add nothing, nor do two readers."""
    found = []
    for name, form in (("c.ttl", RdfFormat.TURTLE), ("c.nt", RdfFormat.N_TRIPLES)):
        output = str(tmp_path / name)
        inputs = [str(shared / "corpus"), str(shared / "captures")]
        run("-q", "convert", *inputs, "-o", output)
        graph = Dataset(parse((tmp_path / name).read_bytes(), form))
        graph.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
        found.append(graph)
    assert len(found[0]) > 5000
    assert found[0] == found[1]
