"""Who may have the data: rights of access of the EU authority table `access-right`.

Source: DCAT-AP 3.0.1, Dataset, access rights (PUBLIC, RESTRICTED and NON_PUBLIC are allowed).
"""

from __future__ import annotations

import re
from functools import cache

from rdflib import Literal, URIRef
from rdflib.term import Node

from ld_convert.values.iris import iri
from ld_convert.values.lookup import cells, coded
from ld_convert.values.terms import lexical
from ld_convert.vocab.authority import table
from ld_convert.vocab.namespaces import EU

TRUTH = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
PUBLIC, RESTRICTED, NON_PUBLIC = (
    EU[f"access-right/{code}"] for code in ("PUBLIC", "RESTRICTED", "NON_PUBLIC")
)
STRICTNESS: dict[Node, int] = {PUBLIC: 1, RESTRICTED: 2, NON_PUBLIC: 3}


def access_right(value: Node) -> URIRef | None:
    """Return PUBLIC, RESTRICTED or NON_PUBLIC of the EU table; None when the words are others.

    IRIs of COAR, OpenAIRE, ePrints and INSPIRE are read too. The rights that DCAT-AP does not allow
    (confidential, sensitive, normal) give None.
    """
    text = lexical(value)
    address = text.replace("https://", "http://").rstrip("/")
    same = cells("access-right", ("same_as",), str).get(address)
    found = same or coded("access-right", ("code", "label", "words"), text)
    return EU[f"access-right/{found}"] if found in _allowed() else None


def free_access(value: Node) -> URIRef | None:
    """Return PUBLIC for true, for schema:isAccessibleForFree; false says nothing here.

    That nothing is to be paid does not say that everyone gets the data, so the rule that uses this
    asks first whether anything speaks of a condition.
    """
    return PUBLIC if truth_of(value) else None


def not_free(value: Node) -> URIRef | None:
    """Return RESTRICTED for false, for schema:isAccessibleForFree; true says nothing here."""
    return RESTRICTED if truth_of(value) is False else None


def subscription(value: Node) -> URIRef | None:
    """Return RESTRICTED for true, for schema:requiresSubscription; false says nothing."""
    return RESTRICTED if truth_of(value) else None


def no_price(value: Node) -> URIRef | None:
    """Return PUBLIC for a price of nothing; None for all else."""
    free = re.fullmatch(r"[.,]*+0[0.,]*+", lexical(value), re.ASCII)
    return PUBLIC if free and isinstance(value, Literal) else None


def other_rights(value: Node) -> Literal | URIRef | None:
    """Return conditions of access in other words than those that `access_right` reads."""
    text = lexical(value)
    if not text or access_right(value) is not None:
        return None
    return iri(value) or (Literal(text) if isinstance(value, Literal) else None)


def strictness(value: Node) -> int:
    """Return how strict a right of access is: the more, the fewer may have the data."""
    return STRICTNESS.get(value, 0)


def truth_of(value: Node) -> bool | None:
    """Return a boolean from xsd:boolean, words, or schema:True and schema:False; else None."""
    return TRUTH.get(re.sub(r"^https?://schema\.org/", "", lexical(value)).lower())


@cache
def _allowed() -> frozenset[str]:
    return frozenset(row["code"] for row in table("access-right") if row["allowed"] == "yes")
