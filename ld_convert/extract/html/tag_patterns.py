"""Patterns of HTML tags in bytes (HTML Standard, sections 13.2.5.6 to 13.2.5.40)."""

from __future__ import annotations

import re
from functools import cache

SPACE = rb"[\t\n\f\r ]"
NAME = rb"[a-z][^\t\n\f\r />]*+"
SIMPLE = rb"[^<>\"'=]*+>"
"""The rest of a tag that has no attribute values; most tags are like that."""

YIELDED = {b"script", b"base", b"link", b"meta", b"title", b"html"}
RAW = {b"script", b"style", b"textarea", b"title", b"xmp", b"iframe", b"noembed", b"noframes"}
ROOTS = {b"svg", b"math"}
INTEGRATION = {b"foreignobject", b"desc", b"title", b"annotation-xml"}
"""Elements of svg and math whose content is HTML again."""
NAMES = b"|".join(sorted(YIELDED | RAW | ROOTS | INTEGRATION | {b"plaintext"}))
STOPS = rb"(?:" + NAMES + rb")(?=[\t\n\f\r />])"
"""Names of the elements at which the tokenizer has to stop."""
INITIALS = bytes(sorted({name[0] for name in NAMES.split(b"|")}))
OTHERS = bytes(letter for letter in range(ord("a"), ord("z") + 1) if letter not in INITIALS)


def _value(end: bytes) -> bytes:
    """Return the pattern of an attribute value; `end` is an alternative to the closing quote."""
    quoted = rb'"[^"]*+(?:"' + end + rb")|'[^']*+(?:'" + end + rb")"
    return SPACE + rb"*+=" + SPACE + rb"*+(?:" + quoted + rb"|(?![\"'])[^\t\n\f\r >]*+)"


def _attributes(value: bytes, unless: bytes = b"") -> bytes:
    """Return the pattern of attributes whose names do not match the lookahead `unless`."""
    between = rb"[\t\n\f\r /]*+"
    name = unless + rb"[^\t\n\f\r />][^\t\n\f\r />=]*+"
    return between + rb"(?>" + name + rb"(?:" + value + rb"|)" + between + rb")*+"


# The `\Z` in an unclosed value takes the rest of the page at once: a tag that never ends swallows
# all that follows, and nothing is read twice.
CUTTABLE = _attributes(_value(rb"|\Z"))
BODY = rb"(?:" + SIMPLE + rb"|" + CUTTABLE + rb"(?:>|(?P<cut>\Z)))"
OTHER_BODY = BODY.replace(b"<cut>", b"<cut_other>")
STOP = rb"(?P<slash>/?+)(?P<name>" + STOPS + rb")" + BODY
ODD = rb"!--|[!?]|/(?![a-z])"

MARKUP = re.compile(
    rb"<(?:" + STOP + rb"|(?P<end>/?+)(?P<other>" + NAME + rb")" + OTHER_BODY
    + rb"|(?P<odd>" + ODD + rb"))",
    re.IGNORECASE,
)  # fmt: skip
"""The next tag or comment. The values of any tag may hold `>` and whole tags."""

FOREIGN = re.compile(
    rb"<(?:(?P<slash>/?+)(?P<name>" + NAME + rb")" + BODY + rb"|(?P<odd>!\[CDATA\[|" + ODD + rb"))",
    re.IGNORECASE,
)
"""The next tag, comment or CDATA section inside svg and math."""


@cache
def passed(prefix: bytes = b"") -> re.Pattern[bytes]:
    """Return the pattern of what can be skipped: text, end tags and other start tags.

    It stops at STOPS and, if a prefix is given, at tags with an attribute whose name begins with
    it; MARKUP reads on there. One match skips thousands of tags.
    """
    letter = rb"(?:[" + OTHERS + rb"]|(?!" + STOPS + rb")[" + INITIALS + rb"])"
    whole = _value(b"")
    if prefix:
        body = _attributes(whole, rb"(?!" + prefix + rb")") + rb">"
    else:
        body = rb"(?:" + SIMPLE + rb"|" + _attributes(whole) + rb">)"
    start = letter + rb"[^\t\n\f\r />]*+" + body
    end = rb"/[a-z](?:" + SIMPLE + rb"|[^\t\n\f\r />]*+" + _attributes(whole) + rb">)"
    text = rb"[^<]++|<(?![a-z/!?])"
    return re.compile(rb"(?>" + text + rb"|<" + end + rb"|<" + start + rb")*+", re.IGNORECASE)
