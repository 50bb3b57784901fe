"""pyld without its loaders that fetch: contexts come from our own, and a run starts sooner."""

from __future__ import annotations

import sys

NETWORK = ("requests", "aiohttp")
"""What pyld imports for a loader of its own if it can; half of the time that it takes to load."""

_hidden = {name: sys.modules.get(name) for name in NETWORK}
for _name in NETWORK:
    sys.modules[_name] = None  # type: ignore[assignment]  # None makes an import fail
try:
    from pyld import jsonld
finally:
    for _name, _module in _hidden.items():
        if _module is None:
            del sys.modules[_name]
        else:
            sys.modules[_name] = _module

__all__ = ["jsonld"]
