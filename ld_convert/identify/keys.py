"""The keys by which the things of a capture meet those of other captures of the run."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from ld_convert.identify.policies import DOI, dataset_iri, identifiers_of
from ld_convert.model import Key
from ld_convert.values.identifiers import identifier_iri
from ld_convert.vocab.addresses import comparable
from ld_convert.vocab.namespaces import DCAT, DCT, SCHEMA
from ld_convert.vocab.portals import page_key
from ld_convert.vocab.terms import text_literal

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from ld_convert.identify.things import Thing
    from ld_convert.model import Json, Page
    from ld_convert.vocab.records import RecordKey

MET = frozenset({"dataset", "catalog"})
"""Views of the things that captures name for each other."""
PAGE_OF = {"dataset": "page", "catalog": "catalog-page"}
"""By view, the kind of the key that is a page's address: one page may be that of one of each."""
WHOLES = {SCHEMA + "includedInDataCatalog": "catalog"}
"""By property that refers to what is no dataset: the view of that."""
REFERENCES = (
    *(SCHEMA + name for name in ("isPartOf", "hasPart", "includedInDataCatalog", "dataset")),
    *map(str, (DCT.isPartOf, DCT.hasPart, DCAT.dataset, DCAT.inSeries, DCAT.seriesMember)),
)
BARE = frozenset({"@id", "@value", "@type"})
"""What a reference has that is nothing but an address."""
REFERRING = frozenset(SCHEMA + name for name in ("identifier", "name", "sameAs", "url"))
"""Properties of which a reference to a thing is made."""
CHOSEN, BY_ID, BY_PAGE, BY_TEXT, REFERRED = -1, 0, 2, 3, 8
"""Ranks of keys; a portal's own keys have ranks of their own from 0 on."""


def keys_of(
    group: Sequence[Thing], name: str, page: str | None, site: str | None, *, is_chosen: bool
) -> Iterator[Key]:
    """Yield the keys of one thing of a capture, named `name`, and of what it refers to.

    These are the portal's own keys, else the @id, the page or the only address, the DOI and other
    identifiers; the last two join weakly. `page` is the page's own address if it is the thing's,
    `site` the page's own address in any case: an identifier holds on its host only.
    `is_chosen` says that the user has asked for the policy that names the thing: its IRI then comes
    before all others.
    """
    if group[0].view.name not in MET:
        return
    is_described = any(thing.is_described and _says_more(thing) for thing in group)
    own = list(_sure(key for thing in group for key in thing.keys))
    for key in own:
        own_rank = CHOSEN if is_chosen and not key.is_weak else key.rank
        iri = name if is_chosen else key.iri or name
        yield Key(name, key.kind, key.value, iri, own_rank, is_described, key.is_weak)
    if not own:
        rank = CHOSEN if is_chosen else None
        yield from _plain_keys(group, name, (page, site), rank, is_described=is_described)
    for thing in group:
        yield from _references(thing)


def without_shared(keys: Iterable[Key], above: Mapping[str, Collection[str]]) -> list[Key]:
    """Return keys without the weak ones that a thing shares with what it stands in or beside.

    Portals give one DOI to a study and to each of its files, which are not one thing for that.
    `above` has the things inside which each thing of the capture stands.
    """
    found = list(keys)
    holders: dict[tuple[str, str], set[str]] = {}
    for key in found:
        if key.is_weak and key.is_described:
            holders.setdefault((key.kind, key.value), set()).add(key.node)
    shared: set[tuple[str, str, str]] = set()
    for (kind, value), nodes in holders.items():
        if len(nodes) > 1:
            counts = Counter(outer for node in nodes for outer in above.get(node, ()))
            shared.update(
                (node, kind, value)
                for node in nodes
                if any(outer in nodes or counts[outer] > 1 for outer in above.get(node, ()))
            )
    return [key for key in found if not (key.is_weak and (key.node, *key[1:3]) in shared)]


def _says_more(thing: Thing) -> bool:
    """Return whether a page says more of a thing than what a reference to it needs."""
    return thing.is_outer or any(
        key not in REFERRING and key[:1] != "@" for node in thing.nodes for key in node
    )


def _sure(keys: Iterable[RecordKey]) -> Iterator[RecordKey]:
    """Yield keys without the guesses at what another key states, each once."""
    found = dict.fromkeys(keys)
    strong = {key.value for key in found if not key.is_weak}
    stated = {key.kind for key in found if key.is_weak and key.value in strong}
    for key in found:
        if not key.is_weak or key.kind not in stated or key.value in strong:
            yield key


