"""What an IRI looks like (RFC 3987)."""

from __future__ import annotations

import re
from functools import cache

NO_CHARACTER = re.compile(
    "[\x80-\xa0\u1680\u2000-\u200a\u200e\u200f\u2028-\u202f\u205f\u2066-\u2069\u3000"
    "\ud800-\uf8ff\ufdd0-\ufdef\ufff0-\uffff"
    + "".join(f"{chr(last)}{chr(last + 1)}" for last in range(0x1FFFE, 0xE0000, 0x10000))
    + "\U000dfffe-\U000e0fff\U000efffe-\U0010ffff]"
)
"""What an IRI may not hold of the characters beyond ASCII (RFC 3987, section 2.2): controls, halves
of characters, what is no character, tags, private use, and marks of direction (section 4.1).
White space too: the section allows it, but rdflib ends an IRI there."""


def _part(more: str) -> str:
    """Return the pattern of a part of an IRI; it is matched without a way back, in linear time."""
    return rf"(?:[A-Za-z0-9_.~!$&'()*+,;=\x80-\U0010ffff{more}-]|%[0-9A-Fa-f][0-9A-Fa-f])*+"


@cache
def _grammar() -> re.Pattern[str]:
    """Return the pattern of an absolute IRI (RFC 3987, section 2.2); group 1 is an IPv6 address.

    It is made when it is first needed, so that `--help` does not wait for it.
    """
    literal = r"\[(?:([0-9A-Fa-f:.]++)|v[0-9A-Fa-f]++\.[A-Za-z0-9._~!$&'()*+,;=:-]+)\]"
    host = rf"(?:{literal}|{_part('')})(?::[0-9]*)?(?![^/?#])"
    path = rf"(?://(?>{_part(':')}@)?+{host}|(?!//)){_part('/:@')}"
    ending = rf"(?:\?{_part('/:@?')})?(?:#{_part('/:@?')})?"
    return re.compile(f"[A-Za-z][A-Za-z0-9+.-]*:{path}{ending}", re.ASCII)


def is_iri(text: str) -> bool:
    """Return whether a text is an absolute IRI (RFC 3987)."""
    match = _grammar().fullmatch(text)
    if match is None or not (text.isascii() or NO_CHARACTER.search(text) is None):
        return False
    return match[1] is None or _is_ipv6(match[1])


def _is_ipv6(text: str) -> bool:
    from ipaddress import AddressValueError, IPv6Address  # noqa: PLC0415  seldom needed

    try:
        IPv6Address(text)
    except AddressValueError:
        return False
    return True
