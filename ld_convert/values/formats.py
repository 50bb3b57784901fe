"""File formats: IANA media types and file types of the EU authority table.

Sources: DCAT 3, Properties media type, format, compression format and packaging format.
"""

from __future__ import annotations

import re
from functools import cache
from urllib.parse import unquote, urlsplit

from rdflib import Literal, URIRef
from rdflib.term import Node

from ld_convert.values.iris import iri
from ld_convert.values.terms import fold, lexical
from ld_convert.vocab.authority import table
from ld_convert.vocab.namespaces import EU, IANA

MEDIA_TYPE = re.compile(r"[a-z0-9][a-z0-9!#$&^_.+-]{0,126}/[a-z0-9][a-z0-9!#$&^_.+-]{0,126}")
IANA_URL = re.compile(
    r"https?://(?:www\.)?iana\.org/assignments/media-types/([^?#]+)", re.IGNORECASE
)
TYPE_URL = re.compile(
    r"https?://[^\s?#]{1,200}/((?:application|audio|font|image|model|text|video)/[\w.+-]{1,100})/?",
    re.IGNORECASE | re.ASCII,
)
"""A media type at another place that lists them, such as `http://purl.org/NET/mediatypes/`."""
EXPLAINED = re.compile(r"([^()]{1,80})\(([^()]{1,80})\)")
"""A format with its long or its short name in brackets."""
OF_FILES = frozenset({"data", "document", "file", "files", "format", "spreadsheet", "table"})
"""Words after the name of a format that say nothing more."""
FILE_TYPE_URL = re.compile(rf"https?{re.escape(EU.removeprefix('http'))}file-type/(\w+)")
ZIP = "application/zip"
COMPRESSED = {
    "gz": "application/gzip",
    "tgz": "application/gzip",
    "zst": "application/zstd",
}
"""Suffixes of compressed files whose format has a media type; bzip2 and xz have none."""
GEO_HINT = re.compile(r"application=geotiff", re.IGNORECASE)


def media_type(value: Node) -> URIRef | None:
    """Return the IRI of a registered media type, from a type, an IANA address, a label or a suffix.

    Parameters such as `charset` are dropped and common unregistered spellings replaced. A type
    that IANA does not list gives None.
    """
    text = lexical(value)
    named = _named(text)
    if named and named in _registered():
        return IANA[named]
    found = _media_types().get(_code(text) or "")
    return IANA[found] if found else None


def media_type_name(value: Node) -> Literal | None:
    """Return a registered media type as a text such as text/csv, as a FAIR Data Point wants it."""
    found = media_type(value)
    return Literal(found.removeprefix(IANA)) if found is not None else None


def media_type_name_of_url(value: Node) -> Literal | None:
    """Return the media type that the suffix of a file address stands for, as a text."""
    found = media_type_of_url(value)
    return Literal(found.removeprefix(IANA)) if found is not None else None


def file_type(value: Node) -> URIRef | None:
    """Return a file type of the EU table, from its IRI, a media type, a label or a suffix.

    A media type that several file types share gives the general one (application/xml: XML), and
    application/octet-stream none.
    """
    code = _code(lexical(value))
    return EU[f"file-type/{code}"] if code else None


def compress_format(value: Node) -> URIRef | None:
    """Return the media type of the compression, from a file address or a format."""
    suffix = _suffixes(lexical(value))[-1:]
    found = COMPRESSED.get(suffix[0] if suffix else "") or _named(lexical(value))
    return IANA[found] if found and found in COMPRESSED.values() else None


def package_format(value: Node) -> URIRef | None:
    """Return the media type of a package of files, from a format; only ZIP has a registered one."""
    found = media_type(value)
    return found if found == IANA[ZIP] else None


def package_format_of_url(value: Node) -> URIRef | None:
    """Return the media type of a package of files, from the suffix of a file address."""
    return IANA[ZIP] if _suffixes(lexical(value))[-1:] == ["zip"] else None


def profile_of_format(value: Node) -> URIRef | None:
    """Return the address of a profile where one stands for a format; None for formats."""
    address = re.match(r"https?://", lexical(value))
    known = media_type(value) or file_type(value) or IANA_URL.match(lexical(value))
    return iri(value) if address and not known else None


