"""Labels of blank nodes that are ours alone: no text of a page stands in one as it is."""

from __future__ import annotations

import re
from functools import lru_cache

ODD = re.compile(r"[^A-Za-z0-9]")


def own_label(label: str, scope: str) -> str:
    """Return a label of a page's own, such as `_:a b`, made that of one fragment.

    The scope is the fragment's. The result holds letters, digits, `-` and `_`; different labels
    stay different.
    """
    return f"_:{scope}b{safe('/' + label[2:])}"


@lru_cache(maxsize=4_096)
def safe(pointer: str) -> str:
    """Return a pointer in the letters of a blank node label; different pointers stay different."""
    return ODD.sub(lambda m: "-" if m[0] == "/" else f"_{ord(m[0]):x}_", pointer)
