"""Find out which keywords a query uses, by the parser of the engine that will evaluate it.

A keyword is replaced by letters that are none. Where the engine then refuses the query, it read the
keyword there; in a string, a comment, an IRI or a name any letters will do. So there is no second
grammar that could disagree with the engine's, and the work is linear in the length of the text.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from pyoxigraph import Store

from ld_convert.query.network import no_network

if TYPE_CHECKING:
    from collections.abc import Mapping

ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
MOST_CODE_POINT = 0x10FFFF
NO_KEYWORD = "QQQQQQQQQQ"


def uses(query: str, keyword: str, prefixes: Mapping[str, str], base: str = "") -> bool:
    """Return whether a query uses a keyword, such as SERVICE, GRAPH or FROM.

    SPARQL decodes escapes of code points before all else (SPARQL 1.1 Query, section 19.2), and so
    does this. Of a text that is no query at all, the answer is whether the word is in it.
    """
    word = re.compile(keyword, re.IGNORECASE | re.ASCII)
    text = _decoded(query)
    if not word.search(text):
        return False
    other = NO_KEYWORD[: len(keyword)]
    known = {word.sub(other, prefix): iri for prefix, iri in prefixes.items()}
    return bool(problem(word.sub(other, text), known, base))


def problem(query: str, prefixes: Mapping[str, str], base: str = "") -> str:
    """Return why the engine takes a text for no query; the empty string for a query.

    Without a base, relative IRIs have no meaning (RFC 3986, section 5.1).
    """
    try:
        with no_network():  # the answer to ASK is searched for at once
            Store().query(query, base_iri=base or None, prefixes=dict(prefixes))
    except (SyntaxError, ValueError) as error:
        return str(error)
    except OSError:
        return ""  # a SERVICE that was not reached
    return ""


@lru_cache(maxsize=1)
def _decoded(query: str) -> str:
    return ESCAPE.sub(lambda found: chr(min(int(found[1] or found[2], 16), MOST_CODE_POINT)), query)
