"""The pages about many entries: the first page, all titles, agents, keywords, shared things."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rdflib import URIRef

from ld_convert.site.addresses import slug
from ld_convert.site.facts import Facts
from ld_convert.site.parts import agent
from ld_convert.site.search import write_search
from ld_convert.site.statements import statement_rows
from ld_convert.vocab.files import data

if TYPE_CHECKING:
    from ld_convert.settings import Settings
    from ld_convert.site.files import Folder
    from ld_convert.site.overview import SiteOverview
    from ld_convert.site.pages import Pages
    from ld_convert.site.shelf import Shelf

FILES = ("site.css", "site.js", "land.svg")
"""Files that go into a site as they are."""
ON_FIRST, ON_PAGE = 50, 200
MOST_OF_AGENT = 1_000
MOST_KEYWORD_PAGES = 2_000
"""Keywords with a page of their own, the most frequent first; the search knows all."""
SHARED = {"concept": "Concept", "place": "Place"}


class SiteAbout(NamedTuple):
    """What a catalogue says of itself."""

    title: str
    description: str
    url: str
    iri: str
    publisher: str


def about(shelf: Shelf, settings: Settings) -> SiteAbout:
    """Return what the catalogue of a shelf says of itself."""
    iri = shelf.address(settings.catalog)
    facts, node = Facts(shelf.description(settings.catalog, shelf.url)), URIRef(iri)
    publisher = facts.first(node, "dct:publisher")
    return SiteAbout(
        facts.text(node, "dct:title") or settings.catalog_title,
        facts.text(node, "dct:description"),
        shelf.url,
        iri,
        facts.label(publisher) if publisher is not None else "",
    )


def write_lists(overview: SiteOverview, shelf: Shelf, site: Folder, pages: Pages) -> None:
    """Write all pages about many entries, and the files that all pages need."""
    for name in FILES:
        site.put(name, data(f"vocab/pages/site/{name}").read_bytes())
    count = -(-overview.count // ON_PAGE)
    site.put(
        "index.html",
        pages.page("index.html", 0, rows=list(overview.rows(0, ON_FIRST)), overview=overview),
    )
    for number in range(1, count + 1):
        rows = list(overview.rows((number - 1) * ON_PAGE, ON_PAGE))
        filled = pages.page(
            "all.html", 2, rows=rows, number=number, count=count, total=overview.count
        )
        site.put(f"all/{number}/index.html", filled)
    write_search(overview, site)
    _agents(overview, shelf, site, pages)
    _keywords(overview, site, pages)
    _instruments(overview, shelf, site, pages)
    for kind, title in SHARED.items():
        for iri in shelf.things(kind):
            page = shelf.page(iri)
            facts = Facts(shelf.about(iri))
            name = facts.label(URIRef(shelf.address(iri)))
            said, _ = statement_rows(facts, {}, MOST_OF_AGENT)
            filled = pages.page("thing.html", 2, kind=title, name=name, statements=said)
            site.put(f"{page}index.html", filled)


def _agents(overview: SiteOverview, shelf: Shelf, site: Folder, pages: Pages) -> None:
    done, listed = set(), []
    for iri, roles in overview.agents(MOST_OF_AGENT):
        path = shelf.agent_path(iri)
        facts = Facts(shelf.about(shelf.named(iri)))
        one = agent(facts, URIRef(iri))
        total = {role: found.total for role, found in roles.items()}
        shown = {role: found.rows for role, found in roles.items()}
        site.put(
            f"{path}index.html", pages.page("agent.html", 2, agent=one, roles=shown, total=total)
        )
        done.add(path)
        if "publisher" in roles:
            listed.append((one.name, path, total["publisher"]))
    for iri in shelf.things("agent"):
        path = shelf.page(iri)
        if path not in done:
            one = agent(Facts(shelf.about(iri)), URIRef(shelf.address(iri)))
            site.put(
                f"{path}index.html", pages.page("agent.html", 2, agent=one, roles={}, total={})
            )
    rows = [(f"{name}", f"{path}", n) for name, path, n in sorted(listed)]
    site.put("publishers/index.html", pages.page("names.html", 1, title="Publishers", names=rows))


def _instruments(overview: SiteOverview, shelf: Shelf, site: Folder, pages: Pages) -> None:
    listed = []
    for path, name, found in overview.instruments(MOST_OF_AGENT):
        filled = pages.page("instrument.html", 2, name=name, rows=found.rows, total=found.total)
        site.put(f"{path}index.html", filled)
        listed.append((name, path, found.total))
    done = {path for _, path, _ in listed}
    for iri in shelf.things("instrument"):
        if (path := shelf.page(iri)) not in done:
            name = Facts(shelf.about(iri)).label(URIRef(shelf.address(iri)))
            filled = pages.page("instrument.html", 2, name=name, rows=[], total=0)
            site.put(f"{path}index.html", filled)
    names = sorted(listed)
    site.put(
        "instruments/index.html", pages.page("names.html", 1, title="Instruments", names=names)
    )


def _keywords(overview: SiteOverview, site: Folder, pages: Pages) -> None:
    values = overview.values("keyword", MOST_KEYWORD_PAGES)
    listed = []
    for value, count in values:
        path = f"keyword/{slug(value)}/"
        rows = overview.rows_of("keyword", value, MOST_OF_AGENT)
        filled = pages.page("keyword.html", 2, keyword=value, rows=rows, total=count)
        site.put(f"{path}index.html", filled)
        listed.append((value, path, count))
    site.put("keywords/index.html", pages.page("names.html", 1, title="Keywords", names=listed))
