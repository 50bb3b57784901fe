"""What a capture is, from its content and never from its name."""

from __future__ import annotations

import codecs
import re

JSON_START = re.compile(rb'[\[{]\s*(?:["\[{\]}]|-?\d|true|false|null|//|/\*)')
HTML_START = re.compile(
    rb"(?:<!--.*?-->|<\?xml[^>]*>|\s)*<(?:!doctype\s+html|[a-z][a-z0-9]*[\s/>])",
    re.IGNORECASE | re.DOTALL,
)
HTML_INSIDE = re.compile(rb"<(?:html|head|body|script|meta)[\s>]", re.IGNORECASE)
FLIGHT_START = re.compile(
    rb'[0-9a-fA-F]*:(?:[\[{"]|null|true|false|T[0-9a-f]+,|I[\[{]|E\{|H[A-Za-z][\[{"]'
    rb'|[DJW][\[{"]|N\d|[AOoUSsLlGgMmVb][0-9a-f]+,|[RrXx]\r?\n)'
    rb"|[JM]\d+:[\[{]"  # the tag before the id: React of 2022
)
RDF_START = re.compile(
    rb"(?:(?:\#[^\n]*\n|\s)*(?:@(?:prefix|base)\s|(?i:prefix\s+[\w.-]*:|base)\s*<[^>]*>"
    rb"|(?:<[a-z][a-z0-9+.-]*:[^<>\s]*>|_:[\w.-]+)\s+(?:<[^<>\s]*>|a\s)"
    rb"|(?:(?i:graph)\s+)?<[a-z][a-z0-9+.-]*:[^<>\s]*>\s*\{)"  # TriG
    rb"|(?:<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>|\s)*<(?:[\w.-]+:)?RDF[\s>])",
    re.DOTALL,
)
WIDE_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
START_BYTES = 100_000
"""How much of a capture is looked at."""


def container_of(start: bytes) -> str:
    """Return how to open what begins so: a key of CONTAINERS, or the empty string.

    JSON counts as a container, because more than one record can follow.
    """
    for kind, pattern in CONTAINER_STARTS.items():
        if pattern.match(start):
            return kind
    return "json" if kind_of(start) == "json" else ""


def kind_of(data: bytes) -> str:
    """Return html, flight, json or rdf, or the empty string for anything else."""
    start = data[:START_BYTES]
    if start.startswith(WIDE_MARKS):
        start = start.decode("utf-16", "replace").encode()
    start = start.removeprefix(codecs.BOM_UTF8).lstrip()
    for kind, pattern in KINDS.items():
        if pattern.match(start):
            return kind
    return "html" if HTML_INSIDE.search(start) else ""


KINDS = {"rdf": RDF_START, "json": JSON_START, "flight": FLIGHT_START, "html": HTML_START}
"""In the order in which they are tried."""

CONTAINER_STARTS = {
    "gzip": re.compile(rb"\x1f\x8b"),
    "zip": re.compile(rb"PK(?:\x03\x04|\x05\x06)"),
    "warc": re.compile(rb"\s*WARC/\d"),
    "zstd": re.compile(rb"\x28\xb5\x2f\xfd|[\x50-\x5f]\x2a\x4d\x18"),
    "lz4": re.compile(rb"\x04\x22\x4d\x18"),
    "har": re.compile(
        rb'(?:\xef\xbb\xbf)?\s*\{\s*"log"\s*:\s*\{\s*"(?:version|creator|pages|entries)"'
    ),
}
