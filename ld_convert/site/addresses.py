"""Where each thing of a site has its page: addresses that a thing's own IRI decides.

A title may change, and may be anything; an address must not. So a page is named by the IRI of its
thing: a few letters of it, for people, and a hash, which keeps two things apart.
"""

from __future__ import annotations

import base64
import hashlib
import re
import unicodedata
from urllib.parse import unquote, urlsplit

from ld_convert.settings import UsageError

PIECES = re.compile(r"[/?#=&:]+")
WORDS = re.compile(r"[a-z0-9]+")
LONGEST = 40
HASH_SIGNS = 10
"""Fifty bits: a site of a million things has two of one hash with a chance of one in two thousand;
`Shelf` lengthens the second one then."""
OWN_PART = "#dataset"
"""How our own names of datasets end; it tells nothing."""


def slug(iri: str, signs: int = HASH_SIGNS) -> str:
    """Return the name of the folder of a thing: `a-z`, digits and hyphens, at most 51 signs.

    It depends on the IRI alone, so that it stays when titles or other things change.
    """
    text = unicodedata.normalize("NFKD", unquote(iri.removesuffix(OWN_PART)))
    pieces = [found for piece in PIECES.split(text) if (found := WORDS.findall(piece.lower()))]
    words = "-".join(pieces[-1]) if pieces else ""
    digest = base64.b32encode(hashlib.sha256(iri.encode("utf-8", "replace")).digest()).decode()
    return f"{words[-LONGEST:].strip('-')}-{digest[:signs].lower()}".lstrip("-")


def folder_of(address: str) -> str:
    """Return the name of the folder in which an address of the site lies."""
    return address.rstrip("/").rpartition("/")[2]


def site_url(text: str) -> str:
    """Return the address of a site, ending in a slash.

    Raises UsageError for what is no address of a folder on the web.
    """
    try:
        parts = urlsplit(text)
        is_web = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        is_web = False
    if not is_web or parts.query or parts.fragment or re.search(r'[\s<>"{}|\\^`]', text):
        raise UsageError(f"--site-url {text}: write https://HOST/ or https://HOST/FOLDER/")
    return text.rstrip("/") + "/"


def live(address: str) -> str:
    """Return an address of a page if a click on it can only open it; else an empty text.

    What comes from pages may be `javascript:` or `data:`; http, https and mailto are let through.
    """
    try:
        parts = urlsplit(address.strip())
        is_web = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return ""
    return address if is_web or parts.scheme == "mailto" else ""
