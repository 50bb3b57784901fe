"""What an engineer would glue together today of the fastest parts, as well as he could.

A regular expression finds the JSON-LD, pyoxigraph loads a batch of pages with a small context in
place of that of schema.org, one SPARQL query makes DCAT of them all, and shacl-rust validates the
batch with our shapes. It is no part of the tests' requirements: `pip install shacl-rust`.
"""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from typing import TYPE_CHECKING

import orjson
import pyoxigraph
from pyoxigraph import RdfFormat

from ld_convert.vocab.files import data
from tests.bench.naive import Converted, records

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ld_convert.model import Capture, Json

BATCH = 500
"""Pages that are loaded, mapped and validated together."""
MISSING = "" if find_spec("shacl_rust") else "shacl-rust is not installed"
"""Why the glue cannot run here."""

CONTEXT = {
    "@vocab": "http://schema.org/",
    "url": {"@type": "@id"},
    "license": {"@type": "@id"},
    "contentUrl": {"@type": "@id"},
}
"""Expands all that the query takes as the context of schema.org does. pyoxigraph has no loader for
contexts and reads one anew with each record: with the 204 entries of ours it loads six times as
long."""

QUERY = """
PREFIX s: <http://schema.org/>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX dcat: <http://www.w3.org/ns/dcat#>
PREFIX dct: <http://purl.org/dc/terms/>
PREFIX foaf: <http://xmlns.com/foaf/0.1/>
CONSTRUCT { ?node ?to ?value } WHERE {
  {
    VALUES (?class ?from ?to) {
      (s:Dataset s:name dct:title)
      (s:Dataset s:description dct:description)
      (s:Dataset s:keywords dcat:keyword)
      (s:Dataset s:identifier dct:identifier)
      (s:Dataset s:url dcat:landingPage)
      (s:Dataset s:license dct:license)
      (s:Dataset s:datePublished dct:issued)
      (s:Dataset s:dateModified dct:modified)
      (s:Dataset s:publisher dct:publisher)
      (s:Dataset s:creator dct:creator)
      (s:Dataset s:distribution dcat:distribution)
      (s:DataDownload s:name dct:title)
      (s:DataDownload s:contentUrl dcat:accessURL)
      (s:DataDownload s:encodingFormat dct:format)
      (s:Organization s:name foaf:name)
      (s:Person s:name foaf:name)
    }
    ?node a ?class ; ?from ?value
  } UNION {
    VALUES (?class ?value) {
      (s:Dataset dcat:Dataset)
      (s:DataDownload dcat:Distribution)
      (s:Organization foaf:Agent)
      (s:Person foaf:Agent)
    }
    ?node a ?class BIND(rdf:type AS ?to)
  }
}
"""


def convert(pages: Sequence[Capture]) -> Iterator[Converted]:
    """Yield what each batch of pages becomes: its statements as N-Triples, and its findings."""
    import shacl_rust  # noqa: PLC0415  # optional

    for start in range(0, len(pages), BATCH):
        batch = pages[start : start + BATCH]
        store = pyoxigraph.Store()
        documents = [_document(record, page) for page in batch for record in records(page)]
        store.bulk_load(orjson.dumps(documents), RdfFormat.JSON_LD)
        made = store.query(QUERY)
        assert isinstance(made, pyoxigraph.QueryTriples)
        written = made.serialize(format=RdfFormat.N_TRIPLES)
        assert written is not None
        report = shacl_rust.validate(
            written.decode(), _shapes(), data_format="nt", experimental_index=True
        )
        yield Converted(written, len(report["results"]))


def _document(record: Json, page: Capture) -> Json:
    """Return a record with a name and a context that pyoxigraph can read."""
    context = {**CONTEXT, "@base": page.url}
    return {**record, "@context": context, "@id": f"{page.url}#dataset"}


@cache
def _shapes() -> str:
    return data("shapes/dcat-ap.ttl").read_text("utf-8")
