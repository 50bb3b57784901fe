"""Sizes, numbers, versions and checksums.

Sources: DCAT 3, Properties byte size, version and checksum; SPDX 2.3, class Checksum.
"""

from __future__ import annotations

import re
from base64 import b64decode
from decimal import ROUND_HALF_UP, Decimal

from rdflib import Literal
from rdflib.term import Node

from ld_convert.values.lookup import says_nothing
from ld_convert.values.terms import WIDEST, lexical, string, typed
from ld_convert.vocab.namespaces import XSD

SIZE = re.compile(
    r"(?:~|>|<|≈|about|approx\.?|approximately|ca\.?)?\s*+"
    r"(?P<number>\d(?>(?!(?:2P|4L)(?![A-Z]))[\d.,\s'])*+)"
    r"(?P<unit>[A-Z]++(?:3[45])?|2P|4L)?\.?\s*+(?:\([^()]*+\))?",
    re.IGNORECASE | re.ASCII,
)
EXACT = re.compile(r"\(\s*+(\d[\d.,\s']{0,40}\bbytes?)\s*+\)", re.IGNORECASE | re.ASCII)
"""The number of bytes in brackets after a rounded size."""
LONGEST_SIZE = 200
"""More characters than any size has."""
MOST_BYTES = 10**24
"""No file is larger; Decimal would round beyond 28 digits."""
POWERS = {"": 0, "k": 1, "m": 2, "g": 3, "t": 4, "p": 5}
NAMES = ("kilo", "mega", "giga", "tera", "peta"), ("kibi", "mebi", "gibi", "tebi", "pebi")
FACTORS = (
    # Kb and Mb are read as bytes: nobody was seen to mean bits.
    {f"{p}{unit}": 1000**n for p, n in POWERS.items() for unit in ("b", "o") if p or unit == "b"}
    | {p: 1000**n for p, n in POWERS.items() if p}
    | {f"{p}i{unit}": 1024**n for p, n in POWERS.items() for unit in ("b", "o", "") if p}
    | {f"{p}byte{s}": 1000**n for n, p in enumerate(("", *NAMES[0])) for s in ("", "s")}
    | {f"{p}byte{s}": 1024**n for n, p in enumerate(NAMES[1], 1) for s in ("", "s")}
    | {"octet": 1, "octets": 1, "o": 1}
    # UN/CEFACT Recommendation 20, as in a QuantitativeValue's unitCode
    | {"ad": 1, "2p": 10**3, "4l": 10**6, "e34": 10**9, "e35": 10**12}
)
THOUSANDS = re.compile(r"\d{1,3}(?:([,.\s'])\d{3})(?:\1\d{3})*")
PLAIN = re.compile(r"[+-]?\d{1,400}(?:\.\d{1,400})?", re.ASCII)
SHA512 = re.compile(r"(?:sha-?512\s*+[:=-]?\s*+)?([0-9a-f]{128})", re.IGNORECASE)
SHA256 = re.compile(r"(?:sha-?256\s*+[:=-]?\s*+)?([0-9a-f]{64})", re.IGNORECASE)
SHA1 = re.compile(r"(?:sha-?1\s*+[:=-]?\s*+)?([0-9a-f]{40})", re.IGNORECASE)
MD5 = re.compile(r"(?:md5\s*+[:=-]?\s*+)?([0-9a-f]{32})", re.IGNORECASE)
SHA256_BASE64 = re.compile(r"sha256-([A-Za-z0-9+/]{43}=)")


