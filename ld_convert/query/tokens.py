"""The tokens of a SPARQL query, to show where in its text a word stands."""

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
