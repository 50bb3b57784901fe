"""A whole run for programs: inputs in, a catalogue with its graph and findings out."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass
from functools import cached_property
from html import escape
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any
from weakref import finalize

from rdflib import Graph, URIRef

from ld_convert import run
from ld_convert.findings.codes import counted
from ld_convert.model import About, Finding
from ld_convert.pipeline.datasets import PageDatasets
from ld_convert.rdf.parse import parse
from ld_convert.report.answered import unanswered
from ld_convert.run.whole_file import whole_file
from ld_convert.settings import Settings, UsageError
from ld_convert.vocab.namespaces import DCAT, RDF, prefixes
from ld_convert.write import ENDINGS, QUADS, write

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ld_convert.catalogue.evidence import Evidence

DEFAULTS = Settings()


@dataclass(repr=False)
class Catalogue:
    """What a run made of its inputs."""

    findings: tuple[Finding, ...]
    captures: int
    """Pages and records that were read."""
    rejected: tuple[str, ...]
    """Names of the captures without a dataset."""
    _document: Path
    """The catalogue in N-Triples; the file goes with this object."""

    @cached_property
    def graph(self) -> Graph:
        """The catalogue as an rdflib graph, with the usual prefixes bound."""
        graph = Graph()
        for prefix, iri in prefixes().items():
            graph.bind(prefix, iri, replace=True)
        if self._document.exists():
            found, error = parse(self._document.read_bytes(), self._document.as_uri())
            if error is not None:
                raise error
            graph += found
        return graph

    @cached_property
    def datasets(self) -> tuple[About, ...]:
        """The datasets, sorted by IRI: each with its title, owner and page."""
        nodes = {n for n in self.graph.subjects(RDF.type, DCAT.Dataset) if isinstance(n, URIRef)}
        found = PageDatasets(self.graph, (), lambda *_: None, None)
        return tuple(found.of(node) for node in sorted(nodes, key=str))

    def write(self, path: str | Path, form: str | None = None) -> None:
        """Write the catalogue to a file; the form follows from the ending of its name.

        The file appears whole or not at all. Raises UsageError for an unknown ending, and for a
        form with named graphs, which only the command `convert` writes.
        """
        name = form or ENDINGS.get(Path(path).suffix, "")
        if not name or name in QUADS:
            known = ", ".join(end for end, of in ENDINGS.items() if of not in QUADS)
            raise UsageError(f"{path}: a catalogue is written to a file that ends in {known}")
        with whole_file(str(path)) as stream:
            if name == "nt" and self._document.exists():
                with self._document.open("rb") as written:
                    shutil.copyfileobj(written, stream)
            else:
                write([self.graph], stream, name)

    def findings_frame(self) -> Any:
        """Return the findings as a pandas data frame, a row each.

        Lines and columns are integers, with `NA` where a finding has none. Raises ImportError
        where pandas is not installed; no extra brings it.
        """
        try:
            pandas = import_module("pandas")
        except ImportError as error:
            raise ImportError("findings_frame needs pandas: pip install pandas") from error
        frame = pandas.DataFrame(finding.as_dict() for finding in self.findings)
        return frame.astype({name: "Int64" for name in ("line", "column") if name in frame})

    def __repr__(self) -> str:
        """Return `Catalogue(2 datasets in 3 captures, 31 findings)`."""
        counts = (counted(len(self.datasets), "dataset"), counted(self.captures, "capture"))
        return f"Catalogue({' in '.join(counts)}, {counted(len(self.findings), 'finding')})"

    def _repr_html_(self) -> str:
        """Return a table of the datasets, for notebooks."""
        rows = "".join(
            f"<tr><td>{escape(d.title)}</td><td>{escape(d.owner)}</td>"
            f"<td>{escape(d.dataset)}</td></tr>"
            for d in self.datasets
        )
        return f"<table><tr><th>title</th><th>owner</th><th>dataset</th></tr>{rows}</table>"


def convert(
    inputs: str | Path | Iterable[str | Path], settings: Settings = DEFAULTS, *, jobs: int = 1
) -> Catalogue:
    """Convert captures to a catalogue, as the command `convert` does.

    An input is a file, a directory or a glob. Raises FileNotFoundError and OSError for an input
    that cannot be read, and UsageError for a setting that cannot be used.
    """
    names = [inputs] if isinstance(inputs, (str, Path)) else inputs
    folder = Path(tempfile.mkdtemp(prefix="ld-convert-"))
    document = folder / "catalogue.nt"
    findings: list[Finding] = []
    rejected: list[str] = []

    def show(found: Iterable[Finding]) -> None:
        for finding in found:
            _ = finding.place  # makes the texts, and lets go of the page
            findings.append(finding)

    def take_back(evidence: Evidence) -> None:
        findings[:] = unanswered(findings, evidence)

    events = run.Events(show, rejected.append, written=take_back)
    try:
        output = run.Output(str(document), "nt")
        tally = run.convert(map(str, names), output, settings, events, run.How(jobs))
    except BaseException:
        shutil.rmtree(folder)
        raise
    made = Catalogue(tuple(findings), tally.captures, tuple(rejected), document)
    finalize(made, shutil.rmtree, folder, ignore_errors=True)
    return made
