"""Turn schema.org JSON-LD in captured web pages into a DCAT catalogue that can be trusted."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ld_convert.model import Capture, Conversion, Finding, Place
    from ld_convert.pipeline import convert_page, convert_pages
    from ld_convert.read import read
    from ld_convert.settings import Settings, UsageError

__all__ = [
    "Capture",
    "Conversion",
    "Finding",
    "Place",
    "Settings",
    "UsageError",
    "convert_page",
    "convert_pages",
    "read",
]

HOMES = {
    **dict.fromkeys(("Capture", "Conversion", "Finding", "Place"), "model"),
    **dict.fromkeys(("convert_page", "convert_pages"), "pipeline"),
    **dict.fromkeys(("Settings", "UsageError"), "settings"),
    "read": "read",
}
"""Where each public name lives; loaded when it is first used, for a fast start."""


def __getattr__(name: str) -> object:
    """Return a public name; module-level `__getattr__` (PEP 562)."""
    if name not in HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"ld_convert.{HOMES[name]}"), name)
