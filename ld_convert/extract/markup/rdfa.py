"""Read RDFa as JSON-LD. Needs pyRdfa3: pip install 'ld-convert[rdfa]'.

Nothing is fetched: vocabulary expansion is off, and pyRdfa3 gets the page as text.
"""

from __future__ import annotations

import re
from hashlib import sha256
from importlib.util import find_spec
from typing import TYPE_CHECKING

from rdflib import RDF, BNode, Literal, URIRef

from ld_convert.extract.html.head import markup_words
from ld_convert.extract.html.tokenizer import elements
from ld_convert.extract.markup.items import Item, Value, documents, references
from ld_convert.extract.markup.tree import parse
from ld_convert.model import Location, Text
from ld_convert.rdf.quiet import literals_as_written
from ld_convert.vocab.addresses import resolved
from ld_convert.vocab.namespaces import DCAT, SCHEMA
from ld_convert.vocab.schemaorg import is_schema_org

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element
    from rdflib import Graph
    from rdflib.term import Node

    from ld_convert.extract.scan import FoundObject
    from ld_convert.findings.report import Report
    from ld_convert.model import Json

TYPEOF = re.compile(rb"[\s\"']typeof\s*=", re.IGNORECASE)
NAMED = re.compile(rb"[\s\"'](?:vocab|prefix|xmlns:\w+)\s*=|typeof\s*=\s*[\"']?\w+:", re.IGNORECASE)
SPOKEN = re.compile(rb"schema|dcat", re.IGNORECASE)
"""A page whose RDFa has a class that counts holds one of these words."""

NAMESPACES = (b"vocab", b"prefix", b"xmlns:")
"""How the names of attributes begin that state namespaces."""
NAMESPACE = re.compile(
    rb"(?<=[\s\"'])((?:vocab|prefix|xmlns:[\w.-]++)\s*+=\s*+)(\"[^\"]*+\"|'[^']*+'|[^\s\"'>]++)",
    re.IGNORECASE,
)
WORD = re.compile(rb"[^\s\"']++")

SCHEMA_ORG = re.compile(r"(?:https?:)?//(?:www\.)?schema\.org[/#](?=[A-Za-z])", re.IGNORECASE)
WANTED = (str(SCHEMA), str(DCAT))
"""Namespaces of the classes that count."""
STEPS = 6
"""How many references away blank nodes are compared, to put them in a stable order."""

MAX_DEPTH = 400
"""Deepest nesting of elements that is read: pyRdfa3 is recursive, and its parser takes a time that
grows with the square of the depth."""

MAX_NAMESPACES = 1_000
"""Most prefixes and namespaces that are read; rdflib compares each with all others."""

SUBJECTS = ("about", "resource", "href", "src")
"""Attributes that name the subject of a typeof; the first counts (RDFa Core 1.1, section 7.5)."""


def rdfa(page: Text, base: str | None, source: str, report: Report) -> Iterator[FoundObject]:
    """Yield JSON-LD for the things of a page that have a class of schema.org or DCAT.

    `base` is the document's address. A thing without an address gets the place of the first typeof
    of the page, because pyRdfa3 gives no positions. What cannot be read is a finding.
    """
    if b"typeof" not in markup_words(page):
        return
    if not all(word.search(page.data) for word in (TYPEOF, NAMED, SPOKEN)):
        return
    typed = [e for e in elements(page.data, b"typeof") if "typeof" in e.attributes]
    if not typed:
        return
    where = Location(source, page, offset=typed[0].offset)
    if find_spec("pyRdfa") is None:
        report.add("LD269", where)
        return
    if (depth := _depth(page.data)) > MAX_DEPTH:
        report.add("LD270", where, error=f"elements are nested {depth} deep")
        return
    if (count := _namespaces(page.data)) > MAX_NAMESPACES:
        report.add("LD270", where, error=f"it names {count} prefixes and namespaces")
        return
    data = _with_namespaces(page.data)
    graph = _graph(data.decode("utf-8", "replace"), base or "", where, report)
    if graph is None:
        return
    offsets: dict[str, int] = {}
    for element in reversed(typed):
        address = next((element.attributes[a] for a in SUBJECTS if a in element.attributes), None)
        if address is not None:
            offsets[resolved(base or "", address.strip())] = element.offset
    items = _items(graph, offsets, typed[0].offset)
    yield from documents(items, _roots(items), page, source)


def _depth(data: bytes) -> int:
    """Return how deep the elements of a page are nested."""
    markup = parse(data)
    depths: dict[_Element | None, int] = {None: 0}
    for element in markup.order if markup else ():
        depths[element] = depths[element.getparent()] + 1
    return max(depths.values())


def _namespaces(data: bytes) -> int:
    """Return how many different prefixes and namespaces the attributes of a page name."""
    return len({word for found in NAMESPACE.finditer(data) for word in WORD.findall(found[2])})


