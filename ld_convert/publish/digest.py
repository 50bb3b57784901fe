"""Hash a graph; the hash does not depend on the labels of its blank nodes."""

from __future__ import annotations

import hashlib
import math
import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

import pyoxigraph
from pyoxigraph import BlankNode, CanonicalizationAlgorithm, Dataset, RdfFormat

from ld_convert.catalogue.outward_terms import DCT, TYPE
from ld_convert.vocab.namespaces import prefixes

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

IS_RECORD = f" {TYPE} <{prefixes()['dcat']}CatalogRecord>".encode()
DATES = tuple(f" <{DCT}{name}> ".encode() for name in ("issued", "modified"))
LINK = re.compile(rb"^_:\S+ \S+ _:[^\s\"]+ \.$", re.MULTILINE)
"""A statement from one blank node to another; without one, none has neighbours to try."""
RDFC, LABELS = "rdfc-1.0-sha256", "labels-sha256"
MOST_ORDERS = 10_000
"""How many orders of look-alike blank nodes are tried; a clique of nine has millions."""

MOST_STEPS = 1_000_000
"""How many steps along look-alike blank nodes are made: their number to the third power for those
that hang together, as in a long list; 300 in one list take three seconds."""


def digest(triples: Collection[bytes]) -> str:
    """Return the SHA-256 hash of a graph's canonical N-Quads (RDFC-1.0), after its algorithm.

    Blank nodes that look alike can make the algorithm run for hours, and a page could be made
    for that. Such a graph is hashed with its labels as they stand, which ours are made for: they
    come from places in the page, and are the same in every run.
    """
    tied = [line for line in triples if b"_:" in line]  # and literals with _: in them
    ground = [line for line in triples if b"_:" not in line]
    text = b" .\n".join([*tied, b""])
    algorithm = RDFC if not LINK.search(text) or is_tame(_parsed(text)) else LABELS
    if algorithm == RDFC and tied:
        dataset = Dataset(_parsed(text))
        dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
        canonical = pyoxigraph.serialize(dataset, format=RdfFormat.N_QUADS) or b""
        tied = canonical.removesuffix(b" .\n").split(b" .\n")
    whole = b" .\n".join([*sorted(ground + tied), b""])
    return f"{algorithm}:{hashlib.sha256(whole).hexdigest()}"


def _parsed(text: bytes) -> list[pyoxigraph.Quad]:
    return list(pyoxigraph.parse(text, RdfFormat.N_TRIPLES))


def without_record_dates(triples: Collection[bytes]) -> list[bytes]:
    """Return the triples of a graph without dct:issued and dct:modified of its catalogue records.

    These dates are the file's where the user gives none. A new crawl has new dates; a record
    changes only with its content.
    """
    records = {line[: -len(IS_RECORD)] for line in triples if line.endswith(IS_RECORD)}
    dated = tuple(record + date for record in records for date in DATES)
    return [line for line in triples if not line.startswith(dated)]


def is_tame(quads: Collection[pyoxigraph.Quad]) -> bool:
    """Return whether RDFC-1.0 is done soon.

    It tries all orders of a node's neighbours that look alike (section 4.8, step 5.4), and goes
    on from each: the product over all nodes is a bound.
    """
    orders: Counter[tuple[BlankNode, bool, Way]] = Counter()
    groups: dict[BlankNode, list[BlankNode]] = {}
    for one, other, way in _alike(quads):
        orders[one, True, way] += 1
        orders[other, False, way] += 1
        first, second = groups.setdefault(one, [one]), groups.setdefault(other, [other])
        if first is not second:
            small, large = sorted((first, second), key=len)
            large += small
            groups.update(dict.fromkeys(small, large))
    tries = sum(math.lgamma(count + 1) for count in orders.values())
    steps = sum(len(group) ** 2 for group in groups.values())  # once for each of its nodes
    return tries <= math.log(MOST_ORDERS) and steps <= MOST_STEPS


Look = tuple[tuple[bool, str, str], ...]
"""What a blank node looks like: whether it is the subject, the predicate and the other end."""
Way = tuple[str, Look, Look]
"""What a link looks like: its predicate, and what stands at its ends."""


def _alike(quads: Collection[pyoxigraph.Quad]) -> Iterator[tuple[BlankNode, BlankNode, Way]]:
    """Yield the links between blank nodes that look like another one, and what each looks like.

    Nodes look alike whose statements are the same with all blank nodes taken for one: RDFC-1.0's
    first degree hash (section 4.6).
    """
    links = [
        (quad.subject, quad.object, str(quad.predicate))
        for quad in quads
        if isinstance(quad.subject, BlankNode)
        and isinstance(quad.object, BlankNode)
        and quad.subject != quad.object
    ]
    if not links:
        return
    about: dict[BlankNode, list[tuple[bool, str, str]]] = defaultdict(list)
    for quad in quads:
        subject, predicate, value = quad.subject, str(quad.predicate), quad.object
        if isinstance(subject, BlankNode):
            about[subject].append((True, predicate, _seen(value)))
        if isinstance(value, BlankNode):
            about[value].append((False, predicate, _seen(subject)))
    looks = {node: tuple(sorted(rows)) for node, rows in about.items()}
    alike = Counter(looks.values())
    for one, other, predicate in links:
        if alike[looks[one]] > 1 and alike[looks[other]] > 1:
            yield one, other, (predicate, looks[one], looks[other])


def _seen(term: object) -> str:
    return "_" if isinstance(term, BlankNode) else str(term)
