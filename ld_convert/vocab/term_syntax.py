"""What terms may hold: IRIs (RFC 3987), language tags (RFC 5646) and blank node labels."""

from __future__ import annotations

import re

from ld_convert.model import NO_CHARACTER, is_iri

ILLEGAL = re.compile(
    rf"[\x00-\x20<>\"{{}}|\\^`\x7f\[\]]|%(?![0-9A-Fa-f]{{2}})|{NO_CHARACTER.pattern}"
)
"""A character that an IRI holds only percent-encoded; brackets stand around an IPv6 address too."""

LABEL = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9_-]*[A-Za-z0-9_])?")
"""A blank node label that every syntax of RDF has; more is allowed in some."""
LANGUAGE = re.compile(
    r"""(?:[a-z]{2,3}(?:-[a-z]{3}){0,3}|[a-z]{4,8})      # language
        (?:-[a-z]{4})?(?:-(?:[a-z]{2}|[0-9]{3}))?        # script, region
        (?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*         # variants
        (?:-[a-wy-z0-9](?:-[a-z0-9]{2,8})+)*             # extensions
        (?:-x(?:-[a-z0-9]{1,8})+)?                       # private use
    |   x(?:-[a-z0-9]{1,8})+
    |   en-gb-oed|sgn-be-fr|sgn-be-nl|sgn-ch-de|art-lojban|cel-gaulish|no-bok|no-nyn
    |   zh-(?:guoyu|hakka|min|min-nan|xiang)
    |   i-(?:ami|bnn|default|enochian|hak|klingon|lux|mingo|navajo|pwn|tao|tay|tsu)""",
    re.ASCII | re.IGNORECASE | re.VERBOSE,
)
"""A well-formed language tag (RFC 5646, section 2.1); stores refuse literals with another one."""
NO_LETTER = re.compile(r"[^A-Za-z0-9]")


def mended_iri(text: str) -> str | None:
    """Return a text as an absolute IRI (RFC 3987); None if it cannot be one.

    What an IRI may not hold is percent-encoded. A text without a scheme, and one whose host or
    port is none, cannot be mended.
    """
    if is_iri(text):
        return text
    before, hash_sign, fragment = text.strip().partition("#")
    whole = before + hash_sign + fragment.replace("#", "%23")
    encoded = ILLEGAL.sub(_percent, whole)
    return encoded if is_iri(encoded) else None


def safe_label(text: str) -> str:
    """Return a text in the letters of a blank node label; different texts stay different."""
    return NO_LETTER.sub(lambda m: "-" if m[0] == "/" else f"_{ord(m[0]):x}_", text)


def _percent(found: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in found[0].encode("utf-8", "replace"))
