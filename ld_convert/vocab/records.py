"""By what a portal's records are known, and how they name each other.

The file of a portal (see `ld_convert.vocab.portals`) states it in these members:

* `keys`: what identifies a record, the most stable first. `member` is the path to the value inside
  the record, `matches` a pattern for the whole value, `kind` the name of the key, and `iri` the
  IRI of the thing with `{}` for the value.
* `pages`: a pattern for the addresses of the portal's pages, with the group `key` around the value
  of one of the keys. A page's own address and the addresses inside its JSON-LD are read by it.
* `site`: the address below which the portal's application stands, for pages that state a path only.
* `parts`, `wholes`: by member, the portal file whose records stand there: those that this record
  has as its parts, and those of which it is a part.
* `hashes`: further keys, as MD5 hashes of texts that other members make; they join weakly.
* `address_kind`: the kind of key that the addresses of a record at its source are (`addresses` of
  `hashes`). A record that stands on the page of another thing is looked up by them.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple
from urllib.parse import quote, unquote

from ld_convert.model import Json
from ld_convert.vocab.addresses import comparable
from ld_convert.vocab.views import normal

Path = tuple[str, ...]
SAFE = "-._~!$&'()*+,;=:@"
"""What a segment of an IRI's path may hold as it is (RFC 3986, section 3.3)."""
NAME = re.compile(r"[a-z0-9]+")
GUESSED = 9
"""Rank of a key that never names a thing, since it can be wrong."""
ANSWER = 10
"""Rank of a key by which others look a thing up; it joins no two that both only have it."""


class KeyRule(NamedTuple):
    """One way in which a portal identifies its records."""

    kind: str
    member: Path
    matches: re.Pattern[str]
    iri: str
    rank: int

    def key(self, value: Json) -> RecordKey | None:
        """Return the key that a value is; None if it is none of this kind."""
        text = value.strip() if isinstance(value, str) else ""
        if not text or not self.matches.fullmatch(text):
            return None
        return RecordKey(self.kind, text, self.iri.replace("{}", quote(text, SAFE)), self.rank)


class RecordKey(NamedTuple):
    """One key of one record; the fields are those of `model.Key`."""

    kind: str
    value: str
    iri: str
    rank: int
    is_weak: bool = False


class HashRule(NamedTuple):
    """How texts are made whose MD5 hash may be the value of a key."""

    kind: str
    of: str
    """Kind of the keys whose value is such a hash."""
    prefix: Path
    """Path to the texts that stand before the other key, such as the code of the source."""
    prefixes: tuple[str, ...]
    """The texts to try where the record has none there."""
    after: str
    """Kind of the key that follows the prefix."""
    addresses: Path
    patterns: tuple[tuple[re.Pattern[str], str], ...]
    """For an address of the record: a pattern, and the text that its groups make."""


