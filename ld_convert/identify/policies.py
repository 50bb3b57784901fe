"""The policies by which a dataset gets its IRI, and the order in which they are tried."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from ld_convert.model import Json
from ld_convert.settings import UsageError
from ld_convert.values.identifiers import identifier_iri
from ld_convert.vocab.addresses import comparable, page_address, thing_at
from ld_convert.vocab.namespaces import DCT, OWL, SCHEMA
from ld_convert.vocab.portals import page_key
from ld_convert.vocab.terms import text_literal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

DEFAULT = ("id", "page", "url", "hash")
DOI = "https://doi.org/"
IDENTIFIED_BY = tuple(SCHEMA + term for term in ("identifier", "sameAs", "url"))
IDENTIFIED_BY += (str(DCT.identifier), str(OWL.sameAs))
SAID_BY = tuple(SCHEMA + term for term in ("value", "url"))
ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:(?=\S*\Z)")


class Known(NamedTuple):
    """The statements about one dataset from which its IRI can be made."""

    ids: Sequence[str]
    """The @ids that the page gives the dataset; at most one is used."""
    urls: Sequence[str]
    nodes: Sequence[Json]
    """The expanded nodes that describe the dataset."""
    page: str | None
    """The page's own address."""
    alone: bool
    """Whether the page describes no other dataset. The page's address is then the dataset's."""


def order(names: Iterable[str]) -> tuple[str, ...]:
    """Return policies in the order in which they are tried: `names` first, then the usual ones.

    A name may be a list with commas. Raises UsageError for a policy that does not exist.
    """
    chosen = [part.strip() for name in names for part in name.split(",") if part.strip()]
    for name in chosen:
        if name not in CANDIDATES:
            raise UsageError(f"--iri-from {name}: choose from {', '.join(CANDIDATES)}")
    return tuple(dict.fromkeys((*chosen, *DEFAULT)))


def candidates(known: Known, sources: Sequence[str]) -> Iterator[str]:
    """Yield the IRIs that the policies give a dataset, in the order of the policies.

    The policy `hash` ends the list: its IRI is made by the caller.
    """
    for source in sources:
        if source == "hash":
            return
        yield from CANDIDATES[source](known)


def is_own_page(known: Known) -> bool:
    """Return whether the page is about the dataset and about no other."""
    if known.page is None:
        return False
    page = comparable(known.page)
    return known.alone or any(comparable(url) == page for url in known.urls)


def dataset_iri(address: str) -> str:
    """Return the IRI of the dataset of which an address is the page."""
    known = page_key(address)
    return known.iri if known is not None else thing_at(page_address(address) or address, "dataset")


def _id(known: Known) -> Sequence[str]:
    return known.ids[:1]


def _page(known: Known) -> Sequence[str]:
    return [dataset_iri(known.page)] if known.page and is_own_page(known) else []


def _url(known: Known) -> Sequence[str]:
    urls = [url for url in dict.fromkeys(known.urls) if ABSOLUTE.match(url)]
    return [dataset_iri(urls[0])] if len(urls) == 1 else []


def _doi(known: Known) -> Sequence[str]:
    """Return the dataset's DOI as an IRI if it has exactly one.

    Several DOIs may be those of its versions, and none of them is the dataset.
    """
    texts = [text for node in known.nodes for text in (node["@id"], *identifiers_of(node))]
    iris = (identifier_iri(text_literal(text)) for text in texts)
    found = list(dict.fromkeys(str(iri) for iri in iris if iri and iri.startswith(DOI)))
    return found if len(found) == 1 else []


def identifiers_of(node: Json) -> Iterator[str]:
    """Yield the texts of a node that may identify it: identifiers, addresses and the like."""
    for key in IDENTIFIED_BY:
        for value in node.get(key, ()):
            inner = [v for part in SAID_BY for v in value.get(part, ())]
            for text in (v.get("@value", v.get("@id")) for v in (value, *inner)):
                if isinstance(text, str):
                    yield text


CANDIDATES: dict[str, Callable[[Known], Sequence[str]]] = {
    "id": _id,
    "page": _page,
    "url": _url,
    "doi": _doi,
    "hash": lambda _: (),
}
"""By policy: the function that returns the IRIs which the policy gives."""