def redirect_keys(page: Page) -> Iterator[Key]:
    """Yield the keys by which the address of a redirect page and its target name one thing.

    Nothing for a page that is no redirect, or of which one of the two addresses is not known.
    """
    if page.kind != "redirect" or not page.url or not page.target:
        return
    name = dataset_iri(page.target)
    for address in (page.url, page.target):
        known = page_key(address)
        if known is not None:
            yield Key(name, known.kind, known.value, known.iri, known.rank, is_described=False)
        elif value := comparable(address):
            iri = dataset_iri(address)
            rank = BY_PAGE if address == page.target else REFERRED
            yield Key(name, "page", value, iri, rank, is_described=False)


def _plain_keys(
    group: Sequence[Thing],
    name: str,
    addresses: tuple[str | None, str | None],
    rank: int | None,
    *,
    is_described: bool,
) -> Iterator[Key]:
    """Yield the keys of a thing that schema.org alone gives.

    A catalogue that others name in passing is known by its name, which makes its IRI already.
    """
    first, (page, site) = group[0], addresses
    if first.view.name == "catalog" and first.names and not any(t.is_outer for t in group):
        return

    def key(kind: str, value: str, own: int, *, is_weak: bool = False) -> Key:
        return Key(name, kind, value, name, own if rank is None else rank, is_described, is_weak)

    stated = [thing.id for thing in group if not thing.blank]
    for iri in stated:
        yield key("id", _same_id(iri), BY_ID if is_described else REFERRED)
        if not is_described:
            yield from _of_address(iri, PAGE_OF[first.view.name])
    urls = list(dict.fromkeys(url for thing in group for url in thing.urls))
    address = page or (urls[0] if len(urls) == 1 else "")
    known = page_key(address) if address else None
    if known is not None:
        yield key(known.kind, known.value, known.rank)
    elif comparable(address):
        rank_of_page = BY_PAGE if is_described else REFERRED
        yield key(PAGE_OF[first.view.name], comparable(address), rank_of_page)
    texts = [text for thing in group for node in thing.nodes for text in identifiers_of(node)]
    for doi in sorted(set(filter(None, map(_doi, (*stated, *texts))))):
        yield key("doi", doi, BY_TEXT, is_weak=True)
    host = comparable(site or next(iter(urls), "")).partition("/")[0]
    if host:
        for text in sorted({text for thing in group for text in thing.identifiers}):
            yield key("identifier", f"{host} {text}", BY_TEXT, is_weak=True)


def _same_id(iri: str) -> str:
    """Return an IRI in the form in which @ids are compared: a DOI, or with http for https.

    A site that has moved to https writes the @ids of its things so, and means the same things.
    """
    return _doi(iri) or re.sub(r"\Ahttps:(?=//)", "http:", iri)


def _doi(text: str) -> str:
    """Return a DOI as its canonical IRI; empty for any other text.

    Letters of both cases are the same in a DOI (ISO 26324; DOI Handbook, section 2.4).
    """
    found = str(identifier_iri(text_literal(text)) or "")
    return found.lower() if found.startswith(DOI) else ""


def _references(thing: Thing) -> Iterator[Key]:
    """Yield the keys of the things to which a thing refers by nothing but an address.

    The address of a node that is a web page is no name of a dataset, though plug-ins such as
    Yoast SEO say that the dataset is a part of that page.
    """
    for node in thing.nodes:
        for predicate in REFERENCES:
            for value in node.get(predicate, ()):
                address = value.get("@id", value.get("@value"))
                is_page = isinstance(address, str) and address in thing.pages
                if value.keys() <= BARE and not is_page:
                    yield from _of_address(address, PAGE_OF[WHOLES.get(predicate, "dataset")])


def _of_address(iri: Json, page: str) -> Iterator[Key]:
    if not isinstance(iri, str):
        return
    known = page_key(iri)
    if known is not None:
        yield Key(iri, known.kind, known.value, known.iri, known.rank, is_described=False)
    elif doi := _doi(iri):
        yield Key(iri, "doi", doi, iri, REFERRED, is_described=False, is_weak=True)
    elif address := comparable(iri):
        yield Key(iri, page, address, iri, REFERRED, is_described=False)
