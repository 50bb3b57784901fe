"""What tests of publishing share: a run, and what a store holds after it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph
from pyoxigraph import CanonicalizationAlgorithm, Dataset, RdfFormat

from ld_convert import Settings
from ld_convert.publish import PublishTarget, publish
from ld_convert.run import ALONE, Events, How, Output, convert
from ld_convert.store import Access, open_store

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from ld_convert.model import Finding

SETTINGS = Settings(publisher_name="Water office")


class Shown(list[str]):
    """The ids of the findings that a run shows, without those about pages and catalogue."""

    def __call__(self, findings: Iterable[Finding]) -> None:
        """Remember some findings."""
        self += [f.code for f in findings if f.code[:3] in ("LD6", "LD1") and f.code != "LD601"]


def run(
    pages: Path, target: PublishTarget, settings: Settings = SETTINGS, access: Access | None = None
) -> tuple[dict[str, int], list[str]]:
    """Publish, and return how many graphs there are of each kind, and the findings."""
    shown = Shown()
    plan = publish([str(pages)], target, settings, Events(shown), access).plan
    kinds = [change.kind for change in plan]
    return {kind: kinds.count(kind) for kind in sorted(set(kinds))}, shown


def content(url: str, access: Access | None = None, *, own: bool = False) -> dict[str, bytes]:
    """The canonical N-Triples of each graph under our base; with `own` the manifest too."""
    store = open_store(url, access)
    graphs = {
        graph: canonical(store.get_graph(graph))
        for graph in store.counts()
        if graph.startswith(SETTINGS.base) and (own or "manifest/" not in graph)
    }
    store.close()
    return graphs


def canonical(triples: bytes) -> bytes:
    """A graph's canonical N-Quads (RDFC-1.0)."""
    dataset = Dataset(pyoxigraph.parse(triples, RdfFormat.N_TRIPLES))
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    text = pyoxigraph.serialize(dataset, format=RdfFormat.N_QUADS) or b""
    return b"\n".join(sorted(text.splitlines()))


def quads(pages: Path, folder: Path, how: How = ALONE) -> bytes:
    """What `convert -f nquads` writes."""
    file = folder / "expected.nq"
    output = Output(str(file), "nquads")
    convert([str(pages)], output, SETTINGS, Events(lambda _: None), how)
    return file.read_bytes()


def converted(
    pages: Path, folder: Path, how: How = ALONE, *, rewritten: bool = True
) -> dict[str, bytes]:
    """The canonical N-Quads of each graph that `convert -f nquads` writes.

    With `rewritten` as oxigraph's store gives them back, which keeps values instead of literals.
    """
    found: pyoxigraph.Store | Dataset
    found = Dataset(pyoxigraph.parse(quads(pages, folder, how), RdfFormat.N_QUADS))
    if rewritten:
        store = pyoxigraph.Store()
        store.extend(found)
        found = store
    graphs: dict[str, list[pyoxigraph.Triple]] = {}
    for quad in found:
        graphs.setdefault(str(quad.graph_name).strip("<>"), []).append(quad.triple)
    return {
        graph: canonical(pyoxigraph.serialize(triples, format=RdfFormat.N_TRIPLES) or b"")
        for graph, triples in graphs.items()
    }
