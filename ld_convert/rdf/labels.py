"""Labels of blank nodes that are ours alone: no text of a page stands in one as it is."""

from __future__ import annotations

from functools import lru_cache

from ld_convert.vocab.term_syntax import safe_label

safe = lru_cache(maxsize=4_096)(safe_label)


def own_label(label: str, scope: str) -> str:
    """Return a label of a page's own, such as `_:a b`, made that of one fragment.

    The scope is the fragment's. The result holds letters, digits, `-` and `_`; different labels
    stay different.
    """
    return f"_:{scope}b{safe('/' + label[2:])}"