def _with_namespaces(data: bytes) -> bytes:
    """Return the page with each spelling of schema.org's namespace in its official form.

    pyRdfa3 joins a namespace and a name as they stand: `http://schema.org` and `Dataset` would be
    `http://schema.orgDataset`.
    """
    tags = {
        (element.offset, element.start)
        for prefix in NAMESPACES
        if prefix in data.lower()
        for element in elements(data, prefix)
        if any(name.startswith(prefix.decode()) for name in element.attributes)
    }
    parts, position = [], 0
    for start, end in sorted(tags):
        parts += [data[position:start], NAMESPACE.sub(_official, data[start:end])]
        position = end
    return b"".join([*parts, data[position:]])


def _official(attribute: re.Match[bytes]) -> bytes:
    """Return an attribute in which what means schema.org is its namespace."""
    return attribute[1] + WORD.sub(
        lambda word: (
            str(SCHEMA).encode() if is_schema_org(word[0].decode("utf-8", "replace")) else word[0]
        ),
        attribute[2],
    )


def _graph(text: str, base: str, where: Location, report: Report) -> Graph | None:
    """Return the graph that pyRdfa3 reads from a page; None, with a finding, if it fails."""
    from html5lib import HTMLParser, treebuilders  # noqa: PLC0415  an extra, with pyRdfa3
    from pyRdfa import RDFaError, pyRdfa, pyRdfaError  # noqa: PLC0415  an extra
    from pyRdfa.options import Options  # noqa: PLC0415

    options = Options(vocab_expansion=False, embedded_rdf=False, output_processor_graph=False)
    reader = pyRdfa(options=options, base=base, media_type="text/html")
    # What pyRdfa3 raises for pages that it did not expect; it recurses over the elements.
    odd = (AttributeError, IndexError, KeyError, RecursionError, TypeError, ValueError)
    try:
        # Not graph_from_source: it prints tracebacks, changes the filters of warnings, and parses
        # the page as XML, with all entities that the page defines.
        document = HTMLParser(tree=treebuilders.getTreeBuilder("dom")).parse(text)
        with literals_as_written():
            graph: Graph = reader.graph_from_DOM(document)
    except (RDFaError, pyRdfaError, *odd) as error:
        report.add("LD270", where, error=f"{type(error).__name__}: {error}")
        return None
    return graph


def _items(graph: Graph, offsets: dict[str, int], default: int) -> dict[str, Item]:
    """Return the things of a graph, sorted by place and by their statements.

    pyRdfa3 gives the statements in another order in each run.
    """
    colours = _colours(graph)
    items: dict[str, Item] = {}

    def rank(triple: tuple[Node, Node, Node]) -> tuple[int, str, str, str]:
        subject, predicate, value = triple
        place = offsets.get(str(subject), default)
        return place, colours.get(subject, str(subject)), str(predicate), _shown(value, colours)

    for subject, predicate, value in sorted(graph, key=rank):
        name = _name(subject)
        item = items.setdefault(name, Item(name, offsets.get(str(subject), default)))
        if predicate == RDF.type and isinstance(value, URIRef):
            item.types.append(SCHEMA_ORG.sub(SCHEMA, str(value)))
        else:
            key = SCHEMA_ORG.sub(SCHEMA, str(predicate))
            item.statements.append((key, Value(_json(value), item.offset)))
    return items


def _colours(graph: Graph) -> dict[Node, str]:
    """Return for each blank node a hash of the statements about it, some references deep."""
    colours: dict[Node, str] = {}
    said: dict[Node, list[tuple[Node, Node]]] = {}
    for subject, predicate, value in graph:
        if isinstance(subject, BNode):
            said.setdefault(subject, []).append((predicate, value))
    for _ in range(STEPS):
        colours = {
            subject: sha256(
                repr(sorted((p, _shown(v, colours)) for p, v in pairs)).encode(
                    "utf-8", "surrogatepass"
                )
            ).hexdigest()
            for subject, pairs in said.items()
        }
    return colours


def _shown(value: Node, colours: dict[Node, str]) -> str:
    return colours.get(value, "") if isinstance(value, BNode) else value.n3()


def _roots(items: dict[str, Item]) -> list[str]:
    """Return the things of a wanted class that no other thing leads to; of a cycle, the first."""
    wanted = [
        name for name, item in items.items() if any(iri.startswith(WANTED) for iri in item.types)
    ]
    inside = {o for name, item in items.items() for o in references(item, items) if o != name}
    roots: list[str] = []
    covered: set[str] = set()
    for name in sorted(wanted, key=inside.__contains__):
        if name not in covered:
            roots.append(name)
            _cover(items, name, covered)
    return roots


def _cover(items: dict[str, Item], start: str, covered: set[str]) -> None:
    """Add to `covered` a thing and all things that it leads to."""
    covered.add(start)
    stack = [start]
    while stack:
        new = set(references(items[stack.pop()], items)) - covered
        covered |= new
        stack += new


def _json(value: Node) -> Json:
    if not isinstance(value, Literal):
        return {"@id": _name(value)}
    if value.language:
        return {"@value": str(value), "@language": value.language}
    return (
        {"@value": str(value), "@type": str(value.datatype)}
        if value.datatype
        else {"@value": str(value)}
    )


def _name(node: Node) -> str:
    return str(node) if isinstance(node, URIRef) else f"_:{node}"
