"""Find the kind of a capture from its content, never from its name."""

from __future__ import annotations

import codecs
import re

JSON_START = re.compile(rb'[\[{]\s*(?:["\[{\]}]|-?\d|true|false|null|//|/\*)')
HTML_START = re.compile(
    rb"(?><!--.*?-->|<\?xml[^>]*+>|\s++)*+<(?:!doctype\s++html|[a-z][a-z0-9]*+[\s/>])",
    re.IGNORECASE | re.DOTALL,
)
HTML_INSIDE = re.compile(rb"<(?:html|head|body|script|meta)[\s>]", re.IGNORECASE)
FLIGHT_START = re.compile(
    rb'[0-9a-fA-F]*:(?:[\[{"]|null|true|false|T[0-9a-f]+,|I[\[{]|E\{|H[A-Za-z][\[{"]'
    rb'|[DJW][\[{"]|N\d|[AOoUSsLlGgMmVb][0-9a-f]+,|[RrXx]\r?\n)'
    rb"|[JM]\d+:[\[{]"  # the tag before the id: React of 2022
)
RDF_START = re.compile(
    rb"(?:(?>\#[^\n]*+\n|\s++)*+(?:@(?:prefix|base)\s|(?i:prefix\s++[\w.-]*+:|base)\s*+<[^>]*+>"
    rb"|(?:<[a-z][a-z0-9+.-]*+:[^<>\s]*+>|_:[\w.-]++)\s++(?:<[^<>\s]*+>|a\s)"
    rb"|(?>(?i:graph)\s++)?+<[a-z][a-z0-9+.-]*+:[^<>\s]*+>\s*+\{)"  # TriG
    rb"|(?><\?.*?\?>|<!--.*?-->|<!DOCTYPE[^\[>]*+(?:\[.*?\]\s*+>|>)|\s++)*+"
    rb"<(?>[\w.-]++:)?+RDF[\s>])",
    re.DOTALL,
)
"""No part can be read in two ways: a text of many comments takes no longer than its size allows."""
WIDE_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
MARKS = re.compile(rb"\A(?:\xef\xbb\xbf)++")
"""A program that adds a byte order mark to each file adds a second one the second time."""
TAR = re.compile(rb".{257}ustar", re.DOTALL)
"""The magic of POSIX.1-1988; the pages in an archive would else be read as parts of one page."""
START_BYTES = 100_000
"""How much of a capture is looked at."""


def kind_of(data: bytes) -> str:
    """Return html, flight, json or rdf, or the empty string for anything else."""
    if TAR.match(data):
        return ""
    start = data[:START_BYTES]
    if start.startswith(WIDE_MARKS):
        start = start.decode("utf-16", "replace").encode()
    start = MARKS.sub(b"", start).lstrip()
    for kind, pattern in KINDS.items():
        if pattern.match(start):
            return kind
    return "html" if HTML_INSIDE.search(start) else ""


KINDS = {"rdf": RDF_START, "json": JSON_START, "flight": FLIGHT_START, "html": HTML_START}
"""In the order in which they are tried."""
