"""pyld as it is used here, loaded without its network libraries in a process of ours.

Two of its private methods are called, both here: without them every document would go through the
whole of pyld, which takes several times as long. The version of pyld in pyproject.toml has an upper
bound for that, and tests/house/test_private_members.py tells when they change.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ld_convert.rdf.own_process import without_fetchers

with without_fetchers():
    from pyld import jsonld
    from pyld.context_resolver import ContextResolver

if TYPE_CHECKING:
    from collections.abc import Callable

    from ld_convert.model import Json

__all__ = ["PROCESSOR", "PYLD_ERRORS", "ContextResolver", "expand_iri", "initial_context", "jsonld"]

PYLD_ERRORS = (
    *(jsonld.JsonLdError, ValueError, TypeError, AttributeError, LookupError, RecursionError),
)
"""What pyld raises for documents that it refuses, or that it did not expect."""

PROCESSOR = jsonld.JsonLdProcessor()

expand_iri: Callable[..., str | None] = PROCESSOR._expand_iri  # noqa: SLF001
"""What a key or a reference means under an active context (JSON-LD 1.1 API, section 5.2)."""


def initial_context() -> Json:
    """Return the active context of a document that has none (JSON-LD 1.1 API, section 4.1)."""
    return PROCESSOR._get_initial_context({"processingMode": "json-ld-1.1"})  # noqa: SLF001
