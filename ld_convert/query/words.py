"""The bare words of a SPARQL query: what is left without strings, IRIs, comments and names."""

from __future__ import annotations

import re

TOKEN = re.compile(
    r"""<[^<>"{}|^`\\\x00-\x20]*>               # an IRI
      | \"\"\"(?:\"{0,2}(?:[^"\\]|\\.))*\"\"\"  # long and short strings
      | '''(?:'{0,2}(?:[^'\\]|\\.))*'''
      | "(?:[^"\\\n\r]|\\.)*"
      | '(?:[^'\\\n\r]|\\.)*'
      | \#[^\n\r]*                              # a comment
      | [?$]\w+                                 # a variable
      | @[A-Za-z]+(?:-[A-Za-z0-9]+)*            # a language tag
      | [\w.-]*:(?:[\w.:-]|%[0-9A-Fa-f]{2}|\\.)*  # a prefixed name, a blank node
      | (?P<word>[A-Za-z]+)
    """,
    re.VERBOSE | re.DOTALL,
)
"""SPARQL 1.1 Query, section 19.8; each alternative takes what the grammar takes for its token."""


def has_service(query: str) -> bool:
    """Return whether a query sends a part of itself elsewhere (SPARQL 1.1 Federated Query)."""
    return "SERVICE" in _words(query)


def has_dataset(query: str) -> bool:
    """Return whether a query names its graphs (SPARQL 1.1 Query, section 13.2)."""
    return "FROM" in _words(query)


def _words(query: str) -> set[str]:
    """Return the keywords of a query in capitals.

    SPARQL reads escapes of code points before anything else (section 19.2), and so does this.
    """
    text = re.sub(
        r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})",
        lambda m: chr(min(int(m[1] or m[2], 16), 0x10FFFF)),
        query,
    )
    return {match["word"].upper() for match in TOKEN.finditer(text) if match["word"]}