def media_type_of_url(value: Node) -> URIRef | None:
    """Return the media type that the suffix of a file address stands for.

    A suffix of compression is looked through: `x.csv.gz` is text/csv.
    """
    found = _media_types().get(_code_of_url(lexical(value)) or "")
    return IANA[found] if found else None


def file_type_of_url(value: Node) -> URIRef | None:
    """Return the EU file type of a file address, by its suffix; `.gz` and the like are skipped."""
    code = _code_of_url(lexical(value))
    return EU[f"file-type/{code}"] if code else None


def _named(text: str) -> str | None:
    """Return the media type that a text is, without parameters, registered or not."""
    other = TYPE_URL.fullmatch(text)
    elsewhere = other[1].lower() if other else ""
    if elsewhere in _registered():
        return elsewhere
    address = IANA_URL.fullmatch(text)
    bare = (unquote(address[1]) if address else text).split(";")[0].strip(" \"'").lower()
    return bare if MEDIA_TYPE.fullmatch(bare) else None


def _code(text: str) -> str | None:
    """Return the EU code that a text names."""
    own = FILE_TYPE_URL.fullmatch(text)
    if own:
        return own[1] if own[1] in _labels().values() else None
    named = _named(text)
    if named and GEO_HINT.search(text):
        return "GEOTIFF"
    if named in _by_media_type() or named in _registered():
        return _by_media_type().get(named or "")
    bare = text.strip(" \"'")
    explained = EXPLAINED.fullmatch(bare)
    names = (bare, *(explained.groups() if explained else ()))
    return next(filter(None, map(_called, names)), None)


def _called(text: str) -> str | None:
    """Return the EU code of a suffix, or of a name, also with a word such as `file` after it."""
    name = text.strip()
    suffix = re.fullmatch(r"\*?\.?([\w.]{1,12})", name)
    found = _suffix_codes().get(suffix[1].lower()) if suffix else None
    bare = fold(name)
    before, _, word = bare.rpartition(" ")
    return found or _labels().get(bare) or (_labels().get(before) if word in OF_FILES else None)


def _code_of_url(url: str) -> str | None:
    suffixes = _suffixes(url)
    while suffixes:
        for length in (2, 1):
            code = _suffix_codes().get(".".join(suffixes[-length:]))
            known = code is not None and (length == 1 or len(suffixes) > 1)
            if known and (length > 1 or suffixes[-1] not in COMPRESSED or len(suffixes) == 1):
                return code
        if suffixes.pop() not in COMPRESSED:
            return None
    return None


def _suffixes(url: str) -> list[str]:
    """Return the suffixes of the file name in an address, lower case."""
    try:
        path = urlsplit(url).path if "://" in url else url
    except ValueError:  # a host such as [x
        return []
    name = unquote(path.split("?")[0].split("#")[0]).rpartition("/")[2]
    return name.lower().split(".")[1:][-3:] if name.isprintable() else []


@cache
def _registered() -> frozenset[str]:
    return frozenset(row["media_type"] for row in table("media-type"))


@cache
def _media_types() -> dict[str, str]:
    """Return the registered media type of each EU code that has one."""
    return {row["code"]: row["media_type"] for row in table("file-type") if row["media_type"]}


@cache
def _by_media_type() -> dict[str, str]:
    cells = ((row["media_types"].split("|"), row["code"]) for row in table("file-type"))
    return {cell: code for types, code in cells for cell in types if cell}


@cache
def _suffix_codes() -> dict[str, str]:
    cells = ((row["extensions"].split("|"), row["code"]) for row in table("file-type"))
    return {cell: code for suffixes, code in cells for cell in suffixes if cell}


@cache
def _labels() -> dict[str, str]:
    """Return the EU code of each label, name and code, in one case."""
    found: dict[str, str] = {}
    for row in table("file-type"):
        for cell in (row["code"], row["label"], *row["names"].split("|")):
            found.setdefault(fold(cell), row["code"])
    return {name: code for name, code in found.items() if name and code != "OP_DATPRO"}
