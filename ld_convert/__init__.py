"""Turn schema.org JSON-LD in captured web pages into a DCAT catalogue that can be trusted."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ld_convert.model import Capture, Conversion, Finding, Place
    from ld_convert.pipeline import convert_page, convert_pages
    from ld_convert.read import read as read_captures
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
    "read_captures",
]

HOMES = {
    **{name: ("model", name) for name in ("Capture", "Conversion", "Finding", "Place")},
    **{name: ("pipeline", name) for name in ("convert_page", "convert_pages")},
    **{name: ("settings", name) for name in ("Settings", "UsageError")},
    "read_captures": ("read", "read"),  # the plain name is the module's
}
"""Where each public name lives; loaded when it is first used, for a fast start."""


def __getattr__(name: str) -> object:
    """Return a public name; module-level `__getattr__` (PEP 562)."""
    if name not in HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module, found = HOMES[name]
    return getattr(import_module(f"ld_convert.{module}"), found)
