"""One IRI for each distribution that has none: harvesters know a file again by it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from ld_convert.identify.siblings import content, meaning
from ld_convert.vocab.distribution_names import distribution_iri
from ld_convert.vocab.namespaces import DCAT, DCT, SCHEMA
from ld_convert.vocab.views import view_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ld_convert.model import Expanded, Json

LINKS = (
    *(SCHEMA + name for name in ("distribution", "encoding", "encodings", "associatedMedia")),
    str(DCAT.distribution),
)
"""Properties of a dataset that lead to its distributions."""
PART, ENCODES = SCHEMA + "hasPart", SCHEMA + "encodesCreativeWork"
FILES = frozenset({SCHEMA + "MediaObject", SCHEMA + "DataDownload"})
"""A part of a dataset, and what encodes it, is a distribution if it is a file with an address."""
MAIN_ENTITY, DOWNLOAD = SCHEMA + "mainEntity", SCHEMA + "DataDownload"
LEADING = frozenset({*LINKS, PART, ENCODES, MAIN_ENTITY})
SERVICES = frozenset({SCHEMA + "WebAPI"})
"""A rule makes a distribution of its own of these, and names it."""
FILE = (SCHEMA + "contentUrl", str(DCAT.downloadURL))
ADDRESS = (
    *(SCHEMA + "url", str(DCAT.accessURL)),
    *(SCHEMA + "embedUrl", SCHEMA + "downloadUrl"),
)
IDENTIFIER = (SCHEMA + "identifier", str(DCT.identifier))
KIND = (
    *(SCHEMA + name for name in ("name", "encodingFormat", "fileFormat", "inLanguage")),
    *(str(term) for term in (DCT.title, DCT["format"], DCAT.mediaType, DCT.language)),
)
SIGNED = re.compile(
    r"x-(?:amz|goog|oss)-.*|signature|expires|key-pair-id|policy|awsaccesskeyid|googleaccessid"
    r"|access_token|token|sig|se|sp|sr|st|sv|skoid|sktid|skt|ske|sks|skv",
    re.IGNORECASE,
)
"""Parameters of an address that let somebody in for a while; the next capture has others."""


def name_distributions(described: Iterable[Expanded], names: dict[str, str]) -> None:
    """Add to `names` an IRI for each nameless distribution of a dataset that has an IRI.

    It is made of the dataset's IRI and of the file's address, else of other addresses, else of
    identifiers; of names and formats too, where these do not tell two distributions apart.
    """
    by_dataset: dict[str, dict[str, list[Json]]] = {}
    for expanded in described:
        for dataset, node in _distributions(expanded.nodes):
            name = names.get(dataset, dataset)
            label = names.get(node["@id"], node["@id"])
            if label.startswith("_:") and not name.startswith("_:"):
                by_dataset.setdefault(name, {}).setdefault(label, []).append(node)
    labels: dict[str, str] = {}
    for dataset, found in by_dataset.items():
        for label, text in _told_apart(found).items():
            labels.setdefault(label, distribution_iri(dataset, text))
    if labels:
        names |= {old: labels[new] for old, new in names.items() if new in labels} | labels


def without_signature(address: str) -> str:
    """Return an address without what only lets somebody in for a while."""
    if "?" not in address:
        return address
    start, _, query = address.partition("?")
    query = query.partition("#")[0]
    kept = [pair for pair in parse_qsl(query, keep_blank_values=True) if not SIGNED.match(pair[0])]
    if len(kept) == len(query.split("&")):
        return address
    return start + "".join(f"&{name}={value}" for name, value in kept)


def _is_of_datasets(cls: str) -> bool:
    view = view_of((cls.strip().removeprefix(SCHEMA),))
    return view is not None and view.name == "dataset"


def _distributions(nodes: Json) -> Iterator[tuple[str, Json]]:
    """Yield the id of each dataset with all that is said of each distribution of it.

    In a flattened document a dataset refers to them; what encodes it refers to it.
    """
    stack, datasets = list(nodes), set[str]()
    said: dict[str, Json] = {}
    links: dict[tuple[str, str, str], None] = {}
    while stack:
        node = stack.pop()
        name = node.get("@id", "")
        said.setdefault(name, {}).update(node)
        if any(map(_is_of_datasets, node.get("@type", ()))):
            datasets.add(name)
        for predicate, values in node.items():
            if type(values) is not list or predicate == "@type":
                continue
            for value in values:
                if "@value" in value:
                    continue
                for child in value.get("@list", (value,)):
                    if "@id" in child and predicate in LEADING:
                        is_back = predicate == ENCODES
                        ends = (child["@id"], name) if is_back else (name, child["@id"])
                        links[ends[0], predicate, ends[1]] = None
                    if "@id" in child and len(child) > 1:
                        stack.append(child)
    for dataset, predicate, name in links:
        node = said.get(name, {})
        if dataset in datasets and len(node) > 1 and _is_distribution(node, predicate):
            yield dataset, node


def _is_distribution(node: Json, predicate: str) -> bool:
    """Return whether what a property of a dataset leads to is a distribution of it."""
    if not SERVICES.isdisjoint(node.get("@type", ())):
        return False
    if predicate == MAIN_ENTITY:
        return DOWNLOAD in node.get("@type", ())
    return predicate in LINKS or (predicate in (PART, ENCODES) and _is_file(node))


def _is_file(node: Json) -> bool:
    return not FILES.isdisjoint(node.get("@type", ())) and bool(_texts(node, FILE))


def _told_apart(found: dict[str, list[Json]]) -> dict[str, str]:
    """Return for each label the text that identifies it among the distributions of a dataset."""
    nodes = {label: _merged(copies) for label, copies in found.items()}
    texts = {label: _identifying(node) for label, node in nodes.items()}
    for more in (_kind, _all):
        same: dict[str, list[str]] = {}
        for label, text in texts.items():
            same.setdefault(text, []).append(label)
        for text, labels in same.items():
            if len(labels) > 1 and not _agree([nodes[label] for label in labels]):
                texts.update((label, f"{text}\n{more(nodes[label])}") for label in labels)
    return texts


def _merged(copies: list[Json]) -> Json:
    whole: dict[str, Json] = {}
    for copy in copies:
        whole |= copy
    return whole


def _agree(nodes: list[Json]) -> bool:
    """Return whether nodes with one file's address give no property two different values."""
    if not all(_texts(node, FILE) for node in nodes):
        return len({meaning(node) for node in nodes}) == 1
    seen: dict[str, bytes | str] = {}
    for node in nodes:
        for predicate, values in node.items():
            if predicate != "@id" and seen.setdefault(predicate, said := meaning(values)) != said:
                return False
    return True


def _identifying(node: Json) -> str:
    for terms in (FILE, ADDRESS, IDENTIFIER):
        texts = _texts(node, terms)
        if texts:
            return "\n".join(texts)
    return _kind(node) or _all(node)


def _kind(node: Json) -> str:
    return "\n".join(_texts(node, KIND))


def _all(node: Json) -> str:
    said = content(node)
    return said.decode("utf-8", "replace") if isinstance(said, bytes) else said


def _texts(node: Json, terms: Iterable[str]) -> list[str]:
    """Return the texts and IRIs of properties, sorted."""
    values = [value for term in terms for value in node.get(term, ()) if isinstance(value, dict)]
    found = (value.get("@value", value.get("@id")) for value in values)
    return sorted({without_signature(str(t)) for t in found if t is not None and t != ""} - {""})
