"""The JSON-LD scripts that an address asks for (JSON-LD 1.1 API, HTML Content Algorithms).

`html.decoded` takes all that a page holds; this takes what a JSON-LD processor takes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import unquote, urldefrag, urljoin

from ld_convert.extract.html.head import elements_of, head_of
from ld_convert.extract.jsontext.lenient import read
from ld_convert.extract.script_types import JSON_LD, media_type
from ld_convert.model import Decoded, Location

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ld_convert.extract.html.tokenizer import HtmlElement
    from ld_convert.findings.report import Report
    from ld_convert.model import Text


def json_ld_scripts(  # noqa: PLR0913  one argument an option of the specification
    page: Text,
    url: str,
    report: Report,
    *,
    base: str = "",
    profile: str = "",
    every: bool = False,
    repair: bool = False,
) -> Iterator[Decoded]:
    """Yield the JSON values of the scripts that `url` asks for.

    Its fragment names one script by id; without a fragment, `every` takes all, and else the first
    with the `profile`, or the first, is taken. A script that is not there is a finding (LD254;
    *loading document failed*), one that is not JSON too (LD220; *invalid script element*). The
    bases are absolute if `base`, or else `url`, is.
    """
    address, fragment = urldefrag(url)
    document_base = urljoin(base or address, head_of(page).base or "")
    for element in _chosen(_scripts(page), unquote(fragment), profile, every=every):
        if element is None:
            wanted = f"with the id {unquote(fragment)}" if fragment else "of JSON-LD"
            report.add("LD254", Location(address), wanted=wanted)
            return
        text = page.part(element.start, element.end)
        found = read(text, report, Location(address, text), repair=repair)
        if found is not None:
            yield Decoded("script", found.value, Location(address, found.text), document_base)


def _scripts(page: Text) -> list[HtmlElement]:
    elements = (element for element in elements_of(page) if element.name == "script")
    return [e for e in elements if media_type(e.attributes.get("type", "")) == JSON_LD]


def _chosen(
    scripts: list[HtmlElement], fragment: str, profile: str, *, every: bool
) -> list[HtmlElement] | list[None]:
    """Return the scripts that are asked for; a lone None where one must be there and is not."""
    if fragment:
        return [e for e in scripts if e.attributes.get("id") == fragment][:1] or [None]
    if every:
        return scripts
    return [e for e in scripts if profile and profile in _profiles(e)][:1] or scripts[:1] or [None]


def _profiles(element: HtmlElement) -> list[str]:
    """Return the profiles in a media type (RFC 6906; several are separated by spaces)."""
    for parameter in element.attributes.get("type", "").split(";")[1:]:
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "profile":
            return value.strip().strip('"').split()
    return []
