"""How a dataset is cited: as text, BibTeX, RIS and CSL-JSON.

Sources: DataCite Metadata Schema 4.6, "recommended citation"; RIS 2011 (type DATA); CSL-JSON 1.0.2;
BibTeX's own rules of special signs.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ld_convert.site.parts import PERSON

if TYPE_CHECKING:
    from ld_convert.model import Json
    from ld_convert.site.parts import Agent
    from ld_convert.site.view import EntryView

SPECIAL = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "#": r"\#",
    "_": r"\_", "%": r"\%", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
}  # fmt: skip
"""What TeX would take for an order."""
LINES = re.compile(r"\s+")
CONTROLS = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ufffe\uffff]")
"""What a terminal obeys and no text has; white space, also U+0085, is `LINES`."""
CSL_TYPES = {"service": "software", "catalogue": "collection", "series": "collection"}
MOST_NAMES = 10
"""Creators that the text of a citation names; more become "et al."."""


def identifier(view: EntryView) -> str:
    """Return the address that a citation gives: the DOI's, the dataset's own, or the page's."""
    if view.doi:
        return f"https://doi.org/{view.doi}"
    return view.iri if view.iri.startswith(("http://", "https://")) else view.page


def plain(view: EntryView) -> str:
    """Return a citation in words: who (when): what. Publisher. Address."""
    names = [one.name for one in view.creators or view.publishers]
    who = "; ".join(names[:MOST_NAMES]) + (" et al." if len(names) > MOST_NAMES else "")
    when = f" ({view.year})" if view.year else ""
    version = f", version {view.version}" if view.version else ""
    what = f"{_line(view.title)}{version}"
    by = "; ".join(one.name for one in view.publishers) if view.creators else ""
    start = f"{who}{when}: {what}" if who else f"{what}{when}"
    return ". ".join([part for part in (start, by, identifier(view)) if part])


def bibtex(view: EntryView) -> str:
    """Return an entry of BibTeX; a name of an organisation stands in braces, as one word."""
    names = [_tex(n.name) if n.kind == PERSON else f"{{{_tex(n.name)}}}" for n in view.creators]
    fields = {
        "title": f"{{{_tex(view.title)}}}",
        "author": " and ".join(names),
        "publisher": "; ".join(_tex(one.name) for one in view.publishers),
        "year": str(view.year or ""),
        "version": _tex(view.version),
        "doi": _tex(view.doi),
        "url": _tex(identifier(view)),
    }
    rows = "".join(f"  {name} = {{{text}}},\n" for name, text in fields.items() if text)
    return f"@misc{{{view.path.split('/')[1]},\n{rows}}}\n"


def ris(view: EntryView) -> str:
    """Return a record of RIS, whose lines end as its specification wants."""
    rows = [("TY", "DATA"), ("TI", view.title)]
    rows += [("AU", _family_first(one)) for one in view.creators]
    rows += [("PB", one.name) for one in view.publishers]
    rows += [("PY", str(view.year or "")), ("DA", view.issued.replace("-", "/"))]
    rows += [("ET", view.version), ("DO", view.doi), ("UR", identifier(view))]
    rows += [("KW", keyword.text) for keyword in view.keywords]
    rows += [("AB", view.description)]
    lines = [f"{tag}  - {_line(text)}\r\n" for tag, text in rows if text]
    return "".join([*lines, "ER  - \r\n"])


def csl(view: EntryView) -> list[Json]:
    """Return the item of CSL-JSON."""
    item: dict[str, Json] = {
        "id": view.page,
        "type": CSL_TYPES.get(view.kind, "dataset"),
        "title": view.title,
        "author": [_csl_name(one) for one in view.creators],
        "publisher": "; ".join(one.name for one in view.publishers),
        "issued": {"date-parts": [_date(view)]} if view.year else None,
        "version": view.version,
        "DOI": view.doi,
        "URL": identifier(view),
        "abstract": view.description,
    }
    return [{name: value for name, value in item.items() if value}]


def _date(view: EntryView) -> list[int]:
    text = view.issued or view.modified
    found = re.match(r"(-?\d{4,})(?:-(\d\d))?(?:-(\d\d))?", text)
    return [int(part) for part in found.groups() if part] if found else []


def names(one: Agent) -> tuple[str, str]:
    """Return the given and the family name of a person; the first is empty if none can be told."""
    family, comma, given = one.name.partition(",")
    if comma:
        return given.strip(), family.strip()
    given, _, family = one.name.rpartition(" ")
    return given, family


def _family_first(one: Agent) -> str:
    given, family = names(one)
    return f"{family}, {given}" if one.kind == PERSON and given else one.name


def _csl_name(one: Agent) -> Json:
    given, family = names(one)
    is_split = one.kind == PERSON and given
    return {"family": family, "given": given} if is_split else {"literal": one.name}


def _line(text: str) -> str:
    return LINES.sub(" ", CONTROLS.sub("", text)).strip()


def _tex(text: str) -> str:
    return "".join(SPECIAL.get(sign, sign) for sign in _line(text))
