"""Fill templates: what pages say is text in them, and never markup, script or template."""

from __future__ import annotations

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


def json_script(value: Any) -> Markup:
    """Return JSON for a script element: nothing in it can end the element or begin another.

    Source: HTML Standard, "Restrictions for contents of script elements".
    """
    return raw_json(orjson.dumps(value))


def raw_json(written: bytes) -> Markup:
    """Return JSON that is written already for a script element: its three signs are escapes."""
    text = written.decode().replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")
    return Markup(text)  # noqa: S704  # nosec B704


def _ours(name: str) -> str | None:
    try:
        return data(OURS + name).read_text("utf-8")
    except FileNotFoundError:
        return None
