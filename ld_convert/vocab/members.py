"""Members of a portal's records, put into the shape that its context can read.

The file of a portal (see `ld_convert.vocab.portals`) states it in these members; a path leads from
the record to the member:

* `once`: lists of paths of which only the first that has a value is read.
* `numbers`: paths to numbers that the portal writes as texts.
* `unlike`: by path, a pattern for the texts that say nothing.
* `lines`: by path, a pattern for what stands between the values of one text, and the object that
  each becomes, with `{}` for the value.
* `texts`: by path, a pattern for the values that are addresses; the others stay texts.
* `wrong_beside`: a path, one of the values there, another path, and words: the value is a wrong
  guess where the text at the other path has the words.
* `refers`: by path, the key kind by which its value names another record.
* `classes`: the path of the record's kind, and by kind the class that it gets besides; `series` are
  the kinds that get the class `series_class` where they have parts.
* `homes`: for a list of catalogues, by name the home page. Another address is that of a page about
  the record, and moves to the member `pages` of the record.
* `papers`: see `ld_convert.vocab.papers`.
* `own`: the namespace of members that neither the context nor schema.org knows.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from ld_convert.model import Json
from ld_convert.vocab.addresses import comparable
from ld_convert.vocab.papers import Papers
from ld_convert.vocab.records import Identity, Path, member, path
from ld_convert.vocab.schemaorg import is_term

HOLDERS = (dict, list)
MOST_KEYS = 1_000
"""Names of members that are remembered for each portal."""
DIGITS = re.compile(r"\s*([0-9]{1,18})\s*", re.ASCII)


class Homes(NamedTuple):
    """How the addresses of catalogues are told from those of records in them."""

    catalogues: Path
    """Path to the catalogues of a record."""
    pages: str
    """Member of the same object that gets the addresses of pages about the record."""
    known: str
    """Member of a catalogue that gets the home page of the table."""
    by_name: Mapping[str, str]


class Members(NamedTuple):
    """The instructions of a portal file for the members of its records."""

    groups: tuple[str, ...] = ()
    """Members whose object only groups members of the record."""
    once: tuple[tuple[Path, ...], ...] = ()
    numbers: tuple[Path, ...] = ()
    unlike: tuple[tuple[Path, re.Pattern[str]], ...] = ()
    lines: tuple[tuple[Path, re.Pattern[str], Json], ...] = ()
    texts: tuple[tuple[Path, re.Pattern[str]], ...] = ()
    refers: tuple[tuple[Path, str], ...] = ()
    wrong: tuple[tuple[Path, str, Path, str], ...] = ()
    kind: Path = ()
    classes: Mapping[str, str] = {}
    series: frozenset[str] = frozenset()
    series_class: str = ""
    base_class: str = ""
    homes: Homes | None = None
    papers: Papers | None = None
    own: str = ""

    @classmethod
    def read(cls, table: Json, groups: tuple[str, ...]) -> Members:
        """Return the instructions of a decoded portal file."""
        kinds, homes = table.get("classes", {}), table.get("homes")
        return cls(
            groups,
            tuple(tuple(map(path, paths)) for paths in table.get("once", ())),
            tuple(map(path, table.get("numbers", ()))),
            tuple((path(way), re.compile(p)) for way, p in table.get("unlike", {}).items()),
            tuple((path(w), re.compile(p), o) for w, (p, o) in table.get("lines", {}).items()),
            tuple((path(way), re.compile(p)) for way, p in table.get("texts", {}).items()),
            tuple((path(way), kind) for way, kind in table.get("refers", {}).items()),
            tuple((path(a), v, path(b), w) for a, v, b, w in table.get("wrong_beside", ())),
            path(kinds.get("member", "")),
            kinds.get("by_kind", {}),
            frozenset(kinds.get("series", ())),
            kinds.get("series_class", ""),
            kinds.get("all", ""),
            Homes(path(homes["in"]), homes["pages"], homes["known"], homes["by_name"])
            if homes
            else None,
            Papers.read(table["papers"]) if table.get("papers") else None,
            table.get("own", ""),
        )

    def shape(self, record: Json, identity: Identity, iri: str, *, has_parts: bool) -> Json:
        """Return a copy of a record in the shape for its context.

        `iri` names the record, or is empty. Records inside it stay as they are.
        """
        copy = {
            key: dict(value) if key in self.groups and isinstance(value, dict) else value
            for key, value in record.items()
        }
        self._leave_out(copy)
        for way in self.numbers:
            match = DIGITS.fullmatch(text) if isinstance(text := member(copy, way), str) else None
            if match is not None:
                _put(copy, way, int(match[1]))
        for way, pattern, form in self.lines:
            if isinstance(text := member(copy, way), str):
                found = dict.fromkeys(filter(None, map(str.strip, pattern.split(text))))
                _put(copy, way, [_filled(form, part) for part in found])
        for way, pattern in self.texts:
            if (value := member(copy, way)) is not None:
                _put(copy, way, _as_texts(value, pattern))
        for way, kind in self.refers:
            self._refer(copy, way, kind, identity, iri)
        if self.homes is not None:
            _tell_homes(copy, self.homes)
        if self.papers is not None:
            self.papers.part(copy)
        self._name(copy, iri, has_parts=has_parts)
        return copy

    def _leave_out(self, copy: Json) -> None:
        """Take out what says nothing, and what is said a second time."""
        for way, pattern in self.unlike:
            text = member(copy, way)
            if isinstance(text, str) and pattern.fullmatch(text):
                _put(copy, way, None)
        for way, wrong, other, words in self.wrong:
            values, told = member(copy, way), member(copy, other)
            if isinstance(values, list) and isinstance(told, str) and words in told:
                _put(copy, way, [value for value in values if value != wrong])
        for ways in self.once:
            having = [way for way in ways if member(copy, way) not in (None, [], {})]
            for way in having[1:]:
                _put(copy, way, None)

    def _refer(self, copy: Json, way: Path, kind: str, identity: Identity, iri: str) -> None:
        """Replace the key of another record by a reference to it; the record's own goes."""
        value = member(copy, way)
        if value is None:
            return
        rules = (rule for rule in identity.keys if rule.kind == kind)
        found = next(filter(None, (rule.key(value) for rule in rules)), None)
        top = way[:1] if way[0] not in self.groups else way
        if found is not None:
            _put(copy, top, {"@id": found.iri} if found.iri != iri else None)

    def _name(self, copy: Json, iri: str, *, has_parts: bool) -> None:
        for group in self.groups:
            for key in ("@context", "@type", "@id"):
                copy.get(group, {}).pop(key, None)
        kind = member(copy, self.kind)
        if self.base_class:
            classes = [self.base_class, self.classes.get(kind) if isinstance(kind, str) else None]
            if has_parts and kind in self.series:
                classes.append(self.series_class)
            copy["@type"] = [cls for cls in classes if cls]
        if iri:
            copy["@id"] = iri


