"""Fill templates: what pages say is text in them, and never markup, script or template."""

from __future__ import annotations

import re
from typing import Any

import orjson

from ld_convert.settings import UsageError
from ld_convert.vocab.files import data

try:
    from jinja2 import ChoiceLoader, Environment, FileSystemLoader, FunctionLoader, StrictUndefined
    from jinja2.exceptions import TemplateError
    from markupsafe import Markup
except ImportError as error:
    raise UsageError("to make a site, install the extra: pip install 'ld-convert[site]'") from error

OURS = "vocab/pages/site/"
NOT_IN_HTML = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]")
"""Controls and noncharacters, which a document cannot have (HTML Standard, 13.2.3.5)."""


class Pages:
    """Makes pages of templates; those of a folder of the user come before ours of the same name."""

    def __init__(self, templates: str = "", **known: object) -> None:
        self._has_own = bool(templates)
        loaders = [FileSystemLoader(templates)] if templates else []
        self._environment = Environment(
            loader=ChoiceLoader([*loaders, FunctionLoader(_ours)]),
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
            undefined=StrictUndefined,
            finalize=readable,
        )
        self._environment.globals.update(known)
        self._environment.filters.update(json_script=json_script, raw_json=raw_json)

    def page(self, template: str, depth: int, **values: object) -> bytes:
        """Return a page that lies `depth` folders deep.

        Raises UsageError for a template of the user that cannot be used; it names file and line.
        """
        try:
            text = self._environment.get_template(template).render(root="../" * depth, **values)
        except TemplateError as error:
            if not self._has_own:
                raise
            line = f":{found}" if (found := getattr(error, "lineno", None)) else ""
            raise UsageError(f"--templates: {template}{line}: {error}") from error
        return text.encode("utf-8", "replace")


def readable(value: object) -> object:
    """Return what a template writes, with U+FFFD for the characters that HTML cannot hold."""
    text = str(value)
    if NOT_IN_HTML.search(text) is None:
        return value
    mended = NOT_IN_HTML.sub("\ufffd", text)
    return Markup(mended) if isinstance(value, Markup) else mended  # noqa: S704  # nosec B704


def json_script(value: Any) -> Markup:
    """Return JSON for a script element: nothing in it can end the element or begin another.

    Source: HTML Standard, "Restrictions for contents of script elements".
    """
    return raw_json(orjson.dumps(value))


def raw_json(written: bytes) -> Markup:
    """Return JSON that is written already for a script element: its three signs are escapes.

    So are the characters that HTML cannot hold; JSON has them in texts only.
    """
    text = written.decode().replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")
    text = NOT_IN_HTML.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
    return Markup(text)  # noqa: S704  # nosec B704


def _ours(name: str) -> str | None:
    try:
        return data(OURS + name).read_text("utf-8")
    except FileNotFoundError:
        return None
