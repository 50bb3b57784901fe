"""What harvesters read: DCAT in pages linked by Hydra, in JSON for the US, and as one document.

Sources: Hydra Core Vocabulary, "PartialCollectionView"; ckanext-dcat's harvester, which follows
`hydra:next` of a `hydra:PagedCollection`; DCAT-US 1.1 and 3.0.
"""

from __future__ import annotations

from collections import Counter
from contextlib import ExitStack
from typing import TYPE_CHECKING, NamedTuple, Self

import orjson
from rdflib import RDF, Literal, Namespace, URIRef

from ld_convert.catalogue.void import Addresses, VoidCounts, VoidSubject, described
from ld_convert.rdf.index import insert
from ld_convert.site import datajson, dcat_us
from ld_convert.site.dcat import TYPE, turtle_head, turtle_of, written
from ld_convert.site.shelf_tables import KINDS
from ld_convert.vocab.namespaces import prefixes

if TYPE_CHECKING:
    from types import TracebackType

    from ld_convert.rdf.index import Index
    from ld_convert.site.files import Folder
    from ld_convert.site.lists import SiteAbout
    from ld_convert.site.shelf import Shelf
    from ld_convert.site.view import EntryView

ENTRIES_OF_PAGE = 100
FORMS = {"ttl": "turtle", "rdf": "rdf-xml"}
DATA_JSON = {"data.json": datajson, "dcat-us-3.json": dcat_us}
"""By name: what writes a list of all datasets as JSON."""
DATA_END = b"\n]}\n"
HYDRA = Namespace(prefixes()["hydra"])
LISTED_BY = {kind: link for link, kind in KINDS.items()}
"""By the folder of an entry: the property by which the catalogue lists it."""


class Paging(NamedTuple):
    """Where a page of a feed stands."""

    number: int
    last: int
    total: int


class Feeds:
    """Writes the feeds as entries come; in memory is what one page of a feed has."""

    def __init__(self, site: Folder, shelf: Shelf, about: SiteAbout) -> None:
        self._site, self._shelf, self._about = site, shelf, about
        self._total = shelf.count()
        self._page: Index = {}
        self._in_page = self._number = self._written = 0
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        """Open what is written as a stream."""
        self._lists = {
            self._stack.enter_context(self._site.stream(name)): form
            for name, form in DATA_JSON.items()
        }
        for stream, form in self._lists.items():
            stream.write(form.head(self._about))
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the streams."""
        self._stack.__exit__(kind, error, trace)

    def add(self, view: EntryView, dcat: Index) -> None:
        """Take an entry, and its DCAT."""
        for subject, said in dcat.items():
            for predicate, values in said.items():
                for value in values:
                    insert(self._page, subject, predicate, value)
        link = LISTED_BY[view.path.partition("/")[0]]
        insert(self._page, URIRef(self._about.iri), URIRef(link), URIRef(view.iri))
        self._in_page += 1
        if view.kind in ("dataset", "series"):
            for stream, form in self._lists.items():
                stream.write(b",\n" if self._written else b"")
                stream.write(orjson.dumps(form.described(view)))
            self._written += 1
        if self._in_page == ENTRIES_OF_PAGE:
            self._end_page()

    def finish(self) -> None:
        """Write the last page of the feeds, and the documents that hold everything."""
        if self._in_page:
            self._end_page()
        for stream in self._lists:
            stream.write(DATA_END)
        self._everything()

    def _end_page(self) -> None:
        self._number += 1
        last = -(-self._total // ENTRIES_OF_PAGE)
        head = dict(self._shelf.about(self._shelf.catalogue))
        for subject, said in head.items():
            for predicate, values in said.items():
                for value in values:
                    insert(self._page, subject, predicate, value)
        for ending, form in FORMS.items():
            page = {subject: dict(said) for subject, said in self._page.items()}
            _add_paging(page, self._about.url, ending, Paging(self._number, last, self._total))
            self._site.put(f"feed/{self._number}.{ending}", written(page, form))
        self._page, self._in_page = {}, 0

    def _everything(self) -> None:
        """Write `catalog.ttl` and `void.ttl`; what is counted is what is written."""
        triples = subjects = 0
        classes, properties = Counter[bytes](), Counter[bytes]()
        with self._site.stream("catalog.ttl") as stream:
            stream.write(turtle_head())
            for lines in self._shelf.everything():
                subjects += 1
                for line in lines:
                    _, predicate, value = line.removesuffix(b" .\n").split(b" ", 2)
                    triples += 1
                    properties[predicate] += 1
                    if predicate == b"<%s>" % str(RDF.type).encode():
                        classes[value] += 1
                stream.writelines(turtle_of(lines))
        about = self._about
        subject = VoidSubject(f"{about.url}void.ttl", about.title, about.iri)
        counts = VoidCounts(triples, subjects, classes, properties)
        addresses = Addresses((f"{about.url}catalog.ttl",))
        self._site.put("void.ttl", described(counts, subject, addresses))


def _add_paging(page: Index, url: str, ending: str, at: Paging) -> None:
    """Say which page this is, and which is the next one."""
    own, others = URIRef(f"{url}feed/{at.number}.{ending}"), {}
    others[HYDRA.first], others[HYDRA.last] = 1, at.last
    if at.number < at.last:
        others[HYDRA.next] = at.number + 1
    if at.number > 1:
        others[HYDRA.previous] = at.number - 1
    for kind in (HYDRA.PagedCollection, HYDRA.PartialCollectionView):
        insert(page, own, TYPE, URIRef(kind))
    insert(page, own, URIRef(HYDRA.totalItems), Literal(at.total))
    insert(page, own, URIRef(HYDRA.itemsPerPage), Literal(ENTRIES_OF_PAGE))
    for link, number in others.items():
        insert(page, own, URIRef(link), URIRef(f"{url}feed/{number}.{ending}"))