def byte_size(value: Node) -> Literal | None:
    """Return a size in bytes as xsd:nonNegativeInteger (DCAT 3, Property: byte size).

    "12 MB" is 12 000 000, "12 MiB" is 12 times 2**20, a bare whole number is bytes already, and
    "12 MB (12345678 bytes)" is what it says in brackets. An unknown unit, a range and a bare
    fraction give None: a wrong size is worse than no size.
    """
    text = re.sub(r"[\u00a0\u2009\u202f]", " ", lexical(value))
    exact = EXACT.search(text) if len(text) < LONGEST_SIZE else None
    if exact:
        text = exact[1]
    match = SIZE.fullmatch(text) if isinstance(value, Literal) else None
    if match is None:
        return None
    unit, digits = (match["unit"] or "").lower(), match["number"].strip()
    number = _amount(digits if unit else digits.removesuffix("."), grouped=bool(unit))
    factor = FACTORS.get(unit) if unit else 1
    if number is None or factor is None:
        return None
    if number * factor > MOST_BYTES or (not unit and number != int(number)):
        return None
    size = (number * factor).quantize(Decimal(1), ROUND_HALF_UP)
    return typed(format(size, "f"), XSD.nonNegativeInteger)


def number(value: Node) -> Literal | None:
    """Return a number as xsd:decimal; None for anything but digits, sign, point and exponent."""
    text = lexical(value)
    if not isinstance(value, Literal) or not PLAIN.fullmatch(text):
        return None
    return typed(text, XSD.decimal)


def version(value: Node) -> Literal | None:
    """Return a version as a text: the JSON number 1.0, in RDF "1.0E0", is "1.0" again.

    None for words such as `N/A`.
    """
    is_given = isinstance(value, Literal) and not says_nothing(value)
    return string(lexical(value)) if is_given else None


def checksum_sha256(value: Node) -> Literal | None:
    """Return a SHA-256 checksum as xsd:hexBinary, from hexadecimal or from `sha256-` base64."""
    text = lexical(value)
    match = SHA256.fullmatch(text) if isinstance(value, Literal) else None
    if match:
        return typed(match[1].lower(), XSD.hexBinary)
    encoded = SHA256_BASE64.fullmatch(text)
    return typed(b64decode(encoded[1]).hex(), XSD.hexBinary) if encoded else None


def checksum_md5(value: Node) -> Literal | None:
    """Return an MD5 checksum as xsd:hexBinary, from 32 hexadecimal digits."""
    match = MD5.fullmatch(lexical(value)) if isinstance(value, Literal) else None
    return typed(match[1].lower(), XSD.hexBinary) if match else None


def checksum_sha1(value: Node) -> Literal | None:
    """Return a SHA-1 checksum as xsd:hexBinary, from 40 hexadecimal digits."""
    match = SHA1.fullmatch(lexical(value)) if isinstance(value, Literal) else None
    return typed(match[1].lower(), XSD.hexBinary) if match else None


def checksum_sha512(value: Node) -> Literal | None:
    """Return a SHA-512 checksum as xsd:hexBinary, from 128 hexadecimal digits."""
    match = SHA512.fullmatch(lexical(value)) if isinstance(value, Literal) else None
    return typed(match[1].lower(), XSD.hexBinary) if match else None


def count(value: Node) -> Literal | None:
    """Return a whole number from zero up as xsd:nonNegativeInteger; None for all else."""
    text = re.sub(r"\.0+$", "", lexical(value))
    if not isinstance(value, Literal) or not re.fullmatch(r"\d{1,18}", text, re.ASCII):
        return None
    return typed(text.lstrip("0") or "0", XSD.nonNegativeInteger)


def _amount(text: str, *, grouped: bool) -> Decimal | None:
    """Return a number, with thousands separators if it has any; None if it is unclear.

    A comma, point or space before exactly three digits groups thousands, but a single point does
    not: 1.234 is between one and two. A comma before one or two digits is a decimal comma.
    """
    groups = THOUSANDS.fullmatch(text)
    if groups and (groups[1] != "." or text.count(".") > 1):
        return Decimal(re.sub(r"\D", "", text))
    for thousands, point in ((r",\s'", "."), (r".\s'", ",")):
        match = re.fullmatch(rf"((?:\d{{1,3}}(?:[{thousands}]\d{{3}})*)|\d+)\{point}(\d+)", text)
        if match and (grouped or point == "."):
            return Decimal(f"{re.sub(r'[^0-9]', '', match[1])}.{match[2]}")
    return Decimal(text) if re.fullmatch(rf"\d{{1,{WIDEST}}}", text, re.ASCII) else None
