"""The tokens of a SPARQL query, to show where in its text a word stands."""

from __future__ import annotations

import re

TOKEN = re.compile(
    r"""<[^<>"{}|^`\\\x00-\x20]*+>              # an IRI
      | \"\"\"(?>\"{0,2}(?:[^"\\]|\\.))*+(?:\"\"\"|\Z)  # long and short strings
      | '''(?>'{0,2}(?:[^'\\]|\\.))*+(?:'''|\Z)
      | "(?:[^"\\\n\r]|\\.)*+(?:"|\Z)?
      | '(?:[^'\\\n\r]|\\.)*+(?:'|\Z)?
      | \#[^\n\r]*+                             # a comment
      | [?$]\w++                                # a variable
      | @[A-Za-z]++(?>-[A-Za-z0-9]++)*+         # a language tag
      | (?:[\w.-]++:?|:)                        # a word, a number, or the start of
        (?:(?<=:)(?:[\w.:-]|%[0-9A-Fa-f][0-9A-Fa-f]|\\.)*+)?  # a prefixed name or a blank node
    """,
    re.VERBOSE | re.DOTALL,
)
"""SPARQL 1.1 Query, section 19.8. A string that is not closed runs to the end, and signs that may
stand in a name are one token, so that nothing is read twice."""
