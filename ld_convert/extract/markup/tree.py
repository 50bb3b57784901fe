"""Parse a page with lxml so that each element still knows where its tag stands in the page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from lxml import etree

from ld_convert.extract.html.tokenizer import elements

if TYPE_CHECKING:
    from lxml.etree import _Element

MARK = "ld-convert-offset"
"""An attribute that is written into the page before it is parsed, because lxml knows lines only."""

LANGUAGES = ("lang", "xml:lang", "{http://www.w3.org/XML/1998/namespace}lang")
SPACE = re.compile(r"[\t\n\f\r ]+")
VERBATIM = frozenset({"pre", "textarea"})
UNSEEN = frozenset({"script", "style", "template", "noscript", "head", "title"})
"""Elements whose text is not shown as part of the page."""


class Markup(NamedTuple):
    """A parsed page. It keeps every element alive, so that elements can be keys of dicts."""

    order: dict[_Element, int]
    """Every element, with its number in tree order."""
    ids: dict[str, _Element]
    """The first element of each id."""

    def offset(self, element: _Element | None) -> int:
        """Return the byte offset of an element's tag, or of the nearest marked ancestor."""
        while element is not None:
            mark = element.get(MARK, "")
            if mark.isascii() and mark.isdigit():
                return int(mark[:15])
            element = element.getparent()
        return 0


def parse(data: bytes, wanted: bytes = b"") -> Markup | None:
    """Return the tree of a page in UTF-8; None if it has no element. Never raises.

    Elements with an attribute whose name begins with `wanted` know their offset.
    """
    parser = etree.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True
    )
    marked = _marked(data, wanted) if wanted else data
    try:
        root = etree.fromstring(marked.replace(b"\0", b""), parser)
    except etree.LxmlError:
        return None
    if root is None:
        return None
    order = {element: number for number, element in enumerate(root.iter(etree.Element))}
    ids: dict[str, _Element] = {}
    for element in order:
        if name := element.get("id"):
            ids.setdefault(name, element)
    return Markup(order, ids)


def language_of(element: _Element | None) -> str:
    """Return the language of an element (HTML Standard, section 3.2.6.1); empty if unknown."""
    while element is not None:
        for name in LANGUAGES:
            language = element.get(name)
            if language is not None:
                return str(language).strip()
        element = element.getparent()
    return ""


def content_of(element: _Element) -> str:
    """Return the text of an element, with white space as a browser shows it."""
    text = "".join(element.itertext())
    if element.tag in VERBATIM:
        return text.strip("\n")
    return SPACE.sub(" ", text).strip()


def shown_text(data: bytes) -> str:
    """Return the text that a page in UTF-8 shows if no script is run."""
    markup = parse(data)
    if markup is None:
        return ""
    words: list[str] = []
    hidden: set[_Element] = set()
    for element in markup.order:
        parent = element.getparent()
        if element.tag in UNSEEN or parent in hidden:
            hidden.add(element)
        else:
            words.append(element.text or "")
        if parent not in hidden:
            words.append(element.tail or "")
    return SPACE.sub(" ", " ".join(words)).strip()


def _marked(data: bytes, wanted: bytes = b"") -> bytes:
    """Return the page with the offset of each wanted start tag written into the tag."""
    parts, position = [], 0
    for element in elements(data, wanted):
        name_end = element.offset + 1 + len(element.name.encode())
        if wanted in data[element.offset : element.start].lower():
            parts += [data[position:name_end], f" {MARK}={element.offset} ".encode()]
            position = name_end
    return b"".join([*parts, data[position:]])