def own_names(value: Json, own: str, known: frozenset[str], kept: dict[str, str]) -> Json:
    """Return a value whose members that nobody else knows are named in the portal's namespace.

    `kept` remembers the names of members from one call to the next.
    """
    if isinstance(value, list):
        return [
            own_names(item, own, known, kept) if isinstance(item, HOLDERS) else item
            for item in value
        ]
    named = {}
    for key, item in value.items():
        name = kept.get(key)
        if name is None:
            name = key if is_known(key, known) else own + key
            if len(kept) < MOST_KEYS:
                kept[key] = name
        is_holder = isinstance(item, HOLDERS)
        named[name] = own_names(item, own, known, kept) if is_holder else item
    return named


def is_known(key: str, known: frozenset[str]) -> bool:
    """Return whether a member is a term of a context, a keyword, an IRI, or schema.org's."""
    return key in known or key[:1] == "@" or ":" in key or is_term(key, "property")


def _put(record: Json, way: Path, value: Json) -> None:
    """Set the value at a path; None takes the member away."""
    *before, name = way
    for step in before:
        record = record.get(step)
        if not isinstance(record, dict):
            return
    if value is None:
        record.pop(name, None)
    else:
        record[name] = value


def _filled(form: Json, text: str) -> Json:
    if isinstance(form, dict):
        return {key: _filled(value, text) for key, value in form.items()}
    return text if form == "{}" else form


def _as_texts(value: Json, pattern: re.Pattern[str]) -> Json:
    """Return values of which those that are no addresses cannot be taken for some."""
    if isinstance(value, list):
        return [_as_texts(item, pattern) for item in value]
    return {"@value": value} if isinstance(value, str) and not pattern.match(value) else value


def _tell_homes(record: Json, homes: Homes) -> None:
    """Move from each catalogue the address that is that of a page about the record."""
    found = member(record, homes.catalogues)
    catalogues = found if isinstance(found, list) else [found]
    told, pages = [], []
    for catalogue in catalogues:
        if not isinstance(catalogue, dict):
            told.append(catalogue)
            continue
        home = homes.by_name.get(str(catalogue.get("name")).strip(), "")
        copy = dict(catalogue)
        url = copy.get("url")
        if isinstance(url, str) and not _is_home(url, home):
            pages.append(copy.pop("url"))
        if home and "url" not in copy:
            copy[homes.known] = home
        told.append(copy)
    if found is not None:
        _put(record, homes.catalogues, told)
    if pages:
        _put(record, (*homes.catalogues[:-1], homes.pages), pages)


def _is_home(url: str, home: str) -> bool:
    """Return whether an address is the home page of a catalogue: the known one, or a site's."""
    plain = comparable(url)
    return bool(plain) and (plain == comparable(home) or ("/" not in plain and "?" not in plain))
