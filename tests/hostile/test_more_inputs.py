"""Inputs of the kinds that once broke a run, in other places, encodings and containers."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import warnings
import zipfile
from typing import TYPE_CHECKING

import pytest
from rdflib import Dataset

from ld_convert.rdf.quiet import literals_as_written
from tests.hostile.test_hostile_inputs import faults

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.hostile

DATASET = {"@context": "https://schema.org/", "@type": "Dataset", "@id": "#d", "name": "T"}
DCAT = "@prefix dcat: <http://www.w3.org/ns/dcat#> . <http://a.example/d> a dcat:Dataset ; <urn:p> "


def html(head: str = "", body: str = "", **members: object) -> bytes:
    script = json.dumps(DATASET | members)
    ld = f'<script type="application/ld+json">{script}</script>'
    return f"<html><head>{head}{ld}</head>{body}</html>".encode()


def har(url: str, text: str, **content: str) -> bytes:
    answer = {"status": 200, "content": {"mimeType": "text/html", "text": text, **content}}
    entry = {"request": {"url": url}, "response": answer}
    return json.dumps({"log": {"version": "1.2", "entries": [None, entry]}}).encode()


def warc(url: bytes, body: bytes) -> bytes:
    http = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n" + body
    head = b"WARC/1.0\r\nWARC-Type: response\r\nContent-Type: application/http\r\n"
    return head + b"WARC-Target-URI: %b\r\nContent-Length: %d\r\n\r\n%b\r\n\r\n" % (
        *(url, len(http), http),
    )


def zipped(**members: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return made.getvalue()


RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
XSD = "http://www.w3.org/2001/XMLSchema#"
TAGGED = ("langString", "dirLangString")
SCOPE = '<div itemscope itemtype="https://schema.org/Dataset" itemprop=hasPart>'
REFRESH = '<meta http-equiv=refresh content="0;url=http://[x/y"><base href="http://[::g]/">'
CONTEXT = {"@context": ["https://schema.org/", "//[x/c", {"@base": "http://[::1"}]}
INPUTS: dict[str, bytes | str] = {
    "addresses.html": html(REFRESH, url="http://[x", license="//[", sameAs="http://u:p]s@x/"),
    "context.json": json.dumps(DATASET | CONTEXT).encode(),
    "chain.json": json.dumps(
        {
            **DATASET,
            "@context": ["https://schema.org/", {f"t{n}": f"t{n + 1}:x" for n in range(2_000)}],
            "t0": "x",
        }
    ),
    "contexts.json": json.dumps(DATASET | {"@context": ["https://schema.org/"] * 20_000}),
    "classes.json": json.dumps(DATASET | {"@type": ["Dataset", *(f"T{n}" for n in range(15_000))]}),
    "keys.json": json.dumps(
        {"@context": {"T": "https://schema.org/Dataset"}, "@type": "T"}
        | {f"k{n}": "v" for n in range(30_000)}
    ),
    "prefixes.html": "<html typeof='schema:Dataset' vocab='http://schema.org/' prefix='"
    + " ".join(f"p{n}: http://x.example/{n}" for n in range(20_000))
    + "'>",
    "ports.json": json.dumps(DATASET | {"url": "https://h:99999999999/", "sameAs": "a://h:p/"}),
    "deep.html": f"<html>{SCOPE * 5_000}".encode(),
    "many.json": json.dumps(DATASET | {"hasPart": [{"@type": "Dataset"}] * 3_000}).encode(),
    "graph.har": har("https://victim.example/> <urn:g> . <a", html().decode()),
    "broken.har": har("http://[::1]:x/\u202e\x1b[31m", "%%%", encoding="base64"),
    "coded.warc": warc(b"http://[x/\xff\x1b]0;title\x07", html()),
    "names.zip": zipped(**{"../../x\x1b[2J.html": html(), "C:\\\u202egnp.html": html()}),
    "inside.gz": gzip.compress(gzip.compress(b" " * 80_000_000)),
    "one.bz2": bz2.compress(b"<" * 50_000_000),
    "one.xz": lzma.compress(b'{"a":' * 4_000_000, preset=0),
    "lists.ttl": f"{DCAT} {'(' * 3_000}{')' * 3_000} .".encode(),
    "tag.ttl": f'{DCAT} "x"@en-{"a-" * 3_000}b .'.encode(),
    "graph.nq": b"<urn:a> <urn:b> <http://c.example/\xff> <https://victim.example/g> .\n",
    "half.json": rb'{"@context":"https://schema.org/","@type":"Dataset","@id":"http://a/\ud800"}',
    "charset.html": html('<meta charset="rot13"><meta charset="\x1b[31mutf-99">'),
    "dates.json": json.dumps(
        DATASET | {"temporalCoverage": ["R999999/0001/P9999Y", "to " * 9_000]}
    ),
    "years.har": har("https://a.example/", html().decode()).replace(
        b'"request"', b'"startedDateTime": "9999-12-31T23:00:00-05:00", "request"'
    ),
    "years.warc": warc(b"https://a.example/", html()).replace(
        b"WARC-Type", b"WARC-Date: 0001-01-01T00:00:00+23:00\r\nWARC-Type"
    ),
    "tagged.json": json.dumps(
        DATASET | {"abstract": [{"@value": "x", "@type": f"{RDF}{name}"} for name in TAGGED]}
    ),
    "spaces.json": json.dumps(
        DATASET | {"@type": ["Dataset", *(f"http://a.example/{c}" for c in "\xa0\u2028\u3000")]}
    ),
    "truths.json": json.dumps(
        DATASET | {"abstract": {"@value": "9" * 3_000, "@type": f"{XSD}boolean"}}
    ),
    "metas.html": '<meta name="DC.type" content="Dataset">'
    + "".join(f'<meta name="DC.title" content="{n}">' for n in range(20_000)),
    "chain.rsc": "".join(f'{n:x}:"${n + 1:x}"\n' for n in range(20_000))
    + f"4e20:{json.dumps(DATASET)}\n",
    "spaces.rdf": f"<rdf:RDF xmlns:rdf='{RDF}' "
    + " ".join(f"xmlns:n{n}='urn:{n}#'" for n in range(10_000))
    + "><rdf:Description rdf:about='urn:a'/></rdf:RDF>",
    "sizes.json": json.dumps(
        DATASET | {"distribution": {"@type": "DataDownload", "contentSize": f"1{' ' * 90_000}MB"}}
    ),
}
"""By the name of a file, what is in it."""


@pytest.mark.parametrize("name", INPUTS)
def test_an_input_of_a_known_kind_harms_nothing(tmp_path: Path, name: str) -> None:
    """It ends soon with status 0 or 1, the others are converted, and two readers read quads."""
    found = INPUTS[name]
    file = tmp_path / name
    file.write_bytes(found if isinstance(found, bytes) else found.encode())
    assert not list(faults(file, "nquads", tmp_path))
    with literals_as_written(), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # rdflib warns of itself
        Dataset().parse(data=(tmp_path / "output.nquads").read_bytes(), format="nquads")
