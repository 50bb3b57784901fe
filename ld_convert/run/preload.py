"""What the server of worker processes loads before it starts the first (see `pool`).

Tables, contexts, rules and shapes are made once and shared by all, as far as a page of the
default profile needs them; what another profile needs, each process makes for itself.
"""

from __future__ import annotations

import gc

from ld_convert.model import Capture
from ld_convert.pipeline import convert_page
from ld_convert.run import worker
from ld_convert.settings import Settings

__all__ = ["worker"]

PAGE = b'{"@context": "https://schema.org/", "@type": "Dataset", "name": "A page to begin with"}'

convert_page(Capture("preload", PAGE, "json"), Settings())
gc.freeze()  # a search for cycles would touch, and so copy, all that is shared