class Identity(NamedTuple):
    """What a portal file states about identity."""

    keys: tuple[KeyRule, ...] = ()
    pages: re.Pattern[str] | None = None
    site: str = ""
    address: Path = ()
    """Path to the address by which a record is known, where `pages` reads it."""
    parts: Mapping[str, str] = {}
    wholes: Mapping[str, str] = {}
    hashes: HashRule | None = None
    address_kind: str = ""
    """Kind of the keys that are addresses at the source; empty where they are none."""
    name: Path = ()
    """Path to the record's title."""
    of_title: frozenset[str] = frozenset()
    """Kinds of the keys that are made of the title."""
    is_by_page: bool = False
    """Whether a record without keys is the thing whose page it stands on."""

    @classmethod
    def read(cls, table: Json) -> Identity:
        """Return what a decoded portal file states."""
        keys = tuple(
            KeyRule(row["kind"], path(row["member"]), re.compile(row["matches"]), row["iri"], rank)
            for rank, row in enumerate(table.get("keys", ()))
        )
        pages = table.get("pages")
        return cls(
            keys,
            re.compile(pages) if pages else None,
            table.get("site", ""),
            path(table.get("address", "")),
            table.get("parts", {}),
            table.get("wholes", {}),
            _hashes(table["hashes"]) if table.get("hashes") else None,
            table.get("address_kind", ""),
            path(table.get("title", "")),
            frozenset(row["kind"] for row in table.get("keys", ()) if row.get("of_title")),
            table.get("by_page", False),
        )

    def page_key(self, address: str) -> RecordKey | None:
        """Return the key that the address of one of the portal's pages holds."""
        match = self.pages.fullmatch(address.partition("#")[0]) if self.pages else None
        text = unquote(match["key"]) if match else ""
        return next(filter(None, (rule.key(text) for rule in self.keys)), None) if text else None

    def keys_of(self, record: Json) -> list[RecordKey]:
        """Return the keys of a record, the most stable first."""
        found = [rule.key(member(record, rule.member)) for rule in self.keys]
        if self.address:
            values = member(record, self.address)
            texts = values if isinstance(values, list) else [values]
            found += [self.page_key(text) for text in texts if isinstance(text, str)]
        return sorted({key for key in found if key is not None}, key=lambda key: key[3])

    def keys_by_title(self, title: str) -> list[RecordKey]:
        """Return the keys that a record of this title may have; they join weakly."""
        text = "-".join(NAME.findall(title))
        found = [rule.key(text) for rule in self.keys if text]
        return [key._replace(rank=GUESSED, is_weak=True) for key in found if key is not None]

    def guesses(self, record: Json, keys: list[RecordKey], own: str) -> Iterator[RecordKey]:
        """Yield keys that the record may have, whose values are hashes of what it states.

        `own` is the IRI by which the record is known otherwise.
        """
        rule = self.hashes
        if rule is None:
            return
        stated = [key.value for key in keys if key.kind == rule.of]
        texts = [] if stated else list(_texts(rule, record, keys))
        digests = [hashlib.md5(t.encode(), usedforsecurity=False).hexdigest() for t in texts]
        for value in (*stated, *dict.fromkeys(digests)):
            yield RecordKey(rule.kind, value, own, GUESSED, is_weak=True)

    def at_source(self, record: Json, own: str, *, asks: bool) -> Iterator[RecordKey]:
        """Yield a weak key for each address of a record at its source.

        With `asks` the record is looked up by them, else it is found by them.
        """
        if self.hashes is None or not self.address_kind:
            return
        found = member(record, self.hashes.addresses)
        for address in found if isinstance(found, list) else [found]:
            value = comparable(address) if isinstance(address, str) else ""
            if value:
                rank = GUESSED if asks else ANSWER
                yield RecordKey(self.address_kind, value, own, rank, is_weak=True)

    def title(self, record: Json) -> str:
        """Return the title of a record in the form in which titles are compared."""
        found = member(record, self.name)
        return normal(found) if isinstance(found, str) else ""


def path(text: str) -> Path:
    """Return a path such as `extra_data/uuid` as the names of its members."""
    return tuple(text.split("/")) if text else ()


def member(record: Json, way: Path) -> Json:
    """Return the value at a path inside a record; None where it has none."""
    for name in way:
        record = record.get(name) if isinstance(record, dict) else None
    return record


def _texts(rule: HashRule, record: Json, keys: list[RecordKey]) -> Iterator[str]:
    values = member(record, rule.prefix)
    found = values if isinstance(values, list) else [values]
    prefixes = [value for value in found if isinstance(value, str)] or rule.prefixes
    for key in keys:
        if key.kind == rule.after:
            yield from (f"{prefix}/{key.value}" for prefix in prefixes)
    addresses = member(record, rule.addresses)
    for address in addresses if isinstance(addresses, list) else [addresses]:
        for pattern, text in rule.patterns:
            match = pattern.search(address) if isinstance(address, str) else None
            if match is not None:
                yield match.expand(text).lower()


def _hashes(table: Json) -> HashRule:
    return HashRule(
        table["kind"],
        table["of"],
        path(table["prefix"]),
        tuple(table["prefixes"]),
        table["after"],
        path(table["addresses"]),
        tuple((re.compile(pattern), text) for pattern, text in table["patterns"]),
    )
