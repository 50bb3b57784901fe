"""An entry of the catalogue as its page and all exports show it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rdflib import Literal, URIRef

from ld_convert.rdf.index import new_graph
from ld_convert.score.assess import graph_census
from ld_convert.site import parts
from ld_convert.site.addresses import live, slug
from ld_convert.site.facts import Facts, SaidText, ThingLink, rank
from ld_convert.site.languages import by_language
from ld_convert.site.tree import tree

if TYPE_CHECKING:
    from rdflib.term import Node

    from ld_convert.rdf.index import Index
    from ld_convert.score.census import Score
    from ld_convert.site.languages import SaidIn
    from ld_convert.site.parts import Agent, CoveredPeriod, DataFile, EarthBox, Variable
    from ld_convert.site.shelf import Entry, Shelf
    from ld_convert.site.tree import TreeNode

DOI = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:|info:doi/)?(10\.\d{4,9}/\S+)", re.IGNORECASE)
ACCESS = {
    "PUBLIC": "Open: anyone may have the data.",
    "RESTRICTED": "Restricted: the data are given under conditions, mostly on request.",
    "NON_PUBLIC": "Closed: the data are not given to the public.",
    "CONFIDENTIAL": "Confidential: the data are given to nobody but their owner.",
    "SENSITIVE": "Sensitive: who may have the data is decided case by case.",
    "NORMAL": "Normal conditions of access.",
}
"""Rights of access in words, by the code of the EU authority table access-right."""
NOT_KNOWN = "The source does not say who may have the data."
INSTRUMENTS = "instrument/"
"""Folder of the pages of instruments."""
MOST_PARTS = 500
"""Files, variables and related datasets that a page shows; it counts all."""
CLASSES = {
    "dcat:DatasetSeries": "series", "dcat:DataService": "service", "dcat:Catalog": "catalogue",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class EntryView:
    """What is known of one entry."""

    iri: str
    page: str
    """Address of its page."""
    path: str
    """Folder of its page in the site."""
    kind: str
    """dataset, series, service or catalogue."""
    titles: list[SaidText]
    """Its IRI where it has no title."""
    descriptions: list[SaidText]
    keywords: list[SaidText]
    themes: list[ThingLink]
    creators: list[Agent]
    publishers: list[Agent]
    contacts: list[Agent]
    identifiers: list[str]
    doi: str
    issued: str
    modified: str
    version: str
    languages: list[ThingLink]
    licences: list[ThingLink]
    access: str
    """Code of the right of access; empty where the source says nothing."""
    rights: list[SaidText]
    places: list[ThingLink]
    boxes: list[EarthBox]
    periods: list[CoveredPeriod]
    files: list[DataFile]
    variables: list[Variable]
    instruments: list[ThingLink]
    """Each has a page in the site."""
    projects: list[ThingLink]
    """What the dataset comes from."""
    series: list[ThingLink]
    tree: list[TreeNode]
    """Of what it is a part, and what its parts are."""
    related: list[ThingLink]
    landing: list[ThingLink]
    source: str
    """Address of the page that it was read from."""
    captured: str
    """When that page was captured."""
    score: Score
    facts: Facts

    @property
    def title(self) -> str:
        """The title that most people can read."""
        return self.titles[0].text

    @property
    def description(self) -> str:
        """The description that most people can read."""
        return self.descriptions[0].text if self.descriptions else ""

    @property
    def languages_said(self) -> list[SaidIn]:
        """Titles and descriptions by language; what every reader shall see comes first."""
        return by_language(self.titles, self.descriptions)

    @property
    def other_identifiers(self) -> list[str]:
        """The identifiers but for the DOI."""
        return [one for one in self.identifiers if not self.doi or self.doi not in one.lower()]

    @property
    def year(self) -> int | None:
        """The year of publication, else of the last change."""
        return parts.year(self.issued) or parts.year(self.modified)

    @property
    def access_words(self) -> str:
        """Who may have the data, in words."""
        return ACCESS.get(self.access, NOT_KNOWN)


def view(entry: Entry, shelf: Shelf, index: Index) -> EntryView:
    """Return what a description of a shelf says of an entry."""
    iri = shelf.address(entry.iri)
    facts, node = Facts(index, shelf.link), URIRef(iri)
    record = next((s for s in index if node in facts.terms(s, "foaf:primaryTopic")), None)
    identifiers = _identifiers(facts, node)
    dois = (found[1] for name in [*identifiers, iri] if (found := DOI.fullmatch(name)))
    places = facts.terms(node, "dct:spatial")
    boxes = (parts.box(facts, place) for place in places)
    periods = (parts.period(facts, one) for one in facts.terms(node, "dct:temporal"))
    variables = _variables(facts, node)
    source = facts.plain(record, "prov:wasDerivedFrom", "dct:source")
    return EntryView(
        iri=iri, page=shelf.url + entry.path, path=entry.path,
        kind=next((k for c, k in CLASSES.items() if facts.has_class(node, c)), "dataset"),
        titles=facts.texts(node, "dct:title", "schema:name") or [SaidText(iri)],
        descriptions=sorted(  # of one language the longest first: the others are often its start
            facts.texts(node, "dct:description", "schema:description"),
            key=lambda one: (rank(one.lang), one.lang, -len(one.text), one.text),
        ),
        keywords=facts.texts(node, "dcat:keyword"),
        themes=facts.links(node, "dcat:theme", "dct:subject"),
        creators=_agents(facts, node, "dct:creator"),
        publishers=_agents(facts, node, "dct:publisher"),
        contacts=_agents(facts, node, "dcat:contactPoint"),
        identifiers=identifiers, doi=next(dois, "").lower(),
        issued=parts.day(facts.plain(node, "dct:issued")),
        modified=parts.day(facts.plain(node, "dct:modified")),
        version=facts.plain(node, "dcat:version", "owl:versionInfo"),
        languages=facts.links(node, "dct:language"),
        licences=_licences(facts, node),
        access=facts.plain(node, "dct:accessRights").rpartition("/")[2],
        rights=[SaidText(facts.label(r))
                for r in facts.terms(node, "dct:rights", "dct:accessRights")
                if not isinstance(r, URIRef) or "/access-right/" not in str(r)],
        places=[one for one in facts.links(node, "dct:spatial") if one.label],
        boxes=[found for found in boxes if found], periods=[found for found in periods if found],
        files=[parts.data_file(facts, one) for one in facts.terms(node, "dcat:distribution")],
        variables=[parts.variable(facts, one) for one in variables],
        instruments=_instruments(facts, node),
        projects=facts.links(node, "prov:wasGeneratedBy"),
        series=facts.links(node, "dcat:inSeries"),
        tree=tree(shelf, entry.iri),
        related=facts.links(
            node, "dct:isPartOf", "dct:relation", "dct:source", "dct:isVersionOf",
            "dct:isReferencedBy", "dct:references", "dcat:hasVersion", "dct:replaces",
        ),
        landing=facts.links(node, "dcat:landingPage"),
        source=live(source),
        captured=parts.day(facts.plain(record, "dct:modified")),
        score=graph_census(new_graph(index), "", (), [iri]).scores[0],
        facts=facts,
    )  # fmt: skip


def _identifiers(facts: Facts, node: URIRef) -> list[str]:
    """Return what identifies an entry besides its IRI, each once."""
    said = facts.terms(node, "dct:identifier", "schema:identifier")
    found = [str(one) for one in said if isinstance(one, Literal | URIRef)]
    found += [facts.text(one, "skos:notation") for one in facts.terms(node, "adms:identifier")]
    return list(dict.fromkeys(name for name in found if name and name != str(node)))


def _agents(facts: Facts, node: Node, curie: str) -> list[Agent]:
    found = {parts.agent(facts, one) for one in facts.terms(node, curie)}
    return sorted(found, key=lambda one: (one.name, one.iri))


def _instruments(facts: Facts, node: Node) -> list[ThingLink]:
    """Return what measured: what an activity used, and what the page calls so; each name once."""
    made_by = facts.terms(node, "prov:wasGeneratedBy")
    used = [link for one in made_by for link in facts.links(one, "prov:used")]
    used += facts.links(node, "schema:instrument", "harmony:instruments")
    pages = {one.label: one.path for one in used if one.path.startswith(INSTRUMENTS)}
    known = {one.label: one for one in used if not (one.path and one.label not in pages)}
    return [
        one._replace(path=pages.get(label) or f"{INSTRUMENTS}{slug(label)}/")
        for label, one in sorted(known.items())[:MOST_PARTS]
    ]


def _licences(facts: Facts, node: Node) -> list[ThingLink]:
    own = facts.links(node, "dct:license")
    files = facts.terms(node, "dcat:distribution")
    return own or sorted({link for one in files for link in facts.links(one, "dct:license")})


def _variables(facts: Facts, node: Node) -> list[Node]:
    """Return the variables of a dataset: columns of CSVW, else what schema.org says of them."""
    tables = facts.terms(node, "csvw:table")
    schemas = [s for t in tables for s in facts.terms(t, "csvw:tableSchema")]
    columns = [c for s in schemas for c in facts.terms(s, "csvw:column")]
    return columns or facts.terms(node, "schema:variableMeasured", "schema:variablesMeasured")
