"""The IRI of a distribution that has none: made of its dataset's IRI and of what identifies it."""

from __future__ import annotations

import hashlib
import re

NAME = re.compile(r"(.+)(?:#|-)distribution-([0-9a-f]{16})", re.DOTALL)
MARK = "distribution-"


def distribution_iri(dataset: str, identified_by: str) -> str:
    """Return the IRI of a distribution: the same for the same dataset and text.

    It is `DATASET#distribution-HASH`, or `DATASET-distribution-HASH` if the dataset's own IRI has
    a fragment. The hash stands for the text alone, so that the name follows the dataset's.
    """
    digest = hashlib.sha256(identified_by.encode("utf-8", "surrogatepass")).hexdigest()[:16]
    return _joined(dataset, digest)


def owner(iri: str) -> str:
    """Return the IRI of the dataset from which a distribution has its IRI; empty for others."""
    found = NAME.fullmatch(iri) if MARK in iri else None
    return found[1] if found else ""


def moved(iri: str, dataset: str) -> str:
    """Return the IRI that a distribution gets when its dataset gets another one."""
    found = NAME.fullmatch(iri)
    return _joined(dataset, found[2]) if found else iri


def beginning(dataset: str) -> str:
    """Return how the IRIs of a dataset's distributions begin."""
    return f"{dataset}{'-' if '#' in dataset else '#'}{MARK}"


def _joined(dataset: str, digest: str) -> str:
    return beginning(dataset) + digest
