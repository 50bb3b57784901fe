"""Make the query page, and beside it YASGUI if its npm package is installed."""

from __future__ import annotations

import json
import os
from html import escape
from pathlib import Path
from string import Template

from ld_convert.query.ready import ready_queries
from ld_convert.settings import UsageError
from ld_convert.vocab.files import data
from ld_convert.vocab.namespaces import prefixes

try:
    from starlette.responses import HTMLResponse
except ImportError as error:
    raise UsageError(
        "to serve a store, install the extra: pip install 'ld-convert[serve]'"
    ) from error

PACKAGES = ("@zazuko/yasgui", "@triply/yasgui")
"""npm packages that hold YASGUI's files in `build/`."""

FILES = "yasgui.min.js"
VARIABLE = "LD_CONVERT_YASGUI"

POLICY = (
    "default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; font-src 'self' data:; connect-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'"
)
"""Nothing comes from elsewhere, and nothing goes there (Content Security Policy Level 3)."""


def yasgui_files() -> Path | None:
    """Return the directory with YASGUI's files; None where its npm package is not installed.

    Looked for is the directory that LD_CONVERT_YASGUI names, then `node_modules` of the working
    directory.
    """
    named = os.environ.get(VARIABLE)
    places = [Path(named)] if named else []
    places += [Path("node_modules") / package / "build" for package in PACKAGES]
    return next((place for place in places if (place / FILES).is_file()), None)


QUERY, EDITOR = "query", "editor"
"""The pages: ours, which shows titles and describes things, and YASGUI."""
TO_EDITOR = ' <a href="editor">YASGUI</a> completes words.'


def page(name: str, *, has_yasgui: bool) -> HTMLResponse:
    """Return one of the pages, QUERY or EDITOR."""
    options = "".join(
        f'<option value="{escape(ready.text, quote=True)}">{escape(ready.about)}</option>'
        for ready in ready_queries().values()
    )
    known = json.dumps(prefixes()).replace("<", "\\u003c")
    text = Template(data(f"vocab/pages/{name}.html").read_text("utf-8"))
    editor = TO_EDITOR if has_yasgui else ""
    filled = text.substitute(options=options, prefixes=known, editor=editor)
    return HTMLResponse(filled, headers={"Content-Security-Policy": POLICY})
