"""pyld's parts that are used here, loaded without its network libraries in a process of ours."""

from __future__ import annotations

from ld_convert.rdf.own_process import without_fetchers

with without_fetchers():
    from pyld import jsonld
    from pyld.context_resolver import ContextResolver

__all__ = ["ContextResolver", "jsonld"]
