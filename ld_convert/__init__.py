"""Turn schema.org JSON-LD in captured web pages into a DCAT catalogue that can be trusted."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from ld_convert import settings

if TYPE_CHECKING:
    from collections.abc import Collection

    from ld_convert.model import Capture, Conversion, Finding, Place, UsageError
    from ld_convert.pipeline import convert_page, convert_pages
    from ld_convert.read import read as read_captures
    from ld_convert.run.library import Catalogue, convert
    from ld_convert.settings import Settings

    __version__: str

__all__ = [
    "Capture",
    "Catalogue",
    "Conversion",
    "Finding",
    "Place",
    "Settings",
    "UsageError",
    "__version__",
    "convert",
    "convert_page",
    "convert_pages",
    "read_captures",
]

HOMES = {
    **dict.fromkeys(("Capture", "Conversion", "Finding", "Place", "UsageError"), "model"),
    **dict.fromkeys(("convert_page", "convert_pages"), "pipeline"),
    "Settings": "settings",
    **dict.fromkeys(("Catalogue", "convert"), "run.library"),
    "read_captures": "read",
}
"""The module of each public name; it is loaded when the name is first used, for a fast start."""


def __getattr__(name: str) -> object:
    """Return a public name; module-level `__getattr__` (PEP 562)."""
    if name == "__version__":
        return import_module("importlib.metadata").version("ld-convert")
    if name not in HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module = import_module(f"ld_convert.{HOMES[name]}")
    return getattr(module, "read" if name == "read_captures" else name)


def __dir__() -> list[str]:
    """Return the public names."""
    return sorted(__all__)


def _profile_names() -> Collection[str]:
    """Return the names of the profiles; the module that knows them is loaded here."""
    names: Collection[str] = import_module("ld_convert.vocab.profiles").profile_names()
    return names


settings.PROFILES.append(_profile_names)  # it stands below all others and may import none of them
